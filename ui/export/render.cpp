#include "ui/export/render.h"

#include <cstdio>
#include <optional>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QFileInfo>

#include "core/arch/arch_text.h"
#include "core/arch/zoo.h"
#include "ui/export/cell_picture.h"
#include "ui/export/render_chart.h"
#include "ui/export/run_reader.h"
#include "ui/graph/whole_network.h"
#include "ui/models/arch_parts.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kDone = 0, kFailed = 1, kWrongUse = 2;

struct RenderRequest {
    QString what, path, format, chart;
    PictureStyle style;
    CandidateId candidate = 0;
    bool network = false;
    std::optional<int> repeats, filters;
};
/// What there is to draw: a cell with the network it stands in.
struct Subject {
    Architecture arch;
    std::optional<NetworkShape> shape;
    QString title;
};

Error wrong(const QString& sentence) { return {ErrorCode::InvalidArgument, (sentence + QCoreApplication::translate("Render", " Nothing was written.")).toStdString(), {}}; }
QString tr(const char* text) { return QCoreApplication::translate("Render", text); }

Result<int> number(const QCommandLineParser& parser, const char* option)
{
    bool ok = false;
    const int value = parser.value(QLatin1String(option)).toInt(&ok);
    if (!ok || value < 1)
        return wrong(tr("--%1 takes a number from 1 on.").arg(QLatin1String(option)));
    return value;
}

void declare(QCommandLineParser& parser)
{
    const auto option = [&parser](const char* name, const QString& help, const char* value = nullptr) {
        parser.addOption(value ? QCommandLineOption(QLatin1String(name), help, QLatin1String(value)) : QCommandLineOption(QLatin1String(name), help));
    };
    parser.setApplicationDescription(tr("Draws a cell, a network or a chart without a window or a display."));
    parser.addHelpOption();
    option("render", tr("An architecture (a file, a known name, or a string as in pnas:c-1.sep7+c-1.max3), or a run folder with --candidate or --chart."), "what");
    option("output", tr("The file to write; an existing one is replaced."), "file");
    option("format", tr("svg, pdf or png; else the ending of the file decides."), "format");
    option("candidate", tr("Number of the candidate in the run."), "id");
    option("chart", tr("A chart of the run: %1.").arg(chartKeys().join(QStringLiteral(", "))), "key");
    option("style", tr("boxes, or edges: operations on the edges."), "style");
    option("top-down", tr("From top to bottom in place of left to right."));
    option("dark", tr("In the dark theme."));
    option("scale", tr("PNG: pixels for each pixel of the picture (2)."), "n");
    option("network", tr("The whole network in place of the cell."));
    option("repeats", tr("With --network: N, repeats of the cell."), "n");
    option("filters", tr("With --network: F, filters of the first cells."), "f");
}

Result<RenderRequest> readRequest(const QCommandLineParser& parser)
{
    const auto value = [&parser](const char* name) { return parser.value(QLatin1String(name)); };
    const auto isSet = [&parser](const char* name) { return parser.isSet(QLatin1String(name)); };
    RenderRequest request;
    request.what = value("render"), request.path = value("output"), request.chart = value("chart");
    if (request.what.isEmpty() || request.path.isEmpty() || !parser.positionalArguments().isEmpty())
        return wrong(tr("Give what to draw and where to write it: cellwright --render WHAT --output FILE."));
    if (const QFileInfo what(request.what); what.isDir()) // "run.cwrun/" and "." have a name too
        request.what = QDir::cleanPath(what.absoluteFilePath());
    request.format = (isSet("format") ? value("format") : QFileInfo(request.path).suffix()).toLower();
    if (request.format.isEmpty())
        return wrong(tr("The name of the file says no format: end it with .svg, .pdf or .png, or give --format."));
    if (!isPictureFormat(request.format))
        return wrong(tr("There is no format \u201c%1\u201d for a picture: give --format svg, pdf or png.").arg(request.format));
    if (const auto style = isSet("style") ? value("style") : QStringLiteral("boxes"); style == QLatin1String("edges"))
        request.style.custom = GraphStyle::Edges;
    else if (style != QLatin1String("boxes"))
        return wrong(tr("--style is boxes or edges."));
    request.style.leftToRight = !isSet("top-down");
    request.style.dark = isSet("dark");
    request.network = isSet("network");
    if (isSet("scale")) {
        bool ok = false;
        request.style.scale = value("scale").toDouble(&ok);
        if (!ok || !(request.style.scale >= 0.1 && request.style.scale <= kLargestScale))
            return wrong(tr("--scale takes a number from 0.1 to %1.").arg(kLargestScale));
    }
    for (const auto& [name, target] : {std::pair{"repeats", &request.repeats}, std::pair{"filters", &request.filters}}) {
        if (!isSet(name))
            continue;
        const auto read = number(parser, name);
        if (!read)
            return read.error();
        *target = *read;
    }
    if (isSet("candidate")) {
        const auto id = number(parser, "candidate");
        if (!id)
            return id.error();
        request.candidate = static_cast<CandidateId>(*id);
    }
    if ((request.repeats || request.filters) && !request.network)
        return wrong(tr("--repeats and --filters go with --network."));
    if (!request.chart.isEmpty() && (request.candidate || request.network))
        return wrong(tr("Draw a chart or a candidate, not both."));
    return request;
}

Result<Subject> fromRun(const RenderRequest& request)
{
    const auto read = readRun(request.what);
    if (!read)
        return read.error();
    const auto &run = (*read)->run;
    const auto& candidates = (*read)->candidates;
    const auto* candidate = candidates.find(request.candidate);
    if (!candidate)
        return Error{ErrorCode::NotFound, tr("%1 has no candidate %2 (it has %3 so far). Nothing was written.").arg(request.what).arg(request.candidate).arg(candidates.rowCount()).toStdString(), {}};
    return Subject{candidate->proposed.arch, run.info().network(), candidateTitle(*candidate, run.info().name)};
}

Result<Subject> fromText(const RenderRequest& request)
{
    const auto text = request.what.toStdString();
    auto arch = resolveArchitecture(text);
    if (!arch)
        return arch.error();
    Subject subject{*arch, {}, {}};
    if (const auto* entry = findInZoo(text)) {
        subject.title = qs(entry->title);
        if (request.network) { // the published one
            subject.shape.emplace();
            subject.shape->repeats = entry->repeats;
            subject.shape->filters = entry->filters;
        }
    } else {
        const int blocks = arch->blockCount();
        const auto cell = blocks == 1 ? tr("Cell of 1 block") : tr("Cell of %1 blocks").arg(blocks);
        const auto noun = archNoun(arch->space);
        subject.title = QFileInfo(request.what).isFile() ? QFileInfo(request.what).completeBaseName() : blocks > 0 ? cell : noun.left(1).toUpper() + noun.mid(1);
    }
    return subject;
}

/// The layout program and the worker answer through the event loop.
Status drawAndWrite(const RenderRequest& request, const Subject& subject)
{
    std::optional<NetworkPlan> plan;
    Graph network;
    if (subject.shape || request.network) {
        auto shape = subject.shape.value_or(NetworkShape{});
        shape.repeats = request.repeats.value_or(shape.repeats);
        shape.filters = request.filters.value_or(shape.filters);
        auto made = wholeNetwork(subject.arch, shape, true);
        if (!made && request.network)
            return made.error();
        if (made) {
            plan = std::move(made->plan);
            network = std::move(made->graph);
        }
    }
    LayoutClient layout;
    SerialWorker worker;
    GraphExporter exporter(layout, worker);
    QEventLoop loop;
    std::optional<Status> result;
    const auto done = [&](const Status& status) {
        result = status;
        loop.quit();
    };
    if (request.network)
        exporter.exportNetwork(network, subject.title, request.style, request.format, request.path, done);
    else
        exporter.exportCell(subject.arch, plan, subject.title, request.style, request.format, request.path, done);
    if (!result)
        loop.exec();
    return *result;
}

Status draw(const RenderRequest& request)
{
    const QFileInfo what(request.what);
    if (!request.chart.isEmpty())
        return renderChart(request.what, request.chart, request.style, request.format, request.path);
    if (what.isDir() && !request.candidate)
        return wrong(tr("%1 is a folder: say which candidate or chart of the run to draw, by --candidate or --chart.").arg(request.what));
    if (!what.isDir() && request.candidate)
        return wrong(tr("--candidate goes with a run folder, and %1 is none.").arg(request.what));
    const auto subject = request.candidate ? fromRun(request) : fromText(request);
    return subject ? drawAndWrite(request, *subject) : Status(subject.error());
}

int complain(const Error& error)
{
    std::fprintf(stderr, "Cellwright: %s\n", error.message.c_str());
    return error.code == ErrorCode::InvalidArgument ? kWrongUse : kFailed;
}

} // namespace

bool asksToRender(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i)
        if (const QByteArrayView word(argv[i]); word == "--render" || word.startsWith("--render="))
            return true;
    return false;
}

int render(const QStringList& arguments)
{
    QCommandLineParser parser;
    declare(parser);
    if (!parser.parse(arguments))
        return complain(wrong(parser.errorText() + QLatin1Char('.')));
    if (parser.isSet(QStringLiteral("help"))) {
        std::fputs(qPrintable(parser.helpText()), stdout);
        return kDone;
    }
    const auto request = readRequest(parser);
    if (!request)
        return complain(request.error());
    ThemeKeeper::instance().setMode(request->style.dark ? ThemeMode::Dark : ThemeMode::Light);
    const auto status = draw(*request);
    return status ? kDone : complain(status.error());
}

} // namespace cw::ui
