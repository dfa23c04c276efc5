#include "ui/dialogs/export_dialog.h"

#include <algorithm>

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QVBoxLayout>

#include "ui/util/card.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kScales[] = {1, 2, 3, 4, 8};
constexpr int kChartRole = Qt::UserRole + 1;

/// The name without the ending of any format that there is, so that "v1.2" stays whole.
QString withoutEnding(const QString& name)
{
    const QFileInfo file(name);
    for (const auto what : {ExportWhat::Cell, ExportWhat::Table})
        for (const auto& [key, title] : exportFormats(what))
            if (file.suffix().compare(key, Qt::CaseInsensitive) == 0)
                return name.chopped(key.size() + 1);
    return name;
}

} // namespace

ExportDialog::ExportDialog(ExportOffer offer, QWidget* parent)
    : QDialog(parent)
    , m_offer(std::move(offer))
    , m_form(new QFormLayout)
    , m_note(makeLabel("muted", this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Export"));
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(20, 18, 20, 16);
    box->setSpacing(14);
    box->addWidget(makeLabel("heading", this, tr("Export")));
    box->addLayout(m_form);
    m_form->setHorizontalSpacing(18);
    m_form->setVerticalSpacing(8);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_what = addChoice(m_form, tr("&What"), {});
    m_format = addChoice(m_form, tr("&Format"), {});
    m_custom = addChoice(m_form, tr("&Operations"), {tr("in boxes"), tr("on the edges")});
    m_direction = addChoice(m_form, tr("&Direction"), {tr("left to right"), tr("top to bottom")});
    m_theme = addChoice(m_form, tr("&Theme"), {tr("light, as for paper"), tr("dark")});
    m_scale = addChoice(m_form, tr("&Size"), {});
    for (const double scale : kScales)
        m_scale->addItem(scale == 1 ? tr("as on the screen") : tr("%1 times as wide and high").arg(scale), scale);
    m_name = new QLineEdit(this);
    m_form->addRow(tr("&Name"), m_name);
    m_name->setAccessibleName(tr("Name of the file"));
    auto* place = placeRow();
    m_form->addRow(tr("Fo&lder"), place);
    qobject_cast<QLabel*>(m_form->labelForField(place))->setBuddy(m_folder);
    m_note->setWordWrap(true);
    m_note->setMinimumHeight(smallTextPixels() * 3);
    m_note->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    box->addWidget(m_note);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_write = buttons->addButton(tr("&Export"), QDialogButtonBox::AcceptRole);
    setStyleProperty(m_write, "primary", true);
    m_write->setDefault(true);
    box->addStretch(1);
    box->addWidget(buttons);
    setMinimumWidth(textPixels() * 38);

    connect(m_what, &QComboBox::currentIndexChanged, this, &ExportDialog::whatChanged);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::formatChanged);
    connect(m_name, &QLineEdit::textEdited, this, [this] {
        m_ownName = true;
        refresh();
    });
    connect(m_folder, &QLineEdit::textChanged, this, &ExportDialog::refresh);
    connect(m_browse, &QPushButton::clicked, this, &ExportDialog::browse);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::finish);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    fillWhat();
}

QComboBox* ExportDialog::addChoice(QFormLayout* form, const QString& title, const QStringList& texts)
{
    auto* choice = new QComboBox(this);
    choice->addItems(texts);
    form->addRow(title, choice);
    choice->setAccessibleName(QString(title).remove(QLatin1Char('&')));
    return choice;
}

QWidget* ExportDialog::placeRow()
{
    auto* row = new QWidget(this);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(6);
    m_folder = new QLineEdit(row);
    m_folder->setAccessibleName(tr("Folder"));
    m_browse = new QPushButton(tr("&Choose\u2026"), row);
    line->addWidget(m_folder, 1);
    line->addWidget(m_browse);
    return row;
}

void ExportDialog::fillWhat()
{
    const auto add = [this](const QString& text, ExportWhat what, const QString& chart = {}) {
        if (!isOffered(m_offer, what, chart))
            return;
        m_what->addItem(text, static_cast<int>(what));
        m_what->setItemData(m_what->count() - 1, chart, kChartRole);
    };
    const auto last = lastExport(m_offer);
    m_folder->setText(last ? QFileInfo(last->path).absolutePath() : m_offer.folder.isEmpty() ? QDir::homePath() : m_offer.folder);
    {
        const QSignalBlocker quiet(m_what);
        add(tr("The cell of #%1").arg(m_offer.candidate), ExportWhat::Cell);
        add(tr("The network of #%1").arg(m_offer.candidate), ExportWhat::Network);
        for (const auto& [key, title] : m_offer.charts)
            add(tr("Chart: %1").arg(title), ExportWhat::Chart, key);
        add(tr("The table of all %1 candidates").arg(fullCount(m_offer.candidates)), ExportWhat::Table);
    }
    if (last) {
        m_custom->setCurrentIndex(last->style.custom == GraphStyle::Edges ? 1 : 0);
        m_direction->setCurrentIndex(last->style.leftToRight ? 0 : 1);
        m_theme->setCurrentIndex(last->style.dark ? 1 : 0);
        m_scale->setCurrentIndex(m_scale->findData(last->style.scale));
    }
    if (m_scale->currentIndex() < 0 || !last)
        m_scale->setCurrentIndex(m_scale->findData(kDefaultScale));
    whatChanged();
    if (last) {
        preselect(last->what, last->chart);
        m_format->setCurrentIndex(std::max(0, m_format->findData(last->format)));
    }
}

void ExportDialog::preselect(ExportWhat what, const QString& chart)
{
    for (int i = 0; i < m_what->count(); ++i)
        if (m_what->itemData(i).toInt() == static_cast<int>(what) && (what != ExportWhat::Chart || m_what->itemData(i, kChartRole).toString() == chart))
            m_what->setCurrentIndex(i);
}

void ExportDialog::whatChanged()
{
    const auto before = m_format->currentData().toString();
    {
        const QSignalBlocker quiet(m_format);
        m_format->clear();
        for (const auto& [key, title] : exportFormats(request().what))
            m_format->addItem(title, key);
        m_format->setCurrentIndex(std::max(0, m_format->findData(before)));
    }
    formatChanged();
}

void ExportDialog::formatChanged()
{
    const auto now = request();
    const bool picture = isPictureFormat(now.format), graph = now.what == ExportWhat::Cell || now.what == ExportWhat::Network;
    const auto show = [this](QWidget* field, bool on) {
        field->setEnabled(on);
        m_form->labelForField(field)->setEnabled(on);
    };
    show(m_custom, picture && now.what == ExportWhat::Cell);
    show(m_direction, picture && graph);
    show(m_theme, picture);
    show(m_scale, now.format == QLatin1String("png"));
    if (!m_ownName)
        m_name->setText(proposedName(m_offer, now));
    else if (const auto name = m_name->text().trimmed(); !name.isEmpty()) // keeps it, with the new ending
        m_name->setText(withoutEnding(name) + QLatin1Char('.') + now.format);
    refresh();
}

ExportRequest ExportDialog::request() const
{
    ExportRequest request;
    request.what = static_cast<ExportWhat>(m_what->currentData().toInt());
    request.chart = m_what->currentData(kChartRole).toString();
    request.format = m_format->currentData().toString();
    request.style.custom = m_custom->currentIndex() == 1 ? GraphStyle::Edges : GraphStyle::Boxes;
    request.style.leftToRight = m_direction->currentIndex() == 0;
    request.style.dark = m_theme->currentIndex() == 1;
    request.style.scale = m_scale->currentData().toDouble();
    auto folder = m_folder->text().trimmed();
    if (folder.startsWith(QLatin1String("~/")) || folder == QLatin1String("~"))
        folder = QDir::homePath() + folder.mid(1);
    auto name = m_name->text().trimmed();
    if (!name.isEmpty() && QFileInfo(name).suffix().compare(request.format, Qt::CaseInsensitive) != 0)
        name += QLatin1Char('.') + request.format; // a file without an ending opens nowhere
    request.path = QDir(folder).filePath(name);
    return request;
}

QString ExportDialog::problem() const
{
    const QFileInfo path(request().path);
    if (m_what->count() == 0)
        return tr("There is nothing to take away yet: start a search or open a run.");
    if (m_name->text().trimmed().isEmpty())
        return tr("Give the file a name.");
    if (m_folder->text().trimmed().isEmpty() || !path.dir().exists())
        return tr("There is no such folder. Choose one that is there.");
    if (path.isDir())
        return tr("A folder has this name already. Choose another one.");
    if (!QFileInfo(path.absolutePath()).isWritable())
        return tr("You may not write into this folder. Choose another one.");
    return {};
}

void ExportDialog::refresh()
{
    const auto wrong = problem();
    m_write->setEnabled(wrong.isEmpty());
    setStyleProperty(m_note, "role", wrong.isEmpty() ? QStringLiteral("muted") : QStringLiteral("bad"));
    if (!wrong.isEmpty())
        m_note->setText(wrong);
    else if (QFileInfo::exists(request().path))
        m_note->setText(tr("A file of this name is there already and will be replaced."));
    else
        m_note->setText(tr("Ctrl+Shift+E exports the same again, of what is shown then."));
}

void ExportDialog::browse()
{
    auto* chooser = new QFileDialog(this, tr("Choose a folder"), m_folder->text());
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setFileMode(QFileDialog::Directory);
    chooser->setOption(QFileDialog::ShowDirsOnly);
    connect(chooser, &QFileDialog::fileSelected, m_folder, &QLineEdit::setText);
    chooser->open();
}

void ExportDialog::finish()
{
    if (!problem().isEmpty())
        return;
    const auto answer = request();
    rememberExport(answer);
    accept();
    Q_EMIT exportRequested(answer);
}

} // namespace cw::ui
