// SPDX-License-Identifier: MIT
//
// Copyright (c) 2026 The Cellwright authors
//
// Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
// documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
// rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
// persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice and
// this permission notice shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED
// "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
// MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT
// HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING
// FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

// cellwright-layout: one JSON request a line on standard input, one JSON answer a line on standard output, until the input ends.
//   {"id":7,"rankdir":"LR","nodes":[{"id":"in0","width":90,"height":40,"rank":"source"}],"edges":[[0,1],[1,2,{"width":60,"height":20,"weight":4}]]}
//   {"id":7,"width":300,"height":90,"nodes":[{"x":45,"y":20}],"edges":[[[x,y],…]],"labels":[null,[x,y]]}      or      {"id":7,"error":"…"}
// Lengths are pixels, y grows downwards, nodes and labels are given by their centres, edges as one cubic Bezier spline (1 + 3k points).
// An edge with a width and a height gets room for a label that stands on it; one of greater weight is drawn shorter and straighter.

#include <cmath>
#include <cstdio>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <graphviz/cgraph.h>
#include <graphviz/gvc.h>
#include <graphviz/gvcext.h>
#include <nlohmann/json.hpp>

extern "C" {
extern gvplugin_library_t gvplugin_dot_layout_LTX_library;
extern gvplugin_library_t gvplugin_core_LTX_library;
}

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxLine = 1 << 20;
constexpr std::size_t kMaxNodes = 2000, kMaxEdges = 8000;
constexpr double kMaxSide = 4000;
constexpr double kPointsPerInch = 72;

struct Refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct NodeRequest {
    double width = 0, height = 0;
    std::string rank; // "", "source", "sink"
};
struct EdgeRequest {
    std::size_t from = 0, to = 0;
    double width = 0, height = 0; // of its label; 0: none
    int weight = 1;
    bool labelled() const { return width > 0; }
};
struct Request {
    std::string rankdir = "LR";
    double nodeGap = 18, rankGap = 42;
    std::vector<NodeRequest> nodes;
    std::vector<EdgeRequest> edges;
};

double length(const Json& object, const char* key, double low, double high)
{
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number())
        throw Refused(std::string(key) + " must be a number");
    const double value = found->get<double>();
    if (!std::isfinite(value) || value < low || value > high)
        throw Refused(std::string(key) + " is out of range");
    return value;
}

EdgeRequest parseEdge(const Json& edge, std::size_t nodes)
{
    if (!edge.is_array() || edge.size() < 2 || edge.size() > 3 || !edge[0].is_number_integer() || !edge[1].is_number_integer())
        throw Refused("an edge must be a pair of node numbers");
    const auto count = static_cast<std::int64_t>(nodes);
    const auto from = edge[0].get<std::int64_t>(), to = edge[1].get<std::int64_t>();
    if (from < 0 || to < 0 || from >= count || to >= count || from == to)
        throw Refused("an edge must join two different nodes of the list");
    EdgeRequest parsed{static_cast<std::size_t>(from), static_cast<std::size_t>(to)};
    if (edge.size() == 2)
        return parsed;
    const auto& more = edge[2];
    if (!more.is_object())
        throw Refused("what follows an edge's nodes must be an object");
    if (more.contains("width") || more.contains("height")) {
        parsed.width = length(more, "width", 1, kMaxSide);
        parsed.height = length(more, "height", 1, kMaxSide);
    }
    if (more.contains("weight"))
        parsed.weight = static_cast<int>(length(more, "weight", 0, 100));
    return parsed;
}

Request parse(const Json& json)
{
    Request request;
    if (const auto rankdir = json.find("rankdir"); rankdir != json.end()) {
        if (*rankdir != "LR" && *rankdir != "TB")
            throw Refused("rankdir must be LR or TB");
        request.rankdir = rankdir->get<std::string>();
    }
    if (json.contains("nodeGap"))
        request.nodeGap = length(json, "nodeGap", 1, 500);
    if (json.contains("rankGap"))
        request.rankGap = length(json, "rankGap", 1, 500);
    const auto nodes = json.find("nodes");
    if (nodes == json.end() || !nodes->is_array() || nodes->empty() || nodes->size() > kMaxNodes)
        throw Refused("nodes must be a list of 1 to " + std::to_string(kMaxNodes));
    for (const auto& node : *nodes) {
        if (!node.is_object())
            throw Refused("a node must be an object");
        NodeRequest parsed{length(node, "width", 1, kMaxSide), length(node, "height", 1, kMaxSide), {}};
        if (const auto rank = node.find("rank"); rank != node.end()) {
            if (*rank != "source" && *rank != "sink")
                throw Refused("rank must be source or sink");
            parsed.rank = rank->get<std::string>();
        }
        request.nodes.push_back(std::move(parsed));
    }
    const auto edges = json.find("edges");
    if (edges == json.end())
        return request;
    if (!edges->is_array() || edges->size() > kMaxEdges)
        throw Refused("edges must be a list of at most " + std::to_string(kMaxEdges));
    std::size_t labels = 0;
    for (const auto& edge : *edges) {
        request.edges.push_back(parseEdge(edge, request.nodes.size()));
        labels += request.edges.back().labelled();
    }
    if (request.nodes.size() + labels > kMaxNodes)
        throw Refused("nodes and labels together must be at most " + std::to_string(kMaxNodes));
    return request;
}

void set(void* object, const char* name, const std::string& value)
{
    // agsafeset declares the attribute on first use; the strings are copied.
    agsafeset(object, const_cast<char*>(name), const_cast<char*>(value.c_str()), const_cast<char*>(""));
}

/// Owns one graph and its layout; frees both.
class Layout {
public:
    Layout(GVC_t* context, const Request& request)
        : m_context(context)
        , m_graph(agopen(const_cast<char*>("g"), Agdirected, nullptr))
    {
        set(m_graph, "rankdir", request.rankdir);
        set(m_graph, "nodesep", std::to_string(request.nodeGap / kPointsPerInch));
        set(m_graph, "ranksep", std::to_string(request.rankGap / kPointsPerInch));
        Agraph_t* groups[2] = {};
        for (std::size_t i = 0; i < request.nodes.size(); ++i) {
            const auto& wanted = request.nodes[i];
            auto* node = addBox(std::to_string(i), wanted.width, wanted.height);
            if (!wanted.rank.empty()) {
                auto*& group = groups[wanted.rank == "sink"];
                if (!group) {
                    group = agsubg(m_graph, const_cast<char*>(wanted.rank.c_str()), 1);
                    set(group, "rank", wanted.rank);
                }
                agsubnode(group, node, 1);
            }
            m_nodes.push_back(node);
        }
        for (std::size_t i = 0; i < request.edges.size(); ++i)
            addEdge(std::to_string(i), request.edges[i], request.rankdir == "LR");
        m_laidOut = gvLayout(m_context, m_graph, "dot") == 0;
    }
    ~Layout()
    {
        if (m_laidOut)
            gvFreeLayout(m_context, m_graph);
        agclose(m_graph);
    }
    Layout(const Layout&) = delete;
    Layout& operator=(const Layout&) = delete;

    Json answer() const
    {
        if (!m_laidOut)
            throw Refused("Graphviz could not lay out this graph");
        const boxf box = GD_bb(m_graph);
        const auto point = [&](pointf p) { return Json::array({rounded(p.x - box.LL.x), rounded(box.UR.y - p.y)}); };
        Json result{{"width", rounded(box.UR.x - box.LL.x)}, {"height", rounded(box.UR.y - box.LL.y)}};
        auto &nodes = result["nodes"] = Json::array(), &edges = result["edges"] = Json::array(), &labels = result["labels"] = Json::array();
        for (auto* node : m_nodes) {
            const auto at = point(ND_coord(node));
            nodes.push_back({{"x", at[0]}, {"y", at[1]}});
        }
        for (const auto& edge : m_edges) {
            auto points = splineOf(edge.first);
            if (edge.label) {
                // Straight under the label, from where the one half ends to where the other begins.
                const auto rest = splineOf(edge.second);
                if (!points.empty() && !rest.empty()) {
                    const auto from = points.back(), to = rest.front();
                    points.push_back({from.x + (to.x - from.x) / 3, from.y + (to.y - from.y) / 3});
                    points.push_back({from.x + (to.x - from.x) * 2 / 3, from.y + (to.y - from.y) * 2 / 3});
                    points.insert(points.end(), rest.begin(), rest.end());
                }
            }
            auto list = Json::array();
            for (const auto& p : points)
                list.push_back(point(p));
            edges.push_back(std::move(list));
            labels.push_back(edge.label ? point(ND_coord(edge.label)) : Json());
        }
        return result;
    }

private:
    /// A labelled edge is two edges with the label's box between them, so that nothing else runs through it.
    struct Edge {
        Agedge_t* first = nullptr;
        Agnode_t* label = nullptr;
        Agedge_t* second = nullptr;
    };

    Agnode_t* addBox(std::string name, double width, double height)
    {
        auto* node = agnode(m_graph, name.data(), 1);
        set(node, "shape", "box");
        set(node, "fixedsize", "true");
        set(node, "label", "");
        set(node, "width", std::to_string(width / kPointsPerInch));
        set(node, "height", std::to_string(height / kPointsPerInch));
        return node;
    }

    Agedge_t* join(Agnode_t* from, Agnode_t* to, std::string name, int weight, bool leftToRight)
    {
        auto* edge = agedge(m_graph, from, to, name.data(), 1);
        set(edge, "arrowhead", "none");
        set(edge, "headport", leftToRight ? "w" : "n");
        set(edge, "tailport", leftToRight ? "e" : "s");
        set(edge, "weight", std::to_string(weight));
        return edge;
    }

    void addEdge(const std::string& name, const EdgeRequest& wanted, bool leftToRight)
    {
        auto *from = m_nodes[wanted.from], *to = m_nodes[wanted.to];
        Edge edge;
        if (wanted.labelled()) {
            edge.label = addBox("label" + name, wanted.width, wanted.height);
            edge.second = join(edge.label, to, name + "b", wanted.weight, leftToRight);
            to = edge.label;
        }
        edge.first = join(from, to, name, wanted.weight, leftToRight);
        m_edges.push_back(edge);
    }

    static std::vector<pointf> splineOf(const Agedge_t* edge)
    {
        const auto* spline = ED_spl(edge);
        if (!spline || spline->size == 0)
            return {};
        return {spline->list->list, spline->list->list + spline->list->size};
    }

    static double rounded(double value) { return std::round(value * 100) / 100; }

    GVC_t* m_context;
    Agraph_t* m_graph;
    bool m_laidOut = false;
    std::vector<Agnode_t*> m_nodes;
    std::vector<Edge> m_edges;
};

/// Nested deeper than any request: refused before the parser recurses into it.
bool tooDeep(const std::string& text)
{
    int depth = 0;
    bool quoted = false, escaped = false;
    for (const char c : text) {
        if (quoted) {
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            if (++depth > 16)
                return true;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return false;
}

Json answerTo(GVC_t* context, const std::string& line, bool cut)
{
    Json id;
    try {
        if (cut)
            throw Refused("the line is longer than " + std::to_string(kMaxLine) + " bytes");
        if (tooDeep(line))
            throw Refused("the request is nested too deeply");
        const auto json = Json::parse(line);
        if (!json.is_object())
            throw Refused("a request must be a JSON object");
        if (const auto found = json.find("id"); found != json.end() && (found->is_number_integer() || found->is_null()))
            id = *found;
        auto result = Layout(context, parse(json)).answer();
        result["id"] = id;
        return result;
    } catch (const std::exception& e) {
        return {{"id", id}, {"error", e.what()}};
    }
}

/// Reads up to the newline; what is over kMaxLine is dropped and `cut` set. False at the end of the input.
bool readLine(std::string& line, bool& cut)
{
    line.clear();
    cut = false;
    int c = 0;
    while ((c = std::getchar()) != EOF && c != '\n') {
        if (line.size() < kMaxLine)
            line.push_back(static_cast<char>(c));
        else
            cut = true;
    }
    return c != EOF || !line.empty();
}

} // namespace

int main()
{
    // Linked directly: Graphviz does not search for plugins, so nothing but dot is ever loaded.
    lt_symlist_t plugins[] = {{"gvplugin_dot_layout_LTX_library", &gvplugin_dot_layout_LTX_library},
                              {"gvplugin_core_LTX_library", &gvplugin_core_LTX_library},
                              {nullptr, nullptr}};
    const std::unique_ptr<GVC_t, int (*)(GVC_t*)> context(gvContextPlugins(plugins, 0), gvFreeContext);
    agseterr(AGMAX);
    std::string line;
    bool cut = false;
    while (readLine(line, cut)) {
        if (line.find_first_not_of(" \t\r") == std::string::npos)
            continue;
        const auto answer = answerTo(context.get(), line, cut).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
        if (std::fwrite(answer.data(), 1, answer.size(), stdout) != answer.size() || std::fflush(stdout) != 0)
            return 1;
    }
    return 0;
}
