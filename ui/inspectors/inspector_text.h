#pragma once
#include <QString>

#include "ui/models/candidate_model.h"
#include "ui/models/run_info.h"

namespace cw::ui {

/// The words of the inspector; rich text where it says so. Plain functions of values, so that tests read what people read.

/// "360 training steps: a proxy, not a final result"; empty while nothing was measured.
QString proxyNote(const Candidate& candidate, const RunInfo& run);
/// Rows of a rich-text table: predicted with spread, measured − predicted.
QString predictionTable(const Candidate& candidate);
/// Rows of a rich-text table: parameters, multiply-adds, level, why it was trained, counts, time.
QString factTable(const Candidate& candidate);
/// Links (their targets are numbers) to parent and best children, and "all" for all of them; rich text.
QString familyText(const Candidate& candidate, const CandidateModel& candidates);
/// Of several: how many, mean, best (a link), range; rich text.
QString summaryTable(const std::vector<const Candidate*>& chosen);

} // namespace cw::ui
