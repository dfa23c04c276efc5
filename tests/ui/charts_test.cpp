#include <cmath>

#include <QAccessible>
#include <QBuffer>
#include <QImage>
#include <QMouseEvent>
#include <QPainter>
#include <QSignalSpy>
#include <QSvgGenerator>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>

#include "core/arch/arch_text.h"
#include "tests/ui/recorded_run.h"
#include "ui/charts/chart_lines.h"
#include "ui/charts/chart_panel.h"
#include "ui/util/theme.h"

using namespace cw;
using ui::ChartUnit;

namespace {

/// Models without an engine, and a run of six cells in two levels.
struct Models {
    ui::CandidateModel candidates;
    ui::RunModel run;
    ui::SerialWorker worker;
    ui::ControlModel control{worker};
    ui::PolicyModel policy;
    ui::Selection selection;
    ui::ChartSources sources() { return {candidates, run, control, policy}; }

    void add(CandidateId id, int level, std::int64_t size, double accuracy, CandidateRole role = CandidateRole::Beam, std::optional<Prediction> predicted = {},
             Outcome outcome = Outcome::Measured)
    {
        CandidateProposed p;
        p.id = id;
        p.arch = *architectureFromText("pnas:c-2.sep5+c-2.max3");
        p.level = level;
        p.role = role;
        p.predicted = predicted;
        p.parameters = size;
        p.multiplyAdds = size * 200;
        Evaluation e;
        e.id = id;
        e.outcome = outcome;
        e.accuracy = accuracy;
        e.seconds = 60;
        const std::vector<Event> events{{id * 2, 0, p}, {id * 2 + 1, 0, CandidateEvaluated{e}}};
        candidates.apply(events);
        run.apply(events);
    }
    void fill()
    {
        run.begin(test::inventedRun(), false);
        add(1, 1, 20'000, 0.70);
        add(2, 1, 30'000, 0.80);
        add(3, 1, 40'000, 0.75, CandidateRole::Beam, {}, Outcome::Failed);
        add(4, 2, 25'000, 0.82, CandidateRole::Beam, Prediction{0.81, 0.01});
        add(5, 2, 50'000, 0.78, CandidateRole::Beam, Prediction{0.80, 0.02});
        add(6, 2, 300'000, 0.84, CandidateRole::Sampled, Prediction{0.74, 0.005});
    }
};

struct Shown {
    Models models;
    ui::ChartPanel panel;
    explicit Shown(const char* key, bool filled = true)
        : panel((filled ? models.fill() : void(), *ui::findChart(QString::fromLatin1(key))), models.sources(), models.selection)
    {
        panel.resize(640, 400);
        panel.show();
        (void)QTest::qWaitForWindowExposed(&panel);
    }
    ui::ChartView& view() { return *panel.view(); }
};

void wheel(ui::ChartView& view, const QPoint& at, int turn)
{
    QWheelEvent event(at, view.mapToGlobal(QPointF(at)), {}, {0, turn}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&view, &event);
}

/// As a mouse does, but without the pointer of the display.
void moveTo(ui::ChartView& view, const QPoint& at, Qt::MouseButtons buttons = Qt::NoButton, Qt::KeyboardModifiers modifiers = {})
{
    QMouseEvent event(QEvent::MouseMove, at, view.mapToGlobal(QPointF(at)), Qt::NoButton, buttons, modifiers);
    QApplication::sendEvent(&view, &event);
}

} // namespace

class ChartsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        ui::ThemeKeeper::instance().setMode(ui::ThemeMode::Light);
    }

    void predictedAsText()
    {
        Models m;
        m.fill();
        QCOMPARE(ui::predictedChart(m.sources(), 0).toText(), QStringLiteral("x: predicted accuracy, %\n"
                                                                             "y: measured (proxy), % (diagonal)\n"
                                                                             "points bars x \"level 2 \u00b7 beam \u03c1\u202f1.00\":\n"
                                                                             "  #4 81.00 82.00 [80.00, 82.00]\n"
                                                                             "  #5 80.00 78.00 [78.00, 82.00]\n"
                                                                             "  #6 74.00 84.00 [73.50, 74.50]"));
        const RankCorrelation trust{0.71, 0.6, 0.58, 0.8, 8};
        m.run.apply(std::vector<Event>{{20, 0, LevelFinished{2, 3, trust, {}, {}, 0.84, 6}}});
        QCOMPARE(ui::predictedChart(m.sources(), 0).series.front().name, QStringLiteral("level 2 \u00b7 trust \u03c1\u202f0.71 [0.58, 0.80] \u00b7 beam \u03c1\u202f1.00"));
    }

    void beamIsTheRankCorrelationOfTheChosen()
    {
        Models m;
        m.run.begin(test::inventedRun(), true);
        m.add(1, 1, 20'000, 0.5);
        QVERIFY(ui::predictedChart(m.sources(), 0).empty.contains(QStringLiteral("Level 1 has no predictions")));
        const double predicted[] = {0.6, 0.7, 0.8, 0.9}, measured[] = {0.61, 0.60, 0.75, 0.95};
        for (CandidateId i = 0; i < 4; ++i)
            m.add(10 + i, 2, 20'000, measured[i], i == 3 ? CandidateRole::Sampled : CandidateRole::Beam, Prediction{predicted[i], 0.01});
        m.add(20, 2, 20'000, 0, CandidateRole::Beam, Prediction{0.5, 0.01}, Outcome::Skipped); // not measured: no point
        const auto content = ui::predictedChart(m.sources(), 0);
        QCOMPARE(content.series.front().points.size(), std::size_t(4));
        // Ranks 1 2 3 against 2 1 3 of the beam's three: 1 - 6 * 2 / (3 * 8) = 0.5.
        QCOMPARE(content.series.front().name, QStringLiteral("level 2 \u00b7 beam \u03c1\u202f0.50"));
    }

    void progressAsText()
    {
        Models m;
        m.fill();
        m.control.setRuns({{"r.cwrun", 3, {0.6, 0.8}, 60, false}});
        QCOMPARE(ui::progressChart(m.sources(), 0).toText(), QStringLiteral("x: models trained\n"
                                                                            "y: proxy accuracy, %\n"
                                                                            "mark 0.00 \"level 1\"\n"
                                                                            "mark 2.00 \"level 2\"\n"
                                                                            "steps \"best so far\":\n"
                                                                            "  1.00 70.00\n"
                                                                            "  2.00 80.00\n"
                                                                            "  3.00 82.00\n"
                                                                            "  5.00 84.00\n"
                                                                            "band \"random control, 2 cells: mean, 5\u201395\u202f% over orders of the same draws\":\n"
                                                                            "  1.00 70.00 [60.00, 80.00]\n"
                                                                            "  2.00 80.00 [80.00, 80.00]\n"
                                                                            "line \"\":\n"
                                                                            "  1.00 70.00\n"
                                                                            "  2.00 80.00\n"
                                                                            "line dashed \"mean of the beam\":\n"
                                                                            "  0.00 75.00\n"
                                                                            "  2.00 75.00\n"
                                                                            "line dashed \"\":\n"
                                                                            "  2.00 80.00\n"
                                                                            "  5.00 80.00\n"
                                                                            "points \"beam\":\n"
                                                                            "  #1 1.00 70.00\n"
                                                                            "  #2 2.00 80.00\n"
                                                                            "  #4 3.00 82.00\n"
                                                                            "  #5 4.00 78.00\n"
                                                                            "points \"checks\":\n"
                                                                            "  #6 5.00 84.00"));
        const auto byTime = ui::progressChart(m.sources(), 1);
        QCOMPARE(byTime.series.front().points.back().x, 300.0); // five cells of a minute
        QCOMPARE(byTime.series[1].points.back().x, 60.0);       // two control cells of half a minute
    }

    void aRandomRunIsItsOwnCurve()
    {
        Models m;
        auto info = test::inventedRun();
        info.strategy = "random";
        m.run.begin(info, false);
        m.add(1, 3, 20'000, 0.7, CandidateRole::Random);
        m.add(2, 3, 20'000, 0.6, CandidateRole::Random);
        QCOMPARE(ui::progressChart(m.sources(), 0).toText(), QStringLiteral("x: models trained\n"
                                                                            "y: proxy accuracy, %\n"
                                                                            "steps \"best so far of random cells\":\n"
                                                                            "  1.00 70.00\n"
                                                                            "  2.00 70.00\n"
                                                                            "points \"random cells\":\n"
                                                                            "  #1 1.00 70.00\n"
                                                                            "  #2 2.00 60.00"));
        QVERIFY(ui::predictedChart(m.sources(), 0).empty.contains(QStringLiteral("random search")));
    }

    void paretoAsText()
    {
        Models m;
        m.fill();
        QCOMPARE(ui::paretoChart(m.sources(), 0).toText(), QStringLiteral("x: parameters of the child network (log)\n"
                                                                          "y: proxy accuracy, %\n"
                                                                          "steps \"Pareto front: 3 cells\":\n"
                                                                          "  20000 70.00\n"
                                                                          "  25000 82.00\n"
                                                                          "  300000 84.00\n"
                                                                          "points \"level 1\":\n"
                                                                          "  #1 20000 70.00 *\n"
                                                                          "  #2 30000 80.00\n"
                                                                          "points \"level 2\":\n"
                                                                          "  #4 25000 82.00 *\n"
                                                                          "  #5 50000 78.00\n"
                                                                          "  #6 300000 84.00 *"));
        const auto adds = ui::paretoChart(m.sources(), 1);
        QCOMPARE(adds.series.back().points.back().x, 6e7);
        QVERIFY(adds.xTitle.contains(QStringLiteral("multiply-adds")));
    }

    void emptyChartsSayWhy()
    {
        Models m;
        for (const auto& row : ui::charts()) {
            const auto content = row.content(m.sources(), 0);
            QVERIFY2(!content.empty.isEmpty(), row.key);
            // What is measured during the search is always named as such.
            const bool accuracy = content.yTitle.contains(QStringLiteral("accuracy"));
            QVERIFY2(!accuracy || content.yTitle.contains(QStringLiteral("proxy")) || content.yTitle.contains(QStringLiteral("shared weights")), row.key);
        }
    }

    void whatIsNoNumberIsNoPoint()
    {
        Models m;
        m.fill();
        QStringList before;
        for (const auto& row : ui::charts())
            before << row.content(m.sources(), 0).toText();
        const double none = std::nan("");
        m.add(7, 2, 30'000, none, CandidateRole::Beam, Prediction{0.8, 0.01});
        QStringList after;
        for (const auto& row : ui::charts())
            after << row.content(m.sources(), 0).toText();
        QCOMPARE(after, before);
        m.add(8, 2, 30'000, 0.8, CandidateRole::Beam, Prediction{none, 0.01});
        m.add(9, 2, 30'000, 0.8, CandidateRole::Beam, Prediction{0.8, none});
        const auto points = ui::predictedChart(m.sources(), 0).series.front().points;
        QCOMPARE(points.size(), std::size_t(4));
        QCOMPARE(points.back().low, 80.0);
        // The first one measured does not hide the best ever after.
        Models first;
        first.run.begin(test::inventedRun(), false);
        first.add(1, 1, 20'000, none);
        first.add(2, 1, 20'000, 0.6);
        QCOMPARE(ui::progressChart(first.sources(), 0).series.front().points.back().y, 60.0);
    }

    void aTipStaysWhileTheSearchGoesOn()
    {
        Shown s("pareto");
        QSignalSpy hovered(&s.view(), &ui::ChartView::pointHovered);
        moveTo(s.view(), s.view().positionOf(4));
        QCOMPARE(hovered.count(), 1);
        s.models.add(7, 2, 60'000, 0.79);
        s.panel.refresh();
        QCOMPARE(hovered.count(), 1);
        s.models.add(8, 2, 60'000, 0.2); // everything moves
        s.panel.refresh();
        QCOMPARE(hovered.count(), 2);
        QCOMPARE(hovered.back().at(0).value<CandidateId>(), CandidateId(0));
    }

    void anotherRunIsSeenWhole()
    {
        Shown s("pareto");
        wheel(s.view(), s.view().positionOf(5), 240);
        QVERIFY(s.view().isZoomed());
        s.models.candidates.clear();
        auto info = test::inventedRun();
        info.folder = QStringLiteral("another.cwrun");
        s.models.run.begin(info, false);
        s.models.add(1, 1, 9'000, 0.3);
        s.panel.refresh();
        QVERIFY(!s.view().isZoomed());
        QVERIFY(!s.view().positionOf(1).isNull());
    }

    void everyCellIsNamed()
    {
        Models m;
        m.fill();
        CandidateProposed p;
        p.id = 9;
        p.arch = *architectureFromText("pnas:c-2.sep5+c-2.max3");
        p.arch.cells.push_back(architectureFromText("pnas:c-1.dil3+c-1.avg3")->cell());
        m.candidates.apply(std::vector<Event>{{30, 0, p}});
        const auto text = ui::candidateHover(m.sources(), 9);
        QVERIFY2(text.contains(QStringLiteral("max 3")) && text.contains(QStringLiteral("avg 3")), qPrintable(text));
    }

    void ticksAreRound_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<bool>("log");
        QTest::addColumn<int>("unit");
        QTest::addColumn<QString>("labels");
        const auto row = [](const char* name, double low, double high, bool log, ChartUnit unit, const char* labels) {
            QTest::newRow(name) << low << high << log << static_cast<int>(unit) << QString::fromUtf8(labels).replace(QLatin1Char('_'), QChar(0x202f));
        };
        row("percent", 83.2, 92.4, false, ChartUnit::Percent, "84 86 88 90 92");
        row("narrow", 90.03, 90.31, false, ChartUnit::Percent, "90.1 90.2 90.3");
        row("few models", 0, 3, false, ChartUnit::Count, "0 1 2 3");
        row("parameters", 18'000, 98'000, false, ChartUnit::Count, "20_k 40_k 60_k 80_k");
        row("millions", 1.1e6, 2.4e6, false, ChartUnit::Count, "1.5_M 2.0_M");
        row("decades", 15'000, 2e6, true, ChartUnit::Count, "30_k 100_k 300_k 1_M");
        row("within a decade", 20'000, 60'000, true, ChartUnit::Count, "20_k 50_k");
        row("time", 0, 3000, false, ChartUnit::Seconds, "0 10_min 20_min 30_min 40_min 50_min");
    }
    void ticksAreRound()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(bool, log);
        QFETCH(int, unit);
        QFETCH(QString, labels);
        QStringList shown;
        for (const auto& tick : ui::ChartScale{low, high, log, static_cast<ChartUnit>(unit)}.ticks(5))
            shown << tick.label;
        QCOMPARE(shown.join(QLatin1Char(' ')), labels);
    }

    void linesStayWithinThePlot()
    {
        const ui::ChartRange range{{0, 10, false, ChartUnit::Count}, {0, 10, false, ChartUnit::Percent}};
        const auto pieces = ui::lineWithin(range, {{-5, 5}, {5, 5}, {5, 20}, {8, 20}, {8, 5}});
        QCOMPARE(pieces.size(), std::size_t(2));
        QCOMPARE(pieces[0], (QList<QPointF>{{0, 0.5}, {0.5, 0.5}, {0.5, 1}}));
        QCOMPARE(pieces[1], (QList<QPointF>{{0.8, 1}, {0.8, 0.5}}));
        const auto band = ui::bandWithin(range, {{0, -10, 0, 2, 4}, {0, 10, 0, 6, 20}});
        QCOMPARE(band.lower, (QList<QPointF>{{0, 0.4}, {1, 0.6}}));
        QCOMPARE(band.upper.back(), QPointF(1, 1));
    }

    void aClickSelectsAndControlAdds()
    {
        Shown s("predicted");
        QTest::mouseClick(&s.view(), Qt::LeftButton, {}, s.view().positionOf(4));
        QCOMPARE(s.models.selection.current(), CandidateId(4));
        QTest::mouseClick(&s.view(), Qt::LeftButton, Qt::ControlModifier, s.view().positionOf(6));
        QCOMPARE(s.models.selection.chosen(), (std::vector<CandidateId>{4, 6}));
        QTest::mouseClick(&s.view(), Qt::LeftButton, {}, QPoint(s.view().width() - 14, s.view().positionOf(6).y())); // nothing there: stays
        QCOMPARE(s.models.selection.current(), CandidateId(6));
        const auto ringed = s.view().grab().toImage();
        s.models.selection.select(5);
        QVERIFY(ringed != s.view().grab().toImage()); // the ring has moved
    }

    void aRubberBandSelectsMany()
    {
        Shown s("pareto");
        const auto drag = [&](QPoint from, QPoint to, Qt::KeyboardModifiers modifiers) {
            QTest::mousePress(&s.view(), Qt::LeftButton, modifiers, from);
            moveTo(s.view(), (from + to) / 2, Qt::LeftButton, modifiers);
            moveTo(s.view(), to, Qt::LeftButton, modifiers);
            QTest::mouseRelease(&s.view(), Qt::LeftButton, modifiers, to);
        };
        drag(s.view().positionOf(1) + QPoint(-12, 12), s.view().positionOf(2) + QPoint(8, -8), {});
        QCOMPARE(s.models.selection.chosen(), (std::vector<CandidateId>{1, 2}));
        drag(s.view().positionOf(6) + QPoint(-12, -9), s.view().positionOf(6) + QPoint(9, 9), Qt::ControlModifier);
        QCOMPARE(s.models.selection.chosen(), (std::vector<CandidateId>{1, 2, 6}));
    }

    void wheelZoomsAroundThePointerAndDoubleClickResets()
    {
        Shown s("predicted");
        auto& view = s.view();
        QSignalSpy zoomed(&view, &ui::ChartView::zoomChanged);
        const auto at = view.positionOf(5), other = view.positionOf(4);
        wheel(view, at, 240);
        QVERIFY(view.isZoomed());
        QVERIFY((view.positionOf(5) - at).manhattanLength() <= 2); // stays under the pointer
        QVERIFY((view.positionOf(4) - at).manhattanLength() > (other - at).manhattanLength() * 14 / 10);
        s.models.add(7, 2, 60'000, 0.79, CandidateRole::Beam, Prediction{0.79, 0.01});
        s.panel.refresh();
        QVERIFY((view.positionOf(5) - at).manhattanLength() <= 2); // new results keep the zoom
        QTest::mousePress(&view, Qt::LeftButton, Qt::ShiftModifier, at);
        moveTo(view, at + QPoint(20, 6), Qt::LeftButton, Qt::ShiftModifier);
        QTest::mouseRelease(&view, Qt::LeftButton, Qt::ShiftModifier, at + QPoint(20, 6));
        QVERIFY((view.positionOf(5) - at - QPoint(20, 6)).manhattanLength() <= 2);
        QTest::mouseDClick(&view, Qt::LeftButton, {}, QPoint(view.width() - 20, 20));
        QVERIFY(!view.isZoomed());
        QCOMPARE(zoomed.count(), 2);
        QCOMPARE(s.models.selection.current(), CandidateId(0));
        wheel(view, at, -240); // not beyond everything
        QVERIFY(!view.isZoomed());
    }

    void arrowKeysWalkAndEnterSelects()
    {
        Shown s("pareto");
        auto& view = s.view();
        QSignalSpy hovered(&view, &ui::ChartView::pointHovered);
        const auto told = [&] { return view.pointId(view.walkedPoint()); };
        view.setFocus();
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(told(), CandidateId(1));
        QCOMPARE(hovered.back().at(0).value<CandidateId>(), CandidateId(1));
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(told(), CandidateId(4)); // 25 k before 30 k
        QTest::keyClick(&view, Qt::Key_Up);
        QCOMPARE(told(), CandidateId(6));
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(told(), CandidateId(4));
        QCOMPARE(s.models.selection.current(), CandidateId(0)); // walking alone selects nothing
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(s.models.selection.current(), CandidateId(4));
        QTest::keyClick(&view, Qt::Key_End);
        QTest::keyClick(&view, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(s.models.selection.chosen(), (std::vector<CandidateId>{4, 6}));
        QTest::keyClick(&view, Qt::Key_Home);
        QCOMPARE(told(), CandidateId(1));
        for (int i = 0; i < 4; ++i)
            QTest::keyClick(&view, Qt::Key_Plus);
        QVERIFY(view.isZoomed());
        QTest::keyClick(&view, Qt::Key_End);
        QVERIFY(!view.positionOf(6).isNull()); // walking brings the point into sight
        QTest::keyClick(&view, Qt::Key_0);
        QVERIFY(!view.isZoomed());
    }

    void pointsHaveNames()
    {
        Shown s("predicted");
        auto* chart = QAccessible::queryAccessibleInterface(&s.view());
        QVERIFY(chart);
        QCOMPARE(chart->text(QAccessible::Name), QStringLiteral("Predicted against measured"));
        QCOMPARE(chart->childCount(), 3);
        auto* point = chart->child(2);
        QCOMPARE(point->text(QAccessible::Name), QStringLiteral("#4: predicted 81.0\u202f%, measured 82.0\u202f%"));
        QCOMPARE(chart->indexOfChild(point), 2);
        QVERIFY(!point->state().selected);
        point->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(s.models.selection.current(), CandidateId(4));
        QVERIFY(point->state().selected);
        const auto at = s.view().mapToGlobal(s.view().positionOf(4));
        QVERIFY(point->rect().contains(at));
        QCOMPARE(chart->childAt(at.x(), at.y()), point);
        s.models.candidates.clear();
        s.panel.refresh();
        QVERIFY(!point->isValid());
        QCOMPARE(chart->childCount(), 0);
    }

    void hoverTellsTheCell()
    {
        Shown s("predicted");
        QSignalSpy hovered(&s.view(), &ui::ChartView::pointHovered);
        moveTo(s.view(), s.view().positionOf(6));
        QCOMPARE(hovered.count(), 1);
        QCOMPARE(hovered.back().at(0).value<CandidateId>(), CandidateId(6));
        QVERIFY(!QToolTip::text().isEmpty());
        const auto text = ui::candidateHover(s.models.sources(), 6);
        for (const auto* part : {"<b>#6</b>", "level 2", "measured (proxy) 84.0", "predicted 74.0 \u00b1 0.5", "sep 5\u00d75"})
            QVERIFY2(text.contains(QString::fromUtf8(part)), part);
        moveTo(s.view(), QPoint(3, 3));
        QCOMPARE(hovered.back().at(0).value<CandidateId>(), CandidateId(0));
    }

    void variantsAndThrottledRefresh()
    {
        Shown s("pareto");
        s.panel.setVariant(1);
        QVERIFY(s.panel.content().xTitle.contains(QStringLiteral("multiply-adds")));
        const auto before = s.panel.content().toText();
        for (CandidateId id = 7; id < 12; ++id)
            s.models.add(id, 2, 60'000, 0.9);
        QCOMPARE(s.panel.content().toText(), before); // not with every event
        QTRY_VERIFY(s.panel.content().toText().contains(QStringLiteral("#11")));
        QCOMPARE(s.panel.variant(), 1);
    }

    void picturesAtAnySize()
    {
        Shown s("progress");
        const auto paint = [&](QSize size) {
            QImage image(size, QImage::Format_RGB32);
            image.fill(Qt::magenta);
            QPainter painter(&image);
            s.view().paintTo(painter, size);
            return image;
        };
        QCOMPARE(paint({1600, 900}).pixelColor(1, 1), ui::theme().surface);
        const auto light = paint({400, 300});
        ui::ThemeKeeper::instance().setMode(ui::ThemeMode::Dark);
        const auto dark = paint({400, 300});
        ui::ThemeKeeper::instance().setMode(ui::ThemeMode::Light);
        QVERIFY(light != dark);
        QBuffer file;
        QSvgGenerator svg;
        svg.setOutputDevice(&file);
        svg.setSize({800, 500});
        QPainter painter(&svg);
        s.view().paintTo(painter, {800, 500});
        painter.end();
        for (const auto* part : {"best so far", "models trained", "level 2", "<polyline", "<text"})
            QVERIFY2(file.data().contains(part), part);
        QVERIFY(!file.data().contains("<image"));
    }
};

QTEST_MAIN(ChartsTest)
#include "charts_test.moc"
