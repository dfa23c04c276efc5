// The canvas and its tabs, driven by a recorded run. With CELLWRIGHT_SCREENSHOTS=FOLDER pictures are kept.
#include <QAction>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "tests/ui/recorded_run.h"
#include "ui/docks/canvas_controls.h"
#include "ui/docks/canvas_panel.h"
#include "ui/docks/cell_tab.h"
#include "ui/docks/compare_tab.h"
#include "ui/docks/network_tab.h"
#include "ui/graph/graph_items.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

using namespace cw;
using Tab = ui::CanvasPanel::Tab;

namespace {

/// A search in its third level, with the panel that shows it.
struct Bench {
    explicit Bench(bool withRun = true)
    {
        panel.resize(840, 520);
        panel.view()->setAnimated(false);
        panel.networkTab()->view()->setAnimated(false);
        if (!withRun)
            return;
        test::Recording recording;
        recording.state(SessionState::Preparing);
        recording.state(SessionState::Running);
        recording.level(1, 20, 20, 60);
        recording.level(2, 12, 12, 60, 0.5);
        recording.level(3, 12, 7, 60, 0.9);
        auto info = test::inventedRun();
        (void)info.settings.set("repeats", "2");
        run.begin(info, true);
        candidates.apply(recording.events());
        run.apply(recording.events());
    }
    void show()
    {
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
    }
    QStringList nodes(const ui::GraphView* view) const
    {
        QStringList ids;
        for (const auto* node : view->nodes())
            ids << QString::fromStdString(node->node().id);
        return ids;
    }

    ui::LayoutClient layout{QStringLiteral(CELLWRIGHT_BIN_DIR "/cellwright-layout")};
    ui::CandidateModel candidates;
    ui::PolicyModel policy;
    ui::RunModel run;
    ui::Selection selection;
    ui::CanvasPanel panel{layout, candidates, policy, run, selection};
};

QString plain(QString text) { return text.replace(QChar(0x202f), QLatin1Char(' ')).replace(QChar::Nbsp, QLatin1Char(' ')).simplified(); }

} // namespace

class CanvasPanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setApplicationName(QStringLiteral("cellwright-canvas-test"));
        QVERIFY(m_home.isValid());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home.path());
        ui::ThemeKeeper::instance().setMode(ui::ThemeMode::Light);
        QLocale::setDefault(QLocale::c());
    }
    void init() { QSettings().clear(); }

    void saysWhyThereIsNothing()
    {
        Bench bench(false);
        QVERIFY(bench.panel.cellTab()->message().startsWith(QStringLiteral("Press Start search")));
        QVERIFY(bench.panel.facts().isEmpty());
        bench.run.begin(test::inventedRun(), false);
        Q_EMIT bench.run.stateChanged(SessionState::Finished);
        QCOMPARE(bench.panel.cellTab()->message(), QStringLiteral("This run holds no cells yet."));
        bench.panel.setTab(Tab::Compare);
        bench.show();
        QCOMPARE(bench.panel.compareTab()->message(), QStringLiteral("This run holds no cells yet."));
    }

    void factsSayWhatTheyAre()
    {
        Bench bench;
        bench.selection.select(35);
        const auto& c = *bench.candidates.find(35);
        QCOMPARE(plain(bench.panel.facts()),
                 plain(QStringLiteral("#35 measured %1 (proxy) · predicted %2 · %3 parameters · %4 multiply-adds")
                           .arg(ui::percent(c.evaluation->accuracy), ui::predictionText(*c.proposed.predicted), ui::shortCount(c.proposed.parameters), ui::shortCount(c.proposed.multiplyAdds))));
        bench.selection.select(44); // not trained yet
        QVERIFY(plain(bench.panel.facts()).startsWith(QStringLiteral("#44 waiting · predicted")));
    }

    void followsUntilSomethingIsSelected()
    {
        Bench bench;
        bench.show();
        bench.selection.follow(bench.run.training());
        QTRY_VERIFY(!bench.panel.view()->nodes().empty());
        QVERIFY(bench.panel.liveButton()->isHidden());
        bench.selection.select(3);
        QCOMPARE(bench.panel.cellTab()->shown(), 3u);
        QVERIFY(bench.panel.liveButton()->isVisible());
        bench.selection.follow(5);
        QCOMPARE(bench.panel.cellTab()->shown(), 3u);
        QTRY_VERIFY(bench.nodes(bench.panel.view()).size() == 6);
        QSignalSpy drawn(bench.panel.view(), &ui::GraphView::drawn);
        Q_EMIT bench.run.stateChanged(SessionState::Pausing);
        QTest::qWait(30);
        QVERIFY2(drawn.isEmpty(), "the same picture is not drawn again");
        QTest::mouseClick(bench.panel.liveButton(), Qt::LeftButton);
        QCOMPARE(bench.panel.cellTab()->shown(), 5u);
        QVERIFY(bench.panel.liveButton()->isHidden());
    }

    void blocksAreSelectedBothWays()
    {
        Bench bench;
        bench.show();
        QSignalSpy chosen(&bench.panel, &ui::CanvasPanel::blockSelected), drawn(bench.panel.view(), &ui::GraphView::drawn);
        bench.selection.select(35);
        QTRY_COMPARE(drawn.count(), 1);
        QTest::mouseClick(bench.panel.view()->viewport(), Qt::LeftButton, {}, bench.panel.view()->mapFromScene(bench.panel.view()->nodes()[5]->pos()));
        const auto& node = bench.panel.view()->nodes()[5]->node();
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.last().front().toInt(), node.block);
        bench.panel.selectBlock(2);
        QCOMPARE(bench.panel.view()->selectedNode(), std::string("b3"));
        bench.panel.selectBlock(-1);
        QCOMPARE(bench.panel.view()->selectedNode(), std::string());
        QCOMPARE(chosen.count(), 1); // what is told from outside is not told back
    }

    void networkIsFoldedUnfoldedAndEntered()
    {
        Bench bench;
        bench.show();
        auto* network = bench.panel.networkTab();
        bench.selection.select(35);
        bench.panel.setTab(Tab::Network);
        QVERIFY(bench.panel.currentView() == network->view());
        const QStringList folded{QStringLiteral("image"), QStringLiteral("stem"), QStringLiteral("cells1-2"), QStringLiteral("cell3"), QStringLiteral("cell4"),
                                 QStringLiteral("cell5"), QStringLiteral("cell6"), QStringLiteral("pool"), QStringLiteral("classes")};
        QTRY_COMPARE(bench.nodes(network->view()), folded);
        QVERIFY2(network->note().contains(QStringLiteral("6 cells (N = 2)")) && network->note().contains(QStringLiteral("not a final network")), qPrintable(network->note()));
        Q_EMIT network->view()->nodeActivated("stem");
        QVERIFY(network->folded());
        QCOMPARE(bench.panel.tab(), Tab::Network);
        Q_EMIT network->view()->nodeActivated("cells1-2");
        QVERIFY(!network->folded());
        QTRY_COMPARE(network->view()->nodes().size(), 10u);
        Q_EMIT network->view()->nodeActivated("cell5");
        QCOMPARE(bench.panel.tab(), Tab::Cell);
        QCOMPARE(bench.panel.cellTab()->place(), QStringLiteral("cell 5 of 6, reduction"));
        // Its own shapes: a quarter of the image's sides by now.
        QTRY_VERIFY(!bench.panel.view()->nodes().empty() && bench.panel.view()->nodes().back()->node().shape.ends_with("×4×4"));
        Q_EMIT bench.panel.cellTab()->networkRequested();
        QCOMPARE(bench.panel.tab(), Tab::Network);
        QVERIFY(!bench.panel.cellTab()->networkCell());
        bench.panel.cellTab()->showNetworkCell(1);
        QCOMPARE(bench.panel.cellTab()->place(), QStringLiteral("cell 2 of 6"));
        bench.selection.select(36);
        QVERIFY(!bench.panel.cellTab()->networkCell());
        bench.panel.cellTab()->showNetworkCell(6);
        QVERIFY(!bench.panel.cellTab()->networkCell());
    }

    void comparesTheChosen()
    {
        Bench bench;
        bench.show();
        auto* compare = bench.panel.compareTab();
        bench.selection.select(35);
        bench.panel.setTab(Tab::Compare);
        QVERIFY(compare->message().startsWith(QStringLiteral("Choose two to four candidates")));
        QCOMPARE(bench.panel.tabButton(Tab::Compare)->text(), QStringLiteral("Compare"));
        const auto parent = bench.candidates.find(35)->proposed.parent;
        bench.selection.selectMany({parent, 35, 36});
        QCOMPARE(bench.panel.tabButton(Tab::Compare)->text(), QStringLiteral("Compare (3)"));
        QVERIFY(compare->message().isEmpty());
        QCOMPARE(compare->sides().size(), 3u);
        QVERIFY(bench.panel.currentView() == compare->sides().front()->view());
        QVERIFY(compare->verdict().contains(QStringLiteral("better than")));
        const auto settled = [compare] {
            for (const auto* side : compare->sides())
                if (side->view()->nodes().empty() || side->view()->transform().m11() != compare->sides().front()->view()->transform().m11())
                    return false;
            return compare->sides().front()->view()->transform().m11() != 1;
        };
        QTRY_VERIFY2(settled(), "all at one zoom");
        const auto expected = ui::compare({bench.candidates.find(parent), bench.candidates.find(35), bench.candidates.find(36)});
        for (std::size_t i = 0; i < 3; ++i) {
            const auto& differs = expected.sides[i].differs;
            QCOMPARE(compare->sides()[i]->marks(), 3 * static_cast<int>(std::count(differs.begin(), differs.end(), true)));
            QVERIFY(plain(compare->sides()[i]->text()).contains(plain(expected.figures.front().values[static_cast<qsizetype>(i)])));
            QCOMPARE(compare->sides()[i]->text().count(QStringLiteral("differs, ")), std::count(differs.begin(), differs.end(), true));
        }
        QSignalSpy asked(compare, &ui::CompareTab::candidateRequested);
        Q_EMIT compare->sides()[1]->candidateRequested(35);
        QCOMPARE(bench.panel.tab(), Tab::Cell);
        QCOMPARE(bench.selection.current(), 35u);
        QCOMPARE(bench.selection.chosen().size(), 3u);
        bench.selection.select(36);
        QCOMPARE(bench.panel.tabButton(Tab::Compare)->text(), QStringLiteral("Compare"));
    }

    void choicesAreToldShownAndRemembered()
    {
        {
            Bench bench;
            bench.show();
            bench.selection.select(35);
            QSignalSpy styles(&bench.panel, &ui::CanvasPanel::styleChanged), directions(&bench.panel, &ui::CanvasPanel::leftToRightChanged);
            bench.panel.setStyle(GraphStyle::Boxes);
            QCOMPARE(styles.count(), 0);
            bench.panel.setStyle(GraphStyle::Edges);
            bench.panel.setLeftToRight(false);
            QCOMPARE(styles.count(), 1);
            QCOMPARE(directions.count(), 1);
            QTRY_COMPARE(bench.nodes(bench.panel.view()), QStringList({QStringLiteral("in0"), QStringLiteral("in1"), QStringLiteral("b1"), QStringLiteral("b2"), QStringLiteral("b3"), QStringLiteral("out")}));
            QVERIFY(!bench.panel.networkTab()->view()->leftToRight());
        }
        Bench again;
        QVERIFY(again.panel.graphStyle() == GraphStyle::Edges);
        QVERIFY(!again.panel.leftToRight());
        QVERIFY(!again.panel.view()->leftToRight());
    }

    void tabsAreReachedByKeyboardAndNamed()
    {
        Bench bench;
        bench.selection.select(35);
        bench.show();
        QSignalSpy changed(&bench.panel, &ui::CanvasPanel::tabChanged);
        bench.panel.tabButton(Tab::Network)->setFocus();
        QTest::keyClick(bench.panel.tabButton(Tab::Network), Qt::Key_Space);
        QCOMPARE(bench.panel.tab(), Tab::Network);
        QCOMPARE(changed.count(), 1);
        for (const auto* button : bench.panel.findChildren<QAbstractButton*>())
            if (button->isVisible()) { // within the row of tabs the arrow keys lead on
                QVERIFY2((button->focusPolicy() & Qt::TabFocus) || (button->group() && !button->isChecked()), qPrintable(button->text()));
                QVERIFY(!button->text().isEmpty() || !button->accessibleName().isEmpty());
            }
    }

    void controlsGiveWayWhereItIsNarrow()
    {
        Bench bench;
        bench.selection.select(35);
        bench.show();
        const auto* controls = bench.panel.findChild<ui::CanvasControls*>();
        const auto visible = [controls] {
            int count = 0;
            for (const auto* button : controls->findChildren<QToolButton*>())
                count += button->isVisible();
            return count;
        };
        QCOMPARE(visible(), 3);
        bench.panel.resize(330, 520);
        QCOMPARE(visible(), 2);
        QVERIFY2(bench.panel.width() == 330, "it can be that narrow");
        bench.panel.resize(840, 520);
        QCOMPARE(visible(), 3);
    }

    void pictures_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<bool>("dark");
        for (const bool dark : {false, true})
            for (const char* state : {"cell", "live", "edges", "place", "network", "network-down", "unfolded", "compare2", "compare4", "wide", "few", "narrow", "large", "large-compare"})
                QTest::addRow("canvas-%s-%s", state, dark ? "dark" : "light") << QString::fromLatin1(state) << dark;
    }

    void pictures()
    {
        const auto folder = qEnvironmentVariable("CELLWRIGHT_SCREENSHOTS");
        if (folder.isEmpty())
            QSKIP("Drawn to files only when CELLWRIGHT_SCREENSHOTS names a folder.");
        QFETCH(QString, state);
        QFETCH(bool, dark);
        const auto usual = QApplication::font();
        auto font = usual;
        font.setPixelSize(ui::textPixels() * 4 / 3);
        if (state.startsWith(QLatin1String("large")))
            QApplication::setFont(font);
        ui::ThemeKeeper::instance().setMode(dark ? ui::ThemeMode::Dark : ui::ThemeMode::Light);
        const auto reset = qScopeGuard([&] { QApplication::setFont(usual); });
        Bench bench;
        bench.selection.select(35);
        if (state.startsWith(QLatin1String("large")))
            bench.panel.resize(560, 420);
        if (state == QLatin1String("large-compare")) {
            bench.panel.setTab(Tab::Compare);
            bench.selection.selectMany({35, 36});
        }
        if (state == QLatin1String("live"))
            bench.selection.backToLive(), bench.selection.follow(bench.run.training());
        if (state == QLatin1String("edges"))
            bench.panel.setStyle(GraphStyle::Edges);
        if (state == QLatin1String("place"))
            bench.panel.cellTab()->showNetworkCell(4);
        if (state.startsWith(QLatin1String("network")) || state == QLatin1String("unfolded"))
            bench.panel.setTab(Tab::Network);
        if (state == QLatin1String("network-down"))
            bench.panel.setLeftToRight(false);
        if (state == QLatin1String("unfolded"))
            bench.panel.networkTab()->setFolded(false);
        if (state == QLatin1String("wide"))
            bench.panel.resize(1500, 560);
        if (state.startsWith(QLatin1String("compare")) || state == QLatin1String("wide") || state == QLatin1String("few"))
            bench.panel.setTab(Tab::Compare);
        if (state == QLatin1String("compare2"))
            bench.selection.selectMany({bench.candidates.find(35)->proposed.parent, 35});
        if (state == QLatin1String("compare4") || state == QLatin1String("wide"))
            bench.selection.selectMany({33, 34, 35, 36});
        if (state == QLatin1String("narrow"))
            bench.panel.resize(400, 420);
        bench.show();
        QTest::qWait(300);
        QVERIFY(bench.panel.grab().save(QStringLiteral("%1/%2.png").arg(folder, QString::fromLatin1(QTest::currentDataTag()))));
    }

private:
    QTemporaryDir m_home;
};

QTEST_MAIN(CanvasPanelTest)
#include "canvas_panel_test.moc"
