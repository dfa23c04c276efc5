// The canvas: from a graph to its picture by the real layout program (goals: 20 ms for a cell of 5 blocks, 300 ms for a network
// of 20 cells), and a frame while such a network is panned (goal: 16 ms).
#include <benchmark/benchmark.h>

#include <QEventLoop>
#include <QImage>
#include <QPainter>
#include <QScrollBar>

#include "core/arch/arch_text.h"
#include "core/arch/cell_graph.h"
#include "core/arch/network_graph.h"
#include "ui/graph/graph_view.h"

using namespace cw;

namespace {

constexpr auto kCell = "pnas:c-2.sep5+c-2.max3/c-1.sep7+c-1.id/b2.sep3+c-1.max3/b1.dil3+b3.conv17/b1.avg3+c-2.sep5";

NetworkPlan networkOf20()
{
    // 3N cells in all: 21 of them.
    return *planNetwork(*architectureFromText(kCell), {.repeats = 7, .filters = 24, .image = {3, 32, 32}});
}

/// Every graph once: a width that no earlier one had keeps the cache of layouts out of it.
Graph fresh(Graph graph)
{
    static int number = 0;
    ++number;
    graph.nodes.front().shape = std::string(static_cast<std::size_t>(number % 40 + 1), '8') + std::string(static_cast<std::size_t>(number / 40), 'i');
    return graph;
}

void layOutAndDraw(benchmark::State& state, const Graph& graph)
{
    ui::LayoutClient layout;
    ui::GraphView view(layout);
    view.setAnimated(false);
    view.resize(1000, 600);
    view.show();
    QImage image(view.viewport()->size(), QImage::Format_RGB32);
    QEventLoop loop;
    QObject::connect(&view, &ui::GraphView::drawn, &loop, &QEventLoop::quit);
    const auto once = [&] {
        QMetaObject::invokeMethod(&view, [&] { view.showGraph(fresh(graph), {}); }, Qt::QueuedConnection);
        loop.exec();
        view.viewport()->render(&image);
    };
    once(); // the program is started once in a session
    for (auto _ : state)
        once();
    state.counters["nodes"] = static_cast<double>(graph.nodes.size());
    state.counters["starts"] = layout.starts();
}

void drawCell(benchmark::State& state)
{
    const auto arch = *architectureFromText(kCell);
    const auto plan = networkOf20();
    layOutAndDraw(state, cellGraph(arch.cell(), &plan, 0, state.range(0) ? GraphStyle::Edges : GraphStyle::Boxes));
}
BENCHMARK(drawCell)->ArgName("onEdges")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond)->UseRealTime();

void drawNetwork(benchmark::State& state) { layOutAndDraw(state, networkGraph(networkOf20(), false)); }
BENCHMARK(drawNetwork)->Unit(benchmark::kMillisecond)->UseRealTime();

/// One frame of panning: a step of the scroll bars and the viewport painted anew. At 100 % the most boxes with words are in view
/// top-down; whole: all of it.
void panNetwork(benchmark::State& state)
{
    ui::LayoutClient layout;
    ui::GraphView view(layout);
    view.setAnimated(false);
    view.resize(1000, 600);
    view.show();
    QEventLoop loop;
    QObject::connect(&view, &ui::GraphView::drawn, &loop, &QEventLoop::quit);
    QMetaObject::invokeMethod(&view, [&] { view.showGraph(networkGraph(networkOf20(), false), {}); }, Qt::QueuedConnection);
    loop.exec();
    if (state.range(0))
        view.fit();
    else
        view.resetZoom();
    QImage image(view.viewport()->size(), QImage::Format_RGB32);
    int step = 0;
    for (auto _ : state) {
        view.horizontalScrollBar()->setValue(view.horizontalScrollBar()->value() + (++step % 200 < 100 ? 3 : -3));
        view.viewport()->render(&image);
    }
    state.counters["edges"] = static_cast<double>(view.edges().size());
}
BENCHMARK(panNetwork)->ArgName("whole")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

} // namespace
