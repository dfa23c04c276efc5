#include <QSignalSpy>
#include <QTest>

#include "core/arch/arch_text.h"
#include "tests/ui/recorded_run.h"
#include "ui/charts/chart_panel.h"
#include "ui/export/chart_picture.h"
#include "ui/util/theme.h"

using namespace cw;

namespace {

struct Models {
    ui::CandidateModel candidates;
    ui::RunModel run;
    ui::SerialWorker worker;
    ui::ControlModel control{worker};
    ui::PolicyModel policy;
    ui::Selection selection;
    ui::ChartSources sources() { return {candidates, run, control, policy}; }

    void begin(std::vector<double> accuracies)
    {
        run.begin(test::inventedRun(), false);
        CandidateId id = 0;
        for (const double accuracy : accuracies) {
            CandidateProposed p;
            p.id = ++id;
            p.arch = *architectureFromText("pnas:c-2.sep5+c-2.max3");
            Evaluation e;
            e.id = id;
            e.accuracy = accuracy;
            const std::vector<Event> events{{id * 2, 0, p}, {id * 2 + 1, 0, CandidateEvaluated{e}}};
            candidates.apply(events);
            run.apply(events);
        }
    }
    void record()
    {
        test::Recording recording;
        recording.state(SessionState::Running);
        recording.level(1, 60, 60, 120);
        recording.level(2, 24, 24, 120);
        recording.level(3, 24, 24, 120);
        recording.finish(70, false);
        run.begin(test::inventedRun(), false);
        candidates.apply(recording.events());
        run.apply(recording.events());
    }
};

ui::ControlRun beside(const char* strategy, std::uint64_t seed, std::vector<double> accuracies) { return {"r.cwrun", seed, std::move(accuracies), 10, false, strategy}; }

std::vector<double> invented(std::uint64_t seed, int count, double mean, double growth)
{
    Random random(seed);
    std::vector<double> row;
    for (int i = 0; i < count; ++i)
        row.push_back(std::min(0.97, mean + growth * i / count + 0.05 * random.normal()));
    return row;
}

} // namespace

class EfficiencyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        ui::ThemeKeeper::instance().setMode(ui::ThemeMode::Light);
    }

    void curvesByStrategyAsText()
    {
        Models m;
        m.begin({0.5, 0.75, 0.625, 0.875});
        m.control.setRuns({beside("random", 1, {0.25, 0.5}), beside("random", 2, {0.75, 0.5, 0.5}), beside("rl", 1, {0.25, 0.5, 1}), {"own.cwrun", 1, {0.5, 0.75}, 4, true, "pnas"}});
        QCOMPARE(ui::efficiencyChart(m.sources(), 0).toText(),
                 QStringLiteral("x: models trained\n"
                                "y: best proxy accuracy, %\n"
                                "band \"\":\n"
                                "  1.00 50.00 [14.64, 85.36]\n"
                                "  2.00 62.50 [44.82, 80.18]\n"
                                "line \"Random control, 2 seeds: mean \u00b1 deviation\":\n"
                                "  1.00 50.00\n"
                                "  2.00 62.50\n"
                                "line dashed \"Reinforcement (RL), 1 run\":\n"
                                "  1.00 25.00\n"
                                "  2.00 50.00\n"
                                "  3.00 100.00\n"
                                "steps \"this run: Progressive search (PNAS)\":\n"
                                "  1.00 50.00\n"
                                "  2.00 75.00\n"
                                "  4.00 87.50\n"
                                "points \"its new best ones\":\n"
                                "  #1 1.00 50.00\n"
                                "  #2 2.00 75.00\n"
                                "  #4 4.00 87.50"));
    }

    void otherSeedsOfTheShownStrategy()
    {
        Models m;
        m.begin({0.5, 0.75, 0.625, 0.875});
        m.control.setRuns({beside("pnas", 2, {0.25, 0.5})});
        QCOMPARE(ui::efficiencyChart(m.sources(), 0).series.front().name, QStringLiteral("Progressive search (PNAS), another seed"));
        m.control.setRuns({beside("pnas", 2, {0.25, 0.5}), beside("pnas", 3, {0.25, 0.5})});
        QCOMPARE(ui::efficiencyChart(m.sources(), 0).series.at(1).name, QStringLiteral("Progressive search (PNAS), 2 other seeds: mean \u00b1 deviation"));
    }

    void meanOfTheBestFive()
    {
        Models m;
        m.begin({0.5, 0.75, 0.625, 0.875, 0.25, 0.125, 1});
        m.control.setRuns({beside("random", 1, {0.5, 0.5, 0.5, 0.5, 0.5})});
        const auto content = ui::efficiencyChart(m.sources(), 1);
        QCOMPARE(content.toText(), QStringLiteral("x: models trained\n"
                                                  "y: mean of the best 5: proxy accuracy, %\n"
                                                  "line \"Random control, 1 run\":\n"
                                                  "  5.00 50.00\n"
                                                  "steps \"this run: Progressive search (PNAS)\":\n"
                                                  "  5.00 60.00\n"
                                                  "  7.00 75.00\n"
                                                  "points \"those that entered its best 5\":\n"
                                                  "  #5 5.00 60.00\n"
                                                  "  #7 7.00 75.00"));
        QCOMPARE(ui::pointName(content, content.series.back().points.back()), QStringLiteral("#7: model 7, mean of the best 5 75.0\u202f%"));
    }

    void saysWhyThereIsNothingToShow()
    {
        Models m;
        const auto why = [&](int variant) { return ui::efficiencyChart(m.sources(), variant).empty; };
        QVERIFY(why(0).contains(QStringLiteral("After the first trained model")));
        m.begin({0.5, 0.75});
        QVERIFY(why(0).contains(QStringLiteral("Run a random control or an rl search on the same data to compare")));
        QVERIFY(why(1).contains(QStringLiteral("After 5 trained models")));
        m.control.setRuns({beside("random", 1, {0.5, 0.5})});
        QVERIFY(why(0).isEmpty());
        QVERIFY(why(2).contains(QStringLiteral("25 trained models")));
    }

    void panelFollowsWhatIsFoundAndReadsAloud()
    {
        Models m;
        m.begin({0.5, 0.75, 0.625, 0.875});
        const auto* row = ui::findChart(u"efficiency");
        QVERIFY(row);
        QCOMPARE(row->variants.size(), kTops.size());
        ui::ChartPanel panel(*row, m.sources(), m.selection);
        panel.resize(640, 400);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        QVERIFY(!panel.content().empty.isEmpty());
        m.control.setRuns({beside("rl", 1, {0.5, 0.6})});
        QTRY_VERIFY(panel.content().empty.isEmpty());
        QCOMPARE(panel.view()->pointCount(), 3);
        QCOMPARE(panel.view()->pointText(2), QStringLiteral("#4: model 4, best 87.5\u202f%"));
        QTest::mouseClick(panel.view(), Qt::LeftButton, {}, panel.view()->positionOf(4));
        QCOMPARE(m.selection.current(), CandidateId(4));
        panel.setVariant(1);
        QVERIFY(panel.content().empty.contains(QStringLiteral("After 5")));
    }

    void picturesInBothThemes()
    {
        Models m;
        m.record();
        m.control.setRuns({beside("random", 1, invented(1, 80, 0.74, 0)), beside("random", 2, invented(2, 70, 0.73, 0)), beside("rl", 1, invented(3, 140, 0.70, 0.12)),
                           beside("rl", 2, invented(4, 130, 0.70, 0.10)), beside("pnas", 2, invented(5, 110, 0.70, 0.15)), beside("pnas", 3, invented(6, 110, 0.70, 0.15))});
        const auto out = qEnvironmentVariable("CELLWRIGHT_PICTURES");
        for (const bool dark : {false, true})
            for (int variant = 0; variant < 3; ++variant) {
                const auto content = ui::efficiencyChart(m.sources(), variant);
                QVERIFY2(content.empty.isEmpty(), qPrintable(content.empty));
                const auto picture = ui::chartPicture(*ui::findChart(u"efficiency"), m.sources(), dark, variant);
                QImage image(picture.size.toSize(), QImage::Format_ARGB32);
                image.fill(ui::themeOf(dark).surface);
                QPainter painter(&image);
                picture.paint(painter);
                painter.end();
                // The shown run's own line is drawn in the accent colour, and nothing is filled with it.
                int accent = 0;
                for (int y = 0; y < image.height(); ++y)
                    for (int x = 0; x < image.width(); ++x)
                        accent += image.pixelColor(x, y) == ui::themeOf(dark).accent ? 1 : 0;
                QVERIFY2(accent > 200 && accent < image.width() * image.height() / 40, qPrintable(QString::number(accent)));
                if (!out.isEmpty())
                    QVERIFY(image.save(QStringLiteral("%1/efficiency-%2-%3.png").arg(out, dark ? QStringLiteral("dark") : QStringLiteral("light")).arg(variant)));
            }
    }
};

QTEST_MAIN(EfficiencyTest)
#include "efficiency_test.moc"
