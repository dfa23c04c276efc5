#include "ui/docks/data_panel.h"

#include <QFileInfo>

#include "ui/dialogs/text_dialog.h"
#include "ui/docks/class_strip.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

QPushButton* linkButton(const QString& text, QWidget* parent)
{
    auto* button = new QPushButton(text, parent);
    button->setProperty("link", true);
    button->setCursor(Qt::PointingHandCursor);
    return button;
}

QString splitName(Split split)
{
    switch (split) {
    case Split::Train: return DataPanel::tr("training");
    case Split::Validation: return DataPanel::tr("validation");
    case Split::Test: return DataPanel::tr("test");
    }
    return {};
}

} // namespace

DataPanel::DataPanel(DatasetModel& dataset, const RunModel& run, QWidget* parent)
    : QWidget(parent)
    , m_dataset(dataset)
    , m_run(run)
    , m_card(new Card(tr("Data"), this))
    , m_name(makeLabel("heading", this))
    , m_facts(makeLabel("muted", this))
    , m_balance(makeLabel("muted", this))
    , m_activity(makeLabel("muted", this))
    , m_strip(new ClassStrip(dataset, this))
    , m_progress(new QProgressBar(this))
    , m_problems(linkButton({}, this))
    , m_cancel(linkButton(tr("Cancel"), this))
    , m_change(linkButton(tr("Change\u2026"), this))
{
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(m_card);
    for (auto* label : {m_name, m_facts, m_balance, m_activity})
        label->setWordWrap(true);
    m_progress->setTextVisible(false);
    m_card->addToHeader(m_cancel);
    m_card->addToHeader(m_change);
    auto* body = m_card->body();
    for (QWidget* widget : std::initializer_list<QWidget*>{m_name, m_facts, m_strip, m_balance, m_problems, m_activity, m_progress})
        body->addWidget(widget);
    body->addStretch(1);
    connect(m_change, &QPushButton::clicked, this, &DataPanel::changeRequested);
    connect(m_cancel, &QPushButton::clicked, &m_dataset, &DatasetModel::cancel);
    connect(m_problems, &QPushButton::clicked, this, &DataPanel::showProblems);
    connect(&m_dataset, &DatasetModel::changed, this, &DataPanel::refresh);
    connect(&m_dataset, &DatasetModel::progressed, this, &DataPanel::refreshProgress);
    connect(&m_run, &RunModel::stateChanged, this, &DataPanel::refresh);
    refresh();
}

QString DataPanel::summary() const
{
    const auto& info = m_dataset.info();
    std::int64_t total = 0;
    for (const auto& split : info.splits)
        total += split.total;
    const auto size = info.sizesDiffer ? tr("sizes differ") : QStringLiteral("%1\u00d7%2").arg(info.shape.width).arg(info.shape.height);
    const auto colour = info.greyAndColourMixed ? tr("grey and colour") : info.shape.channels == 1 ? tr("grey") : tr("colour");
    return tr("%1 \u00b7 %2 pictures \u00b7 %3 \u00b7 %4 \u00b7 %5 classes").arg(qs(info.title), fullCount(total), size, colour).arg(info.classes.size());
}

void DataPanel::refresh()
{
    using S = DatasetModel::State;
    const auto state = m_dataset.state();
    const bool ready = state == S::Ready;
    const bool fromRun = !ready && m_run.hasRun();
    const auto path = fromRun ? m_run.info().dataPath : m_dataset.path();
    m_name->setText(path.isEmpty() ? tr("No data yet") : QFileInfo(path).fileName());
    m_name->setToolTip(path);
    m_facts->setText(ready ? summary() : fromRun ? m_run.info().dataTitle : state == S::Failed && m_dataset.error() ? qs(m_dataset.error()->message) : tr("Drop a folder of pictures here."));
    m_strip->setVisible(ready);
    m_balance->setVisible(ready);
    m_problems->setVisible(ready && m_dataset.info().problemCount > 0);
    m_change->setEnabled(!isActive(m_run.state()) || !m_run.live() || m_run.state() == SessionState::Idle);
    if (ready) {
        m_strip->refresh();
        const auto& info = m_dataset.info();
        QStringList parts;
        for (const auto& split : info.splits)
            parts << QStringLiteral("%1 %2").arg(fullCount(split.total), splitName(split.split));
        const auto balance = info.balance > 0.9 ? tr("balanced") : tr("smallest class %1 of the largest").arg(percent(info.balance));
        auto text = QStringLiteral("%1 \u00b7 %2").arg(balance, parts.join(QStringLiteral(" / ")));
        for (const auto& note : info.notes)
            text += QLatin1Char('\n') + qs(note);
        m_balance->setText(text);
        m_problems->setText(info.problemCount == 1 ? tr("One file left out: why?") : tr("%1 files left out: why?").arg(fullCount(info.problemCount)));
    }
    refreshProgress();
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
    showText(this, tr("Files left out"), tr("These were left out of the search; everything else is used."), lines.join(QLatin1Char('\n')));
}

} // namespace cw::ui
