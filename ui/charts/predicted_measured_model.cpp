#include "ui/charts/predicted_measured_model.h"

#include <map>

#include <QCoreApplication>
#include <QStringList>

namespace cw::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("PredictedMeasured", text); }

} // namespace

PredictedMeasured predictedMeasured(const CandidateModel& candidates, const RunModel& run)
{
    struct Values {
        std::vector<double> predicted, measured, beamPredicted, beamMeasured;
        std::vector<CandidateId> ids;
    };
    std::map<int, Values> byLevel;
    for (const auto& c : candidates.all())
        if (c.measured() && c.proposed.predicted) {
            auto& values = byLevel[c.proposed.level];
            values.predicted.push_back(c.proposed.predicted->mean);
            values.measured.push_back(c.evaluation->accuracy);
            values.ids.push_back(c.proposed.id);
            if (c.proposed.role == CandidateRole::Beam) {
                values.beamPredicted.push_back(values.predicted.back());
                values.beamMeasured.push_back(values.measured.back());
            }
        }
    PredictedMeasured result;
    for (const auto& [level, values] : byLevel) {
        PredictedMeasured::Level row{level, static_cast<int>(values.ids.size()), spearman(values.predicted, values.measured),
                                     static_cast<int>(values.beamPredicted.size()), spearman(values.beamPredicted, values.beamMeasured), {}};
        if (const auto known = run.levels().find(level); known != run.levels().end() && known->second.finished)
            row.trust = known->second.finished->trust;
        const auto group = static_cast<int>(result.levels.size());
        for (std::size_t i = 0; i < values.ids.size(); ++i)
            result.points.push_back({values.ids[i], values.predicted[i] * 100, values.measured[i] * 100, group});
        result.levels.push_back(row);
    }
    if (!result.points.empty())
        return result;
    if (!run.hasRun())
        result.empty = tr("Every cell of the search becomes a point here: what the predictor expected, and what was measured.");
    else if (run.info().strategy == "random")
        result.empty = tr("A random search predicts nothing, so there is nothing to compare here.");
    else
        result.empty = tr("Level 1 has no predictions: the predictor learns from its results. Points appear from level 2 on.");
    return result;
}

QString PredictedMeasured::toText() const
{
    QStringList lines;
    for (const auto& row : levels)
        lines << QStringLiteral("level %1: %2 points, spearman %3, beam %4%5")
                     .arg(row.level)
                     .arg(row.points)
                     .arg(row.spearman, 0, 'f', 3)
                     .arg(row.beam, 0, 'f', 3)
                     .arg(row.trust ? QStringLiteral(", trust %1").arg(row.trust->spearman, 0, 'f', 3) : QString());
    for (const auto& p : points)
        lines << QStringLiteral("#%1 %2 %3 group %4").arg(p.id).arg(p.x, 0, 'f', 2).arg(p.y, 0, 'f', 2).arg(p.group);
    if (!empty.isEmpty())
        lines << empty;
    return lines.join(QLatin1Char('\n'));
}

} // namespace cw::ui
