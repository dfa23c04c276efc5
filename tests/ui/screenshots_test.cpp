// Every state of the window in both themes: nothing clipped, no text too small. With CELLWRIGHT_SCREENSHOTS=FOLDER the
// pictures are kept.
#include <atomic>
#include <chrono>
#include <thread>

#include <QAbstractButton>
#include <QDir>
#include <QLabel>
#include <QFile>
#include <QLineEdit>
#include <QScopeGuard>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/search/enas_parameters.h"
#include "tests/ui/recorded_run.h"
#include "tests/ui/recorded_shared_run.h"
#include "tests/ui/tiny_pictures.h"
#include "ui/docks/chart_deck.h"
#include "ui/dialogs/command_palette.h"
#include "ui/docks/canvas_panel.h"
#include "ui/docks/error_bar.h"
#include "ui/main_window.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

using namespace cw;

class ScreenshotsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setApplicationName(QStringLiteral("cellwright-screenshots"));
        QVERIFY(m_home.isValid());
        qputenv("XDG_CONFIG_HOME", m_home.filePath(QStringLiteral("config")).toUtf8());
        qputenv("XDG_CACHE_HOME", m_home.filePath(QStringLiteral("cache")).toUtf8());
        qputenv("XDG_DATA_HOME", m_home.filePath(QStringLiteral("data")).toUtf8());
    }

    void states_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("size");
        for (const bool dark : {false, true})
            for (const char* state : {"empty", "unusable", "loading", "data", "problems", "level1", "level2", "searching", "many", "three", "paused", "finished", "failed", "old", "past",
                                      "network", "compare", "edges", "random", "inspect", "present", "palette",
                                      "enas-micro", "enas-macro", "enas-text", "enas-decisions-micro", "enas-decisions-text", "enas-forced-macro", "enas-alarm-macro", "enas-compare-macro",
                                      "enas-compare-text", "enas-network-macro", "enas-chance-micro", "enas-past-text", "enas-setup"})
                QTest::addRow("%s-%s", state, dark ? "dark" : "light") << QString::fromLatin1(state) << dark << QSize(1440, 900);
        QTest::addRow("small-light") << QStringLiteral("searching") << false << QSize(1024, 700);
        QTest::addRow("small-empty") << QStringLiteral("empty") << false << QSize(1024, 700);
        QTest::addRow("small-data") << QStringLiteral("data") << false << QSize(1024, 700);
        QTest::addRow("font-light") << QStringLiteral("searching") << false << QSize(1440, 900);
        QTest::addRow("font-data") << QStringLiteral("problems") << true << QSize(1440, 900);
    }

    void states()
    {
        QFETCH(QString, state);
        QFETCH(bool, dark);
        QFETCH(QSize, size);
        auto font = QApplication::font();
        const auto restore = qScopeGuard([font] { QApplication::setFont(font); });
        if (QByteArray(QTest::currentDataTag()).startsWith("font")) {
            font.setPointSizeF(font.pointSizeF() * 4 / 3);
            QApplication::setFont(font);
        }
        ui::ThemeKeeper::instance().setMode(dark ? ui::ThemeMode::Dark : ui::ThemeMode::Light);
        QSettings().clear();
        ui::MainWindow window;
        window.resize(size);
        window.show();
        arrange(window, state);
        QTest::qWait(400); // layout, charts, fade of docks
        const auto picture = window.grab();
        m_block.store(false);
        QCOMPARE(picture.deviceIndependentSize().toSize(), size);
        if (const auto folder = qEnvironmentVariable("CELLWRIGHT_SCREENSHOTS"); !folder.isEmpty()) {
            QDir().mkpath(folder);
            QVERIFY(picture.save(QStringLiteral("%1/%2.png").arg(folder, QString::fromLatin1(QTest::currentDataTag()))));
        }
        checkTexts(window);
    }

private:
    void arrange(ui::MainWindow& window, const QString& state)
    {
        auto& w = window.workspace();
        if (state == QLatin1String("empty"))
            return;
        if (state == QLatin1String("unusable")) {
            const auto folder = m_home.filePath(QStringLiteral("letters"));
            write(folder, QStringLiteral("hello.txt"), "not a picture");
            w.openPath(folder);
            QTRY_COMPARE(w.dataset().state(), ui::DatasetModel::State::Failed);
            return;
        }
        if (state == QLatin1String("loading")) {
            m_block.store(true); // the worker has something else to do first
            w.worker().run(this, [this](Control&) -> ui::SerialWorker::Done {
                while (m_block.load())
                    std::this_thread::sleep_for(std::chrono::milliseconds(5));
                return [] {};
            });
            w.openPath(m_home.filePath(QStringLiteral("pictures")));
            QCOMPARE(w.dataset().state(), ui::DatasetModel::State::Inspecting);
            return;
        }
        if (state == QLatin1String("data") || state == QLatin1String("problems")) {
            const bool problems = state == QLatin1String("problems");
            const auto folder = m_home.filePath(problems ? QStringLiteral("odd") : QStringLiteral("pictures"));
            test::writeTinyPictures(folder, 3, 20, 28);
            if (problems) {
                for (int i = 0; i < 15; ++i)
                    QFile::remove(QStringLiteral("%1/cross/%2.%3").arg(folder).arg(i).arg(i % 2 ? QStringLiteral("png") : QStringLiteral("bmp")));
                write(folder + QStringLiteral("/ball"), QStringLiteral("cut.jpg"), "\xff\xd8\xff\xe0");
                write(folder + QStringLiteral("/ball"), QStringLiteral("empty.png"), {});
                write(folder + QStringLiteral("/stripes"), QStringLiteral("notes.txt"), "words");
            }
            w.openPath(folder);
            QTRY_VERIFY(!w.dataset().samples().empty());
            return;
        }
        if (state == QLatin1String("enas-setup")) {
            const auto folder = m_home.filePath(QStringLiteral("pictures"));
            test::writeTinyPictures(folder, 3, 20, 28);
            w.openPath(folder);
            QTRY_VERIFY(!w.dataset().samples().empty());
            w.setup().setStrategy("enas");
            w.setup().setSpace("macro");
            return;
        }
        if (state.startsWith(QLatin1String("enas")))
            return arrangeShared(window, state);
        test::Recording run;
        run.state(SessionState::Preparing);
        run.state(SessionState::Running);
        CandidateId selected = 0;
        auto info = test::inventedRun();
        if (state == QLatin1String("level1") || state == QLatin1String("three")) {
            run.level(1, 136, state == QLatin1String("three") ? 2 : 1, 180);
        } else if (state == QLatin1String("level2")) {
            run.level(1, 136, 136, 180);
            run.level(2, 20, 7, 180, 0.7);
        } else if (state == QLatin1String("random")) {
            info.strategy = "random";
            run.level(3, 40, 26, 40);
        } else if (state == QLatin1String("many")) {
            run.level(1, 136, 136, 1160);
            run.level(2, 256, 256, 1160, 0.35);
            run.level(3, 256, 256, 1160, 0.7);
            run.level(4, 256, 256, 1160, 0.8);
            run.level(5, 256, 110, 1160, 0.9);
            selected = 800;
        } else {
            run.level(1, 136, 136, 180);
            run.level(2, 20, 20, 180, 0.5);
            run.level(3, 20, state == QLatin1String("finished") ? 20 : 9, 180, 0.9);
            if (state == QLatin1String("finished"))
                run.finish(171, false);
            selected = state == QLatin1String("searching") ? 161 : 0;
        }
        if (state == QLatin1String("paused")) {
            run.state(SessionState::Pausing);
            run.state(SessionState::Paused);
        }
        if (state == QLatin1String("failed")) {
            run.add(SessionFailed{{ErrorCode::DiskFull, "The disk is full, so the search stopped. All 165 measured candidates are kept; free some space, then continue this run.", "ENOSPC"}});
            run.state(SessionState::Failed);
        }
        w.show(info, state != QLatin1String("old"), run.events());
        QTRY_VERIFY(!w.timeline().loading());
        QSignalSpy drawn(window.canvasPanel()->view(), &ui::GraphView::drawn);
        if (selected)
            w.selection().select(selected);
        else
            w.selection().follow(w.run().training() ? w.run().training() : w.run().best()->id);
        QTRY_VERIFY(drawn.count() > 0 || !window.canvasPanel()->view()->nodes().empty());
        if (state == QLatin1String("past"))
            w.timeline().seek(w.timeline().allSeconds() * 0.4);
        if (state == QLatin1String("network"))
            window.actions()[ui::Act::NetworkTab]->trigger();
        if (state == QLatin1String("inspect"))
            window.actions()[ui::Act::LayoutInspect]->trigger();
        if (state == QLatin1String("present"))
            window.actions()[ui::Act::LayoutPresent]->trigger();
        if (state == QLatin1String("palette"))
            window.palette()->popUp(QStringLiteral("exp"));
        if (state == QLatin1String("compare")) {
            w.selection().selectMany({150, 161, 158});
            window.actions()[ui::Act::CompareTab]->trigger();
        }
        if (const bool edges = state == QLatin1String("edges"); edges != window.actions()[ui::Act::OperationsOnEdges]->isChecked())
            window.actions()[ui::Act::OperationsOnEdges]->trigger();
    }

    /// A search with shared weights: its child of this moment, or a derived candidate.
    void arrangeShared(ui::MainWindow& window, const QString& state)
    {
        auto& w = window.workspace();
        const auto is = [&state](const char* word) { return state.contains(QLatin1String(word)); };
        auto info = test::inventedSharedRun(is("text") ? "recurrent" : is("macro") ? "macro" : "micro", is("chance") ? "random" : "enas");
        const bool questions = is("decisions") || is("forced");
        if (questions) { // of the run on disk
            info.folder = m_home.filePath(QStringLiteral("%1-%2.cwrun").arg(state).arg(++m_runs));
            RunHeader header;
            header.strategy = info.strategy, header.space = info.space, header.preset = info.preset;
            header.settings = info.settings.toJson();
            auto store = RunStore::create(ui::toPath(info.folder), header);
            QVERIFY(store);
            QVERIFY((*store)->writeWeights(kControllerWeights, Controller(*decisionSpace(info.space, info.settings), controllerSettings(info.settings), 3).save()));
        }
        test::SharedRecording run(info, 6);
        run.state(SessionState::Preparing);
        run.state(SessionState::Running);
        run.round(1);
        run.round(2);
        run.round(3, is("alarm"));
        if (!questions) {
            run.train(4);
            run.update(4, 12, is("alarm"));
            run.add(ChildSampled{run.draw(), 1.1, is("text") ? 0.41 : 0.56});
        }
        w.show(info, !questions, run.events());
        QTRY_VERIFY(!w.timeline().loading());
        const auto drawn = [&window] { return !window.canvasPanel()->view()->nodes().empty(); };
        if (questions || is("network")) {
            w.selection().select(13);
            QTRY_VERIFY(drawn());
        } else {
            w.selection().follow(0);
            QTRY_VERIFY(drawn());
        }
        if (questions)
            QTRY_COMPARE(w.decisions().state(), ui::DecisionModel::State::Ready);
        if (is("forced")) {
            const auto& second = w.decisions().sampled()->decisions[1];
            w.decisions().force(1, (second.choice + 1) % static_cast<int>(second.options.size()));
            QTRY_VERIFY(w.decisions().forced());
        }
        if (is("network"))
            window.actions()[ui::Act::NetworkTab]->trigger();
        if (is("compare")) {
            w.selection().selectMany({11, 13});
            window.actions()[ui::Act::CompareTab]->trigger();
        }
        if (is("decisions"))
            window.actions()[ui::Act::LayoutInspect]->trigger();
        if (is("past"))
            w.timeline().seek(w.timeline().allSeconds() * 0.5);
    }

    void checkTexts(const ui::MainWindow& window)
    {
        for (const auto* label : window.findChildren<QLabel*>()) {
            if (!label->isVisible() || label->text().isEmpty())
                continue;
            QVERIFY2(label->fontInfo().pixelSize() >= 10, qPrintable(label->text()));
            // Plain one-line texts fit their place (wrapped and rich ones scroll or grow).
            if (!label->wordWrap() && label->sizePolicy().horizontalPolicy() != QSizePolicy::Ignored)
                QVERIFY2(label->width() + 1 >= label->sizeHint().width(), qPrintable(QStringLiteral("%1: %2 of %3").arg(label->text()).arg(label->width()).arg(label->sizeHint().width())));
        }
        for (const auto* button : window.findChildren<QAbstractButton*>())
            if (button->isVisible() && !button->text().isEmpty())
                QVERIFY2(button->width() + 1 >= button->fontMetrics().horizontalAdvance(button->text().remove(QLatin1Char('&'))), qPrintable(button->text()));
    }

    static void write(const QString& folder, const QString& name, const QByteArray& content)
    {
        QVERIFY(QDir().mkpath(folder));
        QFile file(QStringLiteral("%1/%2").arg(folder, name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }

    QTemporaryDir m_home;
    int m_runs = 0;
    std::atomic<bool> m_block{false};
};

QTEST_MAIN(ScreenshotsTest)
#include "screenshots_test.moc"
