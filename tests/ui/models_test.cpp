#include <QElapsedTimer>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTest>

#include "core/arch/arch_text.h"
#include "tests/ui/recorded_run.h"
#include "ui/models/candidate_model.h"
#include "ui/models/model_text.h"
#include "ui/models/run_model.h"
#include "ui/models/search_setup.h"
#include "ui/models/selection.h"
#include "ui/util/text.h"

using namespace cw;

namespace {

CandidateProposed proposal(CandidateId id, const char* text, int level, std::optional<Prediction> predicted = {})
{
    CandidateProposed p;
    p.id = id;
    p.arch = *architectureFromText(text);
    p.level = level;
    p.predicted = predicted;
    p.parameters = 12'345'678;
    p.multiplyAdds = 4'321;
    return p;
}

Evaluation measured(CandidateId id, double accuracy)
{
    Evaluation e;
    e.id = id;
    e.accuracy = accuracy;
    return e;
}

} // namespace

class ModelsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void candidatesAsText()
    {
        test::Recording run;
        run.add(proposal(1, "pnas:c-2.sep5+c-2.max3", 1));
        run.add(proposal(2, "pnas:c-1.id+c-1.avg3/b1.sep3+c-2.conv17", 2, Prediction{0.9, 0.004}));
        run.add(proposal(3, "pnas:c-1.sep3+c-1.sep3", 1));
        run.add(TrainingProgress{2, 40, 100, 1});
        run.add(CandidateEvaluated{measured(1, 0.9132)});
        Evaluation skipped = measured(3, 0);
        skipped.outcome = Outcome::Skipped;
        run.add(CandidateEvaluated{skipped});
        ui::CandidateModel model;
        model.apply(run.events());
        using C = ui::CandidateModel;
        QCOMPARE(ui::modelText(model, {C::Id, C::Level, C::Measured, C::Predicted, C::State, C::Parameters, C::MultiplyAdds, C::Blocks}),
                 QStringLiteral("#1 | 1 | 91.3\u202f% |  | measured | 12.3\u202fM | 4321 | k\u22122 sep 5\u00d75 + k\u22122 max 3\u00d73\n"
                                "#2 | 2 |  | 90.0 \u00b1 0.4\u202f% | training 40 % | 12.3\u202fM | 4321 | k\u22121 identity + k\u22121 avg 3\u00d73,  block 1 sep 3\u00d73 + k\u22122 1\u00d77\u20137\u00d71\n"
                                "#3 | 1 |  |  | skipped | 12.3\u202fM | 4321 | k\u22121 sep 3\u00d73 + k\u22121 sep 3\u00d73"));
        // Taking the same events in again (a resumed run tells some twice) changes nothing but the progress of the one in training.
        const auto before = ui::modelText(model);
        model.apply(run.events());
        QCOMPARE(ui::modelText(model), before);
        QSignalSpy told(&model, &ui::CandidateModel::candidateChanged), batches(&model, &ui::CandidateModel::batchApplied);
        model.endTraining();
        QCOMPARE(told.count(), 1); // who shows that candidate shows it anew
        QCOMPARE(told.front().front().value<CandidateId>(), 2u);
        QCOMPARE(batches.count(), 1);
        QCOMPARE(model.index(1, C::State).data().toString(), QStringLiteral("waiting"));
    }

    void batchesInsertOnce()
    {
        test::Recording run;
        run.level(1, 136, 100, 136);
        ui::CandidateModel model;
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted), changed(&model, &QAbstractItemModel::dataChanged);
        model.apply(run.events());
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(model.rowCount(), 136);
    }

    void tenThousandRowsStayFast()
    {
        test::Recording run;
        run.level(1, 5000, 5000, 10000);
        run.level(1, 5000, 4999, 10000);
        ui::CandidateModel model;
        QSortFilterProxyModel sorted;
        sorted.setSourceModel(&model);
        sorted.setSortRole(ui::CandidateModel::SortRole);
        sorted.sort(ui::CandidateModel::Measured, Qt::DescendingOrder);
        model.apply(std::span(run.events()).subspan(0, run.events().size() - 1));
        QCOMPARE(sorted.rowCount(), 10000);
        double last = 2;
        for (int row = 0; row < sorted.rowCount(); ++row) {
            const auto value = sorted.index(row, ui::CandidateModel::Measured).data(ui::CandidateModel::SortRole).toDouble();
            QVERIFY(value <= last);
            last = value;
        }
        // One more result must cost far less than a frame.
        test::Recording next;
        next.add(CandidateEvaluated{measured(10000, 0.8)});
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 20; ++i)
            model.apply(next.events());
        QVERIFY2(timer.elapsed() < 20 * 30, qPrintable(QString::number(timer.elapsed())));
    }

    void runAsText()
    {
        test::Recording run;
        run.state(SessionState::Preparing);
        run.add(PreparationProgress{"Reading the pictures", 500, 1000});
        ui::RunModel model;
        model.begin(test::inventedRun(), true);
        model.apply(run.events());
        QCOMPARE(model.toText(), QStringLiteral("state preparing | Reading the pictures\nevaluated 0 of 0\nbest none\ntrust not known yet"));
        QCOMPARE(model.progress(), 0.5);
        run.state(SessionState::Running);
        run.level(1, 10, 10, 30);
        run.level(2, 10, 4, 30);
        model.begin(test::inventedRun(), true);
        model.apply(run.events());
        QCOMPARE(model.stateText(), QStringLiteral("Level 2 of 3 \u00b7 candidate 5 of 10"));
        QCOMPARE(model.evaluated(), 14);
        QCOMPARE(model.planned(), 30);
        QVERIFY(model.training() == 15);
        QVERIFY(std::abs(model.progress() - 14.4 / 30) < 1e-9);
        // Told twice, counted once.
        model.apply(run.events());
        QCOMPARE(model.evaluated(), 14);
        double best = 0;
        for (const auto& e : run.events())
            if (const auto* evaluated = std::get_if<CandidateEvaluated>(&e.body))
                best = std::max(best, evaluated->evaluation.accuracy);
        QCOMPARE(model.best()->accuracy, best);
        QVERIFY(model.toText().contains(QStringLiteral("level 1: 10 of 10 finished\nlevel 2: 4 of 10")));
    }

    void timeLeftIsARange()
    {
        test::Recording run;
        run.state(SessionState::Running);
        run.level(1, 10, 10, 30);
        run.level(2, 10, 5, 30);
        ui::RunModel model;
        model.begin(test::inventedRun(), true);
        model.apply(run.events());
        const auto left = model.timeLeft();
        QVERIFY(left.has_value());
        // 3.4 s a child in the recording: 15 are left, 10 of them at a level that costs up to 3/2.
        QVERIFY2(left->low > 15 * 3.4 * 0.75 && left->low < 15 * 3.4, qPrintable(QString::number(left->low)));
        QVERIFY2(left->high > 15 * 3.4 && left->high < 20 * 3.4 * 1.25, qPrintable(QString::number(left->high)));
        run.state(SessionState::Pausing);
        run.state(SessionState::Paused);
        model.apply(std::span(run.events()).last(2));
        QCOMPARE(model.timeLeft()->low, left->low);
    }

    void aCutOffRecordingCountsAsStopped()
    {
        test::Recording run;
        run.state(SessionState::Running);
        run.level(1, 10, 4, 30);
        ui::RunModel model;
        model.begin(test::inventedRun(), false);
        model.apply(run.events());
        model.endOfRecording();
        QCOMPARE(model.state(), SessionState::Stopped);
        QVERIFY(model.resumable());
        QCOMPARE(model.training(), 0u);
        QCOMPARE(model.stateText(), QStringLiteral("Stopped \u00b7 4 candidates measured"));
    }

    void aRunThatNeverBeganCountsAsStopped()
    {
        ui::RunModel model;
        model.endOfRecording();
        QCOMPARE(model.state(), SessionState::Idle); // no run at all
        model.begin(test::inventedRun(), false);
        model.endOfRecording();
        QCOMPARE(model.state(), SessionState::Stopped);
        QVERIFY(model.resumable());
    }

    void everyFailureIsTold()
    {
        test::Recording run;
        run.state(SessionState::Preparing);
        run.add(SessionFailed{{ErrorCode::NotFound, "The data are gone.", {}}});
        run.state(SessionState::Failed);
        ui::RunModel model;
        QSignalSpy failed(&model, &ui::RunModel::failed);
        model.begin(test::inventedRun(), false);
        model.apply(run.events());
        QCOMPARE(failed.count(), 1);
        model.goLive(); // and it fails again before the window has looked
        model.apply(run.events());
        QCOMPARE(failed.count(), 2);
        QCOMPARE(model.state(), SessionState::Failed);
    }

    void skippedOnesAreNotMeasured()
    {
        test::Recording run;
        run.state(SessionState::Running);
        run.level(1, 10, 4, 30);
        Evaluation skipped = measured(5, 0);
        skipped.outcome = Outcome::Skipped;
        run.add(CandidateEvaluated{skipped});
        run.state(SessionState::Stopping);
        run.state(SessionState::Stopped);
        ui::RunModel model;
        model.begin(test::inventedRun(), true);
        model.apply(run.events());
        QCOMPARE(model.evaluated(), 5);
        QCOMPARE(model.measured(), 4);
        QVERIFY(model.isDone(5) && !model.isDone(6) && !model.isDone(99));
        QCOMPARE(model.stateText(), QStringLiteral("Stopped \u00b7 4 candidates measured"));
    }

    void oneRunAfterTheOtherIsNeverNone()
    {
        ui::RunModel model;
        model.begin(test::inventedRun(), true);
        bool none = false;
        connect(&model, &ui::RunModel::changed, this, [&] { none = none || !model.hasRun(); });
        connect(&model, &ui::RunModel::stateChanged, this, [&] { none = none || !model.hasRun(); });
        model.begin(test::inventedRun(), false);
        QVERIFY(!none);
        model.clear();
        QVERIFY(none);
    }

    void trustInWords_data()
    {
        QTest::addColumn<double>("rho");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<QString>("text");
        QTest::newRow("good") << 0.71 << 0.58 << 0.80 << QStringLiteral("good \u00b7 \u03c1 0.71 [0.58, 0.80]");
        QTest::newRow("fair") << 0.71 << 0.10 << 0.90 << QStringLiteral("fair \u00b7 \u03c1 0.71 [0.10, 0.90]");
        QTest::newRow("weak") << 0.20 << 0.05 << 0.40 << QStringLiteral("weak \u00b7 \u03c1 0.20 [0.05, 0.40]");
        QTest::newRow("unproven") << 0.5 << -0.2 << 0.8 << QStringLiteral("not shown yet \u00b7 \u03c1 0.50 [-0.20, 0.80]");
    }
    void trustInWords()
    {
        QFETCH(double, rho);
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(QString, text);
        test::Recording run;
        run.add(LevelFinished{2, 10, RankCorrelation{rho, 0, low, high, 6}, {}, {}, 0.9, 3});
        ui::RunModel model;
        model.begin(test::inventedRun(), true);
        model.apply(run.events());
        QCOMPARE(model.trustText(), text);
        QVERIFY(model.trustHelp().contains(QStringLiteral("over 6 cells")));
    }

    void selectionFollowsUntilTheUserSelects()
    {
        ui::Selection selection;
        selection.follow(3);
        QCOMPARE(selection.current(), 3u);
        selection.select(1);
        selection.follow(4);
        QCOMPARE(selection.current(), 1u);
        QVERIFY(!selection.live());
        selection.backToLive();
        QCOMPARE(selection.current(), 4u);
        QVERIFY(selection.live());
        selection.follow(0); // the moment before the first cell
        QCOMPARE(selection.current(), 0u);
        QVERIFY(selection.chosen().empty());
    }

    void setupChecksAndMarksDifferences()
    {
        ui::SearchSetup setup;
        QVERIFY(!setup.presetsOfStrategy().empty());
        QCOMPARE(setup.differences(), 0);
        QVERIFY(!setup.set("blocks", "99"));
        QVERIFY(!setup.set("blocks", "x"));
        QCOMPARE(setup.differences(), 0);
        QVERIFY(bool(setup.set("blocks", "2")));
        QVERIFY(setup.differsFromPreset("blocks"));
        QCOMPARE(setup.differences(), 1);
        setup.resetToPreset();
        QCOMPARE(setup.differences(), 0);
        setup.setStrategy("random");
        QCOMPARE(setup.strategy(), std::string("random"));
        QVERIFY(!setup.presetsOfStrategy().empty());
    }

    void figuresInWords()
    {
        QCOMPARE(ui::duration(35), QStringLiteral("35 s"));
        QCOMPARE(ui::duration(4800), QStringLiteral("80 min"));
        QCOMPARE(ui::duration(6000), QStringLiteral("1 h 40 min"));
        QCOMPARE(ui::durationRange(240, 420), QStringLiteral("4\u20137 min"));
        QCOMPARE(ui::durationRange(31, 43), QStringLiteral("30\u201345 s"));
        QCOMPARE(ui::durationRange(100, 6000), QStringLiteral("2 min \u2013 1 h 40 min"));
        QCOMPARE(ui::shortCount(3'176'602), QStringLiteral("3.18\u202fM"));
        QCOMPARE(ui::shortCount(999), QStringLiteral("999"));
    }
};

QTEST_GUILESS_MAIN(ModelsTest)
#include "models_test.moc"
