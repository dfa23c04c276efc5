// Settings, forecast and the summary of a run: as text, by mouse and by keyboard. With CELLWRIGHT_SCREENSHOTS=FOLDER the
// pictures are kept.
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/search/child_network.h"
#include "tests/ui/recorded_run.h"
#include "tests/ui/recorded_shared_run.h"
#include "tests/ui/tiny_pictures.h"
#include "ui/docks/forecast_box.h"
#include "ui/docks/run_settings.h"
#include "ui/docks/settings_panel.h"
#include "ui/models/dataset_model.h"
#include "ui/models/forecast_model.h"
#include "ui/util/theme.h"

using namespace cw;

class SettingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::setApplicationName(QStringLiteral("cellwright-settings"));
        QVERIFY(m_home.isValid());
        qputenv("XDG_CONFIG_HOME", m_home.filePath(QStringLiteral("config")).toUtf8());
        qputenv("XDG_CACHE_HOME", m_home.filePath(QStringLiteral("cache")).toUtf8());
        qputenv("XDG_DATA_HOME", m_home.filePath(QStringLiteral("data")).toUtf8());
        QVERIFY(test::writeTinyPictures(m_home.filePath(QStringLiteral("pictures")), 3, 20, 28));
        ui::ThemeKeeper::instance().setMode(ui::ThemeMode::Light);
    }

    void everyDeclaredParameterHasItsRowInItsGroup()
    {
        ui::SearchSetup setup;
        ui::ParameterForm form(setup);
        const auto check = [&] {
            for (const auto& spec : setup.settings().specs()) {
                const auto* row = form.row(spec.key);
                QVERIFY2(row, spec.key.data());
                const auto* section = form.section(spec.group);
                QVERIFY(section && section->isAncestorOf(row));
                QVERIFY(row->editor()->accessibleName().startsWith(QString::fromUtf8(spec.title.data(), static_cast<qsizetype>(spec.title.size()))));
                QVERIFY(spec.unit.empty() || row->editor()->accessibleName().endsWith(QString::fromUtf8(spec.unit.data(), static_cast<qsizetype>(spec.unit.size()))));
                QVERIFY(!row->editor()->toolTip().isEmpty());
                QVERIFY(row->spec().choices == spec.choices && row->spec().high == spec.high); // of this space, not of the one before
            }
        };
        for (const bool text : {true, false})
            for (const auto& strategy : strategies()) {
                setup.setText(text);
                setup.setStrategy(strategy.key);
                for (const auto& space : setup.spacesOffered()) {
                    setup.setSpace(space);
                    QCOMPARE(setup.space(), space);
                    check();
                }
            }
        QVERIFY(!form.section(ParameterGroup::Predictor)); // random cells have none
        QVERIFY(!form.row("beam_width"));
    }

    void onlyWhatDiffersStandsOut()
    {
        ui::SearchSetup setup;
        ui::ParameterForm form(setup);
        form.show();
        auto* row = form.row("blocks");
        QVERIFY(row->isVisible() && !row->changed() && !row->resetButton()->isVisible());
        auto* line = qobject_cast<QLineEdit*>(row->editor());
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, QStringLiteral("4"));
        QVERIFY(row->changed() && row->resetButton()->isVisible());
        QCOMPARE(setup.differences(), 1);
        QCOMPARE(form.section(ParameterGroup::Search)->button()->accessibleName(), QStringLiteral("Search, 1 changed"));
        QTest::mouseClick(row->resetButton(), Qt::LeftButton);
        QCOMPARE(line->text(), QStringLiteral("3"));
        QVERIFY(!row->changed() && !row->resetButton()->isVisible());
        QCOMPARE(setup.differences(), 0);
        // A hidden row that differs is shown.
        const auto* advanced = form.row("momentum");
        form.section(ParameterGroup::Training)->setOpen(true);
        QVERIFY(!advanced->isVisible());
        QVERIFY(setup.set("momentum", "0.5"));
        QVERIFY(advanced->isVisible());
    }

    void aStrategyHasItsSpaces()
    {
        ui::SearchSetup setup;
        ui::RunModel run;
        ui::SettingsPanel panel(setup, run);
        panel.show();
        QVERIFY(!panel.spaceBox()->isVisible()); // there is one
        setup.setStrategy("enas");
        QVERIFY(panel.spaceBox()->isVisible());
        QCOMPARE(panel.spaceBox()->count(), 2); // pictures are at hand
        QCOMPARE(setup.space(), std::string("micro"));
        panel.spaceBox()->setFocus();
        QTest::keyClick(panel.spaceBox(), Qt::Key_Down);
        QCOMPARE(setup.space(), std::string("macro"));
        QVERIFY(panel.form()->row("layers") && !panel.form()->row("nodes"));
        QVERIFY(panel.form()->section(ParameterGroup::Controller));
        setup.setStrategy("random"); // keeps the space
        QCOMPARE(setup.space(), std::string("macro"));
        setup.setStrategy("pnas");
        QCOMPARE(setup.space(), std::string("pnas"));
    }

    void theSetupFollowsTheKindOfData()
    {
        ui::SearchSetup setup;
        ui::RunModel run;
        ui::SettingsPanel panel(setup, run);
        panel.show();
        setup.setPreset("standard");
        setup.setText(true);
        QVERIFY(learnsFromText(setup.space()));
        QVERIFY2(panel.reason().startsWith(QStringLiteral("The data are text, so ")), qPrintable(panel.reason()));
        for (int i = 0; i < panel.strategyBox()->count(); ++i)
            QVERIFY(panel.strategyBox()->itemData(i).toString() != QStringLiteral("pnas"));
        QVERIFY(panel.form()->row("hidden") && !panel.form()->row("image_size"));
        setup.setText(false); // back to what was chosen for pictures
        QCOMPARE(setup.strategy(), std::string("pnas"));
        QCOMPARE(setup.preset(), std::string("standard"));
        QVERIFY(panel.reason().startsWith(QStringLiteral("The data are pictures")));
        setup.setStrategy("random"); // a choice by hand needs no reason
        QVERIFY(panel.reason().isEmpty());
    }

    void aRunOfSharedWeightsShowsWhatItHas()
    {
        ui::RunSettings settings;
        settings.setRun(test::inventedSharedRun("recurrent"), 2);
        const auto text = settings.summaryText();
        QVERIFY2(text.contains(QStringLiteral("Searches: recurrent cells")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("Rounds: ")) && text.contains(QStringLiteral("Hidden size: ")) && text.contains(QStringLiteral("Nodes N: ")), qPrintable(text));
        QVERIFY2(!text.contains(QStringLiteral("Pictures")) && !text.contains(QStringLiteral("Workers")), qPrintable(text));
        settings.setRun(test::inventedSharedRun("macro"), 0);
        QVERIFY(settings.summaryText().contains(QStringLiteral("Layers L: ")) && settings.summaryText().contains(QStringLiteral("Pictures: 14×14")));
    }

    void checkedWhileTypingWithASentence()
    {
        ui::SearchSetup setup;
        ui::ParameterForm form(setup);
        QSignalSpy told(&form, &ui::ParameterForm::problemChanged);
        auto* line = qobject_cast<QLineEdit*>(form.row("beam_width")->editor());
        line->setText(QStringLiteral("9999"));
        QCOMPARE(told.count(), 1);
        QCOMPARE(form.problem(), QStringLiteral("This cannot be \"9999\": it takes a whole number from 1 to 4096."));
        QCOMPARE(line->accessibleDescription(), form.problem());
        QCOMPARE(setup.settings().integer("beam_width"), 16);
        line->setText(QStringLiteral("99"));
        QCOMPARE(form.problem(), QString());
        QCOMPARE(setup.settings().integer("beam_width"), 99);
        setup.setPreset("standard");
        QCOMPARE(line->text(), QStringLiteral("64"));
    }

    void sectionsOpenByKey()
    {
        ui::SearchSetup setup;
        ui::RunModel run;
        ui::SettingsPanel panel(setup, run);
        panel.resize(300, 700);
        panel.show();
        auto* section = panel.form()->section(ParameterGroup::Training);
        QVERIFY(!section->isOpen());
        section->button()->setFocus();
        QTest::keyClick(section->button(), Qt::Key_Space);
        QVERIFY(section->isOpen());
        QVERIFY(panel.form()->row("epochs")->isVisible());
        QVERIFY(!panel.form()->row("momentum")->isVisible());
        for (auto* more : section->findChildren<QPushButton*>())
            if (more->text().startsWith(QLatin1String("more")))
                QTest::keyClick(more, Qt::Key_Space);
        QVERIFY(panel.form()->row("momentum")->isVisible());
        auto* flip = qobject_cast<QCheckBox*>(panel.form()->row("flip")->editor());
        QTest::keyClick(flip, Qt::Key_Space);
        QVERIFY(panel.form()->row("flip")->changed());
        // Tab reaches every field that is shown.
        QSet<const QWidget*> met;
        auto* at = static_cast<QWidget*>(panel.startButton());
        for (int i = 0; i < 300 && !met.contains(at); ++i) {
            met << at;
            at = at->nextInFocusChain();
        }
        for (const char* key : {"blocks", "beam_width", "epochs", "momentum"})
            QVERIFY2(met.contains(panel.form()->row(key)->editor()), key);
    }

    void forecastFollowsSettingsAndData()
    {
        ui::SearchSetup setup;
        setup.setWorkers(2);
        ui::SerialWorker worker;
        ui::DatasetModel data(worker);
        ui::ForecastModel forecast(setup, data);
        QSignalSpy told(&forecast, &ui::ForecastModel::changed);
        QVERIFY(told.wait());
        QCOMPARE(forecast.text(), QString()); // no data, no forecast
        data.open(m_home.filePath(QStringLiteral("pictures")));
        QTRY_VERIFY(forecast.forecast());
        QCOMPARE(forecast.candidatesText(), QStringLiteral("184 candidates: 136 + 24 + 24"));
        QVERIFY(forecast.timeText().startsWith(QLatin1String("about ")) && forecast.timeText().endsWith(QLatin1String("on 2 workers")));
        QCOMPARE(forecast.sourceText(), QStringLiteral("a rough guess: nothing was measured on this machine yet"));
        QVERIFY(forecast.memoryText().startsWith(QLatin1String("up to ")));
        QVERIFY(setup.set("beam_width", "20"));
        QTRY_COMPARE(forecast.candidatesText(), QStringLiteral("192 candidates: 136 + 28 + 28"));
        const auto before = forecast.forecast()->secondsHigh;
        setup.setWorkers(1);
        QTRY_VERIFY(forecast.timeText().endsWith(QLatin1String("on 1 worker")));
        QVERIFY(forecast.forecast()->secondsHigh >= before);
        setup.setStrategy("random");
        QTRY_COMPARE(forecast.candidatesText(), QStringLiteral("40 candidates"));
    }

    void learnsThePaceOfLiveRuns()
    {
        ui::SearchSetup setup;
        ui::SerialWorker worker;
        ui::DatasetModel data(worker);
        const auto file = Pace::file();
        {
            ui::ForecastModel forecast(setup, data);
            QSignalSpy told(&forecast, &ui::ForecastModel::changed);
            QVERIFY(told.wait()); // the file was looked for
            test::Recording run;
            run.state(SessionState::Running);
            run.level(1, 12, 12, 60);
            forecast.learn(test::inventedRun(), run.events());
            QTRY_VERIFY(Pace::load(file).of("auto"));
        }
        ui::ForecastModel forecast(setup, data);
        data.open(m_home.filePath(QStringLiteral("pictures")));
        QTRY_VERIFY(forecast.forecast());
        QCOMPARE(forecast.sourceText(), QStringLiteral("from this machine's last search"));
        QVERIFY(forecast.forecast()->secondsHigh < 2 * forecast.forecast()->secondsLow);
        std::filesystem::remove(file);
    }

    void rangesAreInOneUnit()
    {
        QCOMPARE(ui::roughRange(480, 840), QStringLiteral("8 to 14 min"));
        QCOMPARE(ui::roughRange(20, 50), QStringLiteral("20 to 50 s"));
        QCOMPARE(ui::roughRange(20, 110), QStringLiteral("1 to 2 min"));
        QCOMPARE(ui::roughRange(3600, 3660), QStringLiteral("60 to 61 min"));
        QCOMPARE(ui::roughRange(10000, 11000), QStringLiteral("3 h"));
        QCOMPARE(ui::roughRange(9e6, 1.7e7), QStringLiteral("104 to 197 days"));
        QCOMPARE(ui::bytesText(668'000'000), QStringLiteral("668 MB"));
        QCOMPARE(ui::bytesText(2'340'000'000), QStringLiteral("2.3 GB"));
        QCOMPARE(ui::bytesText(5'530'000), QStringLiteral("5.5 MB"));
    }

    void aRunShowsItsSettingsAndCanBeSearchedAgain()
    {
        ui::SearchSetup setup;
        ui::RunModel run;
        ui::SettingsPanel panel(setup, run);
        panel.resize(300, 600);
        panel.show();
        auto info = test::inventedRun();
        QVERIFY(info.settings.set("beam_width", "12"));
        info.seed = 7;
        run.begin(info, false);
        QCOMPARE(panel.summary()->summaryText(),
                 QStringLiteral("Algorithm: PNAS\nPreset: Quick look\nBlocks B: 3\nBeam width K: 12\nPredictor: MLP \u00d7 5\nCells \u00b7 filters: 3 \u00b7 8\n"
                                "Steps per child: 360\nPictures: 14\u00d714\nDevice: automatic\nSeed: 7"));
        QVERIFY(panel.summary()->allText().contains(QLatin1String("* Beam width K: 12\n")));
        QVERIFY(panel.summary()->allText().contains(QLatin1String("\nMomentum: 0.9\n")));
        QTest::keyClick(panel.summary()->allButton(), Qt::Key_Space);
        QSignalSpy again(&panel, &ui::SettingsPanel::searchAgainRequested);
        for (auto* button : panel.findChildren<QPushButton*>())
            if (button->isVisible() && button->text().startsWith(QLatin1String("Search again")))
                QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(again.count(), 1);
        QCOMPARE(setup.settings().integer("beam_width"), 12);
        QCOMPARE(setup.seed(), 7U);
        QCOMPARE(setup.differences(), 1);
    }

    void pictures_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("large");
        QTest::newRow("light") << false << false;
        QTest::newRow("dark") << true << false;
        QTest::newRow("large") << false << true;
    }

    /// Every state at the widths the dock has: nothing is cut.
    void pictures()
    {
        QFETCH(bool, dark);
        QFETCH(bool, large);
        const auto before = QApplication::font();
        auto font = before;
        font.setPixelSize(large ? 17 : 13);
        QApplication::setFont(font);
        ui::ThemeKeeper::instance().setMode(dark ? ui::ThemeMode::Dark : ui::ThemeMode::Light);
        for (const int width : {216, 250, 310}) {
            ui::SearchSetup setup;
            ui::RunModel run;
            ui::SerialWorker worker;
            ui::DatasetModel data(worker);
            ui::ForecastModel forecast(setup, data);
            ui::SettingsPanel panel(setup, run);
            panel.setForecast(forecast);
            panel.resize(width, large ? 860 : 640);
            panel.show();
            data.open(m_home.filePath(QStringLiteral("pictures")));
            QTRY_VERIFY(forecast.forecast());
            keep(panel, QStringLiteral("quiet-%1").arg(width));
            QVERIFY(setup.set("beam_width", "24"));
            qobject_cast<QLineEdit*>(panel.form()->row("sampled")->editor())->setText(QStringLiteral("many"));
            panel.form()->section(ParameterGroup::Training)->setOpen(true);
            panel.form()->section(ParameterGroup::Network)->setOpen(true);
            QTRY_VERIFY(forecast.candidatesText().contains(QLatin1String("32")));
            QVERIFY(!panel.valid());
            keep(panel, QStringLiteral("changed-%1").arg(width));
            run.begin(test::inventedRun(), false);
            panel.summary()->allButton()->setChecked(true);
            keep(panel, QStringLiteral("run-%1").arg(width));
        }
        QApplication::setFont(before);
    }

private:
    void keep(QWidget& widget, const QString& state)
    {
        QTest::qWait(30);
        for (const auto* label : widget.findChildren<QLabel*>())
            if (label->isVisible() && !label->wordWrap() && label->textFormat() != Qt::RichText)
                QVERIFY2(label->width() >= label->sizeHint().width() - 1, qPrintable(label->text()));
        for (const auto* button : widget.findChildren<QAbstractButton*>())
            if (button->isVisible())
                QVERIFY2(button->width() >= button->minimumSizeHint().width() - 1, qPrintable(button->text()));
        if (const auto folder = qEnvironmentVariable("CELLWRIGHT_SCREENSHOTS"); !folder.isEmpty()) {
            QDir().mkpath(folder);
            QVERIFY(widget.grab().save(QStringLiteral("%1/settings-%2-%3.png").arg(folder, state, QString::fromLatin1(QTest::currentDataTag()))));
        }
    }

    QTemporaryDir m_home;
};

QTEST_MAIN(SettingsTest)
#include "settings_test.moc"
