// A real window, driven as a user drives it: drop a folder, start, watch, click, pause, finish, save, open again.
// With the engine built in, the children are really trained; without it a fake engine stands in.
#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolBar>
#include <QTest>
#include <QUrl>

#include "core/arch/arch_text.h"
#include "core/arch/canonical.h"
#include "core/base/files.h"
#include "core/session/session.h"
#include "core/store/run_store.h"
#include "tests/core/fakes.h"
#include "tests/ui/recorded_run.h"
#include "tests/ui/tiny_pictures.h"
#include "ui/docks/candidates_panel.h"
#include "ui/docks/chart_deck.h"
#include "ui/docks/canvas_panel.h"
#include "ui/docks/error_bar.h"
#include "ui/docks/settings_panel.h"
#include "ui/docks/space_page.h"
#include "ui/docks/start_page.h"
#include "ui/docks/time_bar.h"
#include "ui/graph/graph_items.h"
#include "ui/inspectors/candidate_inspector.h"
#include "ui/main_window.h"
#include "ui/models/model_text.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

using namespace cw;
using ui::Act;

class JourneyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        for (const char* name : {"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"})
            qputenv(name, m_home.filePath(QString::fromLatin1(name)).toUtf8());
        QVERIFY(test::writeTinyPictures(m_home.filePath(QStringLiteral("pictures")), 3, 20));
        ui::ThemeKeeper::instance().setMode(ui::ThemeMode::Light);
        m_real = bool(loadEngine());
        qInfo("children are trained by %s", m_real ? "the engine" : "a fake engine");
    }

    void firstMinuteAndTakeAway()
    {
        ui::MainWindow window(adjust());
        window.show();
        auto& w = window.workspace();
        QVERIFY(window.startPage()->isVisible());
        drop(window, m_home.filePath(QStringLiteral("pictures")));
        QTRY_COMPARE(w.dataset().state(), ui::DatasetModel::State::Ready);
        QTRY_VERIFY(window.spacePage()->isVisible());
        QCOMPARE(w.dataset().info().classes.size(), 3u);
        tiny(w.setup());

        QSignalSpy drawn(window.canvasPanel()->view(), &ui::GraphView::drawn);
        auto* start = window.findChild<QPushButton*>(QStringLiteral("start"));
        QVERIFY(start && start->isEnabled());
        QTest::mouseClick(start, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(w.candidates().rowCount() > 0 || !window.errorBar()->text().isEmpty(), 60'000);
        QVERIFY2(window.errorBar()->text().isEmpty(), qPrintable(window.errorBar()->text()));
        QTRY_VERIFY_WITH_TIMEOUT(drawn.count() > 0, 20'000);
        QVERIFY(w.selection().live());
        QVERIFY(window.canvasPanel()->view()->nodes().size() >= 6);

        // A row: its cell is shown and stays.
        QTRY_VERIFY_WITH_TIMEOUT(w.run().evaluated() >= 3, 60'000);
        auto* table = window.candidatesPanel()->table();
        QCOMPARE(table->verticalScrollBar()->value(), 0); // following the search does not scroll
        const auto row = table->model()->index(1, 0);
        const auto id = row.data(ui::CandidateModel::IdRole).toUInt();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(row).center());
        QTRY_COMPARE(w.selection().current(), id);
        QVERIFY(!w.selection().live());
        QTRY_VERIFY(texts(window).contains(QStringLiteral("Candidate #%1").arg(id)));

        // Pause stands still, resume goes on.
        window.actions()[Act::Pause]->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(w.run().state(), SessionState::Paused, 20'000);
        QVERIFY(window.actions()[Act::Pause]->text().contains(QStringLiteral("Resume")));
        const int before = w.run().evaluated();
        QTest::qWait(300);
        QCOMPARE(w.run().evaluated(), before);
        QVERIFY(window.canvasPanel()->liveButton()->isVisible());
        QTest::mouseClick(window.canvasPanel()->liveButton(), Qt::LeftButton);
        QVERIFY(w.selection().live());
        window.actions()[Act::Pause]->trigger();
        QTRY_COMPARE(w.run().state(), SessionState::Running);

        // Level 2 brings predictions: a point of the chart selects its cell everywhere.
        auto* chart = window.charts()->panel();
        const auto points = [chart] {
            std::vector<CandidateId> ids;
            for (const auto& series : chart->content().series)
                for (const auto& p : series.points)
                    if (p.id)
                        ids.push_back(p.id);
            return ids;
        };
        QTRY_VERIFY_WITH_TIMEOUT(points().size() >= 2, 120'000);
        const auto point = points().front();
        QTRY_VERIFY(chart->view()->isVisible());
        QTRY_VERIFY(!chart->view()->positionOf(point).isNull());
        const auto at = chart->view()->positionOf(point);
        auto* under = chart->view()->childAt(at);
        QTest::mouseClick(under ? under : chart->view(), Qt::LeftButton, {}, under ? under->mapFrom(chart->view(), at) : at);
        QTRY_VERIFY(!w.selection().live());
        const auto chosen = w.selection().current();
        QVERIFY(w.candidates().find(chosen)->proposed.predicted.has_value());
        QCOMPARE(table->currentIndex().siblingAtColumn(0).data(ui::CandidateModel::IdRole).toUInt(), chosen);

        window.actions()[Act::FinishNow]->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(w.run().state(), SessionState::Finished, 30'000);
        QVERIFY(w.run().finished()->winner > 0);
        QCOMPARE(window.errorBar()->text(), QString());

        // The cell, as a file and on the clipboard, is the one shown.
        const auto file = m_home.filePath(QStringLiteral("cell.json"));
        QSignalSpy saved(&window.takeAway(), &ui::TakeAway::written);
        ui::ExportRequest request;
        request.format = QStringLiteral("json");
        request.path = file;
        window.takeAway().write(request);
        QTRY_COMPARE(saved.count(), 1);
        const auto json = readJson(ui::toPath(file));
        QVERIFY(bool(json));
        const auto arch = architectureFromJson(*json);
        QVERIFY2(bool(arch), arch ? "" : arch.error().message.c_str());
        QCOMPARE(architectureHash(*arch), architectureHash(w.candidates().find(chosen)->proposed.arch));
        window.actions()[Act::CopyCell]->trigger();
        QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("cellwright-architecture")));

        m_run = w.run().info().folder;
        m_table = ui::modelText(w.candidates());
        m_text = w.run().toText();
        QVERIFY(window.close());
    }

    void anOldRunShowsTheSame()
    {
        QVERIFY(!m_run.isEmpty());
        ui::MainWindow window;
        window.show();
        auto& w = window.workspace();
        QCOMPARE(w.recent().folders().value(0), m_run);
        drop(window, m_run);
        QTRY_COMPARE(w.run().state(), SessionState::Finished);
        const auto now = ui::modelText(w.candidates()).split(QLatin1Char('\n')), then = m_table.split(QLatin1Char('\n'));
        QCOMPARE(now.size(), then.size());
        for (qsizetype i = 0; i < now.size(); ++i)
            QCOMPARE(now[i], then[i]);
        QCOMPARE(w.run().toText(), m_text);
        QVERIFY(!w.run().live());
        QTRY_COMPARE(w.selection().current(), w.run().finished()->winner);
        QVERIFY(!window.actions()[Act::Pause]->isEnabled());
        QVERIFY(!window.actions()[Act::Continue]->isEnabled());
    }

    void understandByMouse()
    {
        test::Recording run;
        run.state(SessionState::Preparing);
        run.state(SessionState::Running);
        run.level(1, 30, 30, 70);
        run.level(2, 20, 20, 70, 0.8);
        BlocksAblated ablated{2, {}};
        for (CandidateId id = 31; id <= 50; ++id)
            ablated.candidates.push_back({id, {{1, 0.019, 0.003}, {2, -0.004, 0.002}}});
        run.add(ablated);
        run.finish(40, false);
        ui::MainWindow window;
        window.show();
        auto& w = window.workspace();
        auto info = test::inventedRun();
        info.folder = m_home.filePath(QStringLiteral("invented.cwrun"));
        QVERIFY(bool(RunStore::create(ui::toPath(info.folder), RunHeader{}))); // notes go into real runs only
        w.show(info, false, run.events());
        QTRY_COMPARE(w.candidates().rowCount(), 50);
        QTRY_VERIFY(!window.canvasPanel()->view()->nodes().empty());

        // A row of the list: figures, blocks, and what each is worth by the predictor.
        auto* list = window.candidatesPanel()->list();
        const auto rowOf = [&](int row) { return list->visualRect(list->model()->index(row, 0)).center(); };
        int row = 0;
        while (list->model()->index(row, 0).data(ui::CandidateModel::IdRole).toUInt() <= 30)
            ++row;
        QVERIFY(row < 3); // the best are of level 2
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, rowOf(row));
        const auto first = w.selection().current();
        QVERIFY(first > 30);
        QTRY_VERIFY(texts(window).contains(QStringLiteral("Candidate #%1").arg(first)));
        QVERIFY(w.candidates().ablation(first));
        QTest::mouseClick(window.inspector()->starButton(), Qt::LeftButton);
        QVERIFY(w.annotations().get(first).star);

        // Another with Ctrl: both side by side.
        QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::ControlModifier, rowOf(row + 1));
        QCOMPARE(w.selection().chosen().size(), 2u);
        QTest::mouseClick(window.canvasPanel()->tabButton(ui::CanvasPanel::Tab::Compare), Qt::LeftButton);
        QCOMPARE(window.canvasPanel()->tab(), ui::CanvasPanel::Tab::Compare);

        // The whole network; a double click on a cell opens it.
        QTest::mouseClick(window.canvasPanel()->tabButton(ui::CanvasPanel::Tab::Network), Qt::LeftButton);
        auto* network = window.canvasPanel()->currentView();
        QTRY_VERIFY(!network->nodes().empty());
        QTest::qWait(300); // it moves into place
        const auto nodes = network->nodes();
        const auto cell = std::find_if(nodes.begin(), nodes.end(), [](const auto* node) { return node->node().id.starts_with("cell"); });
        QVERIFY(cell != nodes.end());
        const auto at = network->mapFromScene((*cell)->scenePos());
        QTest::mouseDClick(network->viewport(), Qt::LeftButton, {}, at);
        QTRY_COMPARE(window.canvasPanel()->tab(), ui::CanvasPanel::Tab::Cell);

        // A rubber band in a chart chooses many, a double click shows everything again.
        auto* chart = window.charts()->panel()->view();
        QTRY_VERIFY(chart->isVisible());
        const QPoint from(chart->width() / 4, chart->height() / 6), to(chart->width() - 12, chart->height() * 3 / 4);
        QTest::mousePress(chart, Qt::LeftButton, {}, from);
        QTest::mouseMove(chart, (from + to) / 2);
        QTest::mouseMove(chart, to);
        QTest::mouseRelease(chart, Qt::LeftButton, {}, to);
        QVERIFY2(w.selection().chosen().size() > 2, qPrintable(QString::number(w.selection().chosen().size())));
        QTest::mouseDClick(chart, Qt::LeftButton, {}, to);

        // The middle of the run: every view shows that moment; then the end again.
        auto* slider = window.timeBar()->slider();
        QTest::mouseClick(slider, Qt::LeftButton, {}, QPoint(slider->width() / 3, slider->height() - 9));
        QTRY_VERIFY(w.candidates().rowCount() == 30 && w.run().evaluated() < 30);
        QTest::mouseClick(window.timeBar()->endButton(), Qt::LeftButton);
        QTRY_COMPARE(w.run().evaluated(), 50);

        // The star is there when the run is opened again.
        QVERIFY(window.close());
        QTRY_VERIFY(QFileInfo::exists(info.folder + QStringLiteral("/notes.json")));
        ui::MainWindow again;
        again.workspace().show(info, false, run.events());
        QTRY_COMPARE(again.workspace().candidates().rowCount(), 50);
        QTRY_VERIFY(again.workspace().annotations().get(first).star);
    }

    void closingWhileItSearchesAsksAndKeepsTheRun()
    {
        QString folder;
        int before = 0;
        {
            ui::MainWindow window(adjust());
            window.show();
            auto& w = window.workspace();
            begin(window);
            QTRY_VERIFY_WITH_TIMEOUT(w.run().evaluated() >= 2, 60'000);
            QVERIFY(!window.close());
            auto* box = window.findChild<QMessageBox*>();
            QVERIFY(box && box->isVisible());
            QPushButton* stop = nullptr;
            for (auto* button : box->findChildren<QPushButton*>())
                if (box->buttonRole(button) == QMessageBox::AcceptRole)
                    stop = button;
            QVERIFY(stop);
            QTest::mouseClick(stop, Qt::LeftButton);
            QTRY_VERIFY_WITH_TIMEOUT(!window.isVisible(), 20'000);
            folder = w.run().info().folder;
            before = w.run().evaluated();
        }
        // The run is there, and goes on where it stopped.
        ui::MainWindow window(adjust());
        window.show();
        auto& w = window.workspace();
        w.openPath(folder);
        QTRY_COMPARE(w.run().state(), SessionState::Stopped);
        QVERIFY(w.run().evaluated() >= before);
        QVERIFY(window.actions()[Act::Continue]->isEnabled());
        tiny(w.setup());
        window.actions()[Act::Continue]->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(w.run().evaluated() > before || !window.errorBar()->text().isEmpty(), 60'000);
        QVERIFY2(window.errorBar()->text().isEmpty(), qPrintable(window.errorBar()->text()));
        w.discard();
        QTRY_VERIFY_WITH_TIMEOUT(!w.run().hasRun(), 20'000);
        QTRY_VERIFY(!QFileInfo::exists(folder));
        QVERIFY(!w.recent().folders().contains(folder));
        QVERIFY(window.close());
    }

    void skippedCandidatesAreShown()
    {
        m_engine.training = {400, std::chrono::microseconds(1000), {}};
        ui::MainWindow window(fakeOnly());
        window.show();
        auto& w = window.workspace();
        begin(window);
        QTRY_VERIFY(w.skippable() != 0);
        const auto id = w.skippable();
        window.actions()[Act::Skip]->trigger();
        QTRY_VERIFY(w.candidates().find(id)->evaluation.has_value());
        QCOMPARE(ui::stateText(*w.candidates().find(id)), QStringLiteral("skipped"));
        w.discard();
        QTRY_VERIFY(!w.searching());
    }

    void droppingSomethingUnusableSaysWhatWouldWork()
    {
        ui::MainWindow window;
        window.show();
        const auto empty = m_home.filePath(QStringLiteral("empty"));
        QVERIFY(QDir().mkpath(empty));
        drop(window, empty);
        QTRY_VERIFY(!window.startPage()->problemText().isEmpty());
        QTRY_VERIFY(window.startPage()->isVisible());
        QVERIFY(!window.findChild<QToolBar*>()->isVisible());
        drop(window, m_home.filePath(QStringLiteral("not-there.cwrun")));
        QTRY_VERIFY(window.startPage()->problemText().contains(QStringLiteral("not-there")));
    }

    void wrongValuesCannotBeStarted()
    {
        ui::MainWindow window(fakeOnly());
        window.show();
        auto& w = window.workspace();
        drop(window, m_home.filePath(QStringLiteral("pictures")));
        QTRY_VERIFY(window.actions()[Act::Start]->isEnabled());
        auto* line = window.findChild<QLineEdit*>(QStringLiteral("blocks"));
        QVERIFY(line);
        line->setText(QStringLiteral("77"));
        QVERIFY(!window.actions()[Act::Start]->isEnabled());
        line->setText(QStringLiteral("2"));
        QVERIFY(window.actions()[Act::Start]->isEnabled());
        QCOMPARE(w.setup().settings().integer("blocks"), 2);
    }

    void everyActionHasAMenu()
    {
        ui::MainWindow window;
        QList<QAction*> reachable;
        QList<QMenu*> menus;
        for (const auto* top : window.menuBar()->actions())
            menus << top->menu();
        while (!menus.isEmpty()) {
            const auto entries = menus.takeFirst()->actions();
            QVERIFY(std::count_if(entries.begin(), entries.end(), [](const auto* entry) { return !entry->isSeparator(); }) <= 12);
            reachable << entries;
            for (const auto* entry : entries)
                if (entry->menu())
                    menus << entry->menu();
        }
        QVERIFY(window.menuBar()->actions().size() <= 9);
        QStringList keys;
        for (int i = 0; i < static_cast<int>(Act::kCount); ++i) {
            const auto* action = window.actions()[static_cast<Act>(i)];
            QVERIFY2(reachable.contains(action), qPrintable(action->text()));
            if (!action->shortcut().isEmpty()) {
                QVERIFY2(!keys.contains(action->shortcut().toString()), qPrintable(action->shortcut().toString()));
                keys << action->shortcut().toString();
            }
        }
    }

private:
    void drop(ui::MainWindow& window, const QString& path)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &event);
        QVERIFY(event.isAccepted());
    }

    /// Two operations, two blocks, a network of one cell repeat with 4 filters, some steps: long enough to be paused in between.
    static void tiny(ui::SearchSetup& setup)
    {
        const std::pair<const char*, const char*> values[] = {{"operations", "max3,id"}, {"blocks", "2"}, {"beam_width", "3"}, {"image_size", "8"}, {"repeats", "1"},
                                                              {"filters", "4"}, {"steps", "40"}, {"batch", "8"}, {"validation_fraction", "0.3"}};
        for (const auto& [key, value] : values) {
            const auto status = setup.set(key, value);
            QVERIFY2(bool(status), status ? "" : status.error().message.c_str());
        }
        setup.setWorkers(1);
        setup.setDevice("cpu");
    }

    void begin(ui::MainWindow& window)
    {
        drop(window, m_home.filePath(QStringLiteral("pictures")));
        tiny(window.workspace().setup());
        QTRY_VERIFY(window.actions()[Act::Start]->isEnabled());
        window.actions()[Act::Start]->trigger();
    }

    ui::EngineBridge::Adjust adjust()
    {
        m_engine.training = {20, std::chrono::microseconds(2000), {}};
        return m_real ? ui::EngineBridge::Adjust{} : fakeOnly();
    }
    ui::EngineBridge::Adjust fakeOnly()
    {
        return [this](SessionConfig& config) { config.engine = [this]() -> Result<Engine*> { return &m_engine; }; };
    }

    static QStringList texts(const QWidget& window)
    {
        QStringList all;
        for (const auto* label : window.findChildren<QLabel*>())
            all << label->text();
        return all;
    }

    QTemporaryDir m_home;
    test::FakeEngine m_engine;
    bool m_real = false;
    QString m_run, m_table, m_text;
};

QTEST_MAIN(JourneyTest)
#include "journey_test.moc"
