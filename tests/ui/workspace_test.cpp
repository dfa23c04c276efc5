// What the user can do, held against what really is: while the past is shown, while something is being read, after the end.
#include <QDockWidget>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/store/annotations.h"
#include "core/store/run_store.h"
#include "tests/ui/recorded_run.h"
#include "tests/ui/tiny_pictures.h"
#include "ui/docks/data_panel.h"
#include "ui/docks/settings_panel.h"
#include "ui/inspectors/candidate_inspector.h"
#include "ui/main_window.h"
#include "ui/util/text.h"

using namespace cw;
using ui::Act;

class WorkspaceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        for (const char* name : {"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"})
            qputenv(name, m_home.filePath(QString::fromLatin1(name)).toUtf8());
        QVERIFY(test::writeTinyPictures(m_home.filePath(QStringLiteral("pictures")), 3, 20));
    }

    void whatCanBeSkippedDoesNotDependOnTheMomentShown()
    {
        ui::Workspace w;
        w.show(test::inventedRun(), true, searching());
        QCOMPARE(w.skippable(), 5u);
        w.selection().select(1);
        QCOMPARE(w.skippable(), 5u); // #1 is measured
        w.timeline().seek(1); // all are proposed, none is measured
        QTRY_VERIFY(!w.timeline().atEnd() && w.candidates().find(1) && !w.candidates().find(1)->evaluation);
        QCOMPARE(w.skippable(), 5u); // and stays so, though it waits in the picture
        w.selection().select(7);
        QCOMPARE(w.skippable(), 7u);
    }

    void thePastOffersNoNewSearch()
    {
        ui::MainWindow window;
        window.show();
        auto& w = window.workspace();
        w.show(test::inventedRun(), true, searching());
        auto* begin = button(*window.settingsPanel(), QStringLiteral("New search\u2026"));
        auto* change = button(*window.findChild<ui::DataPanel*>(), QStringLiteral("Change\u2026"));
        QVERIFY(begin && change);
        QVERIFY(begin->isHidden() && !change->isEnabled());
        w.timeline().seek(w.timeline().allSeconds() / 2);
        QTRY_VERIFY(!w.run().live());
        QVERIFY(begin->isHidden() && !change->isEnabled());
    }

    void aLateAnswerToDiscardKeepsTheRun()
    {
        auto events = searching();
        auto ended = events;
        ended.push_back({90, ended.back().unixMilliseconds + 10, StateChanged{SessionState::Running, SessionState::Stopping}});
        ended.push_back({91, ended.back().unixMilliseconds + 10, StateChanged{SessionState::Stopping, SessionState::Stopped}});
        ui::Workspace w;
        w.show(test::inventedRun(), true, ended);
        w.discard(); // the question was answered after the end
        auto other = test::inventedRun();
        other.folder = QStringLiteral("other.cwrun");
        w.show(other, true, ended);
        QTest::qWait(1);
        QVERIFY(w.latest().hasRun());
        QCOMPARE(w.latest().info().folder, other.folder);
    }

    void whatWasAskedForLastIsOpened()
    {
        const auto folder = stored("asked.cwrun");
        ui::Workspace w;
        QSignalSpy shown(&w.timeline(), &ui::Timeline::loaded);
        w.openPath(folder);
        w.openPath(m_home.filePath(QStringLiteral("pictures")));
        QTRY_COMPARE(w.dataset().state(), ui::DatasetModel::State::Ready);
        QTRY_VERIFY(w.dataset().decoded());
        QVERIFY(!w.latest().hasRun());
        QCOMPARE(shown.count(), 0);
        // And the other way round.
        w.openPath(m_home.filePath(QStringLiteral("pictures")));
        w.openPath(folder);
        QTRY_COMPARE(shown.count(), 1);
        QCOMPARE(w.dataset().state(), ui::DatasetModel::State::None);
    }

    void aRunThatCannotBeOpenedLeavesTheDataInPlace()
    {
        ui::Workspace w;
        QSignalSpy failed(&w, &ui::Workspace::failed);
        w.openData(m_home.filePath(QStringLiteral("pictures")));
        QTRY_COMPARE(w.dataset().state(), ui::DatasetModel::State::Ready);
        w.openRun(m_home.filePath(QStringLiteral("gone.cwrun")));
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(w.dataset().state(), ui::DatasetModel::State::Ready);
        QTRY_VERIFY(w.dataset().decoded());
    }

    void pathsMayEndWithASlash()
    {
        const auto folder = stored("slash.cwrun");
        ui::Workspace w;
        w.openPath(folder + QLatin1Char('/'));
        QTRY_VERIFY(w.run().hasRun());
        QCOMPARE(w.run().info().name, QStringLiteral("slash"));
        QCOMPARE(w.recent().folders().count(folder), 1);
        w.openPath(m_home.filePath(QStringLiteral("pictures/")));
        QCOMPARE(w.dataset().path(), m_home.filePath(QStringLiteral("pictures")));
    }

    void theSplitIsThatOfTheSettings()
    {
        ui::Workspace w;
        w.openData(m_home.filePath(QStringLiteral("pictures")));
        QTRY_VERIFY(w.dataset().decoded());
        const auto before = w.dataset().decoded()->validation;
        QVERIFY(bool(w.setup().set("validation_fraction", "0.5")));
        QTRY_VERIFY(w.dataset().decoded()->validation > 2 * before);
    }

    void halfWrittenTagsStayWithTheirRun()
    {
        const auto folder = stored("tags.cwrun");
        {
            ui::MainWindow window;
            window.show();
            auto& w = window.workspace();
            w.openPath(folder);
            QTRY_VERIFY(w.run().hasRun() && !w.timeline().loading());
            w.selection().select(1);
            auto* tags = window.inspector()->notes()->tagsEdit();
            QTest::keyClicks(tags, QStringLiteral("promising"));
            window.actions()[Act::NewSearch]->trigger();
            QVERIFY(!w.run().hasRun());
        }
        const auto book = readAnnotations(ui::toPath(folder));
        QVERIFY(bool(book));
        QCOMPARE(book->items.size(), 1u);
        QCOMPARE(book->items.begin()->second.annotation.tags, std::vector<std::string>{"promising"});
    }

    void aPanelOfItsOwnHasAFrame()
    {
        ui::MainWindow window;
        window.show();
        auto* dock = window.layouts().dock("charts");
        QVERIFY(!dock->isFloating());
        dock->setFloating(true);
        QVERIFY(!dock->windowFlags().testFlag(Qt::FramelessWindowHint)); // nobody could move it
        dock->setFloating(false);
        QVERIFY(dock->titleBarWidget());
    }

private:
    /// The first of three levels: four measured, #5 in training.
    static std::vector<Event> searching()
    {
        test::Recording run;
        run.state(SessionState::Preparing);
        run.state(SessionState::Running);
        run.level(1, 10, 4, 30);
        return run.events();
    }
    QString stored(const char* name) const
    {
        const auto folder = m_home.filePath(QString::fromLatin1(name));
        RunHeader header;
        header.strategy = header.space = "pnas";
        header.preset = "quick";
        header.classes = {"a", "b"};
        header.image = {1, 8, 8};
        if (const auto settings = makeSettings("pnas", "pnas", "quick"))
            header.settings = settings->toJson();
        auto store = RunStore::create(ui::toPath(folder), header);
        for (const auto& event : searching())
            if (store && !isLossy(event.body))
                (void)(*store)->append(event.body);
        return folder;
    }
    static QPushButton* button(const QWidget& in, const QString& text)
    {
        for (auto* each : in.findChildren<QPushButton*>())
            if (each->text() == text)
                return each;
        return nullptr;
    }
    QTemporaryDir m_home;
};

QTEST_MAIN(WorkspaceTest)
#include "workspace_test.moc"
