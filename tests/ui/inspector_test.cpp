// The inspector: what it says of one candidate in every state and of several, and what can be done there by mouse and keyboard.
// With CELLWRIGHT_SCREENSHOTS=FOLDER pictures of it are kept.
#include <QApplication>
#include <QDir>
#include <QMouseEvent>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextDocument>

#include "tests/ui/candidate_samples.h"
#include "ui/inspectors/candidate_inspector.h"
#include "ui/inspectors/inspector_text.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

using namespace cw;

namespace {

QString plain(const QString& html)
{
    QTextDocument document;
    document.setHtml(html);
    return document.toPlainText().replace(QChar::ParagraphSeparator, QLatin1Char('\n')).replace(QChar(0x00A0), QLatin1Char(' ')).replace(QChar(0x202F), QLatin1Char(' ')).trimmed();
}

struct Fixture {
    QTemporaryDir home;
    ui::SerialWorker worker;
    ui::CandidateModel candidates;
    ui::RunModel run;
    ui::Selection selection;
    ui::Annotations annotations{worker};
    ui::CandidateInspector inspector{candidates, run, selection, annotations};

    explicit Fixture(const test::Recording& recording = test::sampleCandidates(), QSize size = {300, 760})
    {
        annotations.setRun(home.filePath(QStringLiteral("a.cwrun")));
        run.begin(test::inventedRun(), true);
        candidates.apply(recording.events());
        run.apply(recording.events());
        inspector.resize(size);
        inspector.show();
    }
    QString texts()
    {
        QStringList all;
        for (const auto* label : inspector.findChildren<QLabel*>())
            if (label->isVisible())
                all << plain(label->text());
        return all.join(QLatin1Char('|'));
    }
    QLabel* labelWith(const QString& part)
    {
        for (auto* label : inspector.findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(part))
                return label;
        return nullptr;
    }
};

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

class InspectorTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        ui::ThemeKeeper::instance().setMode(ui::ThemeMode::Light);
    }

    void figuresSayWhatTheyAre()
    {
        Fixture f;
        QVERIFY(f.texts().contains(QStringLiteral("Click a candidate")));
        f.selection.select(4);
        const auto texts = f.texts();
        for (const char* part : {"Candidate #4", "92.5 %", "measured during search", "a proxy, not a final result", "92.1 \u00b1 0.4 %", "+0.4 points", "410000", "beam"})
            QVERIFY2(texts.contains(QString::fromUtf8(part)), qPrintable(QString::fromUtf8(part) + QStringLiteral(" in ") + texts));
        f.selection.select(3);
        QVERIFY2(f.texts().contains(QStringLiteral("ran out of memory")), qPrintable(f.texts()));
        QVERIFY(!f.texts().contains(QStringLiteral("proxy")));
        f.selection.select(6);
        QVERIFY(f.texts().contains(QStringLiteral("waiting")));
        f.candidates.clear();
        QVERIFY(f.texts().contains(QStringLiteral("Click a candidate")));
    }

    void blocksAreChosen()
    {
        Fixture f;
        f.selection.select(6);
        QSignalSpy chosen(&f.inspector, &ui::CandidateInspector::blockSelected);
        const auto rows = f.inspector.blocks()->findChildren<ui::BlockRow*>();
        QCOMPARE(rows.size(), 3);
        QVERIFY2(rows[2]->accessibleName().startsWith(QStringLiteral("Block 3: block 2 dilated 3\u00d73 plus k\u22121 max 3\u00d73, ")), qPrintable(rows[2]->accessibleName()));
        QTest::mouseClick(rows[2], Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toInt(), 2);
        rows[0]->setFocus();
        QTest::keyClick(rows[0], Qt::Key_Space);
        QCOMPARE(chosen[1][0].toInt(), 0);
        QCOMPARE(f.inspector.blocks()->selected(), 0);
        QTest::keyClick(rows[0], Qt::Key_Space);
        QCOMPARE(chosen[2][0].toInt(), -1);
        f.inspector.selectBlock(1); // by the canvas: told to nobody
        QCOMPARE(f.inspector.blocks()->selected(), 1);
        QCOMPARE(chosen.count(), 3);
        f.selection.select(4);
        QCOMPARE(f.inspector.blocks()->selected(), -1);
    }

    void trainingIsShownLive()
    {
        Fixture f;
        f.selection.select(5);
        QCOMPARE(f.inspector.curve()->curve().loss.size(), 4u);
        QCOMPARE(f.inspector.curve()->readOut(), QStringLiteral("step 40 \u00b7 loss 1.20"));
        test::Recording more;
        more.add(TrainingProgress{5, 50, 100, 1.0});
        f.candidates.apply(more.events());
        QCOMPARE(f.inspector.curve()->readOut(), QStringLiteral("step 50 \u00b7 loss 1.00"));
        more.add(CandidateEvaluated{test::result(5, 0.9)});
        f.candidates.apply(more.events());
        auto* curve = f.inspector.curve();
        QCOMPARE(curve->curve().accuracy.size(), 12u);
        curve->setFocus();
        QTest::keyClick(curve, Qt::Key_Home);
        QVERIFY2(curve->readOut().endsWith(QStringLiteral("loss 1.57 \u00b7 36.0\u202f%")), qPrintable(curve->readOut()));
        QTest::keyClick(curve, Qt::Key_Right);
        QVERIFY2(curve->readOut().endsWith(QStringLiteral("loss 1.22 \u00b7 63.0\u202f%")), qPrintable(curve->readOut()));
        QMouseEvent move(QEvent::MouseMove, QPointF(curve->width() - 5, 50), QPointF(curve->width() - 5, 50), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(curve, &move);
        QVERIFY2(curve->readOut().endsWith(QStringLiteral("loss 0.38 \u00b7 85.5\u202f%")), qPrintable(curve->readOut()));
    }

    void nothingTrainsAfterTheEnd()
    {
        Fixture f;
        f.selection.select(5);
        QVERIFY2(f.texts().contains(QStringLiteral("training 40 %")), qPrintable(f.texts()));
        f.candidates.endTraining();
        QVERIFY2(!f.texts().contains(QStringLiteral("training 40 %")), qPrintable(f.texts()));
    }

    void cellsDrawnAtRandomAreNotPredicted()
    {
        test::Recording recording;
        recording.state(SessionState::Running);
        recording.level(3, 10, 5, 10);
        Fixture f(recording);
        QSignalSpy wanted(&f.inspector, &ui::CandidateInspector::ablationWanted);
        f.selection.select(1);
        QVERIFY2(f.texts().contains(QStringLiteral("none: drawn at random")), qPrintable(f.texts()));
        QVERIFY2(f.texts().contains(QStringLiteral("none: cells drawn at random are not predicted")), qPrintable(f.texts()));
        QCOMPARE(wanted.count(), 0);
    }

    void familyIsLinked()
    {
        test::Recording run = test::sampleCandidates();
        for (CandidateId id = 7; id < 20; ++id) {
            auto child = test::proposal(id, "pnas:c-2.sep5+c-2.id/b1.sep3+c-1.conv17", 2, 1000, 1000);
            child.parent = 4;
            run.add(child);
        }
        run.add(CandidateEvaluated{test::result(12, 0.95)});
        Fixture f(run);
        f.selection.select(4);
        const auto family = plain(ui::familyText(*f.candidates.find(4), f.candidates));
        QCOMPARE(family, QStringLiteral("#1 \u2192 #4 (+ block 2)\nchildren #12 95.0, #6, #7, #8, #9, #10, #11, #13, all 14"));
        auto* label = f.labelWith(QStringLiteral("href='children'"));
        QVERIFY(label);
        QSignalSpy filter(&f.inspector, &ui::CandidateInspector::filterRequested);
        Q_EMIT label->linkActivated(QStringLiteral("children"));
        QCOMPARE(filter[0][0].toString(), QStringLiteral("parent:4"));
        Q_EMIT label->linkActivated(QStringLiteral("1"));
        QCOMPARE(f.selection.current(), 1u);
    }

    void worthOfBlocks()
    {
        Fixture f;
        QSignalSpy wanted(&f.inspector, &ui::CandidateInspector::ablationWanted);
        f.selection.select(4); // stored with the run
        QVERIFY(f.inspector.ablation()->isVisible());
        QCOMPARE(f.inspector.ablation()->toText(), QStringLiteral("without block 1  \u22121.9 \u00b1 0.3 (pred.)\nwithout block 2  +0.2 \u00b1 0.4 (pred.)"));
        f.selection.select(1);
        QVERIFY(!f.inspector.ablation()->isVisible());
        QVERIFY(f.texts().contains(QStringLiteral("none: the cell has one block")));
        QCOMPARE(wanted.count(), 0);
        f.selection.select(5);
        f.selection.select(4);
        f.selection.select(5);
        QCOMPARE(wanted.count(), 1); // asked once
        f.inspector.setAblation(5, {{1, 0.01, 0.002}, {2, 0.0, 0.001}});
        QCOMPARE(f.inspector.ablation()->toText(), QStringLiteral("without block 1  \u22121.0 \u00b1 0.2 (pred.)\nwithout block 2  0.0 \u00b1 0.1 (pred.)"));
    }

    void starTagsAndNote()
    {
        Fixture f;
        f.selection.follow(4);
        QTest::mouseClick(f.inspector.starButton(), Qt::LeftButton);
        QVERIFY(f.annotations.get(4).star);
        QCOMPARE(f.inspector.starButton()->accessibleName(), QStringLiteral("Take the star away"));
        QVERIFY(f.selection.live());
        f.inspector.activateWindow();
        auto* notes = f.inspector.notes();
        notes->noteEdit()->setFocus();
        QTRY_VERIFY(!f.selection.live()); // what is written about stays
        QTest::keyClicks(notes->noteEdit(), QStringLiteral("Look"));
        QCOMPARE(f.annotations.get(4).note, std::string("Look"));
        QTest::keyClick(notes->noteEdit(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(f.annotations.get(4).note.empty());
        QCOMPARE(notes->noteEdit()->toPlainText(), QString());
        QTest::keyClick(notes->noteEdit(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(notes->noteEdit()->toPlainText(), QStringLiteral("Look"));
        notes->tagsEdit()->setFocus();
        QTest::keyClicks(notes->tagsEdit(), QStringLiteral("good, quick good"));
        f.selection.select(1); // goes on: what was typed is the old one's
        QCOMPARE(f.annotations.get(4).tags, (std::vector<std::string>{"good", "quick"}));
        QCOMPARE(notes->tagsEdit()->text(), QString());
        QCOMPARE(notes->noteEdit()->toPlainText(), QString());
        f.selection.select(4);
        QCOMPARE(notes->tagsEdit()->text(), QStringLiteral("good quick"));
    }

    void severalAreSummedUp()
    {
        Fixture f;
        f.selection.selectMany({1, 2, 4, 6}, 4);
        std::vector<const ui::Candidate*> chosen;
        for (const CandidateId id : f.selection.chosen())
            chosen.push_back(f.candidates.find(id));
        QCOMPARE(plain(ui::summaryTable(chosen)).replace(QLatin1Char('\n'), QLatin1Char(';')),
                 QStringLiteral("chosen;4;measured of them;3;best measured (proxy);#4 92.5 %;mean;89.7 %;range;85.4 \u2013 92.5 %;level;1 \u2013 3;parameters;20.0 k \u2013 510 k;"
                                "multiply-adds;3.00 M \u2013 25.0 M"));
        QVERIFY(f.texts().contains(QStringLiteral("4 candidates")));
        QSignalSpy compare(&f.inspector, &ui::CandidateInspector::compareRequested), table(&f.inspector, &ui::CandidateInspector::exportTableRequested);
        for (auto* button : f.inspector.findChildren<QPushButton*>())
            if (button->isVisible())
                QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(compare.count(), 1);
        QCOMPARE(table.count(), 1);
        QTest::mouseClick(f.inspector.starButton(), Qt::LeftButton); // all of them, one step
        QVERIFY(f.annotations.get(1).star && f.annotations.get(6).star);
        QCOMPARE(f.annotations.undoStack()->count(), 1);
        QTest::mouseClick(f.inspector.starButton(), Qt::LeftButton);
        QVERIFY(!f.annotations.get(1).star && !f.annotations.get(6).star);
    }

    void looks_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QList<uint>>("chosen");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("large");
        for (const bool dark : {false, true}) {
            const auto* theme = dark ? "dark" : "light";
            const std::pair<const char*, QList<uint>> states[] = {{"measured", {4}}, {"one-block", {1}}, {"failed", {3}}, {"training", {5}}, {"waiting", {6}}, {"many", {1, 2, 4, 6}}, {"none", {}}};
            for (const auto& [state, chosen] : states)
                QTest::addRow("inspector-%s-%s", state, theme) << dark << chosen << QSize(300, 860) << false;
            QTest::addRow("inspector-narrow-%s", theme) << dark << QList<uint>{4} << QSize(230, 1200) << true;
            QTest::addRow("inspector-narrow-many-%s", theme) << dark << QList<uint>{1, 2, 4} << QSize(230, 500) << true;
            QTest::addRow("inspector-short-%s", theme) << dark << QList<uint>{4} << QSize(260, 300) << false;
        }
    }
    void looks()
    {
        QFETCH(bool, dark);
        QFETCH(QList<uint>, chosen);
        QFETCH(QSize, size);
        QFETCH(bool, large);
        const Look look(dark, large);
        Fixture f(test::sampleCandidates(), size);
        f.annotations.setStar({4}, true);
        f.annotations.setTags(4, {QStringLiteral("good"), QStringLiteral("to-train")});
        f.annotations.setNote(4, QStringLiteral("Few parameters for what it reaches; look at block 1 again."));
        if (!chosen.isEmpty())
            f.selection.selectMany({chosen.begin(), chosen.end()}, chosen.back());
        f.inspector.selectBlock(0);
        QTest::qWait(30);
        const auto picture = f.inspector.grab();
        if (const auto folder = qEnvironmentVariable("CELLWRIGHT_SCREENSHOTS"); !folder.isEmpty()) {
            QDir().mkpath(folder);
            QVERIFY(picture.save(QStringLiteral("%1/%2.png").arg(folder, QString::fromLatin1(QTest::currentDataTag()))));
        }
        QCOMPARE(picture.deviceIndependentSize().toSize(), size);
        nothingIsClipped(f.inspector);
    }

private:
    /// Who asks for the most room, for the message.
    static QString widest(const QWidget& content)
    {
        const QWidget* found = nullptr;
        for (const auto* child : content.findChildren<QWidget*>())
            if (child->isVisible() && !child->layout() && (!found || child->minimumSizeHint().width() > found->minimumSizeHint().width()))
                found = child;
        return found ? QStringLiteral("%1 %2 wants %3").arg(QString::fromLatin1(found->metaObject()->className()), found->accessibleName()).arg(found->minimumSizeHint().width()) : QString();
    }
    static void nothingIsClipped(QWidget& inspector)
    {
        for (const auto* scroll : inspector.findChildren<QScrollArea*>())
            if (scroll->isVisible())
                QVERIFY2(scroll->widget()->width() <= scroll->viewport()->width(), qPrintable(widest(*scroll->widget())));
        for (const auto* label : inspector.findChildren<QLabel*>())
            if (label->isVisible() && !label->text().isEmpty()) {
                QVERIFY2(label->width() >= label->minimumSizeHint().width(), qPrintable(label->text()));
                if (label->wordWrap())
                    QVERIFY2(label->height() >= label->heightForWidth(label->width()) - 1, qPrintable(label->text()));
            }
        for (const auto* button : inspector.findChildren<QAbstractButton*>())
            if (button->isVisible() && !button->text().isEmpty())
                QVERIFY2(button->width() >= button->fontMetrics().horizontalAdvance(button->text()), qPrintable(button->text()));
    }
};

QTEST_MAIN(InspectorTest)
#include "inspector_test.moc"
