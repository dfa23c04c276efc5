// Questions to the controller: of a run that is over, of one that runs, by mouse and by keyboard.
#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "core/arch/arch_text.h"
#include "core/search/enas_parameters.h"
#include "core/store/run_store.h"
#include "tests/ui/recorded_shared_run.h"
#include "ui/docks/canvas_panel.h"
#include "ui/docks/cell_tab.h"
#include "ui/inspectors/candidate_inspector.h"
#include "ui/inspectors/decisions_view.h"
#include "ui/util/text.h"

using namespace cw;
using State = ui::DecisionModel::State;

class DecisionsTest : public QObject {
    Q_OBJECT

private:
    /// A run on disk that kept a controller which has learned nothing.
    ui::RunInfo keptRun(const std::string& space, bool withController = true)
    {
        auto info = test::inventedSharedRun(space);
        info.folder = m_home.filePath(QStringLiteral("%1-%2.cwrun").arg(QString::fromStdString(space)).arg(++m_runs));
        RunHeader header;
        header.strategy = info.strategy, header.space = info.space, header.preset = info.preset;
        header.settings = info.settings.toJson();
        auto store = RunStore::create(ui::toPath(info.folder), header);
        if (store && withController) {
            const Controller controller(*decisionSpace(space, info.settings), controllerSettings(info.settings), 3);
            (void)(*store)->writeWeights(kControllerWeights, controller.save());
        }
        return info;
    }

    QTemporaryDir m_home;
    int m_runs = 0;

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setApplicationName(QStringLiteral("cellwright-decisions"));
        QVERIFY(m_home.isValid());
        qputenv("XDG_CONFIG_HOME", m_home.filePath(QStringLiteral("config")).toUtf8());
        QLocale::setDefault(QLocale::c());
    }

    void anOldRunIsAskedWithoutAnEngine()
    {
        for (const std::string space : {"micro", "macro", "recurrent"}) {
            const auto info = keptRun(space);
            test::SharedRecording recording(info);
            const auto arch = recording.draw();
            ui::SerialWorker worker;
            ui::DecisionModel model(worker);
            model.setRun(info);
            model.setSubject(1, arch);
            QCOMPARE(model.state(), State::Asking);
            QTRY_COMPARE(model.state(), State::Ready);
            const auto& decisions = model.sampled()->decisions;
            QCOMPARE(decisions.size(), recording.space().decisions().size());
            QCOMPARE(model.sampled()->architecture, arch);
            for (const auto& decision : decisions) {
                double sum = 0;
                for (const auto& option : decision.options)
                    sum += option.probability;
                QVERIFY(std::abs(sum - 1) < 1e-6);
            }
            // Another choice at the second of them: the first stays.
            const auto at = std::find_if(decisions.begin() + 1, decisions.end(), [](const auto& d) { return d.options.size() > 1; }) - decisions.begin();
            const auto& decision = decisions[static_cast<std::size_t>(at)];
            const int other = (decision.choice + 1) % static_cast<int>(decision.options.size());
            model.force(static_cast<int>(at), other);
            QTRY_VERIFY(model.forced());
            QCOMPARE(model.forcedDecision(), static_cast<int>(at));
            QCOMPARE(model.forced()->decisions[static_cast<std::size_t>(at)].choice, other);
            for (std::size_t i = 0; i < static_cast<std::size_t>(at); ++i)
                QCOMPARE(model.forced()->decisions[i].choice, decisions[i].choice);
            QVERIFY2(model.hypothesis().startsWith(QStringLiteral("Not sampled. ")), qPrintable(model.hypothesis()));
            QVERIFY(model.hypothesis().contains(ui::qs(decision.options[static_cast<std::size_t>(other)].name)));
            model.release();
            QVERIFY(!model.forced() && model.shown() == &*model.sampled());
        }
    }

    void whatCannotBeAnsweredIsSaid()
    {
        ui::SerialWorker worker;
        ui::DecisionModel model(worker);
        const auto info = keptRun("micro", false);
        model.setRun(info);
        model.setSubject(1, test::SharedRecording(info).draw());
        QTRY_COMPARE(model.state(), State::Refused);
        QVERIFY2(model.problem().contains(QStringLiteral("No controller lies with this run")), qPrintable(model.problem()));
        // One that is not of this run's space.
        model.setRun(keptRun("micro"));
        model.setSubject(1, test::SharedRecording(test::inventedSharedRun("macro")).draw());
        QTRY_COMPARE(model.state(), State::Refused);
        QVERIFY(!model.problem().isEmpty());
    }

    void aRunningSearchAnswersItself()
    {
        const auto info = test::inventedSharedRun("recurrent");
        test::SharedRecording recording(info);
        const Controller controller(recording.space(), controllerSettings(info.settings), 5);
        ui::SerialWorker worker;
        ui::DecisionModel model(worker);
        std::vector<std::pair<std::uint64_t, ForcedChoiceQuery>> asked;
        model.setAsk([&](std::uint64_t ticket, const ForcedChoiceQuery& query) {
            asked.emplace_back(ticket, query);
            return true;
        });
        const auto answer = [&](std::size_t i) {
            const auto& [ticket, query] = asked[i];
            model.answered(ticket, controllerAnswer(controller, query.arch, query.decision, query.choice).dump());
        };
        model.setRun(info);
        model.setSubject(1, recording.draw());
        const auto second = recording.draw();
        model.setSubject(2, second);
        QCOMPARE(asked.size(), std::size_t{2});
        answer(0); // too late: something newer was asked
        QCOMPARE(model.state(), State::Asking);
        answer(1);
        QCOMPARE(model.state(), State::Ready);
        QCOMPARE(model.sampled()->architecture, second);
        QVERIFY(model.source().contains(QStringLiteral("as it stands now")));
        model.setSubject(2, second); // known: not asked again
        QCOMPARE(asked.size(), std::size_t{2});
        model.answered(asked.back().first, "nonsense");
        QCOMPARE(model.state(), State::Ready);
        // What is forced stands beside what was sampled.
        const int other = (model.sampled()->decisions[0].choice + 1) % 4;
        model.force(0, other);
        QCOMPARE(asked.back().second.decision, 0);
        answer(asked.size() - 1);
        QVERIFY(model.forced() && model.forced()->decisions[0].choice == other);
        QCOMPARE(model.sampled()->architecture, second);
    }

    void aSearchThatEndsLeavesTheAnswerToItsRun()
    {
        const auto info = keptRun("micro");
        ui::SerialWorker worker;
        ui::DecisionModel model(worker);
        bool running = true;
        model.setAsk([&running](std::uint64_t, const ForcedChoiceQuery&) { return running; });
        model.setRun(info);
        model.setSubject(1, test::SharedRecording(info).draw());
        QCOMPARE(model.state(), State::Asking);
        running = false;
        model.searchEnded();
        QTRY_COMPARE(model.state(), State::Ready);
        QVERIFY(model.source().contains(QStringLiteral("kept with the run")));
    }

    void decisionsAreWalkedByKeyboard()
    {
        const auto info = keptRun("recurrent");
        test::SharedRecording recording(info);
        const auto arch = recording.draw();
        ui::SerialWorker worker;
        ui::DecisionModel model(worker);
        ui::DecisionsView view(model);
        model.setRun(info);
        view.setCandidate(1, arch);
        QCOMPARE(model.state(), State::None); // nobody looks yet
        view.resize(300, 600);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QTRY_COMPARE(model.state(), State::Ready);
        QTRY_VERIFY(view.decisions()->model()->rowCount() > 3);
        QVERIFY(view.toText().contains(QStringLiteral("kept with the run")));
        view.decisions()->setFocus();
        QTest::keyClick(view.decisions(), Qt::Key_Down);
        QTest::keyClick(view.decisions(), Qt::Key_Down); // node 2: its activation
        QTRY_COMPARE(view.options()->model()->rowCount(), 4);
        const int chosen = view.options()->currentIndex().row();
        QCOMPARE(chosen, model.sampled()->decisions[2].choice);
        QVERIFY(view.options()->currentIndex().data(Qt::AccessibleTextRole).toString().endsWith(QStringLiteral("chosen")));
        QTest::keyClick(view.decisions(), Qt::Key_Return); // into its options
        QTRY_VERIFY(view.options()->hasFocus());
        const int other = chosen == 3 ? 2 : chosen + 1;
        QTest::keyClick(view.options(), chosen == 3 ? Qt::Key_Up : Qt::Key_Down);
        QTest::keyClick(view.options(), Qt::Key_Return);
        QTRY_VERIFY(model.forced());
        QCOMPARE(model.forced()->decisions[2].choice, other);
        QVERIFY(view.backButton()->isVisible() && view.copyButton()->isVisible());
        QVERIFY(view.toText().contains(QStringLiteral("Not sampled.")));
        QVERIFY(view.decisions()->model()->index(2, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("otherwise than sampled")));
        view.copyButton()->click();
        const auto copied = architectureFromText(QApplication::clipboard()->text().toStdString());
        QVERIFY(copied && *copied == model.forced()->architecture);
        QTest::keyClick(view.options(), Qt::Key_Escape);
        QVERIFY(!model.forced() && !view.backButton()->isVisible());
    }

    void theHypotheticalIsDrawnAndLeft()
    {
        const auto info = test::inventedSharedRun("micro");
        test::SharedRecording recording(info);
        recording.state(SessionState::Preparing);
        recording.state(SessionState::Running);
        recording.round(1);
        ui::CandidateModel candidates;
        ui::PolicyModel policy;
        ui::RunModel run;
        ui::Selection selection;
        candidates.setWords(info.words());
        policy.begin(info);
        run.begin(info, false);
        candidates.apply(recording.events());
        policy.apply(recording.events());
        run.apply(recording.events());
        ui::LayoutClient layout{QStringLiteral(CELLWRIGHT_BIN_DIR "/cellwright-layout")};
        ui::CanvasPanel panel(layout, candidates, policy, run, selection);
        selection.select(2);
        const auto other = recording.draw();
        QSignalSpy left(&panel, &ui::CanvasPanel::hypotheticalLeft);
        panel.showHypothetical(other, QStringLiteral("Not sampled. This is forced."));
        QVERIFY(panel.cellTab()->hypothetical());
        QCOMPARE(*panel.cellTab()->shownArchitecture(), other);
        QVERIFY(panel.view()->accessibleName().startsWith(QStringLiteral("Not sampled.")));
        selection.select(3); // the selection leads out of it
        QVERIFY(!panel.cellTab()->hypothetical());
        QCOMPARE(left.count(), 1);
        QCOMPARE(*panel.cellTab()->shownArchitecture(), candidates.find(3)->proposed.arch);
        panel.showHypothetical(other, QStringLiteral("Not sampled."));
        panel.findChild<QPushButton*>(QStringLiteral("leaveHypothetical"))->click();
        QCOMPARE(left.count(), 2);
        QCOMPARE(*panel.cellTab()->shownArchitecture(), candidates.find(3)->proposed.arch);
    }
};

QTEST_MAIN(DecisionsTest)
#include "decisions_test.moc"
