#include "ui/inspectors/decisions_view.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "core/arch/arch_text.h"
#include "ui/util/card.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr int kShownDecisions = 6; // rows; the others by scrolling

QListView* makeList(DecisionRows& rows, bool named, const QString& name, QWidget* parent)
{
    auto* list = new QListView(parent);
    auto* delegate = new DecisionDelegate(list);
    delegate->setNamed(named);
    list->setItemDelegate(delegate);
    list->setModel(&rows);
    list->setUniformItemSizes(true);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setFrameShape(QFrame::NoFrame);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list->setMouseTracking(true);
    list->viewport()->setAttribute(Qt::WA_Hover);
    list->setTabKeyNavigation(false);
    list->setAccessibleName(name);
    return list;
}

} // namespace

DecisionsView::DecisionsView(DecisionModel& model, QWidget* parent)
    : QWidget(parent)
    , m_model(model)
    , m_state(makeLabel("muted", this))
    , m_optionsTitle(makeLabel("muted", this))
    , m_hypothesis(makeLabel("warning", this))
    , m_decisions(makeList(m_decisionRows, true, tr("Decisions of the controller"), this))
    , m_options(makeList(m_optionRows, false, tr("Options of the decision"), this))
    , m_back(new QPushButton(tr("Back"), this))
    , m_copy(new QPushButton(tr("Copy as text"), this))
{
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(4);
    for (auto* label : {m_state, m_optionsTitle, m_hypothesis})
        label->setWordWrap(true);
    m_back->setToolTip(tr("Back to what was sampled (Esc)"));
    m_copy->setToolTip(tr("Copy the architecture that follows as text"));
    auto* line = new QHBoxLayout;
    line->addWidget(m_back);
    line->addWidget(m_copy);
    line->addStretch(1);
    box->addWidget(m_state);
    box->addWidget(m_decisions);
    box->addWidget(m_optionsTitle);
    box->addWidget(m_options);
    box->addWidget(m_hypothesis);
    box->addLayout(line);
    for (auto* list : {m_decisions, m_options})
        list->installEventFilter(this);
    connect(m_decisions->selectionModel(), &QItemSelectionModel::currentChanged, this, &DecisionsView::refreshOptions);
    connect(m_options, &QListView::clicked, this, &DecisionsView::force);
    connect(m_back, &QPushButton::clicked, &m_model, &DecisionModel::release);
    connect(m_copy, &QPushButton::clicked, this, &DecisionsView::copy);
    connect(&m_model, &DecisionModel::changed, this, &DecisionsView::refresh);
    refresh();
}

void DecisionsView::setCandidate(CandidateId id, const Architecture& arch)
{
    if (id == m_candidate && arch == m_arch)
        return;
    m_candidate = id;
    m_arch = arch;
    if (isVisible() || id == 0)
        m_model.setSubject(id, arch);
}

void DecisionsView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_model.setSubject(m_candidate, m_arch);
}

bool DecisionsView::eventFilter(QObject* object, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(object, event);
    const auto key = static_cast<QKeyEvent*>(event)->key();
    const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space;
    if (key == Qt::Key_Escape && m_model.forced()) {
        m_model.release();
        return true;
    }
    if (enter && object == m_options && m_options->currentIndex().isValid()) {
        force(m_options->currentIndex());
        return true;
    }
    if (enter && object == m_decisions && m_optionRows.rowCount() > 0) {
        m_options->setFocus(Qt::TabFocusReason);
        return true;
    }
    return QWidget::eventFilter(object, event);
}

void DecisionsView::refresh()
{
    const auto* answer = m_model.shown();
    std::vector<DecisionRows::Row> rows;
    if (answer)
        for (std::size_t i = 0; i < answer->decisions.size(); ++i) {
            const auto& d = answer->decisions[i];
            const auto& option = d.options[static_cast<std::size_t>(d.choice)];
            const bool other = m_model.forced() && m_model.sampled() && m_model.sampled()->decisions[i].choice != d.choice;
            rows.push_back({qs(d.name), qs(option.name), option.probability, true, other});
        }
    const int before = decision();
    m_decisionRows.setRows(std::move(rows));
    if (m_decisionRows.rowCount() > 0 && !m_decisions->currentIndex().isValid())
        m_decisions->setCurrentIndex(m_decisionRows.index(std::clamp(before, 0, m_decisionRows.rowCount() - 1)));
    const int shown = std::min(m_decisionRows.rowCount(), kShownDecisions);
    m_decisions->setFixedHeight(std::max(1, shown) * DecisionDelegate::rowHeight(true) + 2);
    m_decisions->setVisible(shown > 0);
    const auto state = m_model.state();
    m_state->setText(state == DecisionModel::State::Asking && !answer ? tr("Asking the controller\u2026")
                     : state == DecisionModel::State::Refused         ? m_model.problem()
                     : answer                                         ? m_model.source() + QLatin1Char(' ') + tr("Choose a decision to see all its options.")
                                                                      : QString());
    m_state->setVisible(!m_state->text().isEmpty());
    m_hypothesis->setText(m_model.hypothesis());
    const bool forced = m_model.forced().has_value();
    m_hypothesis->setVisible(forced);
    m_back->setVisible(forced);
    m_copy->setVisible(forced);
    refreshOptions();
}

void DecisionsView::refreshOptions()
{
    const auto* answer = m_model.shown();
    const int at = decision();
    const bool any = answer && at >= 0 && at < static_cast<int>(answer->decisions.size());
    std::vector<DecisionRows::Row> rows;
    if (any) {
        const auto& d = answer->decisions[static_cast<std::size_t>(at)];
        for (std::size_t i = 0; i < d.options.size(); ++i) {
            const bool chosen = static_cast<int>(i) == d.choice;
            const bool other = chosen && m_model.forced() && m_model.sampled() && m_model.sampled()->decisions[static_cast<std::size_t>(at)].choice != d.choice;
            rows.push_back({{}, qs(d.options[i].name), d.options[i].probability, chosen, other});
        }
        m_optionsTitle->setText(tr("%1 \u2013 choose another to see what would follow").arg(qs(d.name).left(1).toUpper() + qs(d.name).mid(1)));
        const int count = static_cast<int>(rows.size());
        m_options->setFixedHeight(count * DecisionDelegate::rowHeight(false) + 2);
    }
    m_optionRows.setRows(std::move(rows));
    if (any)
        m_options->setCurrentIndex(m_optionRows.index(answer->decisions[static_cast<std::size_t>(at)].choice));
    m_optionsTitle->setVisible(any);
    m_options->setVisible(any);
}

void DecisionsView::force(const QModelIndex& option)
{
    if (option.isValid() && decision() >= 0)
        m_model.force(decision(), option.row());
}

void DecisionsView::copy()
{
    if (m_model.forced())
        QApplication::clipboard()->setText(qs(cw::toText(m_model.forced()->architecture)));
}

QString DecisionsView::toText() const
{
    QStringList lines;
    if (!m_state->isHidden())
        lines << m_state->text();
    for (const auto* rows : {&m_decisionRows, &m_optionRows})
        for (int row = 0; row < rows->rowCount(); ++row)
            lines << (rows == &m_optionRows ? QStringLiteral("  ") : QString()) + rows->index(row).data().toString();
    if (!m_hypothesis->isHidden())
        lines << m_hypothesis->text();
    return lines.join(QLatin1Char('\n'));
}

} // namespace cw::ui
