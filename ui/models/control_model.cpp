#include "ui/models/control_model.h"

#include <algorithm>
#include <utility>

#include "ui/models/run_model.h"
#include "ui/util/text.h"

namespace cw::ui {

ControlModel::ControlModel(SerialWorker& worker, QObject* parent)
    : QObject(parent)
    , m_worker(worker)
{
}

void ControlModel::follow(const RunModel& run)
{
    connect(&run, &RunModel::changed, this, [this, &run] {
        if (run.info().folder != m_folder)
            setRun(run.info());
    });
    connect(&run, &RunModel::stateChanged, this, &ControlModel::refresh); // a run that begins has no folder yet
    setRun(run.info());
}

void ControlModel::setRun(const RunInfo& run)
{
    m_folder = run.folder;
    setRuns({});
    refresh();
}

void ControlModel::setFolders(const QStringList& folders)
{
    m_further = folders;
    refresh();
}

void ControlModel::refresh()
{
    if (m_job)
        std::exchange(m_job, nullptr)->requestStop();
    if (m_folder.isEmpty())
        return;
    const auto shown = toPath(m_folder);
    std::vector<std::filesystem::path> places{shown.parent_path()};
    for (const auto& folder : m_further)
        places.push_back(toPath(folder));
    m_job = m_worker.run(this, [this, shown, places](Control& control) -> SerialWorker::Done {
        return [this, found = weigh(findControlRuns(shown, places, control))] { take(found); };
    });
}

void ControlModel::setRuns(std::vector<ControlRun> runs) { take(weigh(std::move(runs))); }

ControlModel::Found ControlModel::weigh(std::vector<ControlRun> runs)
{
    Found found;
    std::vector<MeasuredRow> others;
    for (const auto& run : runs)
        if (!run.own)
            others.push_back({run.strategy, run.seed, run.accuracies});
    found.beside = efficiencyCurves(others);
    std::erase_if(runs, [](const auto& run) { return run.strategy != "random"; });
    // One that was cut off early must not cut the band short for all.
    std::size_t longest = 0;
    for (const auto& run : runs)
        longest = std::max(longest, run.accuracies.size());
    const auto removed = std::erase_if(runs, [&](const auto& run) { return run.accuracies.size() * 2 < longest; });
    found.runs = std::move(runs);
    found.leftOut = static_cast<int>(removed);
    double seconds = 0, cells = 0;
    std::vector<std::vector<double>> draws;
    for (const auto& run : found.runs) {
        draws.push_back(run.accuracies);
        seconds += run.seconds;
        cells += static_cast<double>(run.accuracies.size());
    }
    found.secondsPerCell = cells > 0 ? seconds / cells : 0;
    found.curve = draws.size() == 1 ? bestOverOrders(draws.front()) : bestOverRuns(draws);
    return found;
}

void ControlModel::take(Found found)
{
    const bool any = !m_found.curve.empty() || !found.curve.empty() || !m_found.beside.empty() || !found.beside.empty();
    m_found = std::move(found);
    if (any)
        Q_EMIT changed();
}

ControlModel::Over ControlModel::over() const
{
    if (m_found.curve.empty())
        return Over::Nothing;
    return m_found.runs.size() == 1 ? Over::Orders : Over::Seeds;
}

QString ControlModel::curveName() const
{
    switch (over()) {
    case Over::Nothing: return {};
    case Over::Orders: return tr("random control, %1 cells: mean, 5\u201395\u202f% over orders of the same draws").arg(cells());
    case Over::Seeds: return tr("random control, %1 seeds: mean, least to greatest").arg(runs());
    }
    return {};
}

ControlModel::Figure ControlModel::figure(int models) const
{
    if (m_found.curve.empty())
        return {false, tr("not run yet"), tr("Cells drawn at random, trained like those of the search: what the search must beat. No such run lies beside this one.")};
    const auto& at = m_found.curve[static_cast<std::size_t>(std::clamp(models, 1, cells()) - 1)];
    Figure figure;
    figure.known = true;
    const bool spread = at.deviation > 0;
    const auto value = spread ? QStringLiteral("%1 \u00b1 %2\u202f%").arg(percentNumber(at.mean), percentNumber(at.deviation)) : percent(at.mean);
    figure.text = tr("%1 after %2 cells").arg(value).arg(at.n);
    if (ownOnly())
        figure.help = tr("This run is a random search: it is its own control.");
    else if (over() == Over::Seeds)
        figure.help = tr("Best proxy accuracy of %1 cells drawn at random and trained alike: mean and standard deviation over %2 seeds.").arg(at.n).arg(runs());
    else if (spread)
        figure.help = tr("Best proxy accuracy of %1 out of %2 cells drawn at random and trained alike: mean and standard deviation over all orders of these draws (one run).").arg(at.n).arg(cells());
    else
        figure.help = tr("Best proxy accuracy of %1 cells drawn at random and trained alike, in one run.").arg(at.n);
    if (at.n < models)
        figure.help += QLatin1Char(' ') + tr("The control has trained fewer cells than this search.");
    if (m_found.leftOut > 0)
        figure.help += QLatin1Char(' ') + tr("%1 much shorter random runs are left out.").arg(m_found.leftOut);
    return figure;
}

QString ControlModel::toText() const
{
    QStringList lines{curveName()};
    for (const auto& at : m_found.curve)
        lines << QStringLiteral("%1: %2 \u00b1 %3 [%4, %5]").arg(at.n).arg(at.mean, 0, 'f', 4).arg(at.deviation, 0, 'f', 4).arg(at.low, 0, 'f', 4).arg(at.high, 0, 'f', 4);
    return lines.join(QLatin1Char('\n'));
}

} // namespace cw::ui
