// What the panel says of data in every state, as text, by mouse and by keyboard. With CELLWRIGHT_SCREENSHOTS=FOLDER the
// pictures are kept.
#include <QDir>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/recorded_run.h"
#include "tests/ui/tiny_pictures.h"
#include "ui/docks/class_strip.h"
#include "ui/docks/data_panel.h"
#include "ui/util/theme.h"

using namespace cw;

class DataPanelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setApplicationName(QStringLiteral("cellwright-data"));
        QVERIFY(m_home.isValid());
        qputenv("XDG_CACHE_HOME", m_home.filePath(QStringLiteral("cache")).toUtf8());
        QVERIFY(test::writeTinyPictures(folder("good"), 3, 20, 28));
        QVERIFY(test::writeTinyPictures(folder("bad"), 4, 24, 20));
        for (int i = 0; i < 7; ++i)
            write(folder("bad") + QStringLiteral("/ball/broken%1.png").arg(i), "no picture at all");
        for (int i = 4; i < 24; ++i)
            for (const char* ending : {"png", "bmp"})
                QFile::remove(folder("bad") + QStringLiteral("/cross/%1.%2").arg(i).arg(QString::fromLatin1(ending)));
        QVERIFY(QFile::copy(folder("bad") + QStringLiteral("/stripes/1.png"), folder("bad") + QStringLiteral("/frame/same.png")));
        QVERIFY(test::writeTinyPictures(folder("many/seed"), 5, 4, 8));
        for (int c = 0; c < 120; ++c) {
            const auto to = folder("many-classes") + QStringLiteral("/class%1").arg(c, 3, 10, QLatin1Char('0'));
            QVERIFY(QDir().mkpath(to));
            for (int i = 0; i < 1 + c % 3; ++i)
                QVERIFY(QFile::copy(folder("many/seed") + QStringLiteral("/cross/%1.%2").arg(i).arg(QLatin1String(i % 2 ? "png" : "bmp")), to + QStringLiteral("/%1.%2").arg(i).arg(QLatin1String(i % 2 ? "png" : "bmp"))));
        }
        QByteArray book;
        for (int i = 0; i < 500; ++i)
            book += "The quick brown fox jumps over the lazy dog number " + QByteArray::number(i % 7) + "\n";
        write(folder("story.txt"), book);
        write(folder("text") + QStringLiteral("/my.train.txt"), book);
        write(folder("text") + QStringLiteral("/my.valid.txt"), "The lazy dog sleeps\n");
        write(folder("text") + QStringLiteral("/my.test.txt"), "The fox jumps\n\n");
        write(folder("broken") + QStringLiteral("/train.txt"), book + QByteArray("na\xefve\n"));
        write(folder("useless") + QStringLiteral("/letter.txt"), "Dear reader,");
    }

    void goodDataInWords()
    {
        Fixture f;
        f.load(folder("good"));
        const auto text = f.panel.text();
        QVERIFY2(text.startsWith(QLatin1String("good\n")), qPrintable(text));
        QVERIFY(text.contains(QStringLiteral("60 pictures \u00b7 28\u00d728")));
        QVERIFY(text.contains(QLatin1String("\nbalanced\n")));
        QVERIFY(text.contains(QStringLiteral("54 to train \u00b7 6 to validate")));
        QVERIFY(!text.contains(QLatin1String("cannot be used")));
        QCOMPARE(f.data.samples().size(), 9U);
        QVERIFY(f.data.decoded()->bytes > 0);
    }

    void barsAnswerToPointerAndKeys()
    {
        Fixture f;
        f.load(folder("good"));
        auto* strip = f.panel.findChild<ui::ClassStrip*>();
        QVERIFY(strip->isVisible());
        QCOMPARE(strip->accessibleDescription(), QStringLiteral("ball: 20, cross: 20, stripes: 20"));
        QTest::mouseMove(strip, QPoint(strip->width() / 2, strip->height() - 8));
        QTRY_VERIFY(f.panel.text().contains(QLatin1String("cross: 20 training pictures")));
        strip->setFocus();
        QTest::keyClick(strip, Qt::Key_End);
        QVERIFY(f.panel.text().contains(QLatin1String("stripes: 20 training pictures")));
        QTest::keyClick(strip, Qt::Key_Home);
        QVERIFY(f.panel.text().contains(QLatin1String("ball: 20 training pictures")));
        button(f.panel, "Change")->setFocus();
        QTRY_VERIFY(f.panel.text().contains(QLatin1String("\nbalanced\n")));
    }

    void problemsAreNamedWithReasons()
    {
        Fixture f;
        f.load(folder("bad"));
        const auto text = f.panel.text();
        QVERIFY2(text.contains(QLatin1String("7 files cannot be used: why?")), qPrintable(text));
        QVERIFY2(text.contains(QLatin1String("imbalanced, 1:")), qPrintable(text));
        QVERIFY2(text.contains(QLatin1String("stands in two")) || text.contains(QLatin1String("stand in two")), qPrintable(text));
        QVERIFY(!text.contains(QLatin1String("broken0.png")));
        auto* why = button(f.panel, "7 files");
        QVERIFY(why);
        why->setFocus();
        QTest::keyClick(why, Qt::Key_Space);
        QVERIFY2(f.panel.text().contains(QLatin1String("ball/broken0.png: ")), qPrintable(f.panel.text()));
        QVERIFY(button(f.panel, "Show all")->isVisible()); // two more than are listed here
        QTest::mouseClick(why, Qt::LeftButton);
        QVERIFY(!f.panel.text().contains(QLatin1String("broken0.png")));
    }

    void textInWords()
    {
        Fixture f;
        QSignalSpy kind(&f.data, &ui::DatasetModel::kindKnown);
        f.load(folder("text"));
        QCOMPARE(kind.count(), 1);
        QCOMPARE(kind[0][0].toBool(), true);
        QVERIFY(f.data.isText());
        const auto text = f.panel.text();
        QVERIFY2(text.startsWith(QStringLiteral("text\nText in three parts \u00b7 6,000 + 5 + 5 words and line ends \u00b7 vocabulary of 19\n")), qPrintable(text));
        QVERIFY2(text.contains(QLatin1String("\nThe quick brown fox jumps over the lazy dog number 0\nThe quick")), qPrintable(text));
        QVERIFY(text.contains(QStringLiteral("6,000 to train \u00b7 5 to validate \u00b7 5 to test")));
        QVERIFY(text.contains(QLatin1String("The parts are my.train.txt, my.valid.txt, my.test.txt.")));
        QVERIFY(!text.contains(QLatin1String("picture")) && !text.contains(QLatin1String("balanced")) && !text.contains(QLatin1String("duplicates")));
        QVERIFY(!f.panel.findChild<ui::ClassStrip*>()->isVisible());
        QVERIFY(f.data.hasPreview());
        // Pictures after it are told as pictures.
        f.load(folder("good"));
        QCOMPARE(kind.last()[0].toBool(), false);
        QVERIFY(!f.data.isText() && f.data.preview().isEmpty());
        QVERIFY(f.panel.findChild<ui::ClassStrip*>()->isVisible());
    }

    void oneFileOfTextIsDealtAsTheSearchWillDealIt()
    {
        Fixture f;
        f.data.open(folder("story.txt"));
        QTRY_COMPARE(f.data.state(), ui::DatasetModel::State::Ready);
        TextOptions options;
        options.validationFraction = 0.2;
        options.vocabulary = 12;
        f.data.loadText(options);
        QTRY_VERIFY(f.data.hasPreview());
        QCOMPARE(f.data.info().words, 12);
        QCOMPARE(f.data.decoded()->train + f.data.decoded()->validation + f.data.decoded()->test, 6000);
        QVERIFY(f.data.decoded()->validation > 1100 && f.data.decoded()->validation < 1300);
        QVERIFY2(f.panel.text().contains(QLatin1String("drawn by the seed")), qPrintable(f.panel.text()));
        QVERIFY(f.panel.text().contains(fullNumber(f.data.info().splits[1].total) + QLatin1String(" to validate")));
    }

    void badTextSaysWhereAndWhatToDo()
    {
        Fixture f;
        f.data.open(folder("broken"));
        QTRY_COMPARE(f.data.state(), ui::DatasetModel::State::Failed);
        const auto text = f.panel.text();
        QVERIFY2(text.contains(QLatin1String("train.txt is not UTF-8 in line 501.")), qPrintable(text));
        QVERIFY(text.contains(QLatin1String("iconv")));
        QVERIFY(!f.data.isText());
    }

    void manyClassesAreSampledEvenly()
    {
        Fixture f;
        f.load(folder("many-classes"));
        std::vector<int> labels;
        for (const auto& sample : f.data.samples())
            labels.push_back(sample.label);
        QCOMPARE(labels, (std::vector<int>{0, 12, 24, 36, 48, 60, 72, 84, 96, 108}));
        const auto* strip = f.panel.findChild<ui::ClassStrip*>();
        QVERIFY(strip->accessibleDescription().endsWith(QLatin1String("and 100 more classes")));
        QVERIFY(f.panel.text().contains(QLatin1String("imbalanced, 1:3.0")));
    }

    void unusableDataLeadOn()
    {
        Fixture f;
        QSignalSpy change(&f.panel, &ui::DataPanel::changeRequested), sample(&f.panel, &ui::DataPanel::sampleRequested), text(&f.panel, &ui::DataPanel::sampleTextRequested);
        f.data.open(folder("useless"));
        QTRY_COMPARE(f.data.state(), ui::DatasetModel::State::Failed);
        const auto said = f.panel.text();
        QVERIFY2(said.contains(QLatin1String("What works: a folder with one folder of pictures")), qPrintable(said));
        QVERIFY(said.contains(QLatin1String("letter.txt has only 2 words.")));
        QCOMPARE(said.count(QLatin1String("What works")), 1);
        QVERIFY(said.startsWith(QLatin1String("useless\n")));
        QTest::mouseClick(button(f.panel, "Choose other"), Qt::LeftButton);
        QTest::keyClick(button(f.panel, "Try it with sample data"), Qt::Key_Space);
        QTest::keyClick(button(f.panel, "Try it with a sample text"), Qt::Key_Space);
        QCOMPARE(change.count(), 1);
        QCOMPARE(sample.count(), 1);
        QCOMPARE(text.count(), 1);
    }

    void aLongLoadCanBeCancelled()
    {
        Fixture f;
        f.data.open(folder("good"));
        QVERIFY(f.panel.findChild<QProgressBar*>()->isVisible());
        QVERIFY(f.panel.text().contains(QLatin1String("Looking at the data")));
        QTest::mouseClick(button(f.panel, "Cancel"), Qt::LeftButton);
        QCOMPARE(f.data.state(), ui::DatasetModel::State::None);
        QVERIFY(!f.panel.findChild<QProgressBar*>()->isVisible());
        QVERIFY(f.panel.text().startsWith(QLatin1String("No data yet\n")));
    }

    void dataOfAnOldRunThatAreGoneAreMissed()
    {
        Fixture f;
        auto info = test::inventedRun();
        info.dataPath = folder("never-there");
        f.run.begin(info, false);
        QTRY_VERIFY2(f.panel.text().contains(QLatin1String("no longer at")), qPrintable(f.panel.text()));
        QVERIFY(f.panel.text().startsWith(QStringLiteral("never-there\nIDX files \u00b7 14\u00d714")));
        info.dataPath = folder("good");
        f.run.begin(info, false);
        QTRY_VERIFY(f.worker.idle());
        QCoreApplication::processEvents();
        QVERIFY(!f.panel.text().contains(QLatin1String("no longer at")));
        // Gone, then back: asked anew each time the run is opened.
        info.dataPath = folder("back");
        f.run.begin(info, false);
        QTRY_VERIFY(f.panel.text().contains(QLatin1String("no longer at")));
        QVERIFY(QDir().mkpath(folder("back")));
        f.run.begin(info, false);
        QTRY_VERIFY(!f.panel.text().contains(QLatin1String("no longer at")));
    }

    void balanceIsSaidInWords()
    {
        DatasetInfo info;
        const std::pair<double, QString> cases[] = {{1, QStringLiteral("balanced")}, {0.93, QStringLiteral("balanced")}, {0.7, QStringLiteral("slightly uneven, 1:1.4")},
                                                    {1 / 7.0, QStringLiteral("imbalanced, 1:7.0")}, {0.02, QStringLiteral("imbalanced, 1:50")},
                                                    {0, QStringLiteral("imbalanced: a class has no training pictures")}};
        for (const auto& [balance, words] : cases) {
            info.balance = balance;
            QCOMPARE(ui::balanceText(info), words);
        }
    }

    void pictures_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("large");
        QTest::newRow("light") << false << false;
        QTest::newRow("dark") << true << false;
        QTest::newRow("large") << false << true;
    }

    void pictures()
    {
        QFETCH(bool, dark);
        QFETCH(bool, large);
        const auto before = QApplication::font();
        auto font = before;
        font.setPixelSize(large ? 17 : 13);
        QApplication::setFont(font);
        ui::ThemeKeeper::instance().setMode(dark ? ui::ThemeMode::Dark : ui::ThemeMode::Light);
        for (const char* state : {"good", "text", "bad", "broken", "many-classes", "useless", "loading", "gone"}) {
            Fixture f;
            const auto name = QString::fromLatin1(state);
            if (name == QLatin1String("useless") || name == QLatin1String("broken")) {
                f.data.open(folder(state));
                QTRY_COMPARE(f.data.state(), ui::DatasetModel::State::Failed);
            } else if (name == QLatin1String("loading")) {
                f.data.open(folder("good"));
            } else if (name == QLatin1String("gone")) {
                auto info = test::inventedRun();
                f.run.begin(info, false);
                QTRY_VERIFY(f.panel.text().contains(QLatin1String("no longer at")));
            } else {
                f.load(folder(state));
            }
            if (name == QLatin1String("bad"))
                button(f.panel, "7 files")->click();
            keep(f.panel, name);
        }
        QApplication::setFont(before);
    }

private:
    struct Fixture {
        ui::SerialWorker worker;
        ui::DatasetModel data{worker};
        ui::RunModel run;
        ui::DataPanel panel{data, run};
        Fixture()
        {
            panel.resize(290, 360);
            panel.show();
        }
        void load(const QString& path)
        {
            data.open(path);
            QTRY_COMPARE(data.state(), ui::DatasetModel::State::Ready);
            data.loadSamples(0);
            QTRY_VERIFY(data.hasPreview());
        }
    };

    static QPushButton* button(QWidget& widget, const char* text)
    {
        for (auto* each : widget.findChildren<QPushButton*>())
            if (each->text().startsWith(QLatin1String(text)))
                return each;
        return nullptr;
    }
    static QString fullNumber(std::int64_t number) { return QLocale().toString(static_cast<qlonglong>(number)); }
    QString folder(const char* name) const { return m_home.filePath(QString::fromLatin1(name)); }
    static void write(const QString& path, const QByteArray& bytes)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    void keep(QWidget& widget, const QString& state)
    {
        widget.resize(widget.width(), std::max(widget.sizeHint().height(), widget.heightForWidth(widget.width())));
        QTest::qWait(30);
        for (const auto* each : widget.findChildren<QPushButton*>())
            if (each->isVisible())
                QVERIFY2(each->width() >= each->minimumSizeHint().width() - 1, qPrintable(each->text()));
        if (const auto to = qEnvironmentVariable("CELLWRIGHT_SCREENSHOTS"); !to.isEmpty()) {
            QDir().mkpath(to);
            QVERIFY(widget.grab().save(QStringLiteral("%1/data-%2-%3.png").arg(to, state, QString::fromLatin1(QTest::currentDataTag()))));
        }
    }

    QTemporaryDir m_home;
};

QTEST_MAIN(DataPanelTest)
#include "data_panel_test.moc"
