// The time machine: any moment of a run, in the models that every view reads.
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/recorded_run.h"
#include "ui/docks/time_bar.h"
#include "ui/models/candidate_model.h"
#include "ui/models/model_text.h"
#include "ui/models/run_model.h"
#include "ui/models/timeline.h"

using namespace cw;

namespace {

/// What a window joins to a timeline.
struct Views {
    ui::Timeline timeline;
    ui::RunModel run;
    ui::CandidateModel candidates;
    Views()
    {
        run.begin(test::inventedRun(), true);
        QObject::connect(&timeline, &ui::Timeline::shown, [this](std::span<const Event> events) {
            candidates.apply(events);
            run.apply(events);
        });
        QObject::connect(&timeline, &ui::Timeline::rewound, [this] {
            candidates.clear();
            run.begin(test::inventedRun(), true);
        });
    }
    QString text() const { return run.toText() + QLatin1Char('\n') + ui::modelText(candidates); }
};

test::Recording twoLevels()
{
    test::Recording run;
    run.state(SessionState::Preparing);
    run.state(SessionState::Running);
    run.level(1, 30, 30, 50);
    run.level(2, 10, 10, 50);
    return run;
}

} // namespace

class TimelineTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anyMomentEqualsTheRunUntilThen()
    {
        const auto recording = twoLevels();
        Views views;
        views.timeline.load(recording.events());
        QTRY_VERIFY(!views.timeline.loading());
        const auto end = views.text();
        QCOMPARE(views.candidates.rowCount(), 40);
        QCOMPARE(views.timeline.marks().size(), 2u);
        QCOMPARE(views.timeline.marks()[1].level, 2);

        // Before the second level; then forward again without a rewind.
        QSignalSpy rewound(&views.timeline, &ui::Timeline::rewound);
        views.timeline.seek(views.timeline.marks()[1].seconds - 0.005);
        QTRY_COMPARE(views.candidates.rowCount(), 30);
        QVERIFY(!views.timeline.atEnd());
        QCOMPARE(rewound.count(), 1);
        Views until;
        std::vector<Event> before;
        for (const auto& event : recording.events()) {
            if (std::holds_alternative<LevelStarted>(event.body) && std::get<LevelStarted>(event.body).level == 2)
                break;
            before.push_back(event);
        }
        until.timeline.append(before);
        QCOMPARE(views.text(), until.text());
        views.timeline.seek(views.timeline.allSeconds() * 0.95);
        QTRY_COMPARE(views.candidates.rowCount(), 40);
        QCOMPARE(rewound.count(), 1);
        QVERIFY(views.run.evaluated() < 40 && views.run.evaluated() >= 30);

        QSignalSpy again(&views.timeline, &ui::Timeline::endShownAgain);
        views.timeline.seekEnd();
        QTRY_COMPARE(again.count(), 1);
        QCOMPARE(views.text(), end);
    }

    void aSearchGoesOnWhileThePastIsShown()
    {
        auto recording = twoLevels();
        Views views;
        views.timeline.append(recording.events());
        views.timeline.seek(1);
        QTRY_VERIFY(views.candidates.rowCount() <= 30 && views.run.evaluated() < 5);
        const auto past = views.text();
        const auto known = recording.events().size();
        recording.level(3, 5, 5, 55);
        views.timeline.append(std::span(recording.events()).subspan(known));
        QTest::qWait(80);
        QCOMPARE(views.text(), past);
        views.timeline.seekEnd();
        QTRY_COMPARE(views.candidates.rowCount(), 45);
        QCOMPARE(views.timeline.lastEvaluated(), 45u);
        recording.level(4, 2, 2, 60);
        views.timeline.append(std::span(recording.events()).last(6));
        QTRY_COMPARE(views.candidates.rowCount(), 47);
    }

    void timeInWhichNothingRanDoesNotCount()
    {
        test::Recording run;
        run.state(SessionState::Preparing);
        run.state(SessionState::Running);
        run.level(1, 3, 3, 6);
        run.state(SessionState::Pausing);
        run.state(SessionState::Paused);
        run.add(CheckpointWritten{"x"}, 3'600'000);
        run.state(SessionState::Running);
        run.level(2, 3, 3, 6);
        ui::Timeline timeline;
        timeline.append(run.events());
        QVERIFY2(timeline.allSeconds() > 20 && timeline.allSeconds() < 25, qPrintable(QString::number(timeline.allSeconds())));
    }

    void progressIsNotKept()
    {
        test::Recording run;
        run.state(SessionState::Running);
        run.level(1, 3, 1, 6); // one in training
        Views views;
        views.timeline.append(run.events());
        QVERIFY(views.run.training() != 0);
        views.timeline.seek(0.005);
        QTRY_COMPARE(views.run.evaluated(), 0);
        views.timeline.seekEnd();
        QTRY_COMPARE(views.run.evaluated(), 1);
        QCOMPARE(views.run.training(), 0u);
    }

    void theBarByMouseAndKeyboard()
    {
        const auto recording = twoLevels();
        Views views;
        ui::TimeBar bar(views.timeline, views.run);
        bar.resize(900, 40);
        bar.show();
        QVERIFY(!bar.slider()->isEnabled());
        views.timeline.append(recording.events());
        QCOMPARE(bar.text(), QStringLiteral("live 02:16"));
        QVERIFY(!bar.endButton()->isVisible());
        QTest::mouseClick(bar.slider(), Qt::LeftButton, {}, QPoint(bar.slider()->width() / 2, bar.slider()->height() - 9));
        QTRY_VERIFY(views.run.evaluated() > 10 && views.run.evaluated() < 30);
        QCOMPARE(bar.text(), QStringLiteral("01:08 of 02:16"));
        const int before = views.run.evaluated();
        QTest::keyClick(bar.slider(), Qt::Key_PageUp);
        QTRY_VERIFY(views.run.evaluated() > before);
        QTest::keyClick(bar.slider(), Qt::Key_End);
        QTRY_VERIFY(views.timeline.atEnd());
        QTest::mouseClick(bar.playButton(), Qt::LeftButton);
        QVERIFY(views.timeline.playing());
        QTRY_VERIFY(views.run.evaluated() > 0 && views.run.evaluated() < 20);
        QVERIFY(bar.endButton()->isVisible());
        QTest::mouseClick(bar.endButton(), Qt::LeftButton);
        QVERIFY(!views.timeline.playing());
        QTRY_COMPARE(views.run.evaluated(), 40);
    }
};

QTEST_MAIN(TimelineTest)
#include "timeline_test.moc"
