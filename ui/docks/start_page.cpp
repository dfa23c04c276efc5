#include "ui/docks/start_page.h"

#include <QFileInfo>
#include <QScrollArea>

#include "ui/docks/data_panel.h"
#include "ui/docks/drop_picture.h"
#include "ui/docks/error_bar.h"
#include "ui/docks/run_row.h"
#include "ui/util/card.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr int kShownRuns = 6, kWidest = 720;

QString helpText()
{
    return StartPage::tr("A folder with one folder of pictures for each class, CIFAR-10 or CIFAR-100 binary files, or files as MNIST ships them; for language models a "
                         "text, or a folder with train, valid and test texts. Nothing leaves this computer.");
}

QPushButton* button(const QString& text, QWidget* parent, const char* name)
{
    auto* b = new QPushButton(text, parent);
    b->setObjectName(QString::fromLatin1(name));
    b->setMinimumHeight(34);
    return b;
}

} // namespace

StartPage::StartPage(RecentRuns& recent, QWidget* parent)
    : QWidget(parent)
    , m_recent(recent)
    , m_target(new QFrame(this))
    , m_recentTitle(makeLabel("title", this, tr("Recent runs")))
    , m_recentBox(new QWidget)
    , m_runs(new QVBoxLayout)
{
    fillTarget();
    m_runs->setSpacing(8);
    auto* recentColumn = new QVBoxLayout(m_recentBox);
    recentColumn->setContentsMargins(0, 0, 0, 0);
    recentColumn->setSpacing(8);
    auto* line = new QHBoxLayout;
    line->addWidget(m_recentTitle);
    line->addStretch(1);
    m_run = new QPushButton(tr("Open a run\u2026"), m_recentBox);
    m_run->setObjectName(QStringLiteral("openRun"));
    m_run->setProperty("link", true);
    m_run->setCursor(Qt::PointingHandCursor);
    line->addWidget(m_run);
    recentColumn->addLayout(line);
    recentColumn->addLayout(m_runs);

    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    column->addStretch(2);
    column->addWidget(m_target);
    column->addSpacing(22);
    column->addWidget(m_recentBox);
    column->addStretch(3);
    m_target->setMaximumWidth(kWidest);
    m_recentBox->setMaximumWidth(kWidest);
    auto* box = new QHBoxLayout(content);
    box->setContentsMargins(24, 16, 24, 16);
    box->addStretch(1);
    box->addLayout(column, 1000);
    box->addStretch(1);
    auto* area = new QScrollArea(this); // low windows with many runs
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(content);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(area);
    connect(m_run, &QPushButton::clicked, this, &StartPage::openRunRequested);
    connect(&m_recent, &RecentRuns::changed, this, &StartPage::refresh);
    connect(&m_recent, &RecentRuns::factsRead, this, &StartPage::fillFacts);
    refresh();
}

void StartPage::fillTarget()
{
    auto* target = m_target;
    target->setProperty("drop", true);
    auto* inner = new QVBoxLayout(target);
    inner->setContentsMargins(32, 30, 32, 30);
    inner->setSpacing(8);
    m_picture = new DropPicture(target);
    m_title = makeLabel("huge", target, tr("Drop pictures or text here"));
    m_help = makeLabel("muted", target, helpText());
    m_problem = makeLabel("bad", target);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    for (auto* label : {m_title, m_help, m_problem}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    m_sample = button(tr("Try it with sample data"), target, "sample");
    m_sample->setProperty("primary", true);
    m_sampleText = button(tr("Sample text"), target, "sampleText");
    m_sampleText->setToolTip(tr("Try recurrent cells with a text that comes with the system"));
    m_folder = button(tr("Choose a folder\u2026"), target, "chooseFolder");
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->addStretch(1);
    line->addWidget(m_sample);
    line->addWidget(m_sampleText);
    line->addWidget(m_folder);
    line->addStretch(1);
    inner->addWidget(m_picture, 0, Qt::AlignHCenter);
    inner->addSpacing(4);
    inner->addWidget(m_title);
    inner->addWidget(m_problem);
    inner->addWidget(m_help);
    inner->addSpacing(10);
    inner->addLayout(line);
    connect(m_sample, &QPushButton::clicked, this, &StartPage::sampleRequested);
    connect(m_sampleText, &QPushButton::clicked, this, &StartPage::sampleTextRequested);
    connect(m_folder, &QPushButton::clicked, this, &StartPage::openDataRequested);
}

void StartPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_recent.readFacts(); // a run may have gone on since
}

void StartPage::refresh()
{
    while (auto* item = m_runs->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_rows.clear();
    const auto folders = m_recent.folders().mid(0, kShownRuns);
    m_recentTitle->setVisible(!folders.isEmpty());
    for (const auto& folder : folders) {
        auto* row = new RunRow(folder, m_recentBox);
        connect(row, &QAbstractButton::clicked, this, [this, folder] { Q_EMIT runChosen(folder); });
        m_runs->addWidget(row);
        m_rows[folder] = row;
    }
    fillFacts();
    if (isVisible())
        m_recent.readFacts();
}

void StartPage::fillFacts()
{
    for (const auto& [folder, row] : m_rows)
        if (const auto* facts = m_recent.facts(folder))
            row->setFacts(facts);
}

void StartPage::setDataset(const DatasetModel& dataset)
{
    connect(&dataset, &DatasetModel::changed, this, [this, &dataset] {
        const bool failed = dataset.state() == DatasetModel::State::Failed && dataset.error();
        setProblem(dataset.path(), failed ? qs(dataset.error()->message) : QString());
    });
}

void StartPage::setProblem(const QString& path, const QString& sentence)
{
    const bool some = !sentence.isEmpty();
    const auto end = endOfFirstSentence(sentence);
    m_problem->setText(sentence.left(end).trimmed());
    m_problem->setVisible(some);
    m_title->setText(some ? tr("%1 cannot be used").arg(QFileInfo(path).fileName()) : tr("Drop pictures or text here"));
    setStyleProperty(m_title, "role", some ? QStringLiteral("large") : QStringLiteral("huge"));
    m_help->setText(some ? withUsableData(sentence.mid(end).trimmed()) : helpText());
    m_folder->setText(some ? tr("Choose other data\u2026") : tr("Choose a folder\u2026"));
}

void StartPage::setDropHint(bool over)
{
    setStyleProperty(m_target, "drop", over ? QVariant(QStringLiteral("over")) : QVariant(true));
    m_picture->setOver(over);
}

} // namespace cw::ui
