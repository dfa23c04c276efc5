// The empty window's page, recent runs and the bar that tells errors. With CELLWRIGHT_SCREENSHOTS=FOLDER pictures are kept.
#include <QClipboard>
#include <QDir>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

#include "core/store/run_store.h"
#include "tests/ui/recorded_run.h"
#include "ui/docks/error_bar.h"
#include "ui/docks/run_row.h"
#include "ui/docks/start_page.h"
#include "ui/models/dataset_model.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

using namespace cw;

class StartPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setApplicationName(QStringLiteral("cellwright-start"));
        QVERIFY(m_home.isValid());
        qputenv("XDG_CONFIG_HOME", m_home.filePath(QStringLiteral("config")).toUtf8());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home.filePath(QStringLiteral("config")));
        QVERIFY(makeRun("finished", true, 10));
        QVERIFY(makeRun("stopped", false, 6));
        QDir().mkpath(m_home.filePath(QStringLiteral("broken.cwrun")));
        QFile file(m_home.filePath(QStringLiteral("broken.cwrun/run.db")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("nothing of the kind");
    }

    void init() { QSettings().clear(); }

    void factsAreReadFromTheRun()
    {
        const auto finished = ui::readRunFacts(run("finished"));
        QCOMPARE(finished.problem, QString());
        QCOMPARE(finished.stateText(), QStringLiteral("finished"));
        QCOMPARE(finished.data, QStringLiteral("fashion-mnist"));
        QCOMPARE(finished.strategy, QStringLiteral("Progressive search (PNAS)"));
        QVERIFY(finished.best && *finished.best > 0.5);
        QVERIFY(finished.whenText().startsWith(QLatin1String("today ")));
        const auto stopped = ui::readRunFacts(run("stopped"));
        QCOMPARE(stopped.stateText(), QStringLiteral("stopped at 6 of 40"));
        const auto broken = ui::readRunFacts(run("broken"));
        QCOMPARE(broken.stateText(), QStringLiteral("cannot be read"));
        QVERIFY(!broken.problem.isEmpty());
        QVERIFY(!broken.best);
    }

    void recentRunsAreListedAndOpenByMouseAndKey()
    {
        ui::SerialWorker worker;
        ui::RecentRuns recent;
        recent.setWorker(worker);
        for (const char* name : {"broken", "stopped", "finished", "gone"})
            recent.add(run(name));
        QVERIFY(QDir().mkpath(m_home.filePath(QStringLiteral("gone.cwrun"))) && QDir(run("gone")).removeRecursively());
        ui::StartPage page(recent);
        page.resize(1000, 700);
        QSignalSpy read(&recent, &ui::RecentRuns::factsRead), chosen(&page, &ui::StartPage::runChosen);
        page.show();
        QVERIFY(read.wait());
        const auto rows = page.findChildren<ui::RunRow*>();
        QCOMPARE(rows.size(), 3); // what is gone is not listed
        QVERIFY2(rows[0]->accessibleName().startsWith(QLatin1String("Open the run finished, Progressive search (PNAS), today ")), qPrintable(rows[0]->accessibleName()));
        QVERIFY(rows[0]->accessibleName().contains(QLatin1String("(proxy)")));
        QVERIFY(rows[1]->accessibleName().contains(QLatin1String("stopped at 6 of 40")));
        QVERIFY(rows[2]->accessibleName().endsWith(QLatin1String("cannot be read")));
        QTest::mouseClick(rows[1], Qt::LeftButton);
        rows[0]->setFocus();
        QTest::keyClick(rows[0], Qt::Key_Return);
        QCOMPARE(chosen.count(), 2);
        QCOMPARE(chosen[0][0].toString(), run("stopped"));
        QCOMPARE(chosen[1][0].toString(), run("finished"));
        recent.remove(run("stopped"));
        QCOMPARE(page.findChildren<ui::RunRow*>().size(), 2);
    }

    void everyWayInHasAButton()
    {
        ui::RecentRuns recent;
        ui::StartPage page(recent);
        page.resize(1000, 700);
        page.show();
        QSignalSpy data(&page, &ui::StartPage::openDataRequested), sample(&page, &ui::StartPage::sampleRequested), open(&page, &ui::StartPage::openRunRequested);
        for (const char* name : {"sample", "chooseFolder", "openRun"}) {
            auto* button = page.findChild<QPushButton*>(QString::fromLatin1(name));
            QVERIFY2(button && button->isVisible(), name);
            button->setFocus();
            QTest::keyClick(button, Qt::Key_Space);
        }
        QCOMPARE(data.count(), 1);
        QCOMPARE(sample.count(), 1);
        QCOMPARE(open.count(), 1);
    }

    void unusableDataAreExplained()
    {
        ui::SerialWorker worker;
        ui::DatasetModel dataset(worker);
        ui::RecentRuns recent;
        ui::StartPage page(recent);
        page.setDataset(dataset);
        page.show();
        const auto folder = m_home.filePath(QStringLiteral("letters"));
        QVERIFY(QDir().mkpath(folder));
        dataset.open(folder);
        QTRY_VERIFY(!page.problemText().isEmpty());
        QVERIFY(ui::qs(dataset.error()->message).startsWith(page.problemText()));
        QVERIFY(page.sampleButton()->isVisible());
        dataset.clear();
        QCOMPARE(page.problemText(), QString());
    }

    void errorsSayWhatWasKeptAndWhatToDo()
    {
        QWidget window;
        auto* box = new QVBoxLayout(&window);
        auto& bar = *new ui::ErrorBar(&window);
        QVERIFY(!bar.isVisible());
        box->addWidget(&bar);
        window.show();
        const Error error{ErrorCode::DiskFull, "The disk is full at /data/run.db. Everything up to event 41 is kept. Free some space and resume the run.", "errno 28"};
        bar.showError(error);
        QVERIFY(bar.isVisible());
        QCOMPARE(bar.text(), ui::qs(error.message));
        QCOMPARE(bar.accessibleName(), ui::qs(error.message));
        QCOMPARE(bar.findChildren<QLabel*>().at(0)->text(), QStringLiteral("The disk is full at /data/run.db."));
        QVERIFY(!bar.actionButton()->isVisible());
        bar.detailsButton()->setFocus();
        QTest::keyClick(bar.detailsButton(), Qt::Key_Space);
        QVERIFY(bar.findChild<QPlainTextEdit*>()->isVisible());
        QTest::mouseClick(bar.copyButton(), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), ui::qs(error.message) + QStringLiteral("\nerrno 28"));
        QTest::keyClick(bar.closeButton(), Qt::Key_Escape);
        QVERIFY(!bar.isVisible());
        QCOMPARE(bar.text(), QString());

        int called = 0;
        bar.showErrorWithAction({ErrorCode::NotFound, "It is gone.", {}}, QStringLiteral("Look again"), [&called] { ++called; });
        QVERIFY(!bar.detailsButton()->isVisible());
        QTest::mouseClick(bar.actionButton(), Qt::LeftButton);
        QCOMPARE(called, 1);
        QVERIFY(!bar.isVisible());
        bar.showError({ErrorCode::NotFound, "It is gone.", {}});
        QVERIFY(!bar.actionButton()->isVisible());
        bar.showNotice(QStringLiteral("Saved."));
        QCOMPARE(bar.text(), QStringLiteral("Saved."));
        QVERIFY(!bar.copyButton()->isVisible());
        QTest::mouseClick(bar.closeButton(), Qt::LeftButton);
        QCOMPARE(bar.text(), QStringLiteral("It is gone.")); // nobody had closed it
        QVERIFY(bar.copyButton()->isVisible());
        QTest::mouseClick(bar.closeButton(), Qt::LeftButton);
        QVERIFY(!bar.isVisible());
        bar.showNotice(QStringLiteral("Saved."));
        QTest::mouseClick(bar.closeButton(), Qt::LeftButton);
        QVERIFY(!bar.isVisible());
    }

    void pictures_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("large");
        QTest::addColumn<QSize>("size");
        QTest::newRow("light") << false << false << QSize(1440, 840);
        QTest::newRow("dark") << true << false << QSize(1440, 840);
        QTest::newRow("small") << false << false << QSize(1024, 640);
        QTest::newRow("large") << true << true << QSize(1024, 640);
    }

    void pictures()
    {
        QFETCH(bool, dark);
        QFETCH(bool, large);
        QFETCH(QSize, size);
        const auto before = QApplication::font();
        auto font = before;
        font.setPixelSize(large ? 17 : 13);
        QApplication::setFont(font);
        ui::ThemeKeeper::instance().setMode(dark ? ui::ThemeMode::Dark : ui::ThemeMode::Light);
        ui::SerialWorker worker;
        ui::RecentRuns recent;
        recent.setWorker(worker);
        QWidget window;
        window.setObjectName(QStringLiteral("window"));
        window.setAutoFillBackground(true);
        auto* box = new QVBoxLayout(&window);
        auto* bar = new ui::ErrorBar(&window);
        auto* page = new ui::StartPage(recent, &window);
        box->addWidget(bar);
        box->addWidget(page, 1);
        window.resize(size);
        window.show();
        keep(window, QStringLiteral("none"));
        for (const char* name : {"broken", "stopped", "finished"})
            recent.add(run(name));
        QSignalSpy read(&recent, &ui::RecentRuns::factsRead);
        QVERIFY(read.wait());
        keep(window, QStringLiteral("recent"));
        page->setDropHint(true);
        keep(window, QStringLiteral("over"));
        page->setDropHint(false);
        page->setProblem(QStringLiteral("/home/me/letters"), QStringLiteral("No pictures were found in /home/me/letters. Nothing was changed."));
        bar->showErrorWithAction({ErrorCode::DiskFull, "The disk is full. Everything up to event 41 is kept. Free some space and resume the run.", "write: errno 28\n/data/run.db"},
                                 QStringLiteral("Look again"), {});
        bar->detailsButton()->setChecked(true);
        keep(window, QStringLiteral("problem"));
        bar->showNotice(QStringLiteral("The cell was saved as /home/me/cell.json."));
        keep(window, QStringLiteral("notice"));
        QApplication::setFont(before);
    }

private:
    QString run(const char* name) const { return m_home.filePath(QString::fromLatin1(name) + QStringLiteral(".cwrun")); }

    bool makeRun(const char* name, bool whole, int done)
    {
        const auto info = test::inventedRun();
        RunHeader header;
        header.strategy = info.strategy, header.space = info.space, header.preset = info.preset;
        header.settings = info.settings.toJson();
        header.dataPath = "/data/fashion-mnist";
        header.dataTitle = "IDX files";
        header.classes = {"a", "b"};
        auto store = RunStore::create(ui::toPath(run(name)), header);
        if (!store)
            return false;
        test::Recording recording;
        recording.state(SessionState::Preparing);
        recording.state(SessionState::Running);
        recording.level(1, 10, done, 40);
        if (whole)
            recording.finish(3, false);
        else
            recording.state(SessionState::Stopped);
        for (const auto& event : recording.events())
            if (!isLossy(event.body) && !(*store)->append(event.body))
                return false;
        return true;
    }
    void keep(QWidget& widget, const QString& state)
    {
        QTest::qWait(30);
        for (const auto* label : widget.findChildren<QLabel*>())
            if (label->isVisible() && !label->wordWrap())
                QVERIFY2(label->width() >= label->sizeHint().width() - 1, qPrintable(label->text()));
        for (const auto* each : widget.findChildren<QPushButton*>())
            if (each->isVisible())
                QVERIFY2(each->width() >= each->minimumSizeHint().width() - 1, qPrintable(each->text()));
        if (const auto to = qEnvironmentVariable("CELLWRIGHT_SCREENSHOTS"); !to.isEmpty()) {
            QDir().mkpath(to);
            QVERIFY(widget.grab().save(QStringLiteral("%1/start-%2-%3.png").arg(to, state, QString::fromLatin1(QTest::currentDataTag()))));
        }
    }

    QTemporaryDir m_home;
};

QTEST_MAIN(StartPageTest)
#include "start_page_test.moc"
