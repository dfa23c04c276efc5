// The command palette and the sheet of keys, both made from the menus. With CELLWRIGHT_SCREENSHOTS=FOLDER pictures are kept.
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "ui/dialogs/command_palette.h"
#include "ui/dialogs/fuzzy.h"
#include "ui/dialogs/shortcut_sheet.h"
#include "ui/util/theme.h"

using namespace cw::ui;

namespace {

/// A window with menus as ours are made.
struct Window {
    QMainWindow window;
    QAction *open, *quit, *start, *dark, *fit;
    int recentFilled = 0;
    CommandPalette palette{*window.menuBar(), [](cw::CandidateId id) { return id >= 140 && id <= 143 ? QStringLiteral("level 3, measured 91.%1 %").arg(id % 10) : QString(); }, &window};
    QPushButton* button = new QPushButton(QStringLiteral("Focus"), &window);

    Window()
    {
        const auto add = [](QMenu* menu, const char* text, const char* key) {
            auto* action = menu->addAction(QString::fromUtf8(text));
            action->setShortcut(QKeySequence::fromString(QString::fromLatin1(key)));
            return action;
        };
        auto* bar = window.menuBar();
        auto* file = bar->addMenu(QStringLiteral("&File"));
        open = add(file, "&Open data\u2026", "Ctrl+O");
        auto* recent = file->addMenu(QStringLiteral("R&ecent runs"));
        QObject::connect(recent, &QMenu::aboutToShow, [this, recent] {
            ++recentFilled;
            recent->clear();
            recent->addAction(QStringLiteral("fashion && mnist"));
        });
        file->addSeparator();
        quit = add(file, "&Quit", "Ctrl+Q");
        auto* search = bar->addMenu(QStringLiteral("&Search"));
        start = add(search, "&Start", "Ctrl+R");
        start->setEnabled(false);
        start->setProperty("reason", QStringLiteral("open data first"));
        add(search, "Hidden", "F2")->setVisible(false);
        auto* view = bar->addMenu(QStringLiteral("&View"));
        fit = add(view, "&Fit the cell", "Ctrl+9");
        auto* theme = view->addMenu(QStringLiteral("&Theme"));
        dark = add(theme, "&Dark", "");
        window.setCentralWidget(button);
        window.resize(1100, 700);
        window.show();
        (void)QTest::qWaitForWindowActive(&window);
        button->setFocus();
    }
};

void keep(QWidget& widget, const char* name)
{
    if (const auto folder = qEnvironmentVariable("CELLWRIGHT_SCREENSHOTS"); !folder.isEmpty()) {
        QDir().mkpath(folder);
        QVERIFY(widget.grab().save(QStringLiteral("%1/%2.png").arg(folder, QString::fromLatin1(name))));
    }
}

} // namespace

class PaletteTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ThemeKeeper::instance().setMode(ThemeMode::Light); }

    void fuzzy()
    {
        const auto match = fuzzyMatch(QStringLiteral("fn"), QStringLiteral("Finish now"));
        QVERIFY(match);
        QCOMPARE(match->at, (std::vector<int>{0, 7}));
        QVERIFY(!fuzzyMatch(QStringLiteral("nf"), QStringLiteral("Finish now")));
        QVERIFY(!fuzzyMatch(QStringLiteral("finish now and here"), QStringLiteral("Finish now")));
        QVERIFY(fuzzyMatch(QStringLiteral("fit"), QStringLiteral("Fit the cell"))->score > fuzzyMatch(QStringLiteral("fit"), QStringLiteral("Find it"))->score);
        QCOMPARE(fuzzyMatch(QStringLiteral("ell"), QStringLiteral("Fit the cell"))->at, (std::vector<int>{9, 10, 11}));
        QCOMPARE(fuzzyMatch(QString(), QStringLiteral("a"))->score, 0);
        QVERIFY(!fuzzyMatch(QStringLiteral("a"), QString()));
    }

    void listsEveryAction()
    {
        Window w;
        w.palette.popUp();
        QCOMPARE(w.palette.toText(), QStringLiteral("> Open data | File | Ctrl+O\n"
                                                    "  fashion & mnist | File \u203a Recent runs\n"
                                                    "  Quit | File | Ctrl+Q\n"
                                                    "  Start | Search | Ctrl+R | open data first\n"
                                                    "  Fit the cell | View | Ctrl+9\n"
                                                    "  Dark | View \u203a Theme\n"));
        QCOMPARE(w.recentFilled, 1);
    }

    void findsAndRuns()
    {
        Window w;
        QSignalSpy fit(w.fit, &QAction::triggered), start(w.start, &QAction::triggered);
        w.palette.toggle();
        QVERIFY(w.palette.field()->hasFocus());
        QTest::keyClicks(w.palette.field(), QStringLiteral("ftc"));
        QCOMPARE(w.palette.toText(), QStringLiteral("> Fit the cell | View | Ctrl+9\n"));
        QTest::keyClick(w.palette.field(), Qt::Key_Return);
        QCOMPARE(fit.count(), 1);
        QVERIFY(!w.palette.isVisible());
        QVERIFY2(w.button->hasFocus(), "the focus goes back to where it was");

        w.palette.popUp(QStringLiteral("start"));
        QTest::keyClick(w.palette.field(), Qt::Key_Return); // disabled: stays and says why
        QCOMPARE(start.count(), 0);
        QVERIFY(w.palette.isVisible());
        QTest::keyClick(w.palette.field(), Qt::Key_Escape);
        QVERIFY(!w.palette.isVisible());

        w.palette.popUp(QStringLiteral("theme")); // found by its menu as well
        QCOMPARE(w.palette.toText(), QStringLiteral("> Dark | View \u203a Theme\n"));
        w.palette.popUp(QStringLiteral("xyz"));
        QCOMPARE(w.palette.toText(), QStringLiteral("  Nothing of this name\n"));
        QTest::keyClick(w.palette.field(), Qt::Key_Return);
        QVERIFY(w.palette.isVisible());
    }

    void walksByArrows()
    {
        Window w;
        w.palette.popUp();
        QSignalSpy quit(w.quit, &QAction::triggered), dark(w.dark, &QAction::triggered);
        QTest::keyClick(w.palette.field(), Qt::Key_Down);
        QTest::keyClick(w.palette.field(), Qt::Key_Down);
        QTest::keyClick(w.palette.field(), Qt::Key_Return);
        QCOMPARE(quit.count(), 1);
        w.palette.popUp();
        QTest::keyClick(w.palette.field(), Qt::Key_Up); // around to the last
        QTest::keyClick(w.palette.field(), Qt::Key_Return);
        QCOMPARE(dark.count(), 1);
    }

    void jumpsToCandidates()
    {
        Window w;
        QSignalSpy chosen(&w.palette, &CommandPalette::candidateChosen);
        w.palette.popUp(QStringLiteral("#14"));
        QCOMPARE(w.palette.toText(), QStringLiteral("> #140 | level 3, measured 91.0 %\n  #141 | level 3, measured 91.1 %\n"
                                                    "  #142 | level 3, measured 91.2 %\n  #143 | level 3, measured 91.3 %\n"));
        w.palette.popUp(QStringLiteral("#143"));
        QTest::keyClick(w.palette.field(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.front().front().value<cw::CandidateId>(), 143U);
        w.palette.popUp(QStringLiteral("#9"));
        QCOMPARE(w.palette.toText(), QStringLiteral("  No candidate of this number\n"));
    }

    void closesWhenTheFocusLeaves()
    {
        Window w;
        w.palette.popUp();
        w.button->setFocus();
        QVERIFY(!w.palette.isVisible());
        w.palette.popUp();
        w.palette.toggle();
        QVERIFY(!w.palette.isVisible());
        w.palette.popUp();
        w.window.resize(700, 500);
        QTRY_COMPARE(w.palette.geometry().center().x() / 2, w.window.rect().center().x() / 2);
        QVERIFY(w.window.rect().contains(w.palette.geometry()));
    }

    void sheetIsMadeFromTheMenus()
    {
        Window w;
        const auto groups = shortcutGroups(*w.window.menuBar(), {{QStringLiteral("On the canvas"), {{QStringLiteral("Space"), QStringLiteral("Pause")}}}});
        QCOMPARE(toText(groups), QStringLiteral("File\n  Ctrl+O  Open data\n  Ctrl+Q  Quit\n\nSearch\n  Ctrl+R  Start\n\nView\n  Ctrl+9  Fit the cell\n\n"
                                                "On the canvas\n  Space   Pause\n"));
        auto* dialog = showShortcuts(&w.window, groups);
        QTest::qWait(1);
        QStringList caps;
        for (const auto* label : dialog->findChildren<QLabel*>())
            if (label->property("keycap").toBool()) {
                caps << label->text();
                QVERIFY2(label->width() >= label->sizeHint().width(), "clipped");
            }
        QCOMPARE(caps.size(), 5);
        for (auto* button : dialog->findChildren<QPushButton*>())
            if (button->text().contains(QLatin1String("text")))
                button->click();
        QCOMPARE(QApplication::clipboard()->text(), toText(groups));
        dialog->close();
    }

    void pictures()
    {
        if (qEnvironmentVariableIsEmpty("CELLWRIGHT_SCREENSHOTS"))
            QSKIP("no folder to keep them in");
        for (const bool dark : {false, true}) {
            ThemeKeeper::instance().setMode(dark ? ThemeMode::Dark : ThemeMode::Light);
            Window w;
            w.palette.popUp(QStringLiteral("t"));
            QTest::qWait(50);
            keep(w.window, dark ? "palette-dark" : "palette-light");
            auto* dialog = showShortcuts(&w.window, shortcutGroups(*w.window.menuBar()));
            QTest::qWait(50);
            keep(*dialog, dark ? "shortcuts-dark" : "shortcuts-light");
            dialog->close();
        }
    }
};

QTEST_MAIN(PaletteTest)
#include "palette_test.moc"
