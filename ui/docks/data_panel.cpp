#include "ui/docks/data_panel.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>
#include <QLocale>

#include "ui/dialogs/text_dialog.h"
#include "ui/docks/class_strip.h"
#include "ui/docks/error_bar.h"
#include "ui/docks/text_preview.h"
#include "ui/models/forecast_model.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr std::size_t kListed = 5; // files named in the panel; all of them in a dialog
constexpr double kBalanced = 0.9, kUneven = 0.5;

QPushButton* linkButton(const QString& text, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setProperty("link", true);
    button->setCursor(Qt::PointingHandCursor);
    return button;
}

QString summary(const DatasetInfo& info)
{
    QStringList parts;
    for (const auto& split : info.splits)
        parts << fullCount(split.total);
    if (info.isText())
        return DataPanel::tr("%1 \u00b7 %2 words and line ends \u00b7 vocabulary of %3").arg(qs(info.title), parts.join(QStringLiteral(" + ")), fullCount(info.words));
    const auto size = info.sizesDiffer ? DataPanel::tr("sizes differ") : QStringLiteral("%1\u00d7%2").arg(info.shape.width).arg(info.shape.height);
    const auto colour = info.greyAndColourMixed ? DataPanel::tr("grey and colour") : info.shape.channels == 1 ? DataPanel::tr("grey") : DataPanel::tr("colour");
    return DataPanel::tr("%1 \u00b7 %2 pictures \u00b7 %3 \u00b7 %4 \u00b7 %5 classes").arg(qs(info.title), parts.join(QStringLiteral(" + ")), size, colour).arg(info.classes.size());
}

QString problemLines(const DatasetInfo& info, std::size_t most)
{
    QStringList lines;
    for (std::size_t i = 0; i < std::min(most, info.problems.size()); ++i)
        lines << QStringLiteral("%1: %2").arg(qs(info.problems[i].path), qs(info.problems[i].reason));
    return lines.join(QLatin1Char('\n'));
}

void say(QLabel* label, const QString& text)
{
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

} // namespace

QString balanceText(const DatasetInfo& info)
{
    if (info.balance >= kBalanced)
        return DataPanel::tr("balanced");
    const double ratio = info.balance > 0 ? 1 / info.balance : 0;
    if (ratio == 0)
        return DataPanel::tr("imbalanced: a class has no training pictures");
    const auto text = QLocale().toString(ratio, 'f', ratio < 10 ? 1 : 0);
    return info.balance >= kUneven ? DataPanel::tr("slightly uneven, 1:%1").arg(text) : DataPanel::tr("imbalanced, 1:%1").arg(text);
}

QString withUsableData(const QString& text)
{
    const auto words = usableDataText();
    if (text.isEmpty() || text.contains(words.section(QLatin1Char(':'), 0, 0)))
        return text.isEmpty() ? words : text;
    return text + QLatin1Char('\n') + words;
}

QString usableDataText()
{
    return DataPanel::tr("What works: a folder with one folder of pictures (JPEG, PNG, BMP or WebP) for each class, CIFAR-10 or CIFAR-100 binary files, or IDX files as MNIST ships them; "
                         "for recurrent cells a file of plain text, or a folder with train.txt, valid.txt and test.txt.");
}

DataPanel::DataPanel(DatasetModel& dataset, const RunModel& run, QWidget* parent)
    : QWidget(parent)
    , m_dataset(dataset)
    , m_run(run)
    , m_card(new Card(tr("Data"), this))
    , m_name(makeLabel("heading", this))
    , m_facts(makeLabel("muted", this))
    , m_class(makeLabel("muted", this))
    , m_parts(makeLabel("muted", this))
    , m_duplicates(makeLabel("good", this))
    , m_notes(makeLabel("muted", this))
    , m_list(makeLabel("muted", this))
    , m_activity(makeLabel("muted", this))
    , m_strip(new ClassStrip(dataset, this))
    , m_preview(new TextPreview(this))
    , m_progress(new QProgressBar(this))
    , m_problems(linkButton({}, this))
    , m_cancel(linkButton(tr("Cancel"), this))
    , m_change(linkButton(tr("Change\u2026"), this))
    , m_all(linkButton(tr("Show all\u2026"), this))
    , m_ways(makeWays())
{
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(m_card);
    for (auto* label : {m_name, m_facts, m_parts, m_duplicates, m_notes, m_list, m_activity}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_class->setTextFormat(Qt::PlainText);
    m_class->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // long names are cut, nothing moves
    m_problems->setCheckable(true);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of loading the data"));
    m_card->addToHeader(m_cancel);
    m_card->addToHeader(m_change);
    auto* body = m_card->body();
    for (QWidget* widget : std::initializer_list<QWidget*>{m_name, m_facts, m_activity, m_progress, m_preview, m_strip, m_class, m_parts, m_duplicates, m_problems,
                                                           m_list, m_all, m_notes, m_ways})
        body->addWidget(widget);
    body->setAlignment(m_problems, Qt::AlignLeft);
    body->setAlignment(m_all, Qt::AlignLeft);
    body->addStretch(1);
    connect(m_change, &QPushButton::clicked, this, &DataPanel::changeRequested);
    connect(m_cancel, &QPushButton::clicked, &m_dataset, &DatasetModel::cancel);
    connect(m_problems, &QPushButton::toggled, this, &DataPanel::refresh);
    connect(m_all, &QPushButton::clicked, this, &DataPanel::showProblems);
    connect(m_strip, &ClassStrip::currentChanged, this, &DataPanel::refreshClass);
    connect(&m_dataset, &DatasetModel::changed, this, &DataPanel::refresh);
    connect(&m_dataset, &DatasetModel::progressed, this, &DataPanel::refreshProgress);
    connect(&m_run, &RunModel::stateChanged, this, &DataPanel::refresh);
    refresh();
}

QFrame* DataPanel::makeWays()
{
    auto* ways = new QFrame(this);
    auto* box = new QVBoxLayout(ways);
    box->setContentsMargins(0, 4, 0, 0);
    box->setSpacing(6);
    auto* other = new QPushButton(tr("Choose other data\u2026"), ways);
    auto* sample = linkButton(tr("Try it with sample data"), ways);
    sample->setObjectName(QStringLiteral("panelSample"));
    box->addWidget(other);
    auto* text = linkButton(tr("Try it with a sample text"), ways);
    text->setObjectName(QStringLiteral("panelSampleText"));
    box->addWidget(sample, 0, Qt::AlignLeft);
    box->addWidget(text, 0, Qt::AlignLeft);
    connect(other, &QPushButton::clicked, this, &DataPanel::changeRequested);
    connect(sample, &QPushButton::clicked, this, &DataPanel::sampleRequested);
    connect(text, &QPushButton::clicked, this, &DataPanel::sampleTextRequested);
    return ways;
}

void DataPanel::refresh()
{
    using S = DatasetModel::State;
    const auto state = m_dataset.state();
    const bool ready = state == S::Ready, fromRun = !ready && state != S::Inspecting && m_run.hasRun();
    const bool searching = m_run.live() && isActive(m_run.state()) && m_run.state() != SessionState::Idle;
    const auto path = fromRun ? m_run.info().dataPath : m_dataset.path();
    m_name->setText(path.isEmpty() ? tr("No data yet") : QFileInfo(path).fileName());
    m_name->setToolTip(path);
    for (auto* widget : std::initializer_list<QWidget*>{m_preview, m_strip, m_class, m_parts, m_duplicates, m_problems, m_list, m_all, m_notes})
        widget->hide();
    m_change->setEnabled(!searching);
    m_ways->setVisible(!ready && !fromRun && state != S::Inspecting);
    if (ready)
        refreshReady();
    else if (fromRun)
        refreshRun();
    else
        refreshNothing();
    setStyleProperty(m_facts, "role", state == S::Failed && !fromRun ? QStringLiteral("bad") : QStringLiteral("muted"));
    refreshProgress();
    setAccessibleName(tr("Data"));
    setAccessibleDescription(text());
}

void DataPanel::refreshNothing()
{
    if (m_dataset.state() == DatasetModel::State::Failed && m_dataset.error()) {
        const auto message = qs(m_dataset.error()->message);
        const auto end = endOfFirstSentence(message);
        say(m_facts, message.left(end).trimmed());
        say(m_notes, withUsableData(message.mid(end).trimmed()));
    } else {
        say(m_facts, m_dataset.state() == DatasetModel::State::Inspecting ? QString() : tr("Drop a folder of pictures or a text here."));
        say(m_notes, m_dataset.state() == DatasetModel::State::Inspecting ? QString() : usableDataText());
    }
}

void DataPanel::refreshReady()
{
    const auto& info = m_dataset.info();
    say(m_facts, summary(info));
    if (info.isText())
        m_preview->setText(m_dataset.preview());
    else
        refreshPictures();
    if (const auto& decoded = m_dataset.decoded()) {
        auto parts = tr("%1 to train \u00b7 %2 to validate").arg(fullCount(decoded->train), fullCount(decoded->validation));
        if (decoded->test > 0)
            parts += tr(" \u00b7 %1 to test").arg(fullCount(decoded->test));
        say(m_parts, parts);
        setStyleProperty(m_parts, "role", decoded->validation > 0 ? QStringLiteral("muted") : QStringLiteral("warning"));
        const auto kept = info.isText() ? tr("%1 of prepared text").arg(bytesText(decoded->bytes)) : tr("%1 of prepared pictures").arg(bytesText(decoded->bytes));
        m_parts->setToolTip(decoded->cached ? tr("%1, kept on disk").arg(kept) : tr("%1, kept in memory").arg(kept));
    }
    const bool some = info.problemCount > 0, open = some && m_problems->isChecked();
    m_problems->setVisible(some);
    const auto count = info.problemCount == 1 ? tr("1 file cannot be used") : tr("%1 files cannot be used").arg(fullCount(info.problemCount));
    m_problems->setText(open ? tr("%1: hide").arg(count) : tr("%1: why?").arg(count));
    say(m_list, open ? problemLines(info, kListed) : QString());
    m_all->setVisible(open && info.problemCount > static_cast<std::int64_t>(kListed));
    QStringList notes;
    for (const auto& note : info.notes)
        notes << qs(note);
    say(m_notes, notes.join(QLatin1Char('\n')));
}

void DataPanel::refreshPictures()
{
    m_strip->show();
    m_strip->refresh();
    m_class->show();
    refreshClass(m_strip->current());
    if (const auto& decoded = m_dataset.decoded()) {
        const bool clean = decoded->duplicates == 0 && decoded->conflicting == 0;
        auto repeated = clean ? tr("\u2713 no duplicates across the split")
                        : decoded->duplicates == 1 ? tr("1 picture stands in two parts") : tr("%1 pictures stand in two parts").arg(fullCount(decoded->duplicates));
        if (decoded->duplicates > 0)
            repeated += tr(": not used to validate");
        if (decoded->conflicting > 0)
            repeated = (decoded->duplicates > 0 ? repeated + QStringLiteral(" \u00b7 ") : QString())
                + (decoded->conflicting == 1 ? tr("1 picture stands in two classes") : tr("%1 pictures stand in two classes").arg(fullCount(decoded->conflicting)));
        say(m_duplicates, repeated);
        setStyleProperty(m_duplicates, "role", clean ? QStringLiteral("good") : QStringLiteral("warning"));
    }
}

void DataPanel::refreshRun()
{
    const auto& info = m_run.info();
    say(m_facts, info.classes == 0 ? info.dataTitle // text
                                   : tr("%1 \u00b7 %2\u00d7%3 \u00b7 %4 classes").arg(info.dataTitle).arg(info.image.width).arg(info.image.height).arg(info.classes));
    // Each time anew: they may come back.
    m_dataset.askWhetherThere(info.dataPath, this, [this, path = info.dataPath](bool there) {
        const auto missing = there ? QString() : path;
        if (std::exchange(m_missing, missing) != missing)
            refresh();
    });
    if (!m_missing.isEmpty() && m_missing == info.dataPath)
        say(m_notes, tr("These data are no longer at %1. What was found is kept and can be read; to go on with this search, put them back.").arg(info.dataPath));
}

void DataPanel::refreshClass(int index)
{
    const auto& info = m_dataset.info();
    const auto text = m_strip->classText(index);
    if (m_dataset.state() == DatasetModel::State::Ready && !info.isText())
        m_class->setText(text.isEmpty() ? balanceText(info) : text);
    m_class->setAccessibleName(m_class->text());
}

void DataPanel::refreshProgress()
{
    const bool busy = !m_dataset.activity().isEmpty();
    m_activity->setVisible(busy);
    m_progress->setVisible(busy);
    m_cancel->setVisible(busy);
    m_change->setVisible(!busy);
    if (!busy)
        return;
    const auto done = m_dataset.done(), total = m_dataset.total();
    m_activity->setText(total > 0 ? tr("%1 %2 of %3").arg(m_dataset.activity(), fullCount(done), fullCount(total)) : m_dataset.activity());
    m_progress->setRange(0, total > 0 ? 1000 : 0);
    m_progress->setValue(total > 0 ? static_cast<int>(1000 * done / total) : 0);
}

void DataPanel::showProblems()
{
    QStringList lines;
    for (const auto& problem : m_dataset.info().problems)
        lines << QStringLiteral("%1\n    %2").arg(qs(problem.path), qs(problem.reason));
    const auto listed = static_cast<std::int64_t>(m_dataset.info().problems.size());
    if (m_dataset.info().problemCount > listed)
        lines << tr("\u2026 and %1 more").arg(fullCount(m_dataset.info().problemCount - listed));
    showText(this, tr("Files that cannot be used"), tr("These were left out; everything else is used."), lines.join(QLatin1Char('\n')));
}

QString DataPanel::text() const
{
    QStringList lines;
    for (const auto* label : {m_name, m_facts, m_activity, m_class, m_parts, m_duplicates, m_list, m_notes})
        if (!label->isHidden() && !label->text().isEmpty())
            lines << label->text();
    if (!m_preview->isHidden())
        lines << m_preview->text();
    if (!m_problems->isHidden())
        lines << m_problems->text();
    return lines.join(QLatin1Char('\n'));
}

} // namespace cw::ui
