#include "ui/docks/canvas_panel.h"

#include "core/arch/cell_graph.h"
#include "ui/util/text.h"

namespace cw::ui {

CanvasPanel::CanvasPanel(LayoutClient& layout, const CandidateModel& candidates, const RunModel& run, Selection& selection, QWidget* parent)
    : QWidget(parent)
    , m_candidates(candidates)
    , m_run(run)
    , m_selection(selection)
    , m_card(new Card(tr("Cell"), this))
    , m_view(new GraphView(layout, this))
    , m_stack(new QStackedWidget(this))
    , m_facts(makeLabel("muted", this))
    , m_empty(makeLabel("muted", this))
    , m_live(new QPushButton(tr("Back to live"), this))
    , m_fit(new QPushButton(tr("Fit"), this))
{
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(m_card);
    m_card->title()->setProperty("role", QStringLiteral("heading"));
    m_card->addToHeader(m_live);
    m_card->addToHeader(m_fit);
    m_facts->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    m_card->body()->addWidget(m_facts);
    m_card->body()->addWidget(m_stack, 1);
    m_live->setToolTip(tr("Follow the search again: show the cell in training"));
    m_fit->setToolTip(tr("Show the whole cell (Ctrl+9)"));
    m_live->hide();
    connect(m_fit, &QPushButton::clicked, m_view, &GraphView::fit);
    connect(m_live, &QPushButton::clicked, &m_selection, &Selection::backToLive);
    connect(&m_selection, &Selection::currentChanged, this, &CanvasPanel::showCandidate);
    connect(&m_selection, &Selection::liveChanged, this, &CanvasPanel::refreshTitle);
    connect(&m_candidates, &CandidateModel::candidateChanged, this, [this](CandidateId id) {
        if (id == m_shown)
            refreshTitle();
    });
    connect(&m_run, &RunModel::stateChanged, this, [this] {
        refreshTitle();
        refreshEmpty();
    });
    connect(m_view, &GraphView::problemChanged, this, &CanvasPanel::refreshEmpty);
    showCandidate();
}

void CanvasPanel::showCandidate()
{
    m_shown = m_selection.current();
    const auto* candidate = m_candidates.find(m_shown);
    if (candidate && !candidate->proposed.arch.cells.empty()) {
        const auto plan = planNetwork(candidate->proposed.arch, m_run.info().network());
        m_view->showGraph(cellGraph(candidate->proposed.arch.cell(), plan ? &*plan : nullptr), cellInWords(candidate->proposed.arch.cell()));
    } else {
        m_shown = 0;
        m_view->clear();
    }
    refreshTitle();
    refreshEmpty();
}

void CanvasPanel::refreshTitle()
{
    const auto* c = m_candidates.find(m_shown);
    const bool searching = m_run.live() && isActive(m_run.state());
    m_live->setVisible(searching && !m_selection.live());
    m_fit->setVisible(c != nullptr);
    m_card->title()->setText(c ? QStringLiteral("#%1").arg(c->proposed.id) : tr("Cell"));
    m_facts->setVisible(c != nullptr);
    if (!c)
        return;
    QStringList facts;
    facts << (c->measured() ? tr("measured %1 (proxy)").arg(percent(c->evaluation->accuracy)) : stateText(*c));
    if (c->proposed.predicted)
        facts << tr("predicted %1").arg(predictionText(*c->proposed.predicted));
    facts << tr("%1 parameters").arg(shortCount(c->proposed.parameters)) << tr("%1 multiply-adds").arg(shortCount(c->proposed.multiplyAdds));
    if (searching && m_selection.live())
        facts << tr("live");
    m_facts->setText(facts.join(QStringLiteral("  \u00b7  ")));
}

void CanvasPanel::refreshEmpty()
{
    const bool drawn = m_shown && m_view->problem().isEmpty();
    m_stack->setCurrentIndex(drawn ? 1 : 0);
    if (drawn)
        return;
    if (m_shown)
        m_empty->setText(m_view->problem());
    else if (m_run.live() && isActive(m_run.state()) && m_run.hasRun())
        m_empty->setText(tr("The first cell appears here as soon as it trains."));
    else if (m_run.hasRun())
        m_empty->setText(tr("This run holds no cells yet."));
    else
        m_empty->setText(tr("Press Start search: the first cell appears here within seconds."));
}

} // namespace cw::ui
