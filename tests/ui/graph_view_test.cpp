#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "core/arch/arch_text.h"
#include "ui/graph/graph_items.h"
#include "core/arch/cell_graph.h"
#include "ui/graph/graph_view.h"
#include "ui/models/candidate_model.h"
#include "ui/util/theme.h"

using namespace cw;

class GraphViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ui::ThemeKeeper::instance().setMode(ui::ThemeMode::Light); }

    void drawsEveryNodeAndEdge()
    {
        ui::LayoutClient layout(QStringLiteral(CELLWRIGHT_BIN_DIR "/cellwright-layout"));
        ui::GraphView view(layout);
        view.resize(800, 400);
        view.show();
        QSignalSpy drawn(&view, &ui::GraphView::drawn);
        const auto arch = *architectureFromText("pnas:c-2.sep5+c-2.max3/c-1.sep7+b1.max3");
        const auto plan = planNetwork(arch, {.repeats = 1, .filters = 8, .image = {1, 14, 14}});
        QVERIFY(bool(plan));
        view.showGraph(cellGraph(arch.cell(), &*plan), ui::cellInWords(arch.cell()));
        QTRY_COMPARE(drawn.count(), 1);
        // Two inputs, four operations, two sums, the output.
        QCOMPARE(view.nodes().size(), 9u);
        const auto graph = cellGraph(arch.cell(), &*plan);
        QCOMPARE(view.edges().size(), graph.edges.size());
        QStringList names;
        for (const auto* node : view.nodes())
            names << node->name();
        QVERIFY2(names.filter(QStringLiteral("sep 7\u00d77 in block 2")).size() == 1, qPrintable(names.join(QLatin1Char('|'))));
        QVERIFY(names.filter(QStringLiteral("sum of block 2")).size() == 1);
        QCOMPARE(view.accessibleName(), QStringLiteral("Cell with 2 blocks. Block 1: k\u22122 sep 5\u00d75 + k\u22122 max 3\u00d73. Block 2: k\u22121 sep 7\u00d77 + block 1 max 3\u00d73."));
        // No two boxes overlap, and an edge ends where its nodes are.
        const auto nodes = view.nodes();
        for (std::size_t i = 0; i < nodes.size(); ++i)
            for (std::size_t j = i + 1; j < nodes.size(); ++j)
                QVERIFY(!QRectF(nodes[i]->pos(), QSizeF(1, 1)).intersects(nodes[j]->sceneBoundingRect()));
        for (const auto* edge : view.edges()) {
            const auto from = nodes[static_cast<std::size_t>(edge->edge().from)]->sceneBoundingRect().adjusted(-3, -3, 3, 3);
            const auto to = nodes[static_cast<std::size_t>(edge->edge().to)]->sceneBoundingRect().adjusted(-3, -3, 3, 3);
            QVERIFY(from.contains(edge->path().pointAtPercent(0)));
            QVERIFY(to.contains(edge->path().pointAtPercent(1)));
        }
    }

    void hoverLightsThePathAndDimsTheRest()
    {
        ui::LayoutClient layout(QStringLiteral(CELLWRIGHT_BIN_DIR "/cellwright-layout"));
        ui::GraphView view(layout);
        view.resize(800, 400);
        view.show();
        QSignalSpy drawn(&view, &ui::GraphView::drawn);
        const auto arch = *architectureFromText("pnas:c-2.sep5+c-2.max3/c-1.sep7+c-1.max3");
        view.showGraph(cellGraph(arch.cell()), ui::cellInWords(arch.cell()));
        QTRY_COMPARE(drawn.count(), 1);
        const auto find = [&view](const std::string& id) {
            for (auto* node : view.nodes())
                if (node->node().id == id)
                    return node;
            return static_cast<ui::NodeItem*>(nullptr);
        };
        QVERIFY(find("b1.a") && find("b2.a"));
        QTest::mouseMove(view.viewport(), view.mapFromScene(find("b1.a")->pos()));
        QTRY_VERIFY(find("b2.a")->opacity() < 1);
        QCOMPARE(find("in0")->opacity(), 1.0);
        QCOMPARE(find("b1")->opacity(), 1.0);
        QCOMPARE(find("out")->opacity(), 1.0);
        QVERIFY(find("in1")->opacity() < 1);
        QTest::mouseMove(view.viewport(), QPoint(3, 3));
        QTRY_COMPARE(find("b2.a")->opacity(), 1.0);
    }

    void zoomKeepsThePointUnderThePointer()
    {
        ui::LayoutClient layout(QStringLiteral(CELLWRIGHT_BIN_DIR "/cellwright-layout"));
        ui::GraphView view(layout);
        view.resize(800, 400);
        view.show();
        QSignalSpy drawn(&view, &ui::GraphView::drawn);
        view.showGraph(cellGraph(architectureFromText("pnas:c-2.sep5+c-2.max3/c-1.sep7+c-1.max3")->cell()), {});
        QTRY_COMPARE(drawn.count(), 1);
        const QPoint at(250, 120);
        const auto before = view.mapToScene(at);
        const double scale = view.transform().m11();
        QWheelEvent wheel(at, view.viewport()->mapToGlobal(at), {}, {0, 240}, Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(view.viewport(), &wheel);
        QVERIFY(view.transform().m11() > scale * 1.3);
        const auto moved = view.mapToScene(at) - before;
        QVERIFY2(std::hypot(moved.x(), moved.y()) < 2, "the point stays under the pointer");
        view.resetZoom();
        QCOMPARE(view.transform().m11(), 1.0);
        view.fit();
        QVERIFY(view.viewport()->rect().contains(view.mapFromScene(view.nodes().front()->pos())));
    }

    void problemOfTheLayoutIsTold()
    {
        ui::LayoutClient layout(QStringLiteral("/nowhere/cellwright-layout"));
        ui::GraphView view(layout);
        QSignalSpy problem(&view, &ui::GraphView::problemChanged);
        view.showGraph(cellGraph(architectureFromText("pnas:c-2.sep5+c-2.max3")->cell()), {});
        QTRY_COMPARE(problem.count(), 1);
        QVERIFY(view.problem().contains(QStringLiteral("missing")));
    }
};

QTEST_MAIN(GraphViewTest)
#include "graph_view_test.moc"
