#pragma once
#include <QSignalSpy>
#include <QTest>

#include "core/arch/arch_text.h"
#include "core/arch/cell_graph.h"
#include "ui/graph/graph_items.h"
#include "ui/graph/graph_view.h"

/// A canvas of 800 x 400 with the real layout program behind it.
namespace cw::test {

struct ShownGraph {
    explicit ShownGraph(QString program = QStringLiteral(CELLWRIGHT_BIN_DIR "/cellwright-layout"))
        : layout(std::move(program))
        , view(layout)
    {
        view.resize(800, 400);
        view.show();
    }
    /// Until it stands where it belongs.
    bool show(const Graph& graph)
    {
        QSignalSpy drawn(&view, &ui::GraphView::drawn);
        view.showGraph(graph, QStringLiteral("a graph"));
        return QTest::qWaitFor([&] { return drawn.count() > 0; });
    }
    ui::NodeItem* node(const std::string& id) const
    {
        for (auto* item : view.nodes())
            if (item->node().id == id)
                return item;
        return nullptr;
    }
    QPoint at(const std::string& id) const { return view.mapFromScene(node(id)->pos()); }

    ui::LayoutClient layout;
    ui::GraphView view;
};

/// With shapes and sizes.
inline Graph graphOf(const char* cell, GraphStyle style = GraphStyle::Boxes)
{
    const auto arch = *architectureFromText(cell);
    const auto plan = planNetwork(arch, {.repeats = 1, .filters = 8, .image = {1, 14, 14}});
    return cellGraph(arch.cell(), &*plan, 0, style);
}

} // namespace cw::test
