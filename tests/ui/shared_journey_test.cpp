// A search with shared weights through the window, with a fake engine: live child, derive, decisions, the end.
#include <chrono>
#include <thread>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/session/session.h"
#include "tests/core/fakes.h"
#include "tests/ui/tiny_pictures.h"
#include "ui/docks/canvas_panel.h"
#include "ui/docks/cell_tab.h"
#include "ui/docks/chart_deck.h"
#include "ui/inspectors/candidate_inspector.h"
#include "ui/main_window.h"
#include "ui/util/text.h"

using namespace cw;
using ui::Act;

class SharedJourneyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setApplicationName(QStringLiteral("cellwright-shared-journey"));
        QVERIFY(m_home.isValid());
        for (const char* name : {"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"})
            qputenv(name, m_home.filePath(QString::fromLatin1(name)).toUtf8());
        QVERIFY(test::writeTinyPictures(m_home.filePath(QStringLiteral("pictures")), 3, 20));
        m_engine.onSharedBatch = [] { std::this_thread::sleep_for(std::chrono::milliseconds(2)); };
    }

    void fromTheDataToTheWinner()
    {
        ui::MainWindow window(fakes());
        window.resize(1440, 900);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        auto& w = window.workspace();
        w.openPath(m_home.filePath(QStringLiteral("pictures")));
        QTRY_VERIFY(w.canStart());
        QVERIFY(!window.actions()[Act::Derive]->isEnabled());
        w.setup().setStrategy("enas");
        w.setup().setSpace("micro");
        for (const auto& [key, value] : {std::pair{"nodes", "3"}, {"rounds", "200"}, {"round_steps", "40"}, {"updates", "8"}, {"samples", "3"}, {"derive", "6"}, {"units", "12"}})
            QVERIFY2(bool(w.setup().set(key, value)), key);
        window.actions()[Act::Start]->trigger();
        // The child of this moment, before there is any candidate.
        QTRY_VERIFY(window.canvasPanel()->cellTab()->shownChild());
        QCOMPARE(w.selection().current(), CandidateId{0});
        QTRY_VERIFY(window.canvasPanel()->facts().startsWith(QStringLiteral("Sampled now")));
        QTRY_VERIFY(w.candidates().rowCount() >= 6 && w.run().evaluated() >= 6);
        QCOMPARE(w.selection().current(), CandidateId{0}); // it follows the children, not the candidates
        QTRY_VERIFY(!w.policy().updates().empty());
        QVERIFY(w.policy().updates().back().event.randomReward);
        QCOMPARE(QString::fromLatin1(window.charts()->panel()->row().key), QStringLiteral("reward"));

        // Derive: what it brings is a derivation of its own.
        QSignalSpy noticed(&w, &ui::Workspace::noticed);
        QVERIFY(window.actions()[Act::Derive]->isEnabled());
        window.actions()[Act::Derive]->trigger();
        QTRY_COMPARE(noticed.count(), 1);

        // The running search says what its controller thinks, and what would follow from another choice.
        w.selection().select(2);
        QTRY_COMPARE(w.decisions().state(), ui::DecisionModel::State::Ready);
        QVERIFY(w.decisions().source().contains(QStringLiteral("now")));
        const auto sampled = w.decisions().sampled()->architecture;
        QCOMPARE(sampled, w.candidates().find(2)->proposed.arch);
        const auto& first = w.decisions().sampled()->decisions.front();
        w.decisions().force(0, (first.choice + 1) % static_cast<int>(first.options.size()));
        QTRY_VERIFY2(w.decisions().forced(), qPrintable(w.decisions().toText()));
        QVERIFY(window.canvasPanel()->hypothetical());
        QVERIFY(!window.actions()[Act::CopyCell]->isEnabled()); // nobody sampled what is drawn
        QCOMPARE(window.canvasPanel()->facts(), QStringLiteral("What if in place of #2"));
        w.selection().select(3);
        QVERIFY(!window.canvasPanel()->hypothetical() && !w.decisions().forced());
        QVERIFY(window.actions()[Act::CopyCell]->isEnabled());

        // Back to live: the children again.
        window.actions()[Act::BackToLive]->trigger();
        QTRY_VERIFY(window.canvasPanel()->cellTab()->shownChild());

        // The end keeps the best; the controller that lies with the run answers then.
        window.actions()[Act::FinishNow]->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(w.run().state(), SessionState::Finished, 20'000);
        QVERIFY(w.run().finished()->winner > 0);
        QTRY_COMPARE(w.selection().current(), w.run().finished()->winner);
        QVERIFY(!window.actions()[Act::Derive]->isEnabled());
        QVERIFY(window.actions()[Act::Derive]->property("reason").toString().contains(QStringLiteral("does not run")));
        QTRY_COMPARE(w.decisions().state(), ui::DecisionModel::State::Ready);
        QTRY_VERIFY(w.decisions().source().contains(QStringLiteral("kept with the run")));

        // Opened again from the disk, it tells the same.
        const auto folder = w.run().info().folder;
        const auto history = w.policy().toText();
        const auto rows = w.candidates().rowCount();
        w.closeRun();
        w.openRun(folder);
        QTRY_COMPARE(w.candidates().rowCount(), rows);
        QTRY_COMPARE(w.policy().toText(), history);
        QCOMPARE(w.run().state(), SessionState::Finished);
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
    QTemporaryDir m_home;
    test::FakeEngine m_engine;
};

QTEST_MAIN(SharedJourneyTest)
#include "shared_journey_test.moc"
