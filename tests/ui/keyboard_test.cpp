// Both journeys without a mouse: only keys, sent to whatever has the focus.
#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>

#include "core/session/session.h"
#include "tests/core/fakes.h"
#include "tests/ui/tiny_pictures.h"
#include "ui/dialogs/command_palette.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/docks/candidates_panel.h"
#include "ui/docks/canvas_panel.h"
#include "ui/docks/chart_deck.h"
#include "ui/docks/error_bar.h"
#include "ui/docks/start_page.h"
#include "ui/docks/time_bar.h"
#include "ui/graph/find_bar.h"
#include "ui/inspectors/candidate_inspector.h"
#include "ui/main_window.h"
#include "ui/util/theme.h"

using namespace cw;
using ui::Act;

class KeyboardTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        for (const char* name : {"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"})
            qputenv(name, m_home.filePath(QString::fromLatin1(name)).toUtf8());
        QVERIFY(test::writeTinyPictures(m_home.filePath(QStringLiteral("pictures")), 3, 20));
    }

    void bothJourneys()
    {
        ui::ThemeKeeper::instance().setMode(ui::ThemeMode::Dark);
        m_engine.training = {10, std::chrono::microseconds(1500), {}};
        ui::MainWindow window([this](SessionConfig& config) { config.engine = [this]() -> Result<Engine*> { return &m_engine; }; });
        m_window = &window;
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        auto& w = window.workspace();

        // The empty window: to the button, then a path into the dialog.
        QVERIFY(tabTo([](const QWidget* widget) { return widget->objectName() == QLatin1String("chooseFolder"); }));
        key(Qt::Key_Space);
        QFileDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = window.findChild<QFileDialog*>()) && dialog->isActiveWindow());
        type(m_home.filePath(QStringLiteral("pictures")));
        closeCompletion();
        key(Qt::Key_Return);
        QTRY_COMPARE(w.dataset().state(), ui::DatasetModel::State::Ready);

        // One setting, then start.
        QTRY_VERIFY(!window.findChild<QFileDialog*>());
        comeBack(window);
        QVERIFY(tabTo([](const QWidget* widget) { return widget->objectName() == QLatin1String("blocks"); }));
        key(Qt::Key_A, Qt::ControlModifier);
        type(QStringLiteral("2"));
        QCOMPARE(w.setup().settings().integer("blocks"), 2);
        QVERIFY(bool(w.setup().set("operations", "max3,id")));
        QVERIFY(bool(w.setup().set("beam_width", "4")));
        w.setup().setWorkers(1);
        QTRY_VERIFY(window.actions()[Act::Start]->isEnabled());
        key(Qt::Key_R, Qt::ControlModifier);
        QTRY_VERIFY(w.run().evaluated() >= 3);
        QVERIFY2(window.errorBar()->text().isEmpty(), qPrintable(window.errorBar()->text()));

        key(Qt::Key_F6);
        QTRY_COMPARE(w.latest().state(), SessionState::Paused);
        QTRY_VERIFY(window.canvasPanel()->view()->isVisible());
        QVERIFY(tabTo([&](const QWidget* widget) { return widget == window.canvasPanel()->view(); }));
        key(Qt::Key_Space);
        QTRY_COMPARE(w.latest().state(), SessionState::Running);

        key(Qt::Key_J);
        QVERIFY(!w.selection().live());
        const auto chosen = w.selection().current();
        QVERIFY(chosen != 0);
        key(Qt::Key_L);
        QVERIFY(w.selection().live());
        QTRY_VERIFY(w.latest().state() == SessionState::Finished || w.run().evaluated() >= 12);
        palette(QStringLiteral("finish now"));
        QTRY_COMPARE(w.latest().state(), SessionState::Finished);

        understand(window);
        takeAway(window);
        QVERIFY(window.close());
    }

private:
    void understand(ui::MainWindow& window)
    {
        auto& w = window.workspace();
        key(Qt::Key_B);
        const auto best = w.run().best()->id;
        QCOMPARE(w.selection().current(), best);
        // Stars, and taking them back.
        key(Qt::Key_S);
        QVERIFY(w.annotations().get(best).star);
        key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!w.annotations().get(best).star);
        key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(w.annotations().get(best).star);
        // A filter shows the starred one alone.
        key(Qt::Key_L, Qt::ControlModifier);
        type(QStringLiteral("is:starred "));
        QTRY_COMPARE(window.candidatesPanel()->rows().rowCount(), 1);
        closeCompletion();
        comeBack(window);
        key(Qt::Key_Escape);
        QTRY_COMPARE(window.candidatesPanel()->rows().rowCount(), w.candidates().rowCount());
        // A note.
        key(Qt::Key_Tab);
        key(Qt::Key_N);
        type(QStringLiteral("small and good"));
        QCOMPARE(QString::fromStdString(w.annotations().get(best).note), QStringLiteral("small and good"));
        key(Qt::Key_Tab);

        // Along the edges of the drawing, and finding in it.
        key(Qt::Key_1, Qt::ControlModifier);
        auto* view = window.canvasPanel()->view();
        view->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY(!view->nodes().empty());
        key(Qt::Key_Right);
        QTRY_VERIFY(!view->selectedNode().empty());
        const auto first = view->selectedNode();
        key(Qt::Key_Right);
        QVERIFY(view->selectedNode() != first);
        key(Qt::Key_F, Qt::ControlModifier);
        type(QStringLiteral("concat"));
        QTRY_COMPARE(view->findCount(), 1);
        key(Qt::Key_Escape);

        // C on one, C on another.
        key(Qt::Key_B);
        key(Qt::Key_C);
        QVERIFY(window.errorBar()->text().contains(QStringLiteral("press C")));
        key(Qt::Key_J);
        QVERIFY(w.selection().current() != best);
        key(Qt::Key_C);
        QCOMPARE(window.canvasPanel()->tab(), ui::CanvasPanel::Tab::Compare);
        QCOMPARE(w.selection().chosen().size(), 2u);
        key(Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(window.canvasPanel()->tab(), ui::CanvasPanel::Tab::Network);

        // The points of a chart.
        auto* chart = window.moreCharts()->panel()->view();
        QVERIFY(tabTo([&](const QWidget* widget) { return widget == chart; }));
        key(Qt::Key_Home);
        key(Qt::Key_Return);
        QCOMPARE(w.selection().chosen().size(), 1u);

        // Back in time, and to the end.
        key(Qt::Key_F8);
        QTRY_VERIFY(!w.timeline().atEnd() && w.run().evaluated() < w.latest().evaluated());
        key(Qt::Key_F8, Qt::ShiftModifier);
        QTRY_COMPARE(w.run().evaluated(), w.latest().evaluated());
        QVERIFY(!w.timeline().playing());

        // Layouts: each shows what it is for, and the first comes back as it was.
        const auto shown = [&](const char* name) { return window.layouts().dock(name)->isVisible(); };
        key(Qt::Key_2, Qt::AltModifier);
        QVERIFY(shown("inspector") && !shown("charts"));
        key(Qt::Key_3, Qt::AltModifier);
        QVERIFY(!shown("inspector") && shown("charts"));
        key(Qt::Key_1, Qt::AltModifier);
        QVERIFY(shown("inspector") && shown("charts") && shown("setup"));
    }

    void takeAway(ui::MainWindow& window)
    {
        key(Qt::Key_B);
        key(Qt::Key_E, Qt::ControlModifier);
        ui::ExportDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = window.findChild<ui::ExportDialog*>()) && dialog->isActiveWindow());
        QVERIFY(tabTo([](const QWidget* widget) { return widget->accessibleName() == QLatin1String("Folder"); }));
        key(Qt::Key_A, Qt::ControlModifier);
        type(m_home.path());
        QVERIFY(tabTo([](const QWidget* widget) { return widget->accessibleName() == QLatin1String("Name of the file"); }));
        key(Qt::Key_A, Qt::ControlModifier);
        type(QStringLiteral("winner.svg"));
        key(Qt::Key_Return);
        QTRY_VERIFY(QFileInfo::exists(m_home.filePath(QStringLiteral("winner.svg"))));
        QTRY_VERIFY(!window.findChild<ui::ExportDialog*>());
        comeBack(window);
        QTRY_VERIFY(window.errorBar()->text().contains(QStringLiteral("winner.svg")));
        // As last time, beside it.
        const auto before = QDir(m_home.path()).entryList({QStringLiteral("*.svg")}).size();
        key(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(QDir(m_home.path()).entryList({QStringLiteral("*.svg")}).size() > before);
    }

    void palette(const QString& words)
    {
        key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(m_window->palette()->isVisible());
        type(words);
        key(Qt::Key_Return);
        QTRY_VERIFY(!m_window->palette()->isVisible());
    }

    /// Where keys go: the focus, in a dialog if one is open.
    static QWidget* target()
    {
        if (auto* popup = QApplication::activePopupWidget())
            return popup;
        if (auto* focus = QApplication::focusWidget())
            return focus;
        return QApplication::activeWindow();
    }
    static void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(target(), key, modifiers); }
    static void type(const QString& text)
    {
        for (const auto letter : text)
            QTest::keyClick(target(), letter.toLatin1());
    }
    /// A window manager gives the focus back when a dialog closes; the displays of tests have none.
    static void comeBack(QWidget& window)
    {
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
    }
    /// What a field proposes while it is typed in.
    static void closeCompletion()
    {
        if (QApplication::activePopupWidget())
            key(Qt::Key_Escape);
    }
    /// Tab until the focus is where it should be; once around the window at most.
    template<class Is>
    static bool tabTo(Is is)
    {
        for (int i = 0; i < 150; ++i) {
            if (auto* focus = QApplication::focusWidget(); focus && is(focus))
                return true;
            key(Qt::Key_Tab);
        }
        return false;
    }

    QTemporaryDir m_home;
    test::FakeEngine m_engine;
    ui::MainWindow* m_window = nullptr;
};

QTEST_MAIN(KeyboardTest)
#include "keyboard_test.moc"
