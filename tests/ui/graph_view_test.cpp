#include <QPaintDevice>
#include <QPaintEngine>
#include <QPainter>
#include <QTemporaryDir>

#include "tests/ui/shown_graph.h"
#include "ui/graph/graph_legend.h"
#include "ui/graph/graph_picture.h"
#include "ui/models/arch_parts.h"
#include "ui/util/theme.h"

using namespace cw;
using test::graphOf;
using test::ShownGraph;

namespace {

constexpr auto kTwo = "pnas:c-2.sep5+c-2.max3/c-1.sep7+b1.max3";
constexpr auto kFive = "pnas:c-2.sep5+c-2.max3/c-1.sep7+c-1.id/b2.sep3+c-1.max3/b1.dil3+b3.conv17/b1.avg3+c-2.sep5";

/// Paints nothing, but remembers how tall each text would be on the screen.
class TextMeter final : public QPaintDevice {
public:
    QPaintEngine* paintEngine() const override { return &m_engine; }
    const std::vector<double>& pixels() const { return m_engine.pixels; }

protected:
    int metric(PaintDeviceMetric metric) const override
    {
        switch (metric) {
        case PdmWidth:
        case PdmHeight: return 1000;
        case PdmDpiX:
        case PdmDpiY:
        case PdmPhysicalDpiX:
        case PdmPhysicalDpiY: return 96;
        case PdmDevicePixelRatio: return 1;
        case PdmDevicePixelRatioScaled: return static_cast<int>(devicePixelRatioFScale());
        case PdmDepth: return 32;
        default: return 0;
        }
    }

private:
    struct Engine final : QPaintEngine {
        Engine() : QPaintEngine(QPaintEngine::AllFeatures) {}
        bool begin(QPaintDevice*) override { return true; }
        bool end() override { return true; }
        void updateState(const QPaintEngineState&) override {}
        void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}
        void drawPath(const QPainterPath&) override {}
        void drawPolygon(const QPointF*, int, PolygonDrawMode) override {}
        void drawTextItem(const QPointF&, const QTextItem& item) override { pixels.push_back(item.font().pixelSize() * painter()->worldTransform().m11()); }
        Type type() const override { return User; }
        std::vector<double> pixels;
    };
    mutable Engine m_engine;
};

} // namespace

class GraphViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ui::ThemeKeeper::instance().setMode(ui::ThemeMode::Light); }

    void drawsEveryNodeAndEdge()
    {
        ShownGraph shown;
        auto& view = shown.view;
        const auto arch = *architectureFromText(kTwo);
        const auto graph = graphOf(kTwo);
        QSignalSpy drawn(&view, &ui::GraphView::drawn);
        view.showGraph(graph, ui::archInWords(arch));
        QTRY_COMPARE(drawn.count(), 1);
        // Two inputs, four operations, two sums, the output.
        QCOMPARE(view.nodes().size(), 9u);
        QCOMPARE(view.edges().size(), graph.edges.size());
        QVERIFY(view.graph() && view.layout());
        QStringList names;
        for (const auto* node : view.nodes())
            names << node->name();
        QVERIFY2(names.filter(QStringLiteral("sep 7\u00d77 in block 2, 8\u00d714\u00d714, ")).size() == 1, qPrintable(names.join(QLatin1Char('|'))));
        QVERIFY(names.filter(QStringLiteral("sum of block 2")).size() == 1);
        QVERIFY(shown.node("b2.a")->toolTip().contains(QStringLiteral(" multiply-adds")));
        QCOMPARE(view.accessibleName(), QStringLiteral("Cell with 2 blocks. Block 1: k\u22122 sep 5\u00d75 + k\u22122 max 3\u00d73. Block 2: k\u22121 sep 7\u00d77 + block 1 max 3\u00d73."));
        const auto& nodes = view.nodes();
        for (std::size_t i = 0; i < nodes.size(); ++i)
            for (std::size_t j = i + 1; j < nodes.size(); ++j)
                QVERIFY2(!nodes[i]->body().intersects(nodes[j]->body()), "boxes stand apart");
        for (const auto* edge : view.edges()) {
            const auto from = nodes[static_cast<std::size_t>(edge->edge().from)]->body().adjusted(-3, -3, 3, 3);
            const auto to = nodes[static_cast<std::size_t>(edge->edge().to)]->body().adjusted(-3, -3, 3, 3);
            QVERIFY(from.contains(edge->path().pointAtPercent(0)));
            QVERIFY(to.contains(edge->path().pointAtPercent(1)));
        }
    }

    void topDownReadsFromTopToBottom()
    {
        for (const auto style : {GraphStyle::Boxes, GraphStyle::Edges}) {
            ShownGraph shown;
            shown.view.setLeftToRight(false);
            QVERIFY(shown.show(graphOf(kFive, style)));
            for (const auto* edge : shown.view.edges()) {
                const auto* from = shown.view.nodes()[static_cast<std::size_t>(edge->edge().from)];
                const auto* to = shown.view.nodes()[static_cast<std::size_t>(edge->edge().to)];
                QVERIFY(from->body().bottom() < to->body().top());
            }
            shown.view.setLeftToRight(true); // asks again by itself
            QTRY_VERIFY(shown.view.layout()->leftToRight);
            QTRY_VERIFY(shown.node("in0")->body().right() < shown.node("b1")->body().left());
        }
    }

    void operationsStandOnEdges()
    {
        ShownGraph shown;
        QVERIFY(shown.show(graphOf(kFive, GraphStyle::Edges)));
        QCOMPARE(shown.view.nodes().size(), 8u); // two inputs, five states, the output
        int labels = 0;
        for (const auto* edge : shown.view.edges()) {
            if (edge->edge().label.empty())
                continue;
            ++labels;
            const auto box = edge->labelBox();
            QVERIFY2(edge->path().intersects(box.adjusted(4, 4, -4, -4)), "it stands on its edge");
            for (const auto* node : shown.view.nodes())
                QVERIFY2(!node->body().intersects(box), "and on no node");
            for (const auto* other : shown.view.edges())
                QVERIFY(other == edge || other->edge().label.empty() || !other->labelBox().intersects(box));
        }
        QCOMPARE(labels, 10);
    }

    void legendNamesWhatOccursInBothCustoms()
    {
        const auto boxes = ui::legendEntries(graphOf(kFive)), edges = ui::legendEntries(graphOf(kFive, GraphStyle::Edges));
        QVERIFY(boxes == edges);
        QStringList labels;
        for (const auto& entry : boxes)
            labels << entry.label;
        // In the order of the table, each once.
        QCOMPARE(labels.join(QLatin1Char('|')), QStringLiteral("sep 3×3|sep 5×5|sep 7×7|1×7–7×1|identity|avg 3×3|max 3×3|dilated 3×3"));
        QCOMPARE(ui::legendSize({}, 100).height(), 0.0);
        QVERIFY(ui::legendSize(boxes, 150).height() > ui::legendSize(boxes, 2000).height());
    }

    void whatStaysMovesAndTheRestFades()
    {
        ShownGraph shown;
        QVERIFY(shown.show(graphOf(kTwo)));
        auto* kept = shown.node("b1.a");
        const auto before = kept->pos();
        QSignalSpy steps(kept, &QGraphicsObject::yChanged);
        QSignalSpy drawn(&shown.view, &ui::GraphView::drawn);
        shown.view.showGraph(graphOf(kFive), {});
        QTRY_VERIFY(shown.view.nodes().size() == 18u);
        QCOMPARE(shown.node("b1.a"), kept); // the same one
        QCOMPARE(drawn.count(), 0);         // on its way
        QTRY_COMPARE(drawn.count(), 1);
        QVERIFY(kept->pos() != before);
        QVERIFY2(steps.count() > 2, "it was seen moving");
        for (std::size_t i = 0; i < shown.view.nodes().size(); ++i) {
            QCOMPARE(shown.view.nodes()[i]->pos(), shown.view.layout()->nodes[i]);
            QCOMPARE(shown.view.nodes()[i]->opacity(), 1.0);
        }
        // Back: what is gone leaves nothing behind. Without animation there is no way between.
        shown.view.setAnimated(false);
        steps.clear();
        QVERIFY(shown.show(graphOf(kTwo)));
        QCOMPARE(shown.view.scene()->items().size(), static_cast<qsizetype>(shown.view.nodes().size() + shown.view.edges().size()));
        QVERIFY(steps.count() <= 1);
        QCOMPARE(kept->pos(), before);
    }

    void aNewGraphInTheMiddleOfAMoveIsTakenUp()
    {
        ShownGraph shown;
        QVERIFY(shown.show(graphOf(kTwo)));
        QSignalSpy drawn(&shown.view, &ui::GraphView::drawn);
        shown.view.showGraph(graphOf(kFive), {});
        QTRY_VERIFY(shown.view.nodes().size() == 18u);
        shown.view.showGraph(graphOf(kTwo), {}); // known: at once
        QCOMPARE(shown.view.nodes().size(), 9u);
        QTRY_COMPARE(drawn.count(), 1);
        QCOMPARE(shown.view.scene()->items().size(), static_cast<qsizetype>(shown.view.nodes().size() + shown.view.edges().size()));
    }

    void hoverLightsThePathAndDimsTheRest()
    {
        ShownGraph shown;
        QVERIFY(shown.show(graphOf("pnas:c-2.sep5+c-2.max3/c-1.sep7+c-1.max3")));
        QTest::mouseMove(shown.view.viewport(), shown.at("b1.a"));
        QTRY_VERIFY(shown.node("b2.a")->opacity() < 1);
        for (const char* lit : {"in0", "b1", "out"})
            QCOMPARE(shown.node(lit)->opacity(), 1.0);
        QVERIFY(shown.node("in1")->opacity() < 1);
        QVERIFY(shown.node("b1.b")->opacity() < 1); // feeds the same sum, but is not on the way
        QTest::mouseMove(shown.view.viewport(), QPoint(3, 3));
        QTRY_COMPARE(shown.node("b2.a")->opacity(), 1.0);
    }

    void clearForgetsALayoutOnItsWay()
    {
        ShownGraph shown;
        QSignalSpy drawn(&shown.view, &ui::GraphView::drawn);
        shown.view.showGraph(graphOf(kTwo), {});
        shown.view.clear();
        bool answered = false;
        shown.layout.layOut(this, ui::layoutRequest(graphOf(kFive), true), [&](const auto&) { answered = true; });
        QTRY_VERIFY(answered); // it came after
        QCOMPARE(drawn.count(), 0);
        QVERIFY(!shown.view.graph() && shown.view.nodes().empty());
    }

    void problemOfTheLayoutIsTold()
    {
        ShownGraph shown(QStringLiteral("/nowhere/cellwright-layout"));
        QSignalSpy problem(&shown.view, &ui::GraphView::problemChanged);
        shown.view.showGraph(graphOf(kTwo), {});
        QTRY_COMPARE(problem.count(), 1);
        QVERIFY(shown.view.problem().contains(QStringLiteral("missing")));
    }

    void aHostileAnswerDrawsNothing()
    {
        const char* bodies[] = {
            R"("nodes":[],"edges":[])",
            R"("nodes":[{"x":1,"y":1},{"x":1e300,"y":1}],"edges":[[[0,0],[1,1],[2,2],[3,3]]])",
            R"("nodes":[{"x":1,"y":1},{"x":9,"y":1}],"edges":[[[0,0],[1,1]]])",
            R"("nodes":[{"x":1,"y":1},{"x":9,"y":1}],"edges":[[[0,0],[1,1],[2,2],[3,1e9]]])",
            R"("nodes":[{"x":1,"y":1},{"x":9,"y":1}],"edges":[[],[]])",
            R"("nodes":"none","edges":7)",
        };
        Graph graph;
        graph.nodes.resize(2);
        graph.nodes[0].id = "a", graph.nodes[1].id = "b";
        graph.edges.push_back({0, 1, {}, 0, false});
        QTemporaryDir folder;
        for (const char* body : bodies) {
            QFile script(folder.filePath(QStringLiteral("answers")));
            QVERIFY(script.open(QIODevice::WriteOnly | QIODevice::Truncate));
            script.write(QByteArray("#!/bin/sh\nread line\necho '{\"id\":1,\"width\":10,\"height\":10,") + body + "}'\nread line\n");
            script.close();
            script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
            ShownGraph shown(script.fileName());
            shown.view.showGraph(graph, {});
            QTRY_VERIFY2(shown.view.problem().contains(QStringLiteral("does not fit")), body);
            QVERIFY(shown.view.nodes().empty());
        }
    }

    void nothingIsWrittenBelowTenPixels()
    {
        for (const auto style : {GraphStyle::Boxes, GraphStyle::Edges})
            for (const double zoom : {0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0, 3.0}) {
                TextMeter meter;
                QPainter painter(&meter);
                painter.scale(zoom, zoom);
                const auto graph = graphOf(kFive, style);
                for (const bool leftToRight : {true, false})
                    for (const auto& node : graph.nodes)
                        ui::paintNode(painter, node, ui::theme(), {.leftToRight = leftToRight, .zoom = zoom});
                for (const auto& edge : graph.edges)
                    ui::paintEdgeLabel(painter, edge, {0, 0}, ui::theme(), ui::Emphasis::Normal, zoom);
                painter.end();
                for (const double pixels : meter.pixels())
                    QVERIFY2(pixels >= 10 - 1e-6, qPrintable(QStringLiteral("%1 pixels at %2").arg(pixels).arg(zoom)));
                QCOMPARE(meter.pixels().empty(), zoom < 0.3); // first the shapes go, in the end the labels
            }
    }

    void aPictureToTakeAwayNeedsNoWindow()
    {
        ui::LayoutClient layout(QStringLiteral(CELLWRIGHT_BIN_DIR "/cellwright-layout"));
        const auto graph = graphOf(kFive);
        ui::LayoutResult result;
        layout.layOut(this, ui::layoutRequest(graph, true), [&](const auto& r) { result = r; });
        QTRY_VERIFY(!result.nodes.empty());
        const auto plain = ui::graphPictureSize(graph, result, {.title = {}, .legend = false});
        const auto whole = ui::graphPictureSize(graph, result, {.title = QStringLiteral("#143")});
        QVERIFY(whole.height() > plain.height() + 20);
        QImage image(whole.toSize(), QImage::Format_RGB32);
        image.fill(Qt::magenta);
        QPainter painter(&image);
        ui::paintGraphPicture(painter, graph, result, {.title = QStringLiteral("#143")}, ui::theme());
        painter.end();
        QCOMPARE(image.pixel(1, 1), ui::theme().surface.rgb());
        QCOMPARE(image.pixel(image.width() - 1, image.height() - 1), ui::theme().surface.rgb());
        // Every operation's colour is there, in its bar and in the legend.
        std::map<QRgb, int> seen;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                ++seen[image.pixel(x, y)];
        for (const auto& entry : ui::legendEntries(graph))
            QVERIFY2(seen[QColor::fromRgb(entry.rgb).rgb()] > 150, qPrintable(entry.label));
        QVERIFY(seen[ui::theme().output.rgb()] > 500);
    }
};

QTEST_MAIN(GraphViewTest)
#include "graph_view_test.moc"
