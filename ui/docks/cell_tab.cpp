#include "ui/docks/cell_tab.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "core/arch/architecture_graph.h"
#include "ui/util/card.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

QString inWords(const Architecture& arch)
{
    QStringList sentences;
    for (const auto& cell : arch.cells)
        sentences << cellInWords(cell);
    return sentences.join(QLatin1Char(' '));
}

} // namespace

CellTab::CellTab(LayoutClient& layout, const CandidateModel& candidates, const RunModel& run, const Selection& selection, QWidget* parent)
    : QWidget(parent)
    , m_candidates(candidates)
    , m_run(run)
    , m_selection(selection)
    , m_view(new GraphView(layout, this))
    , m_page(new CanvasPage(m_view, this))
    , m_crumb(new QWidget(this))
    , m_placeText(makeLabel("title", this))
{
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(4);
    box->addWidget(m_crumb);
    box->addWidget(m_page, 1);
    auto* crumb = new QHBoxLayout(m_crumb);
    crumb->setContentsMargins(0, 0, 0, 0);
    crumb->setSpacing(6);
    const auto link = [&](const QString& text, const QString& help) {
        auto* button = new QPushButton(text, this);
        button->setProperty("link", true);
        button->setToolTip(help);
        return button;
    };
    auto* back = link(tr("Network"), tr("Back to the whole network"));
    auto* plain = link(tr("Show the first cell"), tr("The cell as it stands first in the network"));
    crumb->addWidget(back);
    crumb->addWidget(makeLabel("muted", this, QStringLiteral("\u203a")));
    crumb->addWidget(m_placeText);
    crumb->addStretch(1);
    crumb->addWidget(plain);
    m_crumb->hide();
    connect(back, &QPushButton::clicked, this, &CellTab::networkRequested);
    connect(plain, &QPushButton::clicked, this, &CellTab::showPlain);
    connect(m_view, &GraphView::problemChanged, this, &CellTab::refreshMessage);
    connect(m_view, &GraphView::nodeSelected, this, &CellTab::nodeSelected);
    refresh();
}

void CellTab::refresh()
{
    const auto id = m_candidates.find(m_selection.current()) ? m_selection.current() : 0;
    if (id != m_shown)
        m_place.reset();
    m_shown = id;
    draw();
}

void CellTab::setStyle(GraphStyle style)
{
    if (m_style == style)
        return;
    m_style = style;
    draw();
}

void CellTab::showNetworkCell(int index)
{
    m_place = index;
    draw();
}

void CellTab::showPlain()
{
    if (!m_place)
        return;
    m_place.reset();
    draw();
    m_view->setFocus();
}

void CellTab::draw()
{
    const auto* candidate = m_candidates.find(m_shown);
    const auto plan = candidate ? planNetwork(candidate->proposed.arch, m_run.info().network()) : Result<NetworkPlan>(NetworkPlan{});
    if (!candidate || !plan || (m_place && *m_place >= static_cast<int>(plan->cells.size())))
        m_place.reset();
    m_graph = {};
    if (candidate)
        m_graph = m_place ? networkCellGraph(*plan, *m_place, m_style) : architectureGraph(candidate->proposed.arch, plan ? &*plan : nullptr, m_style);
    m_crumb->setVisible(m_place.has_value());
    if (m_place) {
        const bool reduction = plan->cells[static_cast<std::size_t>(*m_place)].reduction;
        const auto place = tr("cell %1 of %2").arg(*m_place + 1).arg(plan->cells.size());
        m_placeText->setText(reduction ? tr("%1, reduction").arg(place) : place);
    }
    const auto text = qs(toText(m_graph));
    const bool same = std::exchange(m_drawn, text) == text && m_view->problem().isEmpty();
    if (m_graph.nodes.empty())
        m_view->clear();
    else if (!same)
        m_view->showGraph(m_graph, (m_place ? m_placeText->text() + QStringLiteral(". ") : QString()) + inWords(candidate->proposed.arch));
    refreshMessage();
}

void CellTab::refreshMessage()
{
    if (!m_shown)
        m_page->setMessage(noCellText(m_run));
    else if (m_graph.nodes.empty())
        m_page->setMessage(tr("Candidate #%1 is of a kind that this version cannot draw; its figures are in the list.").arg(m_shown));
    else
        m_page->setMessage(m_view->problem());
}

void CellTab::nodeSelected(const std::string& id)
{
    const auto node = std::find_if(m_graph.nodes.begin(), m_graph.nodes.end(), [&](const GraphNode& each) { return each.id == id; });
    const int block = node == m_graph.nodes.end() ? -1 : node->block;
    if (std::exchange(m_block, block) != block && m_telling)
        Q_EMIT blockSelected(block);
}

void CellTab::selectBlock(int block)
{
    if (m_block == block)
        return;
    const auto node = std::find_if(m_graph.nodes.begin(), m_graph.nodes.end(), [&](const GraphNode& each) { return block >= 0 && each.block == block && each.half < 0; });
    m_telling = false;
    m_view->selectNode(node == m_graph.nodes.end() ? std::string() : node->id);
    m_telling = true;
    m_block = block;
}

} // namespace cw::ui
