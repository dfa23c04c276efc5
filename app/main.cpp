#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include <QApplication>
#include <QCommandLineParser>
#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>
#include <QTimer>

#include "core/base/files.h"
#include "ui/export/render.h"
#include "ui/main_window.h"
#include "ui/util/gap_probe.h"
#include "ui/util/system_theme.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace {

using namespace cw;

bool haveDisplay()
{
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        if (const char* value = std::getenv(name); value && *value)
            return true;
    return false;
}

/// What --demo can show: the quick search of a space, with the sample data it learns from.
struct Demo {
    std::string_view space, strategy;
    ui::SampleData data;
};
constexpr std::array kDemos{
    Demo{"pnas", "pnas", ui::SampleData::Pictures},
    Demo{"micro", "enas", ui::SampleData::Pictures},
    Demo{"macro", "enas", ui::SampleData::Pictures},
    Demo{"recurrent", "enas", ui::SampleData::Text},
};
constexpr const char* kDemoWords = "Cellwright: --demo takes a space, pnas (also without a word), micro, macro or recurrent.\n";

/// Null where there is no such space. An empty word: the first.
const Demo* findDemo(std::string_view space)
{
    const auto* found = std::find_if(kDemos.begin(), kDemos.end(), [&](const auto& demo) { return space.empty() || demo.space == space; });
    return found == kDemos.end() ? nullptr : found;
}

/// The word behind --demo; empty where there is none.
std::string_view demoSpace(int argc, char** argv)
{
    for (int i = 1; i + 1 < argc; ++i)
        if (argv[i] == std::string_view("--demo") && argv[i + 1][0] != '-')
            return argv[i + 1];
    return {};
}

bool asks(int argc, char** argv, std::string_view option)
{
    for (int i = 1; i < argc; ++i)
        if (argv[i] == option)
            return true;
    return false;
}

/// Without a display the demonstration is the same search with a progress bar in the terminal. Returns only on failure.
int runWithoutDisplay(int argc, char** argv)
{
    if (!asks(argc, argv, "--demo")) {
        std::fputs("Cellwright: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window cannot open.\n"
                   "Start it from a desktop session, or search in the terminal: cellwright-cli search --help\n", stderr);
        return 1;
    }
    const auto* demo = findDemo(demoSpace(argc, argv));
    if (!demo) {
        std::fputs(kDemoWords, stderr);
        return 2;
    }
    const auto data = ui::samplePath(demo->data);
    if (!data) {
        std::fprintf(stderr, "Cellwright: there is no display, and the search in the terminal has no data. %s\n", data.error().message.c_str());
        return 1;
    }
    const auto stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd-HHmmss")).toStdString();
    const auto runs = dataDirectory() / "runs";
    std::error_code ignored;
    std::filesystem::create_directories(runs, ignored);
    const auto run = (runs / (stamp + "-demo.cwrun")).string();
    const auto program = (programDirectory() / "cellwright-cli").string();
    std::fprintf(stderr, "Cellwright: there is no display, so the same search runs here in the terminal. It is kept in %s\n", run.c_str());
    const std::vector<std::string> words{program, "search", "--strategy", std::string(demo->strategy), "--space", std::string(demo->space),
                                         "--data", ui::toPath(*data).string(), "--preset", "quick", "--out", run};
    std::vector<char*> arguments;
    for (const auto& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execv(program.c_str(), arguments.data());
    std::fprintf(stderr, "Cellwright: %s could not be started; install Cellwright again.\n", program.c_str());
    return 1;
}

void showDemo(const Demo& demo, ui::Workspace& workspace)
{
    auto& setup = workspace.setup();
    setup.setText(demo.data == ui::SampleData::Text); // before they are read, so that the space is one of those offered
    setup.setStrategy(demo.strategy);
    setup.setSpace(demo.space);
    setup.setPreset("quick");
    workspace.openSampleData(true, demo.data);
}

/// Since the kernel started this process, to a hundredth of a second: loading libraries counts too.
double millisecondsSinceStart()
{
    QFile stat(QStringLiteral("/proc/self/stat"));
    timespec now{};
    if (!stat.open(QIODevice::ReadOnly) || ::clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return -1;
    const auto text = stat.readAll();
    const auto fields = text.mid(text.lastIndexOf(')') + 2).split(' '); // from the third on: a name may hold anything
    constexpr int kStartTime = 22 - 3;
    if (fields.size() <= kStartTime)
        return -1;
    const double started = fields[kStartTime].toDouble() / static_cast<double>(::sysconf(_SC_CLK_TCK));
    return 1000 * (static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9 - started);
}

/// Notes when the first frame of the window stands and the event loop is free again. Make it before the window is shown.
class FirstFrame final : public QObject {
public:
    explicit FirstFrame(const QWidget& window) : m_window(window) { qApp->installEventFilter(this); }
    double milliseconds() const { return m_milliseconds; } ///< -1: not yet
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint && watched->isWidgetType() && static_cast<QWidget*>(watched)->window() == &m_window) {
            qApp->removeEventFilter(this);
            QTimer::singleShot(0, this, [this] { m_milliseconds = millisecondsSinceStart(); });
        }
        return false;
    }

private:
    const QWidget& m_window;
    double m_milliseconds = -1;
};

/// Prints the probe's figures when the program ends; with a number also ends the program after so many seconds.
/// ready_ms: from the start of the process to the first painted frame.
void startProbe(QApplication& app, const QString& where, const ui::GapProbe& probe, const FirstFrame& frame)
{
    bool isNumber = false;
    const double seconds = where.toDouble(&isNumber);
    if (isNumber)
        QTimer::singleShot(static_cast<int>(seconds > 0 ? std::min(seconds, 1e6) * 1000 : 0), &app, [] { QCoreApplication::exit(0); }); // quit() would ask about a running search
    QObject::connect(&app, &QCoreApplication::aboutToQuit, &probe, [&probe, &frame, where, isNumber] {
        auto figures = QJsonDocument::fromJson(probe.toJson().toUtf8()).object();
        figures.insert(QStringLiteral("ready_ms"), std::round(frame.milliseconds()));
        const auto text = QJsonDocument(figures).toJson(QJsonDocument::Compact) + '\n';
        QFile file;
        const bool open = isNumber || where == QLatin1String("-") ? file.open(stdout, QIODevice::WriteOnly) : (file.setFileName(where), file.open(QIODevice::WriteOnly));
        if (!open || file.write(text) != text.size())
            std::fprintf(stderr, "Cellwright: the probe's figures could not be written to %s.\n", qPrintable(where));
    });
}

} // namespace

int main(int argc, char** argv)
{
    if (ui::asksToRender(argc, argv)) {
        qputenv("QT_QPA_PLATFORM", "offscreen"); // a picture needs no display
        QStringList words;
        for (int i = 0; i < argc; ++i)
            words << QString::fromLocal8Bit(argv[i]);
        int one = 1; // none of the options is for Qt, which has a --style of its own
        QApplication app(one, argv);
        QApplication::setApplicationName(QStringLiteral("cellwright"));
        return ui::render(words);
    }
    if (!haveDisplay() && !asks(argc, argv, "--help") && !asks(argc, argv, "--version"))
        return runWithoutDisplay(argc, argv);
    if (!haveDisplay())
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("cellwright"));
    QApplication::setApplicationName(QStringLiteral("cellwright"));
    QApplication::setApplicationDisplayName(QStringLiteral("Cellwright"));
    QApplication::setApplicationVersion(QStringLiteral(CELLWRIGHT_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("cellwright"));

    const auto tr = [](const char* text) { return QCoreApplication::translate("Main", text); };
    QCommandLineParser parser;
    parser.setApplicationDescription(tr("Cellwright searches neural architectures and lets you watch, understand and take away what it finds."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption demo(QStringLiteral("demo"), tr("Opens the sample data and starts the quick search; with micro, macro or recurrent behind it, that of this space."));
    const QCommandLineOption probeOption(QStringLiteral("probe"), tr("Measures how soon the window stands and how long the event loop is away; prints the figures at the end. "
                                                                     "A number ends the program after so many seconds, a name is the file they are written to."), QStringLiteral("seconds|file"));
    const QCommandLineOption themeOption(QStringLiteral("theme"), tr("system, light or dark, for this start."), QStringLiteral("theme"));
    const QCommandLineOption renderOption(QStringLiteral("render"), tr("Draws a cell, a network or a chart to a file, without a window or a display; cellwright --render --help tells more."),
                                          QStringLiteral("what"));
    parser.addOptions({demo, probeOption, themeOption, renderOption});
    parser.addPositionalArgument(QStringLiteral("path"), tr("A folder of pictures, a text, or a run (NAME.cwrun)."), QStringLiteral("[path]"));
    parser.process(app);

    const auto wanted = parser.value(themeOption);
    if (parser.isSet(themeOption) && !QStringList{QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")}.contains(wanted)) {
        std::fputs(qPrintable(tr("Cellwright: --theme is system, light or dark.") + QLatin1Char('\n')), stderr);
        return 2;
    }
    const auto* shown = parser.isSet(demo) ? findDemo(parser.positionalArguments().value(0).toStdString()) : nullptr;
    if (parser.isSet(demo) && !shown) {
        std::fputs(kDemoWords, stderr);
        return 2;
    }
    auto mode = static_cast<ui::ThemeMode>(QSettings().value(QStringLiteral("theme"), 0).toInt());
    if (!wanted.isEmpty())
        mode = wanted == QLatin1String("dark") ? ui::ThemeMode::Dark : wanted == QLatin1String("light") ? ui::ThemeMode::Light : ui::ThemeMode::System;
    auto& keeper = ui::ThemeKeeper::instance();
    const auto systemDark = QStringLiteral("systemDark"); // what the portal said last time: it answers only after the window is there
    if (const auto known = QSettings().value(systemDark); known.isValid())
        keeper.setSystemDark(known.toBool());
    keeper.setMode(mode);
    ui::SystemTheme system;
    QObject::connect(&system, &ui::SystemTheme::told, &keeper, [&keeper, systemDark](bool dark) {
        if (dark != keeper.systemDark())
            QSettings().setValue(systemDark, dark);
        keeper.setSystemDark(dark);
    });

    ui::MainWindow window;
    std::optional<FirstFrame> frame;
    if (parser.isSet(probeOption))
        frame.emplace(window);
    window.show();
    QTimer::singleShot(0, &system, [&system] { system.follow(); });
    if (frame)
        startProbe(app, parser.value(probeOption), *new ui::GapProbe(&app), *frame);
    if (shown)
        showDemo(*shown, window.workspace());
    else if (const auto paths = parser.positionalArguments(); !paths.isEmpty())
        window.workspace().openPath(paths.front());
    return QApplication::exec();
}
