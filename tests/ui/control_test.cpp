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

    void sameDataSpaceBlocksAndTraining()
    {
        const auto shown = header("pnas", 1);
        auto other = header("random", 2);
        QCOMPARE(ui::controlDifference(shown, other), std::string());
        QCOMPARE(ui::controlDifference(other, header("random", 3)), std::string()); // a random run has controls too
        QCOMPARE(ui::controlDifference(shown, header("pnas", 2)), std::string("strategy"));
        other.settings["models"] = 900; // how many are drawn does not matter
        other.preset = "standard";      // nor what the settings are called
        QCOMPARE(ui::controlDifference(shown, other), std::string());

        const auto differs = [&](auto change) {
            auto changed = header("random", 2);
            change(changed);
            return ui::controlDifference(shown, changed);
        };
        QCOMPARE(differs([](RunHeader& h) { h.dataFingerprint = "fedcba9876543210"; }), std::string("data"));
        QCOMPARE(differs([](RunHeader& h) { h.image = {3, 14, 14}; }), std::string("pictures"));
        QCOMPARE(differs([](RunHeader& h) { h.settings["blocks"] = 5; }), std::string("blocks"));
        QCOMPARE(differs([](RunHeader& h) { h.settings["operations"] = {"sep3", "id"}; }), std::string("operations"));
        QCOMPARE(differs([](RunHeader& h) { h.settings["filters"] = 12; }), std::string("filters"));
        QCOMPARE(differs([](RunHeader& h) { h.settings["steps"] = 720; }), std::string("steps"));
        // The preset trains for a number of steps, so epochs count only where steps do not.
        QCOMPARE(differs([](RunHeader& h) { h.settings["epochs"] = 40; }), std::string());
        auto byEpochs = shown, longer = header("random", 2);
        byEpochs.settings["steps"] = longer.settings["steps"] = 0;
        longer.settings["epochs"] = 40;
        QCOMPARE(ui::controlDifference(byEpochs, longer), std::string("epochs"));
    }

    void readsRunsBesideTheShownOne()
    {
        store("search.cwrun", header("pnas", 1), {0.9, 0.91});
        store("random-2.cwrun", header("random", 2), {0.7, 0.8, 0.75});
        store("random-2-cut-off.cwrun", header("random", 2), {0.7});
        store("random-1.cwrun", header("random", 1), {0.6, 0.65});
        auto elsewhere = header("random", 3);
        elsewhere.dataFingerprint = "fedcba9876543210";
        store("other-data.cwrun", elsewhere, {0.99});
        std::filesystem::create_directory(folder("broken.cwrun"));
        Control control;
        const auto place = folder("");
        const auto runs = ui::findControlRuns(folder("search.cwrun"), {&place, 1}, control);
        QCOMPARE(runs.size(), std::size_t(2));
        QCOMPARE(runs[0].seed, std::uint64_t(1));
        QCOMPARE(runs[0].accuracies, (std::vector<double>{0.6, 0.65}));
        QCOMPARE(runs[1].accuracies, (std::vector<double>{0.7, 0.8, 0.75})); // the longer of one seed
        QCOMPARE(runs[1].seconds, 6.0);
        QVERIFY(!runs[1].own);
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
