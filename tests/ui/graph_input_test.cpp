// Mouse, wheel, keys and screen reader on the canvas.
#include <deque>
#include <set>

#include <QAccessible>
#include <QLineEdit>
#include <QScrollBar>
#include <QVBoxLayout>
#include <QWheelEvent>

#include "tests/ui/shown_graph.h"
#include "ui/graph/find_bar.h"
#include "ui/graph/graph_legend.h"
#include "ui/graph/graph_minimap.h"
#include "ui/graph/graph_walk.h"
#include "ui/util/theme.h"

using namespace cw;
using test::graphOf;
using test::ShownGraph;

namespace {

constexpr auto kTwo = "pnas:c-2.sep5+c-2.max3/c-1.sep7+b1.max3";
constexpr auto kFive = "pnas:c-2.sep5+c-2.max3/c-1.sep7+c-1.id/b2.sep3+c-1.max3/b1.dil3+b3.conv17/b1.avg3+c-2.sep5";

void wheel(ui::GraphView& view, QPoint at, int turned, Qt::KeyboardModifiers modifiers)
{
    QWheelEvent event(at, view.viewport()->mapToGlobal(at), {}, {0, turned}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(view.viewport(), &event);
}

void drag(ui::GraphView& view, QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    const auto send = [&](QEvent::Type type, QPoint at, Qt::MouseButton button, Qt::MouseButtons buttons) {
        QMouseEvent event(type, at, view.viewport()->mapToGlobal(at), button, buttons, modifiers);
        QApplication::sendEvent(view.viewport(), &event);
    };
    send(QEvent::MouseButtonPress, from, Qt::LeftButton, Qt::LeftButton);
    for (int i = 1; i <= 4; ++i)
        send(QEvent::MouseMove, from + (to - from) * i / 4, Qt::NoButton, Qt::LeftButton);
    send(QEvent::MouseButtonRelease, to, Qt::LeftButton, Qt::NoButton);
}

bool wholeInView(const ui::GraphView& view)
{
    for (const auto* node : view.nodes())
        if (!QRectF(view.viewport()->rect()).contains(view.mapFromScene(node->body()).boundingRect()))
            return false;
    return true;
}

} // namespace

class GraphInputTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ui::ThemeKeeper::instance().setMode(ui::ThemeMode::Light); }

    void zoomKeepsThePointUnderThePointer()
    {
        ShownGraph shown;
        auto& view = shown.view;
        QVERIFY(shown.show(graphOf(kTwo)));
        const QPoint at(250, 120);
        const auto before = view.mapToScene(at);
        const double scale = view.transform().m11();
        wheel(view, at, 240, Qt::ControlModifier);
        QVERIFY(view.transform().m11() > scale * 1.3);
        for (int i = 0; i < 20; ++i) { // and many times, in and out, without drifting away
            const auto moved = (view.mapToScene(at) - before) * view.transform().m11();
            QVERIFY2(std::hypot(moved.x(), moved.y()) < 2, "the point stays under the pointer");
            wheel(view, at, i < 10 ? 240 : -240, Qt::ControlModifier);
        }
        view.resetZoom();
        QCOMPARE(view.transform().m11(), 1.0);
        // No cap that anybody meets.
        view.zoomBy(400);
        QCOMPARE(view.transform().m11(), 400.0);
        view.zoomBy(1.0 / 20'000);
        QCOMPARE(view.transform().m11(), 0.02);
        view.fit();
        QVERIFY(wholeInView(view));
    }

    void fitStaysUntilTheUserZooms()
    {
        ShownGraph shown;
        QVERIFY(shown.show(graphOf(kFive)));
        shown.view.fit();
        const double fitted = shown.view.transform().m11();
        shown.view.resize(400, 300);
        QVERIFY(shown.view.transform().m11() < fitted);
        QVERIFY(wholeInView(shown.view));
        QVERIFY(shown.show(graphOf(kTwo)));
        QVERIFY(wholeInView(shown.view));
        shown.view.zoomBy(1.5);
        const double zoomed = shown.view.transform().m11();
        shown.view.resize(700, 300);
        QCOMPARE(shown.view.transform().m11(), zoomed);
        QVERIFY(shown.show(graphOf(kFive)));
        QCOMPARE(shown.view.transform().m11(), zoomed);
    }

    void dragPansAndTheWheelScrolls()
    {
        ShownGraph shown;
        QVERIFY(shown.show(graphOf(kTwo)));
        const auto where = [&] { return shown.view.mapFromScene(QPointF(0, 0)); };
        auto before = where();
        drag(shown.view, {400, 350}, {340, 310});
        QVERIFY(((where() - before) - QPoint(-60, -40)).manhattanLength() <= 2);
        before = where();
        wheel(shown.view, {100, 100}, 120, Qt::NoModifier);
        QCOMPARE(where() - before, QPoint(0, 60));
        wheel(shown.view, {100, 100}, 120, Qt::ShiftModifier);
        QCOMPARE(where() - before, QPoint(60, 60));
    }

    void modifierAndDragAsksToTakeThePictureAway()
    {
        ShownGraph shown;
        QVERIFY(shown.show(graphOf(kTwo)));
        QSignalSpy taken(&shown.view, &ui::GraphView::dragRequested);
        const auto before = shown.view.mapFromScene(QPointF(0, 0));
        drag(shown.view, {400, 350}, {300, 300}, Qt::ControlModifier);
        drag(shown.view, {400, 350}, {300, 300}, Qt::ShiftModifier);
        QCOMPARE(taken.count(), 2);
        QCOMPARE(shown.view.mapFromScene(QPointF(0, 0)), before);
        drag(shown.view, {400, 350}, {300, 300});
        QCOMPARE(taken.count(), 2);
    }

    void clickSelectsAndDoubleClickOpens()
    {
        ShownGraph shown;
        QVERIFY(shown.show(graphOf(kTwo)));
        std::vector<std::string> selected, activated;
        connect(&shown.view, &ui::GraphView::nodeSelected, this, [&](const std::string& id) { selected.push_back(id); });
        connect(&shown.view, &ui::GraphView::nodeActivated, this, [&](const std::string& id) { activated.push_back(id); });
        QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, shown.at("b2.a"));
        QCOMPARE(shown.view.selectedNode(), "b2.a");
        QVERIFY(shown.node("b2.a")->isChosen());
        QTest::mouseDClick(shown.view.viewport(), Qt::LeftButton, {}, shown.at("b1"));
        QVERIFY(activated == std::vector<std::string>{"b1"});
        QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, QPoint(5, 5));
        QCOMPARE(shown.view.selectedNode(), "");
        QVERIFY((selected == std::vector<std::string>{"b2.a", "b1", ""}));
        shown.view.selectNode("in1");
        shown.view.selectNode("in1"); // told once
        QCOMPARE(selected.size(), 4u);
        QVERIFY(shown.show(graphOf(kFive))); // stays where the node does
        QCOMPARE(shown.view.selectedNode(), "in1");
        shown.view.selectNode("b5");
        QVERIFY(shown.show(graphOf(kTwo)));
        QCOMPARE(selected.back(), "");
    }

    void arrowKeysWalkAlongTheEdges()
    {
        ShownGraph shown;
        QVERIFY(shown.show(graphOf(kTwo)));
        const auto press = [&](Qt::Key key) {
            QTest::keyClick(&shown.view, key);
            return shown.view.selectedNode();
        };
        QCOMPARE(press(Qt::Key_Right), "in0");
        const auto operation = press(Qt::Key_Right);
        QVERIFY(operation == "b1.a" || operation == "b1.b");
        QCOMPARE(press(Qt::Key_Right), "b1");
        QCOMPARE(press(Qt::Key_Right), "b2.b");
        QCOMPARE(press(Qt::Key_Right), "b2");
        QCOMPARE(press(Qt::Key_Right), "out");
        QCOMPARE(press(Qt::Key_Right), "out"); // the end
        QCOMPARE(press(Qt::Key_Left), "b2");
        QCOMPARE(press(Qt::Key_Home), "in0");
        QCOMPARE(press(Qt::Key_Down), "in1");
        QCOMPARE(press(Qt::Key_Up), "in0");
        shown.view.setLeftToRight(false);
        QTRY_VERIFY(!shown.view.layout()->leftToRight);
        QVERIFY(press(Qt::Key_Down).starts_with("b1."));
        QCOMPARE(press(Qt::Key_Down), "b1");
        QVERIFY(press(Qt::Key_Up).starts_with("b1."));
    }

    void everyNodeIsReachedByKeys()
    {
        for (const auto style : {GraphStyle::Boxes, GraphStyle::Edges})
            for (const bool leftToRight : {true, false}) {
                ShownGraph shown;
                shown.view.setLeftToRight(leftToRight);
                QVERIFY(shown.show(graphOf(kFive, style)));
                std::set<int> seen{0};
                std::deque<int> open{0};
                while (!open.empty()) {
                    const int at = open.front();
                    open.pop_front();
                    for (const auto step : {ui::Step::Left, ui::Step::Right, ui::Step::Up, ui::Step::Down})
                        if (const int next = ui::stepFrom(*shown.view.graph(), shown.view.layout()->nodes, at, step, leftToRight); next >= 0 && seen.insert(next).second)
                            open.push_back(next);
                }
                QCOMPARE(seen.size(), shown.view.nodes().size());
            }
    }

    void otherKeysDoWhatTheySay()
    {
        QWidget window;
        ui::LayoutClient layout(QStringLiteral(CELLWRIGHT_BIN_DIR "/cellwright-layout"));
        auto* box = new QVBoxLayout(&window);
        auto* view = new ui::GraphView(layout);
        auto* next = new QLineEdit;
        box->addWidget(view);
        box->addWidget(next);
        window.show();
        view->setFocus();
        QSignalSpy drawn(view, &ui::GraphView::drawn), pause(view, &ui::GraphView::pauseKey), opened(view, &ui::GraphView::nodeActivated);
        view->showGraph(graphOf(kTwo), {});
        QTRY_COMPARE(drawn.count(), 1);
        QTest::keyClick(view, Qt::Key_Space);
        QCOMPARE(pause.count(), 1);
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(opened.count(), 0); // nothing selected
        view->selectNode("b1");
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QTest::keyClick(view, Qt::Key_Escape);
        QCOMPARE(view->selectedNode(), "");
        const double scale = view->transform().m11();
        QTest::keyClick(view, Qt::Key_Plus);
        QVERIFY(view->transform().m11() > scale);
        if (QApplication::focusWidget() == view) { // where the platform gives focus at all
            QTest::keyClick(view, Qt::Key_Tab);
            QVERIFY(QApplication::focusWidget() != view);
        }
    }

    void findLightsHitsAndStepsThroughThem()
    {
        ShownGraph shown;
        auto& view = shown.view;
        QVERIFY(shown.show(graphOf(kFive)));
        QCOMPARE(view.find(QStringLiteral("SEP5x5")), 2);
        QCOMPARE(view.find(QStringLiteral("sep")), 4);
        QVERIFY(shown.node("b3.a")->emphasis() == ui::Emphasis::Lit && shown.node("b1.b")->emphasis() == ui::Emphasis::Dimmed);
        std::set<std::string> stepped;
        for (int i = 0; i < 4; ++i) {
            view.findNext();
            QCOMPARE(view.findPosition(), i + 1);
            stepped.insert(view.selectedNode());
        }
        QVERIFY((stepped == std::set<std::string>{"b1.a", "b2.a", "b3.a", "b5.b"}));
        view.findNext();
        QCOMPARE(view.findPosition(), 1); // around
        view.findNext(-1);
        QCOMPARE(view.findPosition(), 4);
        QCOMPARE(view.find(QStringLiteral("block 2")), 3); // its operations and its sum
        QCOMPARE(view.find(QStringLiteral("8x14x14")), 15);
        QCOMPARE(view.find(QStringLiteral("nowhere")), 0);
        QVERIFY(shown.node("b1.b")->emphasis() == ui::Emphasis::Normal);
        QCOMPARE(view.find(QStringLiteral("max")), 2);
        QVERIFY(shown.show(graphOf(kFive, GraphStyle::Edges))); // still looked for
        QCOMPARE(view.findCount(), 2);
        view.findNext();
        QCOMPARE(view.selectedNode(), "b1"); // where that edge leads
        view.clearFind();
        QCOMPARE(view.findCount(), 0);
    }

    void findBarIsUsedByKeyboardAlone()
    {
        ShownGraph shown;
        QVERIFY(shown.show(graphOf(kFive)));
        shown.view.openFind();
        auto* bar = shown.view.findBar();
        QVERIFY(bar->isVisible());
        QTest::keyClicks(bar->field(), QStringLiteral("sep 5"));
        QCOMPARE(shown.view.findCount(), 2);
        QCOMPARE(bar->count()->text(), QStringLiteral("2 hits"));
        QTest::keyClick(bar->field(), Qt::Key_Return);
        QCOMPARE(bar->count()->text(), QStringLiteral("1 of 2"));
        QTest::keyClick(bar->field(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(bar->count()->text(), QStringLiteral("2 of 2"));
        QTest::keyClick(bar->field(), Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
        QVERIFY(shown.node("b1.b")->emphasis() == ui::Emphasis::Normal);
    }

    void minimapShowsThePartInView()
    {
        ShownGraph shown;
        QVERIFY(shown.show(graphOf(kFive)));
        auto* map = shown.view.findChild<ui::Minimap*>();
        QVERIFY(map && !map->isVisible()); // all of it is in view
        shown.view.zoomBy(3);
        QVERIFY(map->isVisible());
        QVERIFY(shown.view.rect().contains(map->geometry()));
        const auto before = map->frame();
        QVERIFY(before.width() > 5 && before.width() < map->width() * 0.6);
        shown.view.zoomBy(2);
        QVERIFY(qAbs(map->frame().width() - before.width() / 2) < 1.5);
        const auto left = map->frame().center();
        QTest::mouseClick(map, Qt::LeftButton, {}, QPoint(map->width() / 2 + 20, map->height() / 2));
        QVERIFY2((map->frame().center() - QPointF(map->width() / 2 + 20, map->height() / 2)).manhattanLength() < 3, "the frame goes where it is pressed");
        QVERIFY(map->frame().center() != left);
        shown.view.setMinimapVisible(false);
        QVERIFY(!map->isVisible());
        shown.view.setMinimapVisible(true);
        shown.view.fit();
        QVERIFY(!map->isVisible());
    }

    void legendLiesBelowThePicture()
    {
        ShownGraph shown;
        QVERIFY(shown.show(graphOf(kFive)));
        auto* legend = shown.view.findChild<ui::Legend*>();
        QVERIFY(legend && legend->isVisible());
        QCOMPARE(legend->entries().size(), 8u);
        QVERIFY(legend->accessibleName().contains(QStringLiteral("sep 5\u00d75")));
        for (const auto* node : shown.view.nodes())
            QVERIFY(!shown.view.mapFromScene(node->body()).boundingRect().intersects(legend->geometry()));
        shown.view.setLegendVisible(false);
        QVERIFY(!legend->isVisible());
    }

    void everyNodeHasANameForAReader()
    {
        ShownGraph shown;
        QVERIFY(shown.show(graphOf(kTwo)));
        auto* canvas = QAccessible::queryAccessibleInterface(&shown.view);
        QVERIFY(canvas);
        QCOMPARE(canvas->role(), QAccessible::List);
        QVERIFY(canvas->childCount() >= 9);
        QStringList names;
        for (int i = 0; i < 9; ++i) {
            auto* child = canvas->child(i);
            QVERIFY(child && child->isValid());
            QCOMPARE(canvas->indexOfChild(child), i);
            QCOMPARE(child->parent(), canvas);
            QVERIFY(child->rect().isValid());
            names << child->text(QAccessible::Name);
        }
        QVERIFY(names[0].startsWith(QStringLiteral("cell k\u22122, ")));
        QCOMPARE(names.filter(QStringLiteral("sep 7\u00d77 in block 2")).size(), 1);
        auto* sum = canvas->child(4);
        QCOMPARE(sum->text(QAccessible::Description), QStringLiteral("fed by sep 5\u00d75 in block 1, max 3\u00d73 in block 1; feeds max 3\u00d73 in block 2, concat"));
        QVERIFY(!sum->state().selected);
        shown.view.selectNode("b1");
        QVERIFY(sum->state().selected);
        const auto at = shown.view.viewport()->mapToGlobal(shown.at("b2.a"));
        QCOMPARE(canvas->childAt(at.x(), at.y())->text(QAccessible::Name), shown.node("b2.a")->name());
        shown.view.clear();
        QVERIFY(canvas->childCount() < 9);
    }

    void walkingIsAnnounced()
    {
        ShownGraph shown;
        QVERIFY(shown.show(graphOf(kTwo)));
        shown.view.activateWindow();
        shown.view.setFocus();
        QTRY_VERIFY(shown.view.hasFocus());
        static std::vector<QObject*> focused;
        focused.clear();
        const auto before = QAccessible::installUpdateHandler([](QAccessibleEvent* event) {
            if (event->type() == QAccessible::Focus)
                focused.push_back(event->object());
        });
        QTest::keyClick(&shown.view, Qt::Key_Right);
        QAccessible::installUpdateHandler(before);
        if (QAccessible::isActive()) // events go nowhere where the platform has no reader
            QVERIFY(focused == std::vector<QObject*>{shown.node("in0")});
        auto* canvas = QAccessible::queryAccessibleInterface(&shown.view);
        auto* node = canvas->focusChild();
        QVERIFY(node && node->object() == shown.node("in0"));
        QVERIFY(node->state().focused && node->state().selected);
        QTest::keyClick(&shown.view, Qt::Key_Down);
        QVERIFY(!node->state().focused);
        QCOMPARE(canvas->focusChild()->text(QAccessible::Name), shown.node("in1")->name());
    }
};

QTEST_MAIN(GraphInputTest)
#include "graph_input_test.moc"
