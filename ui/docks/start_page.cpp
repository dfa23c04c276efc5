#include "ui/docks/start_page.h"

#include <QDateTime>
#include <QFileInfo>
#include <QPushButton>

#include "ui/util/card.h"

namespace cw::ui {
namespace {

constexpr int kShownRuns = 5;

QPushButton* button(const QString& text, QWidget* parent, const char* kind = nullptr)
{
    auto* b = new QPushButton(text, parent);
    if (kind)
        b->setProperty(kind, true);
    return b;
}

} // namespace

StartPage::StartPage(RecentRuns& recent, QWidget* parent)
    : QWidget(parent)
    , m_recent(recent)
    , m_target(new QFrame(this))
    , m_recentTitle(makeLabel("title", this, tr("Recent runs")))
    , m_runs(new QVBoxLayout)
{
    m_target->setProperty("drop", true);
    m_target->setMinimumSize(460, 250);
    m_target->setMaximumSize(760, 340);
    auto* inner = new QVBoxLayout(m_target);
    inner->setContentsMargins(32, 32, 32, 32);
    inner->setSpacing(10);
    auto* title = makeLabel("huge", m_target, tr("Drop pictures here"));
    auto* help = makeLabel("muted", m_target, tr("A folder with one folder of pictures for each class, CIFAR-10 or CIFAR-100 binary files, or files as MNIST ships them.\n"
                                                 "Nothing leaves this computer."));
    title->setAlignment(Qt::AlignCenter);
    help->setAlignment(Qt::AlignCenter);
    help->setWordWrap(true);
    auto* sample = button(tr("Try it with sample data"), m_target, "primary");
    sample->setObjectName(QStringLiteral("sample"));
    auto* folder = button(tr("Choose a folder\u2026"), m_target);
    auto* run = button(tr("Open a run\u2026"), m_target);
    for (auto* b : {sample, folder, run})
        b->setMinimumHeight(34);
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->addStretch(1);
    line->addWidget(sample);
    line->addWidget(folder);
    line->addWidget(run);
    line->addStretch(1);
    inner->addStretch(1);
    inner->addWidget(title);
    inner->addWidget(help);
    inner->addSpacing(10);
    inner->addLayout(line);
    inner->addStretch(1);

    auto* column = new QVBoxLayout;
    column->setSpacing(8);
    column->addStretch(2);
    column->addWidget(m_target, 4);
    column->addSpacing(18);
    column->addWidget(m_recentTitle);
    column->addLayout(m_runs);
    column->addStretch(3);
    auto* box = new QHBoxLayout(this);
    box->addStretch(1);
    box->addLayout(column, 6);
    box->addStretch(1);
    connect(sample, &QPushButton::clicked, this, &StartPage::sampleRequested);
    connect(folder, &QPushButton::clicked, this, &StartPage::openDataRequested);
    connect(run, &QPushButton::clicked, this, &StartPage::openRunRequested);
    connect(&m_recent, &RecentRuns::changed, this, &StartPage::refresh);
    refresh();
}

void StartPage::refresh()
{
    while (auto* item = m_runs->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto folders = m_recent.folders().mid(0, kShownRuns);
    m_recentTitle->setVisible(!folders.isEmpty());
    for (const auto& recent : folders) {
        auto* link = button(QFileInfo(recent).completeBaseName(), this, "link");
        link->setToolTip(recent);
        link->setCursor(Qt::PointingHandCursor);
        connect(link, &QPushButton::clicked, this, [this, recent] { Q_EMIT runChosen(recent); });
        m_runs->addWidget(link, 0, Qt::AlignLeft);
    }
}

void StartPage::setDropHint(bool over) { setStyleProperty(m_target, "drop", over ? QVariant(QStringLiteral("over")) : QVariant(true)); }

} // namespace cw::ui
