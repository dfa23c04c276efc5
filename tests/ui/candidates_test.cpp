// The list of candidates: what its rows say, how they are chosen, and that a search does not move what the user looks at.
// With CELLWRIGHT_SCREENSHOTS=FOLDER pictures of it are kept.
#include <QAbstractItemView>
#include <QCompleter>
#include <QDir>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/files.h"
#include "core/store/run_store.h"
#include "tests/ui/candidate_samples.h"
#include "ui/docks/candidates_panel.h"
#include "ui/models/model_text.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

using namespace cw;
using C = ui::CandidateModel;

namespace {

/// A panel over its models, with a run to mark things in.
struct Fixture {
    QTemporaryDir home;
    ui::SerialWorker worker;
    ui::CandidateModel candidates;
    ui::Selection selection;
    ui::Annotations annotations{worker};
    ui::CandidatesPanel panel{candidates, selection, annotations};

    explicit Fixture(QSize size = {270, 420})
    {
        annotations.setCandidates(&candidates);
        annotations.setRun(home.filePath(QStringLiteral("a.cwrun")));
        panel.resize(size);
        panel.show();
    }
    void apply(const test::Recording& run) { candidates.apply(run.events()); }
    QStringList order()
    {
        QStringList ids;
        for (int row = 0; row < panel.rows().rowCount(); ++row)
            ids << QString::number(panel.rows().index(row, 0).data(C::IdRole).toUInt());
        return ids;
    }
    void click(CandidateId id, Qt::KeyboardModifiers keys = {})
    {
        auto* view = panel.list();
        const auto at = panel.rows().indexOf(id);
        view->scrollTo(at);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, keys, view->visualRect(at).center());
    }
    QList<uint> highlighted()
    {
        QList<uint> ids;
        for (const auto& at : panel.list()->selectionModel()->selectedRows())
            ids << at.data(C::IdRole).toUInt();
        std::sort(ids.begin(), ids.end());
        return ids;
    }
};

std::vector<CandidateId> ids(std::initializer_list<CandidateId> list) { return list; }

test::Recording searchOf(int total)
{
    test::Recording run;
    run.level(1, std::min(total, 136), std::min(total, 136) - (total < 136 ? 1 : 0), total);
    for (int level = 2, left = total - 136; left > 0; ++level, left -= 256)
        run.level(level, std::min(left, 256), left > 256 ? 256 : left / 2, total, 0.8);
    return run;
}

/// Another theme and a larger font while it lives.
struct Look {
    QFont before = QApplication::font();
    Look(bool dark, bool large)
    {
        auto font = before;
        if (large)
            font.setPixelSize(QFontInfo(before).pixelSize() * 4 / 3);
        QApplication::setFont(font);
        ui::ThemeKeeper::instance().setMode(dark ? ui::ThemeMode::Dark : ui::ThemeMode::Light);
    }
    ~Look()
    {
        QApplication::setFont(before);
        ui::ThemeKeeper::instance().setMode(ui::ThemeMode::Dark); // so that the sheet is made again
        ui::ThemeKeeper::instance().setMode(ui::ThemeMode::Light);
    }
};

} // namespace

class CandidatesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        QVERIFY(m_home.isValid());
        qputenv("XDG_CONFIG_HOME", m_home.path().toUtf8());
        QCoreApplication::setApplicationName(QStringLiteral("cellwright-candidates"));
        ui::ThemeKeeper::instance().setMode(ui::ThemeMode::Light);
    }
    void init() { QSettings().clear(); }

    void rowsAsText()
    {
        Fixture f;
        f.apply(test::sampleCandidates());
        QCOMPARE(ui::modelText(f.panel.rows(), {C::Id, C::Level, C::Measured, C::Predicted, C::Difference, C::Role, C::State}),
                 QStringLiteral("#4 | 2 | 92.5\u202f% | 92.1 \u00b1 0.4\u202f% | +0.4 | beam | measured\n"
                                "#1 | 1 | 91.3\u202f% |  |  | all | measured\n"
                                "#2 | 1 | 85.4\u202f% |  |  | all | measured\n"
                                "#3 | 1 |  |  |  | all | failed\n"
                                "#5 | 2 |  | 88.5 \u00b1 1.0\u202f% |  | check | training 40 %\n"
                                "#6 | 3 |  | 93.0 \u00b1 0.3\u202f% |  | beam | waiting"));
        f.annotations.toggleStars({4});
        f.annotations.setTags(4, {QStringLiteral("good")});
        f.annotations.setNote(4, QStringLiteral("why?"));
        const auto words = [&](CandidateId id) { return f.panel.rows().indexOf(id).data(Qt::AccessibleTextRole).toString(); };
        QCOMPARE(words(4), QStringLiteral("Cell 4, 92.5 percent measured, 92.1 percent predicted, level 2, 410\u202fk parameters, starred, tag good, has a note"));
        QCOMPARE(words(5), QStringLiteral("Cell 5, training 40 %, 88.5 percent predicted, level 2, 150\u202fk parameters"));
        QCOMPARE(f.panel.rows().indexOf(4).data().toString(), QStringLiteral("#4 \u2605"));
    }

    void sorts_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("order");
        QTest::newRow("predicted") << int(C::Predicted) << QStringLiteral("6 4 5 1 2 3");
        QTest::newRow("level") << int(C::Level) << QStringLiteral("6 4 5 1 2 3");
        QTest::newRow("parameters") << int(C::Parameters) << QStringLiteral("2 1 5 4 6 3");
        QTest::newRow("multiply-adds") << int(C::MultiplyAdds) << QStringLiteral("2 1 4 6 5 3");
        QTest::newRow("newest") << int(C::Id) << QStringLiteral("6 5 4 3 2 1");
        QTest::newRow("difference") << int(C::Difference) << QStringLiteral("4 1 2 3 5 6");
    }
    void sorts()
    {
        QFETCH(int, column);
        QFETCH(QString, order);
        Fixture f;
        f.apply(test::sampleCandidates());
        f.panel.sortBy(static_cast<C::Column>(column));
        QCOMPARE(f.order().join(QLatin1Char(' ')), order);
        f.panel.sortBy(static_cast<C::Column>(column)); // again: turned round
        QVERIFY(f.order().join(QLatin1Char(' ')) != order);
    }

    void filterLineFiltersAndExplains()
    {
        Fixture f;
        f.apply(test::sampleCandidates());
        const auto labels = [&] {
            QStringList texts;
            for (const auto* label : f.panel.findChildren<QLabel*>())
                if (label->isVisible())
                    texts << label->text();
            return texts.join(QLatin1Char('|'));
        };
        QVERIFY2(labels().contains(QStringLiteral("6 cells")), qPrintable(labels()));
        f.panel.filterLine()->setFocus();
        QTest::keyClicks(f.panel.filterLine(), QStringLiteral("level:1 op:sep5"));
        QCOMPARE(f.order(), QStringList{QStringLiteral("1")});
        QVERIFY2(labels().contains(QStringLiteral("1 of 6")), qPrintable(labels()));
        QTest::keyClick(f.panel.filterLine(), Qt::Key_Backspace);
        QTest::keyClicks(f.panel.filterLine(), QStringLiteral("9"));
        QVERIFY2(labels().contains(QStringLiteral("No operation is called 'sep9'")), qPrintable(labels()));
        QCOMPARE(f.order(), QStringList{QStringLiteral("1")}); // the last good one stays
        QTest::keyClick(f.panel.filterLine(), Qt::Key_Escape);
        QCOMPARE(f.order().size(), 6);
        f.panel.setFilter(QStringLiteral("is:starred"));
        QCOMPARE(f.order().size(), 0);
        f.annotations.toggleStars({2}); // what is marked comes in
        QCOMPARE(f.order(), QStringList{QStringLiteral("2")});
        f.annotations.undoStack()->undo();
        QCOMPARE(f.order().size(), 0);
    }

    void choosesWithTheMouse()
    {
        for (const bool table : {false, true}) {
            Fixture f({600, 420});
            f.panel.setAsTable(table);
            f.apply(test::sampleCandidates()); // shown: 4 1 2 3 5 6
            f.selection.follow(5);
            QCOMPARE(f.highlighted(), QList<uint>{5});
            f.click(5); // followed already: now it stays
            QVERIFY(!f.selection.live());
            f.click(1);
            QCOMPARE(f.selection.chosen(), ids({1}));
            f.click(3, Qt::ShiftModifier);
            QCOMPARE(f.highlighted(), (QList<uint>{1, 2, 3}));
            QCOMPARE(f.selection.chosen().size(), 3u);
            QCOMPARE(f.selection.current(), 3u);
            f.click(6, Qt::ControlModifier);
            QCOMPARE(f.selection.chosen().size(), 4u);
            QCOMPARE(f.selection.current(), 6u);
            f.click(2, Qt::ControlModifier); // taken away again
            QVERIFY(!f.selection.isChosen(2));
            QCOMPARE(f.highlighted(), (QList<uint>{1, 3, 6}));
            f.click(4);
            f.click(4, Qt::ControlModifier); // the last one stays
            QTRY_COMPARE(f.highlighted(), QList<uint>{4});
            QCOMPARE(f.selection.current(), 4u);
        }
    }

    void choosesWithTheKeyboard()
    {
        Fixture f;
        f.apply(test::sampleCandidates());
        f.selection.select(4);
        auto* list = f.panel.list();
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Down);
        QCOMPARE(f.selection.current(), 1u);
        QTest::keyClick(list, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(f.highlighted(), (QList<uint>{1, 2}));
        QCOMPARE(f.selection.current(), 2u);
        QTest::keyClick(list, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(f.selection.chosen().size(), 6u);
        QTest::keyClick(list, Qt::Key_End);
        QCOMPARE(f.selection.chosen(), ids({6}));
        f.panel.step(-1);
        QCOMPARE(f.selection.current(), 5u);
        f.panel.step(-100);
        QCOMPARE(f.selection.current(), 4u);
    }

    void showsWhatOthersChoose()
    {
        Fixture f;
        f.apply(test::sampleCandidates());
        QSignalSpy chosen(&f.selection, &ui::Selection::chosenChanged);
        f.selection.selectMany({6, 1, 2}, 1);
        QCOMPARE(chosen.count(), 1); // the list answers with nothing
        QCOMPARE(f.highlighted(), (QList<uint>{1, 2, 6}));
        QCOMPARE(f.panel.list()->currentIndex().data(C::IdRole).toUInt(), 1u);
        // What is filtered away stays chosen, and is shown as such when it comes back.
        f.panel.setFilter(QStringLiteral("level:3"));
        QCOMPARE(f.highlighted(), QList<uint>{6});
        QCOMPARE(f.selection.chosen().size(), 3u);
        f.panel.setFilter({});
        QCOMPARE(f.highlighted(), (QList<uint>{1, 2, 6}));
        // So with a row that leaves the filter by itself.
        f.panel.setFilter(QStringLiteral("state:training|measured"));
        f.selection.select(5);
        test::Recording more;
        more.add(CandidateEvaluated{test::result(5, 0, Outcome::Skipped)});
        f.apply(more);
        QVERIFY(f.highlighted().isEmpty());
        QCOMPARE(f.selection.current(), 5u);
        f.candidates.clear();
        QCOMPARE(f.selection.current(), 5u);
    }

    void followingDoesNotScroll()
    {
        Fixture f;
        f.apply(searchOf(300));
        f.selection.follow(290);
        QCOMPARE(f.panel.list()->verticalScrollBar()->value(), 0);
        // A selection made elsewhere is brought into view.
        f.selection.select(289);
        f.selection.select(290);
        QVERIFY(f.panel.list()->viewport()->rect().intersects(f.panel.list()->visualRect(f.panel.rows().indexOf(290))));
        // New cells that come in above leave in place what the user reads.
        auto* bar = f.panel.list()->verticalScrollBar();
        bar->setValue(bar->maximum() / 3);
        const auto top = [&] { return f.panel.list()->indexAt({40, 3}).data(C::IdRole).toUInt(); };
        const auto before = top();
        test::Recording more;
        for (CandidateId id = 280; id < 300; ++id)
            more.add(CandidateEvaluated{test::result(id, 0.99)});
        f.apply(more);
        QTest::qWait(1);
        QCOMPARE(top(), before);
    }

    void tableAndListAreOneChoice()
    {
        Fixture f;
        f.apply(test::sampleCandidates());
        QVERIFY(!f.panel.asTable());
        f.selection.select(2);
        QTest::mouseClick(f.panel.findChild<QToolButton*>(QStringLiteral("asTable")), Qt::LeftButton);
        QVERIFY(f.panel.asTable());
        QCOMPARE(f.highlighted(), QList<uint>{2});
        QVERIFY(f.panel.table() == f.panel.list());
        f.panel.sortBy(C::Parameters);
        QCOMPARE(f.panel.rows().headerData(C::Parameters, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Parameters \u2191"));
        Fixture again;
        QVERIFY(again.panel.asTable()); // remembered
    }

    void completesTheLastWord()
    {
        Fixture f;
        auto* line = f.panel.filterLine();
        line->setFocus();
        QTest::keyClicks(line, QStringLiteral("level:2 op:conv1"));
        QCOMPARE(line->completer()->completionModel()->rowCount(), 1);
        QCOMPARE(line->completer()->currentCompletion(), QStringLiteral("level:2 op:conv17"));
    }

    void tenThousandRowsStayFast()
    {
        Fixture f;
        test::Recording run;
        run.level(1, 5000, 5000, 10000);
        run.level(1, 5000, 4999, 10000);
        f.apply(run);
        f.panel.grab();
        test::Recording more;
        more.add(CandidateEvaluated{test::result(10000, 0.8)});
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 10; ++i) {
            f.apply(more);
            f.panel.list()->viewport()->grab();
        }
        QVERIFY2(timer.elapsed() < 10 * 200, qPrintable(QString::number(timer.elapsed()))); // an order above what it takes
        f.panel.setFilter(QStringLiteral("op:sep5 >70"));
        QVERIFY(f.panel.rows().rowCount() > 0 && f.panel.rows().rowCount() < 10000);
    }

    void lossesAreKeptThinned()
    {
        ui::LossTrace trace;
        for (int step = 1; step <= 5000; ++step)
            trace.add(step, 2.0 - step / 5000.0);
        const auto& points = trace.points();
        QVERIFY(points.size() <= ui::LossTrace::kMaxPoints && points.size() > ui::LossTrace::kMaxPoints / 3);
        QCOMPARE(points.back().x(), 5000.0);
        for (std::size_t i = 1; i < points.size(); ++i)
            QVERIFY(points[i].x() > points[i - 1].x());
        trace.add(10, 2.5); // began again
        QCOMPARE(trace.points().size(), 1u);
        trace.add(11, std::nan(""));
        QCOMPARE(trace.points().size(), 1u);
        const auto curve = ui::finishedCurve(test::result(1, 0.9).curve, 360);
        QCOMPARE(curve.unit, QStringLiteral("step"));
        QCOMPARE(curve.to, 360.0);
        QCOMPARE(ui::finishedCurve(test::result(1, 0.9).curve, 0).to, 12.0);
        Fixture f;
        f.apply(test::sampleCandidates());
        QCOMPARE(f.candidates.find(5)->losses.points().size(), 4u);
        QVERIFY(f.candidates.find(4)->losses.points().empty());
        QCOMPARE(f.candidates.children(1), ids({4, 5}));
        QCOMPARE(f.candidates.ablation(4)->size(), 2u);
        QVERIFY(!f.candidates.ablation(5));
    }

    void looks_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<int>("cells"); // 0: the six samples
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("large");
        QTest::addColumn<bool>("table");
        for (const bool dark : {false, true}) {
            const auto* theme = dark ? "dark" : "light";
            for (const int cells : {0, 3, 176, 1160})
                QTest::addRow("candidates-%d-%s", cells, theme) << dark << cells << QSize(280, 420) << false << false;
            QTest::addRow("candidates-narrow-%s", theme) << dark << 0 << QSize(230, 420) << true << false;
            QTest::addRow("candidates-table-%s", theme) << dark << 176 << QSize(760, 300) << false << true;
            QTest::addRow("candidates-problem-%s", theme) << dark << 175 << QSize(280, 420) << false << false;
            QTest::addRow("candidates-none-%s", theme) << dark << -1 << QSize(260, 260) << false << false;
        }
    }
    void looks()
    {
        QFETCH(bool, dark);
        QFETCH(int, cells);
        QFETCH(QSize, size);
        QFETCH(bool, large);
        QFETCH(bool, table);
        const Look look(dark, large);
        Fixture f(size);
        f.panel.setAsTable(table);
        f.apply(cells == 0 ? test::sampleCandidates() : cells < 0 ? test::Recording() : searchOf(cells));
        if (cells >= 0) {
            f.annotations.setStar({1, 4}, true);
            f.selection.selectMany({cells > 100 ? 140U : 1U, 2}, 2);
        }
        if (cells == 176)
            f.panel.setFilter(QStringLiteral("level:1 op:sep5"));
        if (cells == 175)
            f.panel.setFilter(QStringLiteral("level:2 op:sep9"));
        if (large)
            f.panel.sortBy(C::MultiplyAdds);
        QTest::qWait(30);
        const auto picture = f.panel.grab();
        QCOMPARE(picture.deviceIndependentSize().toSize(), size); // it fits the narrow dock
        if (const auto folder = qEnvironmentVariable("CELLWRIGHT_SCREENSHOTS"); !folder.isEmpty()) {
            QDir().mkpath(folder);
            QVERIFY(picture.save(QStringLiteral("%1/%2.png").arg(folder, QString::fromLatin1(QTest::currentDataTag()))));
        }
        QVERIFY(picture.toImage().pixelColor(size.width() / 2, 4) == ui::theme().surface);
        for (const auto* button : f.panel.findChildren<QAbstractButton*>())
            if (button->isVisible() && !button->text().isEmpty())
                QVERIFY2(button->width() >= button->fontMetrics().horizontalAdvance(button->text()), qPrintable(button->text()));
    }

private:
    QTemporaryDir m_home;
};

QTEST_MAIN(CandidatesTest)
#include "candidates_test.moc"
