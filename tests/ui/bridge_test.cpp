#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include "core/session/session.h"
#include "tests/core/fakes.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/models/candidate_model.h"
#include "ui/models/run_model.h"
#include "ui/util/text.h"

using namespace cw;

class BridgeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_engine.training = {};
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void deliversOnTheUiThreadInBatches()
    {
        m_engine.training = {200, std::chrono::microseconds(0), {}};
        ui::EngineBridge bridge(fakes());
        ui::RunModel run;
        ui::CandidateModel candidates;
        run.begin({}, true);
        int batches = 0, events = 0, progress = 0;
        bool elsewhere = false;
        QElapsedTimer clock;
        connect(&bridge, &ui::EngineBridge::eventsArrived, this, [&](const std::vector<Event>& batch) {
            elsewhere |= QThread::currentThread() != qApp->thread();
            ++batches;
            events += static_cast<int>(batch.size());
            for (const auto& e : batch)
                progress += std::holds_alternative<TrainingProgress>(e.body);
            candidates.apply(batch);
            run.apply(batch);
        });
        clock.start();
        const auto status = bridge.start(request());
        QVERIFY2(bool(status), status ? "" : status.error().message.c_str());
        QTRY_COMPARE_WITH_TIMEOUT(run.state(), SessionState::Finished, 20'000);
        QVERIFY(!elsewhere);
        QVERIFY2(batches <= clock.elapsed() / 30 + 2, "at most 30 a second");
        // 10 one-block cells of two operations and two inputs, then the beam: each proposed and measured once.
        QVERIFY(candidates.rowCount() >= 10);
        for (const auto& c : candidates.all())
            QVERIFY(c.measured());
        QVERIFY2(progress < candidates.rowCount() * 200 / 10, "progress is merged, not queued");
        QVERIFY(run.finished() && candidates.find(run.finished()->winner));
    }

    void destroyingItWhileRunningIsSafe()
    {
        m_engine.training = {1000, std::chrono::microseconds(500), {}};
        for (int i = 0; i < 5; ++i) {
            ui::EngineBridge bridge(fakes());
            QVERIFY(bool(bridge.start(request(i))));
            QTest::qWait(i * 20);
        }
        QCoreApplication::processEvents(); // wake-ups of the dead ones must not arrive
    }

    void refusesASecondStart()
    {
        m_engine.training = {1000, std::chrono::microseconds(500), {}};
        ui::EngineBridge bridge(fakes());
        QVERIFY(bool(bridge.start(request())));
        const auto second = bridge.start(request(1));
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Busy);
    }

    void pauseStopAndResumeNeverBlock()
    {
        m_engine.training = {50, std::chrono::microseconds(400), {}};
        ui::EngineBridge bridge(fakes());
        ui::RunModel run;
        run.begin({}, true);
        connect(&bridge, &ui::EngineBridge::eventsArrived, this, [&run](const std::vector<Event>& batch) { run.apply(batch); });
        QVERIFY(bool(bridge.start(request())));
        QTRY_VERIFY(run.evaluated() >= 2);
        QElapsedTimer clock;
        clock.start();
        bridge.pause();
        QVERIFY(clock.elapsed() < 20);
        QTRY_COMPARE(run.state(), SessionState::Paused);
        const int before = run.evaluated();
        QTest::qWait(150);
        QCOMPARE(run.evaluated(), before);
        bridge.resume();
        QTRY_VERIFY(run.evaluated() > before);
        clock.restart();
        bridge.finishNow();
        QVERIFY(clock.elapsed() < 20);
        QTRY_COMPARE(run.state(), SessionState::Finished);
        QVERIFY(run.finished()->early);
    }

private:
    ui::EngineBridge::Adjust fakes()
    {
        return [this](SessionConfig& config) {
            config.engine = [this]() -> Result<Engine*> { return &m_engine; };
            config.dataset = [](Control&, const LoadProgress&) -> Result<std::shared_ptr<const ImageData>> {
                return std::shared_ptr<const ImageData>(std::make_shared<test::FakeImageData>());
            };
            config.lowPriority = false;
        };
    }
    ui::StartRequest request(int number = 0)
    {
        ui::StartRequest r;
        r.run.strategy = r.run.space = "pnas";
        r.run.preset = "quick";
        auto settings = makeSettings("pnas", "pnas", "quick");
        if (settings) {
            r.run.settings = *settings;
            for (const auto& [key, value] : {std::pair{"operations", "sep3,max3"}, {"blocks", "2"}, {"beam_width", "3"}})
                if (const auto status = r.run.settings.set(key, value); !status)
                    qWarning("%s", status.error().message.c_str());
        }
        r.run.folder = m_folder->filePath(QStringLiteral("run%1.cwrun").arg(number));
        return r;
    }
    test::FakeEngine m_engine;
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(BridgeTest)
#include "bridge_test.moc"
