// What is taken away from the window: pictures, tables, the clipboard, a drag, and the dialog that asks. With
// CELLWRIGHT_SCREENSHOTS=FOLDER pictures are kept.
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QImage>
#include <QMimeData>
#include <QPainter>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/arch/arch_text.h"
#include "core/base/files.h"
#include "tests/ui/picture_checks.h"
#include "tests/ui/recorded_run.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/export/cell_drag.h"
#include "ui/export/chart_picture.h"
#include "ui/export/run_reader.h"
#include "ui/export/take_away.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

using namespace cw;
using namespace cw::ui;

namespace {

Architecture zooCell() { return *resolveArchitecture("pnasnet-5"); }

Picture square()
{
    return {QStringLiteral("A <square> & more"), {120, 80}, Qt::white, [](QPainter& painter) {
                painter.fillRect(QRect(10, 10, 20, 20), Qt::red);
                painter.setPen(Qt::black);
                painter.drawText(QPointF(40, 40), QStringLiteral("words"));
            }};
}

ExportOffer offer(const QString& folder)
{
    return {QStringLiteral("fashion mnist"), 143, true, {{QStringLiteral("progress"), QStringLiteral("Best so far")}, {QStringLiteral("pareto"), QStringLiteral("Accuracy against size")}}, 164, folder};
}

QString words(const ExportRequest& r)
{
    static const char* const what[] = {"cell", "network", "chart", "table"};
    return QStringLiteral("%1 %2 %3%4%5 x%6 %7").arg(QString::fromLatin1(what[static_cast<int>(r.what)]), r.format, r.style.custom == GraphStyle::Edges ? QStringLiteral("edges ") : QString(),
                                                     r.style.leftToRight ? QString() : QStringLiteral("top-down "), r.style.dark ? QStringLiteral("dark") : QStringLiteral("light"))
        .arg(r.style.scale).arg(QFileInfo(r.path).fileName());
}

} // namespace

class ExportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        QCoreApplication::setApplicationName(QStringLiteral("cellwright-export-test"));
        qputenv("XDG_CONFIG_HOME", m_home.filePath(QStringLiteral("config")).toUtf8());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_home.filePath(QStringLiteral("config")));
        ThemeKeeper::instance().setMode(ThemeMode::Light);
    }
    void init()
    {
        QSettings().clear();
        m_folder = std::make_unique<QTemporaryDir>();
    }

    void writesEveryFormat()
    {
        const auto svg = pictureContent(square(), QStringLiteral("svg"));
        const auto facts = test::svgFacts(*svg);
        QCOMPARE(facts.problem, QString());
        QCOMPARE(facts.texts, QStringList{QStringLiteral("words")});
        QCOMPARE(facts.viewBox, QSizeF(120, 80));
        QVERIFY2(svg->contains("sans-serif"), "readers without our font have a way out");
        QVERIFY(svg->contains("A &lt;square&gt; &amp; more"));
        auto odd = square();
        odd.title = QStringLiteral("bell\a");
        QCOMPARE(test::svgFacts(*pictureContent(odd, QStringLiteral("svg"))).problem, QString());
        // As wide as it may be: what stands at its end is drawn.
        const Picture wide{{}, {20'000, 100}, Qt::white, [](QPainter& painter) { painter.fillRect(QRect(19'980, 10, 10, 10), Qt::red); }};
        const auto image = pictureImage(wide, 2);
        QVERIFY(image);
        QCOMPARE(image->pixelColor(39'970, 30), QColor(Qt::red));

        const auto pdf = pictureContent(square(), QStringLiteral("pdf"));
        QCOMPARE(test::pdfFacts(*pdf), QStringLiteral("vector, fonts embedded"));
        QVERIFY2(pdf->contains("/MediaBox [0 0 90"), "the page is as large as the picture");

        for (const double scale : {1.0, 2.0, 2.5}) {
            const auto png = QImage::fromData(*pictureContent(square(), QStringLiteral("png"), scale), "PNG");
            QCOMPARE(png.size(), (QSizeF(120, 80) * scale).toSize());
            QCOMPARE(png.pixelColor(static_cast<int>(15 * scale), static_cast<int>(15 * scale)), QColor(Qt::red));
            QCOMPARE(png.pixelColor(0, 0), QColor(Qt::white));
            QCOMPARE(qRound(png.dotsPerMeterX() * 0.0254), qRound(96 * scale));
        }
    }

    void refusesInWords()
    {
        QVERIFY(pictureContent(square(), QStringLiteral("bmp")).error().message.find("svg, pdf, png") != std::string::npos);
        QVERIFY(pictureContent({}, QStringLiteral("svg")).error().message.find("nothing to draw") != std::string::npos);
        QVERIFY(pictureImage(square(), 1e6).error().message.find("smaller scale") != std::string::npos);
    }

    void exportsCells_data()
    {
        QTest::addColumn<QString>("format");
        for (const char* format : {"svg", "pdf", "png", "json", "dot"})
            QTest::newRow(format) << QString::fromLatin1(format);
    }
    void exportsCells()
    {
        QFETCH(QString, format);
        const auto path = m_folder->filePath(QStringLiteral("cell.") + format);
        QVERIFY(write(zooCell(), format, path, {.custom = format == QLatin1String("pdf") ? GraphStyle::Edges : GraphStyle::Boxes, .scale = 1}));
        const auto content = QByteArray::fromStdString(*readFile(toPath(path)));
        if (format == QLatin1String("svg")) {
            const auto facts = test::svgFacts(content);
            QCOMPARE(facts.problem, QString());
            QCOMPARE(facts.images, 0);
            for (const auto& node : architectureGraph(zooCell()).nodes)
                QVERIFY2(facts.texts.contains(qs(node.label)) || node.label == "+", node.label.c_str());
            QVERIFY(facts.texts.contains(QStringLiteral("A title")));
        } else if (format == QLatin1String("pdf")) {
            QCOMPARE(test::pdfFacts(content), QStringLiteral("vector, fonts embedded"));
        } else if (format == QLatin1String("png")) {
            QVERIFY(QImage::fromData(content).width() > 300);
        } else if (format == QLatin1String("json")) {
            QCOMPARE(content.toStdString(), *readFile(CELLWRIGHT_SOURCE_DIR "/tests/golden/pnasnet-5.json"));
        } else {
            QCOMPARE(content.toStdString(), *readFile(CELLWRIGHT_SOURCE_DIR "/tests/golden/pnasnet-5.dot"));
        }
    }

    void exportsNetworks()
    {
        const auto plan = planNetwork(zooCell(), {});
        for (const auto& format : {QStringLiteral("svg"), QStringLiteral("dot")}) {
            const auto path = m_folder->filePath(QStringLiteral("network.") + format);
            std::optional<Status> result;
            m_exporter.exportNetwork(*plan, QStringLiteral("A title"), {}, format, path, [&](const Status& status) { result = status; });
            QTRY_VERIFY(result);
            QVERIFY(*result);
            const auto content = qs(*readFile(toPath(path)));
            for (const auto& node : networkGraph(*plan, true).nodes)
                QVERIFY2(content.contains(qs(node.label).toHtmlEscaped()) || content.contains(qs(node.label).left(8)), node.label.c_str());
        }
    }

    void neverHalfOverwrites()
    {
        const auto kept = m_folder->filePath(QStringLiteral("kept.svg"));
        QVERIFY(writeFileAtomically(toPath(kept), "before"));
        QDir().mkdir(m_folder->filePath(QStringLiteral("folder.svg")));
        QString problem;
        QVERIFY(!write(zooCell(), QStringLiteral("svg"), m_folder->filePath(QStringLiteral("folder.svg")), {}, &problem));
        QVERIFY2(problem.contains(QLatin1String("not a file")), qPrintable(problem));
        QVERIFY(!write(zooCell(), QStringLiteral("svg"), m_folder->filePath(QStringLiteral("missing/a.svg")), {}, &problem));
        QVERIFY2(problem.contains(QLatin1String("Nothing was written")), qPrintable(problem));
        QVERIFY(!write(zooCell(), QStringLiteral("png"), kept, {.scale = 1e5}, &problem));
        QCOMPARE(*readFile(toPath(kept)), std::string("before"));
        LayoutClient noProgram(m_folder->filePath(QStringLiteral("no-such-program")));
        GraphExporter exporter(noProgram, m_worker);
        std::optional<Status> result;
        exporter.exportCell(zooCell(), {}, {}, {}, QStringLiteral("svg"), kept, [&](const Status& status) { result = status; });
        QTRY_VERIFY(result);
        QVERIFY(!*result);
        QCOMPARE(*readFile(toPath(kept)), std::string("before"));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{QStringLiteral("kept.svg")});
    }

    void drawsChartsInEitherTheme()
    {
        test::Recording recording;
        recording.level(1, 20, 20, 60);
        recording.level(2, 20, 20, 60);
        RunModel run;
        CandidateModel candidates;
        ControlModel control(m_worker);
        PolicyModel policy;
        run.begin(test::inventedRun(), false);
        run.apply(recording.events());
        candidates.apply(recording.events());
        for (const auto& row : charts()) {
            if (!row.appliesTo(run.words().kind()))
                continue;
            for (const bool dark : {false, true}) {
                const auto picture = chartPicture(row, {candidates, run, control, policy}, dark);
                const auto facts = test::svgFacts(*pictureContent(picture, QStringLiteral("svg")));
                QCOMPARE(facts.problem, QString());
                QVERIFY(facts.texts.size() > 5);
                QCOMPARE(facts.viewBox, QSizeF(kChartPicture));
                const auto image = pictureImage(picture, 1);
                QCOMPARE(image->pixelColor(2, 2).rgb(), themeOf(dark).surface.rgb());
                keep(*image, QStringLiteral("chart-%1-%2").arg(QString::fromLatin1(row.key), dark ? QStringLiteral("dark") : QStringLiteral("light")));
                QCOMPARE(test::pdfFacts(*pictureContent(picture, QStringLiteral("pdf"))), QStringLiteral("vector, fonts embedded"));
            }
        }
        QVERIFY(!theme().dark);
    }

    void copiesAndDrags()
    {
        copyPicture(square(), QStringLiteral("in words"));
        const auto* clip = QApplication::clipboard()->mimeData();
        QCOMPARE(clip->text(), QStringLiteral("in words"));
        QCOMPARE(qvariant_cast<QImage>(clip->imageData()).size(), QSize(240, 160));
        QCOMPARE(test::svgFacts(clip->data(QStringLiteral("image/svg+xml"))).texts, QStringList{QStringLiteral("words")});

        QString svgFile;
        {
            CellDrag drag;
            const auto data = drag.mimeData(square(), QStringLiteral("{\"a\":1}"), QStringLiteral("mnist-7"));
            QCOMPARE(data->urls().size(), 2);
            svgFile = data->urls().front().toLocalFile();
            QCOMPARE(QFileInfo(svgFile).fileName(), QStringLiteral("mnist-7.svg"));
            QCOMPARE(*readFile(toPath(data->urls().back().toLocalFile())), std::string("{\"a\":1}"));
            QCOMPARE(QByteArray::fromStdString(*readFile(toPath(svgFile))), data->data(QStringLiteral("image/svg+xml")));
            QCOMPARE(data->text(), QStringLiteral("{\"a\":1}"));
        }
        QVERIFY2(!QFileInfo::exists(svgFile), "nothing is left behind");
    }

    void offersEveryChartInEveryForm()
    {
        RunModel run;
        CandidateModel candidates;
        ControlModel control(m_worker);
        PolicyModel policy;
        Selection selection;
        TakeAway takeAway(m_layout, m_worker, {candidates, run, control, policy}, selection);
        QVERIFY(takeAway.offer().charts.isEmpty());
        test::Recording recording;
        recording.level(1, 4, 4, 8);
        run.begin(test::inventedRun(), false);
        run.apply(recording.events());
        candidates.apply(recording.events());
        QStringList keys;
        for (const auto& [key, title] : takeAway.offer().charts)
            keys << key;
        QCOMPARE(keys, (QStringList{QStringLiteral("progress"), QStringLiteral("progress-time"), QStringLiteral("pareto"), QStringLiteral("pareto-multiply-adds")}));
        QSignalSpy written(&takeAway, &TakeAway::written);
        ExportRequest request;
        request.what = ExportWhat::Chart;
        request.chart = QStringLiteral("progress-time");
        request.path = m_folder->filePath(QStringLiteral("time.svg"));
        takeAway.write(request);
        QTRY_COMPARE(written.count(), 1);
        QVERIFY(readFile(toPath(request.path))->find("training time") != std::string::npos);
    }

    void namesFiles()
    {
        QCOMPARE(fileNameFor(QStringLiteral("fashion mnist/2"), QStringLiteral("143")), QStringLiteral("fashion-mnist-2-143"));
        QCOMPARE(fileNameFor(QString(), QStringLiteral("../..")), QStringLiteral("cellwright"));
        const auto longName = fileNameFor(QString(150, QChar(0x4e2d)), QStringLiteral("143-network"));
        QVERIFY(longName.toUtf8().size() <= 200 && longName.endsWith(QStringLiteral("-143-network")));
        QVERIFY(write(zooCell(), QStringLiteral("json"), m_folder->filePath(longName + QStringLiteral(".json")), {}));
        ExportRequest request;
        QStringList names;
        for (const auto what : {ExportWhat::Cell, ExportWhat::Network, ExportWhat::Chart, ExportWhat::Table}) {
            request.what = what;
            request.chart = QStringLiteral("pareto");
            request.format = exportFormats(what).front().first;
            names << proposedName(offer({}), request);
        }
        QCOMPARE(names, (QStringList{QStringLiteral("fashion-mnist-143.svg"), QStringLiteral("fashion-mnist-143-network.svg"), QStringLiteral("fashion-mnist-pareto.svg"),
                                     QStringLiteral("fashion-mnist-candidates.csv")}));
    }

    void asksAndRemembers()
    {
        const auto now = offer(m_folder->path());
        QVERIFY2(!lastExport(now), "nothing before the first");
        auto* dialog = new ExportDialog(now, nullptr);
        QSignalSpy asked(dialog, &ExportDialog::exportRequested);
        dialog->open();
        QCOMPARE(words(dialog->request()), QStringLiteral("cell svg light x2 fashion-mnist-143.svg"));
        QCOMPARE(boxes(dialog), QStringLiteral("4 5 on on on off"));
        QStringList choices;
        for (int i = 0; i < 5; ++i) {
            dialog->findChildren<QComboBox*>()[0]->setCurrentIndex(i);
            choices << words(dialog->request()).section(QLatin1Char(' '), 0, 1) + QLatin1Char(' ') + boxes(dialog);
        }
        QCOMPARE(choices, (QStringList{QStringLiteral("cell svg 4 5 on on on off"), QStringLiteral("network svg 4 4 off on on off"), QStringLiteral("chart svg 4 3 off off on off"),
                                       QStringLiteral("chart svg 4 3 off off on off"), QStringLiteral("table csv 4 1 off off off off")}));
        dialog->preselect(ExportWhat::Cell);
        auto combos = dialog->findChildren<QComboBox*>();
        combos[1]->setCurrentIndex(combos[1]->findData(QStringLiteral("png")));
        QCOMPARE(boxes(dialog), QStringLiteral("4 5 on on on on"));
        for (int i = 2; i < 5; ++i)
            combos[i]->setCurrentIndex(1);
        combos[5]->setCurrentIndex(2);
        QTest::keyClick(dialog, Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        const auto answer = asked.front().front().value<ExportRequest>();
        QCOMPARE(words(answer), QStringLiteral("cell png edges top-down dark x3 fashion-mnist-143.png"));
        QCOMPARE(QFileInfo(answer.path).absolutePath(), m_folder->path());

        auto other = now;
        other.candidate = 7;
        QCOMPARE(words(*lastExport(other)), QStringLiteral("cell png edges top-down dark x3 fashion-mnist-7.png"));
        other.candidate = 0;
        QVERIFY2(!lastExport(other), "no cell is shown");
        auto* again = new ExportDialog(now, nullptr);
        QCOMPARE(words(again->request()), words(answer));
        delete again;
    }

    void saysWhatIsWrong()
    {
        ExportDialog dialog(offer(m_folder->path()), nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        auto fields = dialog.findChildren<QLineEdit*>();
        auto *name = fields[0], *folder = fields[1];
        QCOMPARE(name->accessibleName(), QStringLiteral("Name of the file"));
        QCOMPARE(dialog.problem(), QString());
        name->clear();
        QVERIFY(dialog.problem().contains(QLatin1String("name")));
        QTest::keyClicks(name, QStringLiteral("mine.svg"));
        dialog.findChildren<QComboBox*>()[1]->setCurrentIndex(1);
        QCOMPARE(QFileInfo(dialog.request().path).fileName(), QStringLiteral("mine.pdf")); // a name of one's own stays
        name->clear();
        QTest::keyClicks(name, QStringLiteral("v1.2"));
        QCOMPARE(QFileInfo(dialog.request().path).fileName(), QStringLiteral("v1.2.pdf"));
        QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("v1.2.pdf")));
        QVERIFY(dialog.problem().contains(QLatin1String("A folder has this name")));
        dialog.findChildren<QComboBox*>()[1]->setCurrentIndex(0);
        QCOMPARE(QFileInfo(dialog.request().path).fileName(), QStringLiteral("v1.2.svg"));
        folder->setText(m_folder->filePath(QStringLiteral("missing")));
        QVERIFY(dialog.problem().contains(QLatin1String("no such folder")));
        QSignalSpy asked(&dialog, &ExportDialog::exportRequested);
        QTest::keyClick(&dialog, Qt::Key_Return);
        QCOMPARE(asked.count(), 0);
        ExportDialog empty({}, nullptr);
        empty.setAttribute(Qt::WA_DeleteOnClose, false);
        QVERIFY(empty.problem().contains(QLatin1String("nothing to take away")));
    }

    void pictures()
    {
        if (qEnvironmentVariableIsEmpty("CELLWRIGHT_SCREENSHOTS"))
            QSKIP("no folder to keep them in");
        const auto font = QApplication::font();
        for (const bool dark : {false, true}) {
            auto larger = font;
            if (dark)
                larger.setPointSizeF(font.pointSizeF() * 4 / 3);
            QApplication::setFont(larger);
            ThemeKeeper::instance().setMode(dark ? ThemeMode::Dark : ThemeMode::Light);
            auto* dialog = new ExportDialog(offer(m_folder->path()), nullptr);
            dialog->findChildren<QComboBox*>()[0]->setCurrentIndex(dark ? 2 : 0);
            dialog->open();
            QTest::qWait(30);
            keep(dialog->grab().toImage(), dark ? QStringLiteral("export-dark") : QStringLiteral("export-light"));
            dialog->close();
        }
        QApplication::setFont(font);
    }

private:
    bool write(const Architecture& arch, const QString& format, const QString& path, const PictureStyle& style, QString* problem = nullptr)
    {
        std::optional<Status> result;
        m_exporter.exportCell(arch, {}, QStringLiteral("A title"), style, format, path, [&](const Status& status) { result = status; });
        if (!QTest::qWaitFor([&] { return result.has_value(); }, 10'000))
            return false;
        if (problem && !*result)
            *problem = qs(result->error().message);
        return static_cast<bool>(*result);
    }
    /// Choices, formats, and which options matter.
    static QString boxes(const ExportDialog* dialog)
    {
        const auto combos = dialog->findChildren<QComboBox*>();
        QStringList text{QString::number(combos[0]->count() - 1), QString::number(combos[1]->count())};
        for (int i = 2; i < 6; ++i)
            text << (combos[i]->isEnabled() ? QStringLiteral("on") : QStringLiteral("off"));
        return text.join(QLatin1Char(' '));
    }
    static void keep(const QImage& image, const QString& name)
    {
        if (const auto folder = qEnvironmentVariable("CELLWRIGHT_SCREENSHOTS"); !folder.isEmpty())
            QVERIFY(QDir().mkpath(folder) && image.save(QStringLiteral("%1/%2.png").arg(folder, name)));
    }

    QTemporaryDir m_home;
    std::unique_ptr<QTemporaryDir> m_folder;
    LayoutClient m_layout;
    SerialWorker m_worker;
    GraphExporter m_exporter{m_layout, m_worker};
};

QTEST_MAIN(ExportTest)
#include "export_test.moc"
