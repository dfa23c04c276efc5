#include "ui/export/take_away.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QPointer>

#include "core/export/candidates_csv.h"
#include "core/export/cell_export.h"
#include "ui/export/chart_picture.h"
#include "ui/export/run_reader.h"
#include "ui/graph/whole_network.h"
#include "ui/util/text.h"

namespace cw::ui {

TakeAway::TakeAway(LayoutClient& layout, SerialWorker& worker, const ChartSources& sources, const Selection& selection, QObject* parent)
    : QObject(parent)
    , m_sources(sources)
    , m_selection(selection)
    , m_exporter(layout, worker)
{
}

const Candidate* TakeAway::shown() const
{
    const auto* candidate = m_sources.candidates.find(m_selection.current());
    return candidate && !candidate->proposed.arch.cells.empty() ? candidate : nullptr;
}

std::optional<NetworkPlan> TakeAway::plan(const Candidate& candidate) const
{
    auto plan = planNetwork(candidate.proposed.arch, m_sources.run.info().network());
    return plan ? std::optional(std::move(*plan)) : std::nullopt;
}

QString TakeAway::title(const Candidate& candidate) const { return candidateTitle(candidate, m_sources.run.info().name); }

ExportOffer TakeAway::offer() const
{
    ExportOffer offer;
    offer.run = m_sources.run.info().name;
    if (const auto* candidate = shown()) {
        offer.candidate = candidate->proposed.id;
        offer.network = bool(wholeNetwork(candidate->proposed.arch, m_sources.run.info().network(), true));
    }
    for (const auto& choice : chartChoices())
        if (choice.row->appliesTo(m_sources.run.words().kind()) && choice.row->content(m_sources, choice.variant).empty.isEmpty())
            offer.charts.append({choice.key, choice.title});
    offer.candidates = static_cast<int>(m_sources.candidates.all().size());
    return offer;
}

void TakeAway::write(const ExportRequest& request)
{
    const auto done = [this, path = request.path](const Status& status) {
        if (status)
            Q_EMIT written(path);
        else
            Q_EMIT failed(status.error());
    };
    const auto* candidate = shown();
    const bool needsCell = request.what == ExportWhat::Cell;
    const auto network = needsCell && candidate ? plan(*candidate) : std::nullopt;
    const auto whole = request.what == ExportWhat::Network && candidate ? wholeNetwork(candidate->proposed.arch, m_sources.run.info().network(), true)
                                                                        : Result<WholeNetwork>(Error{});
    const auto chart = request.what == ExportWhat::Chart ? findChartChoice(request.chart) : std::nullopt;
    if (request.what == ExportWhat::Cell && candidate)
        m_exporter.exportCell(candidate->proposed.arch, network, title(*candidate), request.style, request.format, request.path, done);
    else if (whole)
        m_exporter.exportNetwork(whole->graph, title(*candidate), request.style, request.format, request.path, done);
    else if (chart)
        m_exporter.exportPicture(chartPicture(*chart->row, m_sources, request.style.dark, chart->variant), request.style, request.format, request.path, done);
    else if (request.what == ExportWhat::Table)
        writeTable(request.path, done);
    else
        done(Error{ErrorCode::NotFound, tr("What was to be written is not there any more; nothing was written. Select a candidate and try again.").toStdString(), {}});
}

void TakeAway::writeTable(const QString& path, GraphExporter::Done done)
{
    std::vector<StoredCandidate> rows;
    for (const auto& candidate : m_sources.candidates.all())
        rows.push_back({candidate.proposed, candidate.evaluation});
    m_exporter.write([rows = std::move(rows), space = m_sources.run.info().space, shared = m_sources.run.words().kind().shares] { return Result<std::string>(candidatesCsv(rows, space, shared)); }, path, std::move(done));
}

void TakeAway::drawCell(const PictureStyle& style, GraphExporter::Drawn drawn)
{
    if (const auto* candidate = shown()) {
        const auto network = plan(*candidate);
        m_exporter.draw(architectureGraph(candidate->proposed.arch, network ? &*network : nullptr, style.custom), title(*candidate), style, std::move(drawn));
    }
}

void TakeAway::copyCell(const PictureStyle& style)
{
    drawCell(style, [this, words = shown() ? title(*shown()) : QString()](const Result<Picture>& picture) {
        if (!picture) {
            Q_EMIT failed(picture.error());
            return;
        }
        copyPicture(*picture, words);
        Q_EMIT copied();
    });
}

void TakeAway::dragCell(QWidget* from, const PictureStyle& style)
{
    const auto* candidate = shown();
    if (!candidate)
        return;
    const auto json = architectureContent(candidate->proposed.arch, "json");
    const auto name = fileNameFor(m_sources.run.info().name, QString::number(candidate->proposed.id));
    drawCell(style, [this, from = QPointer<QWidget>(from), json = json ? qs(*json) : QString(), name](const Result<Picture>& picture) {
        if (!picture)
            Q_EMIT failed(picture.error());
        else if (from && QGuiApplication::mouseButtons() != Qt::NoButton && !m_drag.start(from, *picture, json, name))
            Q_EMIT failed({ErrorCode::Io, tr("The files for the drag could not be written. Nothing is lost; export the cell instead (Ctrl+E).").toStdString(), {}});
    });
}

} // namespace cw::ui
