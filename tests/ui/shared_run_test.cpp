// An invented ENAS search in each of its spaces, driving models and views without an engine.
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/arch/architecture_graph.h"
#include "tests/ui/recorded_run.h"
#include "tests/ui/recorded_shared_run.h"
#include "ui/charts/chart_table.h"
#include "ui/docks/alarm_strip.h"
#include "ui/docks/canvas_panel.h"
#include "ui/docks/candidates_panel.h"
#include "ui/docks/cell_tab.h"
#include "ui/docks/chart_deck.h"
#include "ui/graph/whole_network.h"
#include "ui/inspectors/inspector_text.h"
#include "ui/models/arch_parts.h"
#include "ui/models/candidate_filter.h"
#include "ui/models/comparison.h"
#include "ui/models/model_text.h"
#include "ui/models/timeline.h"
#include "ui/util/text.h"

using namespace cw;

namespace {

/// The models of the window, fed as it feeds them.
struct Models {
    explicit Models(const std::string& space, const std::string& strategy = "enas", int rounds = 4)
        : recording(test::inventedSharedRun(space, strategy), rounds)
    {
        candidates.setWords(recording.info().words());
        policy.begin(recording.info());
        run.begin(recording.info(), true);
        recording.state(SessionState::Preparing);
        recording.state(SessionState::Running);
    }
    void take()
    {
        const std::vector<Event> fresh(recording.events().begin() + static_cast<std::ptrdiff_t>(m_taken), recording.events().end());
        m_taken = recording.events().size();
        candidates.apply(fresh);
        policy.apply(fresh);
        run.apply(fresh);
    }
    ui::ChartSources sources() { return {candidates, run, control, policy}; }
    QString chart(const char* key, int variant = 0) { return ui::findChart(QString::fromLatin1(key))->content(sources(), variant).toText(); }

    test::SharedRecording recording;
    ui::CandidateModel candidates;
    ui::PolicyModel policy;
    ui::RunModel run;
    ui::SerialWorker worker;
    ui::ControlModel control{worker};
    ui::Selection selection;

private:
    std::size_t m_taken = 0;
};

QString narrow(QString text) { return text.replace(QChar(0x202f), QLatin1Char(' ')); }

} // namespace

class SharedRunTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setApplicationName(QStringLiteral("cellwright-shared-run"));
        QVERIFY(m_home.isValid());
        qputenv("XDG_CONFIG_HOME", m_home.filePath(QStringLiteral("config")).toUtf8());
        QLocale::setDefault(QLocale::c());
    }
    void init() { QSettings().clear(); }

    void everyKindOfRunHasItsWords()
    {
        const ui::RunWords pnas, shared("enas", "micro", true), text("enas", "recurrent", true), scratch("random", "recurrent", false), uniform("random", "macro", true);
        QCOMPARE(pnas.level(3), QStringLiteral("level 3"));
        QCOMPARE(narrow(pnas.measured(0.913)), QStringLiteral("measured 91.3 % (proxy)"));
        QVERIFY(pnas.kind().predicts && !pnas.kind().policy && !pnas.kind().shares);
        QCOMPARE(shared.level(3), QStringLiteral("derivation 3"));
        QCOMPARE(narrow(shared.measured(0.68)), QStringLiteral("68.0 % with shared weights"));
        QCOMPARE(shared.name(), QStringLiteral("accuracy with shared weights"));
        QVERIFY(shared.kind().learns && !shared.kind().predicts);
        QCOMPARE(text.value(0.5), QStringLiteral("160.0"));
        QCOMPARE(text.measured(0.5), QStringLiteral("perplexity 160.0 with shared weights"));
        QCOMPARE(text.difference(0.5, 0.8), QStringLiteral("\u221260.0")); // 160 to 100: lower, and better
        QCOMPARE(text.value(0), QStringLiteral("\u221e"));
        QCOMPARE(scratch.name(), QStringLiteral("proxy perplexity"));
        QVERIFY(scratch.kind().drawn && !scratch.kind().shares);
        QVERIFY(uniform.kind().shares && uniform.kind().drawn && !uniform.kind().learns);
        QVERIFY(!text.help().isEmpty() && text.help() != scratch.help());
        const ui::RunWords unknown("someday", "micro", true);
        QVERIFY(unknown.kind().shares && !unknown.kind().learns);
    }

    void partsOfEverySpaceAreListed()
    {
        const auto macro = macroArchitecture({{MacroOp::Conv3, 0}, {MacroOp::SepConv5, 1}, {MacroOp::MaxPool3, 0b11}});
        QCOMPARE(ui::partTexts(macro), (QStringList{QStringLiteral("conv 3×3"), QStringLiteral("sep 5×5 · skips from stem"), QStringLiteral("max 3×3 · skips from stem, 1")}));
        const auto recurrent = recurrentArchitecture({{{0, Activation::Tanh}, {0, Activation::Relu}, {1, Activation::Sigmoid}}});
        QCOMPARE(ui::partTexts(recurrent), (QStringList{QStringLiteral("tanh · of x(t) and h(t\u22121)"), QStringLiteral("ReLU · of node 1"), QStringLiteral("sigmoid · of node 2")}));
        QVERIFY(ui::archInWords(macro).startsWith(QStringLiteral("Network of 3 layers, 3 skips. Layer 1: conv 3×3.")));
        QVERIFY(ui::archInWords(recurrent).startsWith(QStringLiteral("Recurrent cell of 3 nodes. Node 1: tanh")));
        // Both cells of a pair are counted on, and so are their nodes in the drawing.
        test::SharedRecording recording(test::inventedSharedRun("micro"));
        const auto micro = recording.draw();
        const auto parts = ui::partsOf(micro);
        QCOMPARE(parts.size(), 2 * micro.cells[0].blocks.size());
        std::set<int> numbered;
        for (const auto& node : architectureGraph(micro).nodes)
            numbered.insert(ui::partOfNode(micro, node));
        for (int part = 0; part < static_cast<int>(parts.size()); ++part)
            QVERIFY(numbered.contains(part));
    }

    void theStateIsToldByRounds()
    {
        Models m("micro");
        m.recording.train(1, 40);
        m.take();
        QCOMPARE(m.run.stateText(), QStringLiteral("Round 1 of 4 · training shared weights · step 40 of 100"));
        const double early = m.run.progress();
        QVERIFY(early > 0 && early < 0.25);
        m.recording.train(2); // from the second round on both phases are known
        m.recording.update(2, 12);
        m.take();
        QCOMPARE(m.run.stateText(), QStringLiteral("Round 2 of 4 · training the controller · update 12 of 20"));
        QVERIFY(m.run.progress() > 0.25 && m.run.progress() < 0.5);
        const auto left = m.run.timeLeft();
        QVERIFY(left && left->low > 0 && left->low < left->high);
        m.recording.derive(2, 2);
        m.take();
        QCOMPARE(m.run.stateText(), QStringLiteral("Round 2 of 4 · deriving · candidate 3 of 5"));
        m.recording.state(SessionState::Pausing);
        m.recording.state(SessionState::Paused);
        m.take();
        QCOMPARE(m.run.stateText(), QStringLiteral("Paused · 2 candidates scored"));
    }

    void timeLeftFollowsThePaceOfBothPhases()
    {
        Models m("macro");
        m.recording.round(1);
        m.take();
        // A round: 100 mini-batches of 0.1 s and 20 updates of 0.25 s; three rounds are to come.
        const auto left = m.run.timeLeft();
        QVERIFY(left);
        QVERIFY2(left->low <= 45 && left->high >= 45 && left->high < 60, qPrintable(QStringLiteral("%1 to %2").arg(left->low).arg(left->high)));
    }

    void aContinuedRunTellsNothingTwice()
    {
        Models m("micro");
        m.recording.train(1);
        m.recording.update(1);
        m.take();
        const auto before = m.policy.toText();
        m.recording.update(1, 12); // from a checkpoint within the round on
        m.take();
        QCOMPARE(m.policy.updates().size(), std::size_t{3});
        m.recording.train(1);
        m.recording.update(1);
        m.take();
        QCOMPARE(m.policy.toText(), before);
    }

    void perplexityIsShownAndSortedAsPeopleReadIt()
    {
        Models m("recurrent");
        m.recording.round(1);
        m.take();
        const auto text = ui::modelText(m.candidates, {ui::CandidateModel::Id, ui::CandidateModel::Measured, ui::CandidateModel::MultiplyAdds});
        QVERIFY2(text.startsWith(QStringLiteral("#1 | 400.0 | \u2013\n")), qPrintable(text)); // 80 / 0.2; multiply-adds are not known
        QCOMPARE(m.candidates.headerData(ui::CandidateModel::Measured, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Perplexity (shared)"));
        QCOMPARE(m.candidates.headerData(ui::CandidateModel::Level, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Derivation"));
        QCOMPARE(m.run.best()->id, CandidateId{3}); // the lowest: 80 / 0.216
        QCOMPARE(m.run.bestText(), QStringLiteral("370.4"));
        const auto* best = m.candidates.find(3);
        QVERIFY(ui::candidateInWords(*best).contains(QStringLiteral("perplexity 370.4 with shared weights")));
        QVERIFY(ui::factTable(*best).contains(QStringLiteral("nats a word")));
        QVERIFY(!ui::factTable(*best).contains(QStringLiteral(">right<")));
        const auto under = ui::parseFilter(QStringLiteral("<380"));
        QVERIFY(under->matches(*best, {}));
        QVERIFY(!under->matches(*m.candidates.find(1), {}));
    }

    void filtersKnowTheOperationsOfEverySpace()
    {
        ui::Candidate macro, recurrent;
        macro.proposed.arch = macroArchitecture({{MacroOp::Conv5, 0}, {MacroOp::AvgPool3, 0}});
        recurrent.proposed.arch = recurrentArchitecture({{{0, Activation::Tanh}, {0, Activation::Identity}}});
        const auto matches = [](const char* text, const ui::Candidate& c) { return ui::parseFilter(QString::fromLatin1(text))->matches(c, {}); };
        QVERIFY(matches("op:conv5", macro) && matches("op:avg3", macro) && !matches("op:conv3", macro));
        QVERIFY(matches("op:tanh", recurrent) && matches("op:identity", recurrent) && !matches("op:relu", recurrent));
        QCOMPARE(ui::parseFilter(QStringLiteral("op:tanh"))->toText(), QStringLiteral("op:tanh"));
        QVERIFY(ui::filterWords().contains(QStringLiteral("op:conv5")) && ui::filterWords().contains(QStringLiteral("op:sigmoid")));
        recurrent.proposed.role = CandidateRole::Policy;
        QVERIFY(matches("role:policy", recurrent) && !matches("role:random", recurrent));
    }

    void comparedInEverySpace()
    {
        for (const std::string space : {"micro", "macro", "recurrent"}) {
            Models m(space);
            m.recording.round(1);
            m.recording.round(2);
            m.take();
            const auto same = ui::compare({m.candidates.find(1), m.candidates.find(2)});
            QCOMPARE(same.sides.size(), std::size_t{2});
            QCOMPARE(same.sides[0].blocks.size(), static_cast<qsizetype>(ui::partsOf(m.candidates.find(1)->proposed.arch).size()));
            QVERIFY2(same.figures.front().title.endsWith(QStringLiteral("with shared weights")), qPrintable(same.toText()));
            QVERIFY(same.verdict.front().contains(QStringLiteral("with shared weights")));
            const auto other = ui::compare({m.candidates.find(1), m.candidates.find(6)});
            QVERIFY(other.verdict.front().contains(QStringLiteral("different moments")));
        }
        // Layers are the same at the same place with the same skips; nodes where they compute the same from the beginning on.
        ui::Candidate a, b;
        a.proposed.arch = macroArchitecture({{MacroOp::Conv3, 0}, {MacroOp::SepConv5, 1}});
        b.proposed.arch = macroArchitecture({{MacroOp::Conv3, 0}, {MacroOp::SepConv5, 0}});
        QCOMPARE(ui::compare({&a, &b}).sides[1].differs, (std::vector<bool>{false, true}));
        a.proposed.arch = recurrentArchitecture({{{0, Activation::Tanh}, {0, Activation::Relu}, {0, Activation::Tanh}}});
        b.proposed.arch = recurrentArchitecture({{{0, Activation::Tanh}, {0, Activation::Tanh}, {0, Activation::Relu}}});
        QCOMPARE(ui::compare({&a, &b}).shared, 3);
    }

    void rewardsAreDrawnBesideChanceAndDerivations()
    {
        Models m("micro");
        QVERIFY(m.chart("reward").startsWith(QStringLiteral("empty: ")));
        m.recording.round(1);
        m.take();
        const auto text = m.chart("reward");
        QVERIFY2(text.contains(QStringLiteral("x: updates of the controller\ny: accuracy with shared weights, %")), qPrintable(text));
        // After 4 updates: 0.3 + 0.4 / 20 for the controller, less for chance.
        QVERIFY2(text.contains(QStringLiteral("line \"sampled by the controller\":\n  4.00 32.00\n")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("line \"uniform random, same mini-batches\":\n  4.00 31.20\n")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("line dashed \"baseline\":\n  4.00 31.60\n")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("points \"derived candidates\":\n  #1 20.00 40.00\n")), qPrintable(text)); // where its derivation began
        QVERIFY2(text.contains(QStringLiteral("  #3 20.00 41.60 *\n")), qPrintable(text)); // the best of it
    }

    void perplexitiesFallInTheirCharts()
    {
        Models m("recurrent");
        m.recording.round(1);
        m.take();
        const auto text = m.chart("reward");
        QVERIFY2(text.contains(QStringLiteral("perplexity with shared weights (lower is better)")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("line \"sampled by the controller\":\n  4.00 666.67\n")), qPrintable(text)); // 80 / 0.12
        QVERIFY2(text.contains(QStringLiteral("  #3 20.00 370.37 *")), qPrintable(text));
        const auto pareto = m.chart("pareto");
        QVERIFY2(pareto.contains(QStringLiteral("steps \"Pareto front: 3 recurrent cells\":\n  21000 400.00\n  22000 384.62\n  23000 370.37\n")), qPrintable(pareto)); // smaller ones, and the best of all
        const auto shared = m.chart("shared");
        QVERIFY2(shared.contains(QStringLiteral("y: training perplexity of the shared weights (lower is better)")), qPrintable(shared));
    }

    void sharesOfOperationsFillTheChart()
    {
        Models m("macro");
        m.recording.round(1);
        m.take();
        const auto content = ui::findChart(u"policy")->content(m.sources(), 0);
        QCOMPARE(content.series.size(), std::size_t{8}); // six operations, entropy, skips
        QCOMPARE(content.series.front().name, QStringLiteral("conv 3×3"));
        QCOMPARE(content.series.front().colour, QColor::fromRgb(info(MacroOp::Conv3).rgb));
        QVERIFY(std::abs(content.series[5].points.front().high - 100) < 1e-9); // stacked up to the whole
        QCOMPARE(content.series[6].name, QStringLiteral("entropy, of the greatest"));
        QVERIFY(content.series[6].points.front().y < 100);
        QCOMPARE(content.series[7].name, QStringLiteral("skips that are on"));
        Models cells("micro");
        cells.recording.round(1);
        cells.take();
        QVERIFY(!cells.chart("policy").contains(QStringLiteral("skips"))); // identity is one of its operations
        QVERIFY(cells.chart("policy", 1).contains(QStringLiteral("line \"sep 3×3\"")));
        QVERIFY(cells.chart("shared").contains(QStringLiteral("mark 0.00 \"round 1\"")));
    }

    void aDeckOffersWhatAppliesToItsRun()
    {
        Models m("micro");
        ui::ChartDeck left("left", u"predicted", m.sources(), m.selection), right("right", u"progress", m.sources(), m.selection);
        QCOMPARE(QString::fromLatin1(left.panel()->row().key), QStringLiteral("reward"));
        QCOMPARE(QString::fromLatin1(right.panel()->row().key), QStringLiteral("policy"));
        QVERIFY(left.offered().contains(QStringLiteral("Training of the shared weights")));
        QVERIFY(!left.offered().contains(QStringLiteral("Predicted against measured")));
        m.run.begin(test::inventedRun(), false);
        QCOMPARE(QString::fromLatin1(left.panel()->row().key), QStringLiteral("predicted"));
        QVERIFY(!left.offered().contains(QStringLiteral("Reward with shared weights")));
    }

    void theListStandsByDerivation()
    {
        Models m("micro");
        ui::Annotations annotations(m.worker);
        ui::CandidatesPanel panel(m.candidates, m.selection, annotations);
        m.recording.round(1);
        m.recording.round(2);
        m.take();
        QStringList rows;
        const auto* model = panel.list()->model();
        for (int row = 0; row < model->rowCount(); ++row)
            rows << model->index(row, ui::CandidateModel::Level).data().toString() + model->index(row, ui::CandidateModel::Id).data().toString();
        QCOMPARE(rows.mid(0, 5), (QStringList{QStringLiteral("2#8"), QStringLiteral("2#10"), QStringLiteral("2#7"), QStringLiteral("2#9"), QStringLiteral("2#6")})); // each with its best first
        QVERIFY(rows[5].startsWith(QStringLiteral("1#")));
    }

    void anAlarmIsHeardUntilItIsDismissed()
    {
        Models m("micro");
        ui::AlarmStrip strip(m.policy);
        m.recording.round(1);
        m.take();
        QCOMPARE(strip.text(), QString());
        m.recording.update(2, 20, true);
        m.take();
        QVERIFY2(strip.text().contains(QStringLiteral("one operation")), qPrintable(strip.text()));
        strip.dismissButton()->click();
        QCOMPARE(strip.text(), QString());
        m.recording.update(3, 20, true); // still the same
        m.take();
        QCOMPARE(strip.text(), QString());
        m.recording.update(4, 20, false);
        m.take();
        QVERIFY(m.policy.alarm().isEmpty());
        m.recording.update(5, 20, true); // again, after it was over
        m.take();
        QVERIFY(!strip.text().isEmpty());
        // Chance cannot collapse.
        Models uniform("micro", "random");
        uniform.recording.update(1, 20, true);
        uniform.take();
        QVERIFY(uniform.policy.alarm().isEmpty());
    }

    void theChildOfThisMomentIsDrawn()
    {
        for (const std::string space : {"micro", "macro", "recurrent"}) {
            Models m(space);
            ui::LayoutClient layout{QStringLiteral(CELLWRIGHT_BIN_DIR "/cellwright-layout")};
            ui::CanvasPanel panel(layout, m.candidates, m.policy, m.run, m.selection);
            panel.resize(840, 520);
            panel.show();
            m.recording.train(1, 40);
            m.take();
            const auto first = m.recording.draw();
            QSignalSpy drawn(panel.view(), &ui::GraphView::drawn);
            m.recording.add(ChildSampled{first, 1.2, 0.41});
            m.take();
            QTRY_VERIFY(drawn.count() > 0);
            QCOMPARE(panel.cellTab()->shownArchitecture()->space, space);
            QCOMPARE(*panel.cellTab()->shownArchitecture(), first);
            const auto expected = space == "recurrent" ? QStringLiteral("Sampled now perplexity 195.1 with shared weights") : QStringLiteral("Sampled now 41.0 % with shared weights");
            QCOMPARE(narrow(panel.facts()), expected);
            QVERIFY(panel.view()->accessibleName().startsWith(QStringLiteral("Sampled now.")));
            // A hundred in a moment are one or two drawings: layouts never pile up.
            const auto before = drawn.count();
            Architecture last;
            for (int i = 0; i < 100; ++i) {
                last = m.recording.draw();
                m.recording.add(ChildSampled{last, 1.2, {}});
                m.take();
            }
            QTRY_COMPARE(*panel.cellTab()->shownArchitecture(), last);
            QVERIFY(drawn.count() - before <= 2);
            QTRY_VERIFY(panel.facts().contains(QStringLiteral("not scored")));
            // A choice of the user stays.
            m.recording.derive(1);
            m.take();
            m.selection.select(1);
            QCOMPARE(panel.cellTab()->shown(), CandidateId{1});
            m.recording.add(ChildSampled{m.recording.draw(), 1.2, 0.5});
            m.take();
            QTest::qWait(500);
            QCOMPARE(*panel.cellTab()->shownArchitecture(), m.candidates.find(1)->proposed.arch);
        }
    }

    void anyMomentCanBeToldAgain()
    {
        Models m("macro");
        m.recording.round(1);
        m.recording.round(2);
        m.recording.finish();
        ui::Timeline timeline;
        ui::PolicyModel policy;
        policy.begin(m.recording.info());
        connect(&timeline, &ui::Timeline::shown, &policy, [&policy](std::span<const Event> events) { policy.apply(events); });
        connect(&timeline, &ui::Timeline::rewound, &policy, [&] { policy.begin(m.recording.info()); });
        timeline.load(m.recording.events());
        QTRY_VERIFY(!timeline.loading());
        QCOMPARE(policy.updates().size(), std::size_t{10});
        const auto last = policy.child()->arch;
        QSignalSpy rewound(&timeline, &ui::Timeline::rewound);
        timeline.seek(timeline.allSeconds() * 0.45); // within the updates of the first round
        QTRY_VERIFY(rewound.count() > 0 && !policy.updates().empty());
        QTRY_COMPARE(policy.updates().size(), std::size_t{4});
        QVERIFY(policy.child()->arch != last); // of that moment
    }

    void wholeNetworksAreDrawnWhereThereAreAny()
    {
        Models m("macro");
        const auto macro = ui::wholeNetwork(m.recording.draw(), m.recording.info().network(), true);
        QVERIFY(macro && !macro->graph.nodes.empty() && !macro->plan);
        Models cells("micro");
        const auto micro = ui::wholeNetwork(cells.recording.draw(), cells.recording.info().network(), true);
        QVERIFY(micro && micro->plan);
        Models text("recurrent");
        const auto recurrent = ui::wholeNetwork(text.recording.draw(), text.recording.info().network(), true);
        QVERIFY(!recurrent && !recurrent.error().message.empty());
    }

private:
    QTemporaryDir m_home;
};

QTEST_MAIN(SharedRunTest)
#include "shared_run_test.moc"
