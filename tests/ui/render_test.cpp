// Pictures from the command line, without a display: cellwright --render, and cellwright-cli export, which has it draw.
#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "core/arch/arch_text.h"
#include "core/base/files.h"
#include "core/store/run_store.h"
#include "tests/ui/picture_checks.h"
#include "tests/ui/recorded_run.h"
#include "ui/util/text.h"

using namespace cw;

namespace {

struct Answer {
    int status = -1;
    QString words; ///< standard error, what the program said itself
};

Answer run(const QString& program, const QStringList& arguments, const QString& folder = {})
{
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QString::fromLatin1(name));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    process.start(QStringLiteral(CELLWRIGHT_BIN_DIR "/") + program, arguments);
    Answer answer;
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return answer;
    answer.status = process.exitCode();
    for (const auto& line : QString::fromUtf8(process.readAllStandardError()).split(QLatin1Char('\n')))
        if (line.startsWith(QLatin1String("Cellwright: ")) || line.startsWith(QLatin1String("cellwright-cli: ")))
            answer.words += line.section(QStringLiteral(": "), 1);
    return answer;
}

Answer render(const QStringList& arguments, const QString& folder = {}) { return run(QStringLiteral("cellwright"), QStringList{QStringLiteral("--render")} + arguments, folder); }
Answer cli(const QStringList& arguments, const QString& folder = {}) { return run(QStringLiteral("cellwright-cli"), QStringList{QStringLiteral("export")} + arguments, folder); }
QStringList split(const char* text) { return QString::fromUtf8(text).split(QLatin1Char(' ')); }

} // namespace

class RenderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        test::Recording recording;
        recording.level(1, 12, 12, 40);
        recording.level(2, 12, 12, 40);
        recording.finish(15, false);
        const auto info = test::inventedRun();
        RunHeader header;
        header.strategy = info.strategy, header.space = info.space, header.preset = info.preset;
        header.image = info.image;
        header.classes.resize(10);
        header.settings = nlohmann::json::object();
        auto store = RunStore::create(ui::toPath(path("fashion.cwrun")), header);
        QVERIFY(store);
        QVERIFY(RunStore::create(ui::toPath(path("empty.cwrun")), header));
        QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("folder.svg")));
        for (const auto& event : recording.events())
            if (!isLossy(event.body))
                QVERIFY((*store)->append(event.body));
    }

    void drawsWithoutADisplay()
    {
        QCOMPARE(render(split("pnasnet-5 --output a.svg"), m_folder.path()).words, QString());
        const auto facts = test::svgFacts(read("a.svg"));
        QCOMPARE(facts.problem, QString());
        for (const char* text : {"PNASNet-5", "sep 7\303\2277", "max 3\303\2273", "identity", "concat", "cell k\342\210\2221", "block 5"})
            QVERIFY2(facts.texts.contains(QString::fromUtf8(text)), text);
        QCOMPARE(render(split("pnasnet-5 --output a.pdf"), m_folder.path()).status, 0);
        QCOMPARE(test::pdfFacts(read("a.pdf")), QStringLiteral("vector, fonts embedded"));
        QCOMPARE(render(split("pnasnet-5 --output a.png --scale 3"), m_folder.path()).status, 0);
        QCOMPARE(QImage::fromData(read("a.png")).size(), (facts.viewBox * 3).toSize());
    }

    void drawsBothCustomsAndBothWays()
    {
        QCOMPARE(render(split("pnas:c-2.sep5+c-1.max3 --output e.svg --style edges"), m_folder.path()).status, 0);
        QVERIFY(test::svgFacts(read("e.svg")).texts.contains(QString::fromUtf8("sep 5\303\2275")));
        QCOMPARE(render(split("pnasnet-5 --output across.svg"), m_folder.path()).status, 0);
        QCOMPARE(render(split("pnasnet-5 --output down.svg --top-down --dark"), m_folder.path()).status, 0);
        const auto across = test::svgFacts(read("across.svg")).viewBox, down = test::svgFacts(read("down.svg")).viewBox;
        QVERIFY(across.width() / across.height() > down.height() / down.width() * 0.5 && across != down);
        QVERIFY(read("across.svg").contains("#ffffff") && !read("down.svg").contains("\"#ffffff\" fill-opacity=\"1\" stroke=\"none\" transform=\"matrix(1,0,0,1,0,0)\""));
    }

    void drawsNetworks()
    {
        QCOMPARE(render(split("pnasnet-5 --network --repeats 4 --filters 48 --output n.svg"), m_folder.path()).words, QString());
        const auto texts = test::svgFacts(read("n.svg")).texts.join(QLatin1Char('|'));
        for (const char* text : {"stem", "3\303\22732\303\22732", "10 classes"})
            QVERIFY2(texts.contains(QString::fromUtf8(text)), qPrintable(texts));
    }

    void drawsFromRuns()
    {
        QCOMPARE(render(split("fashion.cwrun --candidate 15 --output c.svg"), m_folder.path()).words, QString());
        const auto texts = test::svgFacts(read("c.svg")).texts;
        QVERIFY(texts.front().startsWith(QLatin1String("fashion #15")) && texts.front().contains(QLatin1String("(proxy)")));
        for (const char* key : {"predicted", "progress", "progress-time", "pareto", "pareto-multiply-adds"}) {
            QCOMPARE(render({QStringLiteral("fashion.cwrun"), QStringLiteral("--chart"), QString::fromLatin1(key), QStringLiteral("--output"), QStringLiteral("chart.svg")}, m_folder.path()).words, QString());
            const auto facts = test::svgFacts(read("chart.svg"));
            QCOMPARE(facts.problem, QString());
            QVERIFY(facts.texts.size() > 5);
        }
        QVERIFY(test::svgFacts(read("chart.svg")).texts.join(QLatin1Char('|')).contains(QLatin1String("multiply-adds of the child network")));
        // A shell ends the names of folders by a slash.
        QCOMPARE(render(split("fashion.cwrun/ --candidate 15 --output slash.svg"), m_folder.path()).words, QString());
        QCOMPARE(test::svgFacts(read("slash.svg")).texts.front(), texts.front());
        QCOMPARE(render(split(". --candidate 15 --output ../dot.svg"), path("fashion.cwrun")).words, QString());
        QCOMPARE(test::svgFacts(read("dot.svg")).texts.front(), texts.front());
    }

    void takesNamesAsTheyCome()
    {
        const auto folder = QStringLiteral("a folder \u4e2d\u6587");
        QVERIFY(QDir(m_folder.path()).mkdir(folder));
        QCOMPARE(render({QStringLiteral("pnas:c-2.sep5+c-1.max3"), QStringLiteral("--output"), folder + QStringLiteral("/my cell \u00fc"), QStringLiteral("--format"), QStringLiteral("SVG")}, m_folder.path()).words,
                 QString());
        const auto content = readFile(ui::toPath(m_folder.filePath(folder + QStringLiteral("/my cell \u00fc"))));
        QVERIFY(content);
        QCOMPARE(test::svgFacts(QByteArray::fromStdString(*content)).texts.front(), QStringLiteral("Cell of 1 block"));
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* arguments, int status, const char* words) { QTest::newRow(arguments) << QString::fromUtf8(arguments) << status << QString::fromUtf8(words); };
        row("nope --output x.svg", 1, "neither a file");
        row("pnasnet-5 --output missing/x.svg", 1, "Nothing was written");
        row("fashion.cwrun --candidate 99 --output x.svg", 1, "has no candidate 99 (it has 24 so far)");
        row("fashion.cwrun --output x.svg", 2, "by --candidate or --chart");
        row("fashion.cwrun --chart other --output x.svg", 2, "Known: predicted, progress, progress-time, pareto, pareto-multiply-adds");
        row("fashion.cwrun --chart predicted --candidate 3 --output x.svg", 2, "not both");
        row("pnasnet-5 --candidate 3 --output x.svg", 2, "run folder");
        row("pnasnet-5", 2, "--output FILE");
        row("pnasnet-5 --output x.bmp", 2, "svg, pdf or png");
        row("pnasnet-5 --output x", 2, "the file says no format");
        row("empty.cwrun --candidate 1 --output x.svg", 1, "has no candidate 1 (it has 0 so far)");
        row("empty.cwrun --chart predicted --output x.svg", 1, "Level 1 has no predictions");
        row("pnasnet-5 --output folder.svg", 2, "is not a file");
        row("pnasnet-5 --output x.svg --style other", 2, "boxes or edges");
        row("pnasnet-5 --output x.svg --scale 0", 2, "--scale takes");
        row("pnasnet-5 --output x.svg --filters 8", 2, "go with --network");
        row("pnasnet-5 --output x.svg --network --filters -1", 2, "from 1 on");
        row("pnasnet-5 --output x.svg --nonsense", 2, "nonsense");
        row("pnasnet-5 --output x.svg another", 2, "Give what to draw");
    }
    void refuses()
    {
        QFETCH(QString, arguments);
        QFETCH(int, status);
        QFETCH(QString, words);
        const auto answer = render(arguments.split(QLatin1Char(' ')), m_folder.path());
        QCOMPARE(answer.status, status);
        QVERIFY2(answer.words.contains(words), qPrintable(answer.words));
        QVERIFY(!QFile::exists(path("x.svg")));
    }

    void commandLineHasItDraw()
    {
        QCOMPARE(cli(split("pnasnet-5 --format svg --output cli.svg --top-down --dark"), m_folder.path()).status, 0);
        QCOMPARE(render(split("pnasnet-5 --output window.svg --top-down --dark"), m_folder.path()).status, 0);
        QCOMPARE(read("cli.svg"), read("window.svg"));
        QCOMPARE(cli(split("--run fashion.cwrun --chart pareto --format pdf --output cli.pdf"), m_folder.path()).words, QString());
        QCOMPARE(test::pdfFacts(read("cli.pdf")), QStringLiteral("vector, fonts embedded"));
        QCOMPARE(cli(split("--run fashion.cwrun --candidate 15 --format png --output cli.png --scale 1"), m_folder.path()).status, 0);
        QVERIFY(!QImage::fromData(read("cli.png")).isNull());
        QCOMPARE(cli(split("--run fashion.cwrun --format csv --output cli.csv"), m_folder.path()).status, 0);
        QCOMPARE(read("cli.csv").count("\r\n"), 25);
        // The words of the window program come back.
        const auto answer = cli(split("--run fashion.cwrun --chart other --format svg --output x.svg"), m_folder.path());
        QCOMPARE(answer.status, 2);
        QVERIFY2(answer.words.startsWith(QString::fromUtf8("There is no chart")), qPrintable(answer.words));
        QCOMPARE(cli(split("pnasnet-5 --format json --dark --output x.json"), m_folder.path()).status, 2);
        QCOMPARE(cli(split("pnasnet-5 --format csv --output x.csv"), m_folder.path()).status, 2);
    }

    void commandLineAloneSaysSo()
    {
        // As installed without the window: a copy alone in a folder, and nothing in PATH.
        QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("bin")));
        QVERIFY(QFile::copy(QStringLiteral(CELLWRIGHT_BIN_DIR "/cellwright-cli"), path("bin/cellwright-cli")));
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("PATH"), path("bin"));
        environment.insert(QStringLiteral("LD_LIBRARY_PATH"), QStringLiteral(CELLWRIGHT_BIN_DIR "/../lib:") + environment.value(QStringLiteral("LD_LIBRARY_PATH")));
        process.setProcessEnvironment(environment);
        process.start(path("bin/cellwright-cli"), split("export pnasnet-5 --format svg --output") << path("alone.svg"));
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("not installed"));
        QVERIFY(!QFile::exists(path("alone.svg")));
    }

private:
    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QByteArray read(const char* name) const
    {
        const auto content = readFile(ui::toPath(path(name)));
        return content ? QByteArray::fromStdString(*content) : QByteArray();
    }
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(RenderTest)
#include "render_test.moc"
