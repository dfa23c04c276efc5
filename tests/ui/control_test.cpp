#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/recorded_run.h"
#include "ui/models/control_model.h"
#include "ui/models/run_model.h"
#include "ui/util/text.h"

using namespace cw;

namespace {

RunHeader header(const char* strategy, std::uint64_t seed)
{
    RunHeader h;
    h.strategy = strategy;
    h.space = "pnas";
    h.preset = "quick";
    h.settings = makeSettings(strategy, "pnas", "quick")->toJson();
    h.seed = seed;
    h.dataPath = "/data/fashion-mnist";
    h.dataFingerprint = "0123456789abcdef";
    h.classes = {"a", "b"};
    h.image = {1, 14, 14};
    return h;
}

ui::ControlRun random(std::uint64_t seed, std::vector<double> accuracies, bool own = false) { return {"r.cwrun", seed, std::move(accuracies), 10, own}; }

} // namespace

class ControlTest : public QObject {
    Q_OBJECT
private:
    std::filesystem::path folder(const char* name) const { return ui::toPath(m_home->filePath(QString::fromLatin1(name))); }

    /// A run folder as a search leaves it: these accuracies in the order of drawing, one skipped cell between.
    void store(const char* name, const RunHeader& h, const std::vector<double>& accuracies) const
    {
        auto run = RunStore::create(folder(name), h);
        QVERIFY(bool(run));
        Random cells(h.seed);
        PnasSpace space;
        CandidateId id = 0;
        const auto add = [&](double accuracy, Outcome outcome) {
            CandidateProposed p;
            p.id = ++id;
            p.arch = sampleUniform(space, 3, cells);
            p.level = 3;
            p.role = CandidateRole::Random;
            QVERIFY(bool((*run)->append(p)));
            Evaluation e;
            e.id = id;
            e.outcome = outcome;
            e.accuracy = accuracy;
            e.seconds = 2;
            QVERIFY(bool((*run)->append(CandidateEvaluated{e})));
        };
        for (std::size_t i = 0; i < accuracies.size(); ++i) {
            if (i == 1)
                add(0, Outcome::Skipped);
            add(accuracies[i], Outcome::Measured);
        }
    }

    std::unique_ptr<QTemporaryDir> m_home;

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init() { m_home = std::make_unique<QTemporaryDir>(); }

    void readsRunsBesideTheShownOne()
    {
        store("search.cwrun", header("pnas", 1), {0.9, 0.91});
        store("random-2.cwrun", header("random", 2), {0.7, 0.8, 0.75});
        store("random-2-cut-off.cwrun", header("random", 2), {0.7});
        store("random-1.cwrun", header("random", 1), {0.6, 0.65});
        store("rl.cwrun", header("rl", 1), {0.5, 0.6});
        auto elsewhere = header("random", 3);
        elsewhere.dataFingerprint = "fedcba9876543210";
        store("other-data.cwrun", elsewhere, {0.99});
        std::filesystem::create_directory(folder("broken.cwrun"));
        Control control;
        const auto place = folder("");
        const auto runs = ui::findControlRuns(folder("search.cwrun"), {&place, 1}, control);
        QCOMPARE(runs.size(), std::size_t(4));
        QCOMPARE(runs[0].strategy, std::string("pnas"));
        QVERIFY(runs[0].own);
        QCOMPARE(runs[1].strategy, std::string("random"));
        QCOMPARE(runs[1].seed, std::uint64_t(1));
        QCOMPARE(runs[1].accuracies, (std::vector<double>{0.6, 0.65}));
        QCOMPARE(runs[2].accuracies, (std::vector<double>{0.7, 0.8, 0.75})); // the longer of one seed
        QCOMPARE(runs[2].seconds, 6.0);
        QVERIFY(!runs[2].own);
        QCOMPARE(runs[3].strategy, std::string("rl"));
        QVERIFY(ui::findControlRuns(folder("absent.cwrun"), {&place, 1}, control).empty());
        control.requestStop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, ui::findControlRuns(folder("search.cwrun"), {&place, 1}, control));
    }

    void followsTheRunInTheWindow()
    {
        store("search.cwrun", header("pnas", 1), {0.9, 0.91});
        ui::SerialWorker worker;
        ui::ControlModel model(worker);
        ui::RunModel run;
        QSignalSpy changed(&model, &ui::ControlModel::changed);
        model.follow(run);
        run.begin(ui::runInfo(folder("search.cwrun"), header("pnas", 1)), false);
        QTRY_VERIFY(worker.idle());
        QCOMPARE(model.figure(10).text, QStringLiteral("not run yet"));
        QVERIFY(!model.figure(10).known);
        QCOMPARE(changed.count(), 0);

        store("random.cwrun", header("random", 5), {0.7, 0.8, 0.75});
        model.refresh();
        QTRY_COMPARE(changed.count(), 1);
        QCOMPARE(model.cells(), 3);
        QCOMPARE(model.secondsPerCell(), 2.0);
        QCOMPARE(model.figure(10).text, QStringLiteral("80.0\u202f% after 3 cells"));
        QVERIFY(model.figure(10).help.contains(QStringLiteral("fewer cells")));

        run.clear(); // the run is put away
        QCOMPARE(model.figure(10).known, false);
        QCOMPARE(model.over(), ui::ControlModel::Over::Nothing);
    }

    void aRandomRunIsItsOwnControl()
    {
        store("random.cwrun", header("random", 5), {0.7, 0.8, 0.75});
        ui::SerialWorker worker;
        ui::ControlModel model(worker);
        model.setRun(ui::runInfo(folder("random.cwrun"), header("random", 5)));
        QTRY_VERIFY(model.ownOnly());
        QVERIFY(model.figure(3).help.contains(QStringLiteral("its own control")));
    }

    void otherStrategiesAreNoControlButAreCompared()
    {
        ui::SerialWorker worker;
        ui::ControlModel model(worker);
        QSignalSpy changed(&model, &ui::ControlModel::changed);
        model.setRuns({{"shown.cwrun", 1, {0.9, 0.8}, 4, true, "pnas"}, {"rl.cwrun", 1, {0.5, 0.7}, 4, false, "rl"}, {"rl-2.cwrun", 2, {0.7, 0.9}, 4, false, "rl"}});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(model.over(), ui::ControlModel::Over::Nothing);
        QVERIFY(!model.figure(2).known);
        QCOMPARE(model.beside().size(), std::size_t(3)); // one strategy: best 1, 5, 25
        QCOMPARE(model.beside()[0].strategy, std::string("rl"));
        QCOMPARE(model.beside()[0].runs, 2);
        QCOMPARE(model.beside()[0].points[1].mean, 0.8);
        QVERIFY(model.beside()[1].points.empty());

        model.setRuns({random(1, {0.6, 0.8, 0.7}), {"rl.cwrun", 1, {0.5, 0.7}, 4, false, "rl"}});
        QCOMPARE(model.cells(), 3);
        QCOMPARE(model.runs(), 1);
        QCOMPARE(model.secondsPerCell(), 10.0 / 3);
        QCOMPARE(model.beside().size(), std::size_t(6));
        model.setRuns({});
        QVERIFY(model.beside().empty());
        QCOMPARE(changed.count(), 3);
    }

    void bandOverOrdersOrSeedsAsText()
    {
        ui::SerialWorker worker;
        ui::ControlModel model(worker);
        model.setRuns({random(1, {0.6, 0.8, 0.7})});
        QCOMPARE(model.toText(), QStringLiteral("random control, 3 cells: mean, 5\u201395\u202f% over orders of the same draws\n"
                                                "1: 0.7000 \u00b1 0.0816 [0.6000, 0.8000]\n"
                                                "2: 0.7667 \u00b1 0.0471 [0.7000, 0.8000]\n"
                                                "3: 0.8000 \u00b1 0.0000 [0.8000, 0.8000]"));
        QCOMPARE(model.figure(2).text, QStringLiteral("76.7 \u00b1 4.7\u202f% after 2 cells"));
        QVERIFY(model.figure(2).help.contains(QStringLiteral("orders")));
        model.setRuns({random(1, {0.6, 0.8, 0.7}), random(2, {0.7, 0.6, 0.9, 0.9}), random(3, {0.99})});
        QCOMPARE(model.toText(), QStringLiteral("random control, 2 seeds: mean, least to greatest\n"
                                                "1: 0.6500 \u00b1 0.0707 [0.6000, 0.7000]\n"
                                                "2: 0.7500 \u00b1 0.0707 [0.7000, 0.8000]\n"
                                                "3: 0.8500 \u00b1 0.0707 [0.8000, 0.9000]"));
        QVERIFY(model.figure(3).help.contains(QStringLiteral("1 much shorter")));
    }
};

QTEST_MAIN(ControlTest)
#include "control_test.moc"
