#pragma once
#include <optional>
#include <vector>

#include <QString>

#include "core/search/correlation.h"
#include "ui/models/candidate_model.h"
#include "ui/models/run_model.h"

namespace cw::ui {

/// What the chart of predicted against measured accuracy shows: a plain value made from the models, so tests read it as text.
struct PredictedMeasured {
    struct Point {
        CandidateId id = 0;
        double x = 0, y = 0; ///< percent
        int group = 0;       ///< index into levels
    };
    struct Level {
        int level = 0;
        int points = 0;
        double spearman = 0;                  ///< over all shown points of this level (0 below two)
        int beamPoints = 0;
        double beam = 0;                      ///< over those among the top K only: cut off at one side
        std::optional<RankCorrelation> trust; ///< once the level is finished
    };
    std::vector<Level> levels;       ///< those with points, ascending
    std::vector<Point> points;
    QString empty;                   ///< why there is nothing to show; empty when there is

    QString toText() const;
};
PredictedMeasured predictedMeasured(const CandidateModel& candidates, const RunModel& run);

} // namespace cw::ui
