#include "ui/docks/network_tab.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/graph/whole_network.h"
#include "ui/util/card.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

/// "Network. stem, 24×32×32. normal cell ×2, 96×32×32. …"
QString inWords(const Graph& graph)
{
    QString text = NetworkTab::tr("Network.");
    for (const auto& node : graph.nodes)
        text += QLatin1Char(' ') + qs(node.label) + (node.shape.empty() ? QString() : QStringLiteral(", ") + qs(node.shape)) + QLatin1Char('.');
    return text;
}

} // namespace

NetworkTab::NetworkTab(LayoutClient& layout, const CandidateModel& candidates, const RunModel& run, const Selection& selection, QWidget* parent)
    : QWidget(parent)
    , m_candidates(candidates)
    , m_run(run)
    , m_selection(selection)
    , m_view(new GraphView(layout, this))
    , m_page(new CanvasPage(m_view, this))
    , m_note(makeLabel("muted", this))
    , m_unfold(new QToolButton(this))
{
    m_note->setWordWrap(true);
    m_unfold->setText(tr("Unfold"));
    m_unfold->setCheckable(true);
    m_unfold->setProperty("quiet", true);
    m_unfold->setFocusPolicy(Qt::StrongFocus);
    m_unfold->setAccessibleName(tr("Unfold repeated cells"));
    m_unfold->setToolTip(tr("Show every cell by itself. A double click on a row of cells does the same; on a cell it shows that cell."));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_note, 1);
    row->addWidget(m_unfold, 0, Qt::AlignTop);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(4);
    box->addLayout(row);
    box->addWidget(m_page, 1);
    connect(m_unfold, &QToolButton::toggled, this, &NetworkTab::refresh);
    connect(m_view, &GraphView::problemChanged, this, &NetworkTab::refreshMessage);
    connect(m_view, &GraphView::nodeActivated, this, &NetworkTab::nodeActivated);
    refresh();
}

void NetworkTab::setFolded(bool folded) { m_unfold->setChecked(!folded); }

void NetworkTab::refresh()
{
    m_stale = true;
    if (isVisible())
        draw();
}

void NetworkTab::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale)
        draw();
}

void NetworkTab::draw()
{
    m_stale = false;
    const auto* candidate = m_candidates.find(m_selection.current());
    m_shown = candidate ? candidate->proposed.id : 0;
    m_refused.clear();
    m_note->setVisible(candidate != nullptr);
    m_unfold->setVisible(candidate != nullptr);
    if (!candidate) {
        m_drawn.clear();
        m_view->clear();
        refreshMessage();
        return;
    }
    const auto shape = m_run.info().network();
    const auto network = wholeNetwork(candidate->proposed.arch, shape, folded());
    m_note->setVisible(bool(network));
    m_unfold->setVisible(network && network->plan);
    if (network) {
        const auto& graph = network->graph;
        m_note->setText((candidate->words.kind().shares ? tr("The network of this candidate by itself, as it would be trained from scratch: %1. The search used shared weights.")
                                                        : tr("The small network that the search trains: %1. A proxy, not a final network.")).arg(network->note));
        const auto text = qs(toText(graph));
        if (std::exchange(m_drawn, text) != text || !m_view->problem().isEmpty())
            m_view->showGraph(graph, inWords(graph));
    } else {
        m_refused = qs(network.error().message);
        m_drawn.clear();
        m_view->clear();
    }
    refreshMessage();
}

void NetworkTab::refreshMessage() { m_page->setMessage(!m_shown ? noCellText(m_run) : m_refused.isEmpty() ? m_view->problem() : m_refused); }

void NetworkTab::nodeActivated(const std::string& id)
{
    const auto cells = cellsOf(id);
    if (cells.size() > 1)
        setFolded(false);
    else if (!cells.empty())
        Q_EMIT cellRequested(cells.front());
}

} // namespace cw::ui
