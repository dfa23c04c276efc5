#include "ui/graph/graph_scene.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "ui/graph/graph_picture.h"

namespace cw::ui {
namespace {

/// What makes an edge the same one in two graphs; equal ones are counted.
using EdgeKey = std::tuple<std::string, std::string, std::string, int>;

std::vector<EdgeKey> keysOf(const Graph& graph)
{
    std::map<EdgeKey, int> seen;
    std::vector<EdgeKey> keys;
    for (const auto& edge : graph.edges) {
        EdgeKey key{graph.nodes[static_cast<std::size_t>(edge.from)].id, graph.nodes[static_cast<std::size_t>(edge.to)].id, edge.label, 0};
        const int before = seen[key]++;
        std::get<3>(key) = before;
        keys.push_back(std::move(key));
    }
    return keys;
}

bool contains(const std::vector<int>& list, int value) { return std::find(list.begin(), list.end(), value) != list.end(); }

} // namespace

GraphScene::GraphScene(const Theme& theme, QObject* parent)
    : QGraphicsScene(parent)
    , m_theme(theme)
{
    setItemIndexMethod(QGraphicsScene::NoIndex); // some hundred items at most, and all of them move
    connect(&m_animation, &GraphAnimation::moved, this, &GraphScene::moved);
    connect(&m_animation, &GraphAnimation::finished, this, [this] {
        dropLeaving();
        Q_EMIT settled();
    });
}

GraphScene::~GraphScene() { m_animation.stop(); }

void GraphScene::show(const Graph& graph, const LayoutResult& layout, int milliseconds)
{
    m_animation.stop();
    hover(nullptr);
    const auto chosenId = m_chosen >= 0 ? m_graph->nodes[static_cast<std::size_t>(m_chosen)].id : std::string();
    const auto before = std::exchange(m_graph, graph);
    m_layout = layout;
    m_picture = graphBounds(graph, layout);
    auto nodes = moveNodes();
    auto edges = moveEdges(before ? &*before : nullptr);
    m_hits = {};
    m_chosen = -1;
    choose(chosenId.empty() ? -1 : indexOf(chosenId));
    refreshEmphasis();
    const bool still = std::all_of(nodes.begin(), nodes.end(), [](const auto& m) { return m.from == m.to && m.presenceFrom == m.presenceTo; })
        && std::all_of(edges.begin(), edges.end(), [](const auto& m) { return m.from == m.to && m.presenceFrom == m.presenceTo; });
    m_animation.start(std::move(nodes), std::move(edges), still || !before ? 0 : milliseconds);
}

std::vector<GraphAnimation::NodeMove> GraphScene::moveNodes()
{
    std::map<std::string, NodeItem*> known;
    for (auto* item : m_nodes)
        if (!known.emplace(item->node().id, item).second) // an id twice: only one of them can stay
            m_leavingNodes.push_back(item);
    std::vector<NodeItem*> now;
    std::vector<GraphAnimation::NodeMove> moves;
    for (std::size_t i = 0; i < m_graph->nodes.size(); ++i) {
        const auto& node = m_graph->nodes[i];
        const auto place = m_layout.nodes[i];
        const int index = static_cast<int>(i);
        if (const auto found = known.find(node.id); found != known.end()) {
            auto* item = found->second;
            known.erase(found);
            item->become(node, index, m_layout.leftToRight);
            moves.push_back({item, item->pos(), place, item->presence(), 1});
            now.push_back(item);
        } else {
            auto* item = new NodeItem(node, index, m_layout.leftToRight, m_theme);
            item->setPos(place);
            addItem(item);
            moves.push_back({item, place, place, 0, 1});
            now.push_back(item);
        }
    }
    for (const auto& [id, item] : known)
        m_leavingNodes.push_back(item);
    for (auto* item : m_leavingNodes)
        moves.push_back({item, item->pos(), item->pos(), item->presence(), 0});
    m_nodes = std::move(now);
    return moves;
}

std::vector<GraphAnimation::EdgeMove> GraphScene::moveEdges(const Graph* before)
{
    std::map<EdgeKey, EdgeItem*> known;
    if (before) {
        const auto keys = keysOf(*before);
        for (std::size_t i = 0; i < m_edges.size(); ++i)
            known.emplace(keys[i], m_edges[i]);
    }
    const auto keys = keysOf(*m_graph);
    std::vector<EdgeItem*> now;
    std::vector<GraphAnimation::EdgeMove> moves;
    for (std::size_t i = 0; i < m_graph->edges.size(); ++i) {
        const auto& edge = m_graph->edges[i];
        const auto& points = m_layout.edges[i];
        const auto label = m_layout.labels[i];
        if (const auto found = known.find(keys[i]); found != known.end()) {
            auto* item = found->second;
            known.erase(found);
            item->become(edge, static_cast<int>(i));
            moves.push_back({item, item->points(), points, item->label(), label, item->presence(), 1});
            now.push_back(item);
        } else {
            auto* item = new EdgeItem(edge, static_cast<int>(i), m_theme);
            item->setShape(points, label);
            addItem(item);
            moves.push_back({item, {}, points, label, label, 0, 1});
            now.push_back(item);
        }
    }
    for (const auto& [key, item] : known)
        m_leavingEdges.push_back(item);
    for (auto* item : m_leavingEdges)
        moves.push_back({item, {}, item->points(), item->label(), item->label(), item->presence(), 0});
    m_edges = std::move(now);
    return moves;
}

void GraphScene::dropLeaving()
{
    for (auto* item : m_leavingNodes)
        delete item;
    for (auto* item : m_leavingEdges)
        delete item;
    m_leavingNodes.clear();
    m_leavingEdges.clear();
}

void GraphScene::clearGraph()
{
    m_animation.stop();
    m_leavingNodes.clear();
    m_leavingEdges.clear();
    m_nodes.clear();
    m_edges.clear();
    m_hovered = nullptr;
    m_hits = {};
    m_chosen = -1;
    m_graph.reset();
    m_picture = {};
    clear();
}

int GraphScene::indexOf(const std::string& id) const
{
    for (const auto* item : m_nodes)
        if (item->node().id == id)
            return item->index();
    return -1;
}

void GraphScene::hover(const QGraphicsItem* item)
{
    if (m_hovered == item)
        return;
    m_hovered = item;
    refreshEmphasis();
}

void GraphScene::setHits(Hits hits)
{
    m_hits = std::move(hits);
    refreshEmphasis();
}

void GraphScene::choose(int node)
{
    if (m_chosen >= 0 && m_chosen < static_cast<int>(m_nodes.size()))
        m_nodes[static_cast<std::size_t>(m_chosen)]->setChosen(false);
    m_chosen = node;
    for (auto* item : m_nodes)
        item->setChosen(item->index() == node);
}

void GraphScene::refreshEmphasis()
{
    const auto* node = qgraphicsitem_cast<const NodeItem*>(m_hovered);
    const auto* edge = qgraphicsitem_cast<const EdgeItem*>(m_hovered);
    if (!m_graph || (!node && !edge)) {
        const bool found = m_hits.count() > 0;
        const auto of = [found](const std::vector<int>& hits, int index) { return !found ? Emphasis::Normal : contains(hits, index) ? Emphasis::Lit : Emphasis::Dimmed; };
        for (auto* item : m_nodes)
            item->setEmphasis(of(m_hits.nodes, item->index()));
        for (auto* item : m_edges)
            item->setEmphasis(of(m_hits.edges, item->index()));
        return;
    }
    const auto feeding = reach(*m_graph, node ? node->index() : edge->edge().from, false), fed = reach(*m_graph, node ? node->index() : edge->edge().to, true);
    for (auto* item : m_nodes) {
        const auto at = static_cast<std::size_t>(item->index());
        item->setEmphasis(feeding[at] || fed[at] ? Emphasis::Lit : Emphasis::Dimmed);
    }
    for (auto* item : m_edges) {
        const auto from = static_cast<std::size_t>(item->edge().from), to = static_cast<std::size_t>(item->edge().to);
        item->setEmphasis(item == edge || (feeding[from] && feeding[to]) || (fed[from] && fed[to]) ? Emphasis::Lit : Emphasis::Dimmed);
    }
}

} // namespace cw::ui
