#pragma once
#include <optional>
#include <span>

#include <QList>

#include "ui/charts/chart_content.h"
#include "ui/models/candidate_model.h"
#include "ui/models/control_model.h"
#include "ui/models/policy_model.h"
#include "ui/models/run_model.h"

namespace cw::ui {

/// Everything that charts are made from; borrowed. It grows with what runs tell.
struct ChartSources {
    const CandidateModel& candidates;
    const RunModel& run;
    const ControlModel& control;
    const PolicyModel& policy;
};

/// What a chart may show instead. The key is a part of names of files.
struct ChartVariant {
    const char* key;
    const char* title;
};
/// One chart. A new one is a file with its function, declared below, and a row in chart_table.cpp. Texts are translated in "Charts".
struct ChartRow {
    const char* key;
    const char* title;
    const char* help; ///< one sentence or more: what the legend's words mean
    ChartContent (*content)(const ChartSources& sources, int variant);
    std::span<const ChartVariant> variants; ///< the first one is shown at first; empty: there is one
    QString (*hover)(const ChartSources& sources, CandidateId id); ///< rich text
    bool (*applies)(const RunKind& kind) = nullptr; ///< to which kinds of runs; null: to all
    bool appliesTo(const RunKind& kind) const { return !applies || applies(kind); }
};
std::span<const ChartRow> charts();
const ChartRow* findChart(QStringView key);

/// A chart in one of its variants, as it is taken away: "progress", "progress-time".
struct ChartChoice {
    const ChartRow* row = nullptr;
    int variant = 0;
    QString key, title; ///< title: translated
};
QList<ChartChoice> chartChoices();
std::optional<ChartChoice> findChartChoice(const QString& key);

/// What was measured as charts draw it: percent, or perplexity; none where there is none that can be drawn.
std::optional<double> measuredShown(const Candidate& candidate);
/// Gives the axis its title and unit.
void readAs(ChartContent& content, const RunWords& words);
/// For perplexities, which begin high: by powers of ten where they reach over more than one.
void fitLogY(ChartContent& content);
/// What most charts say of a candidate under the pointer.
QString candidateHover(const ChartSources& sources, CandidateId id);

ChartContent predictedChart(const ChartSources& sources, int variant);
ChartContent progressChart(const ChartSources& sources, int variant);
ChartContent paretoChart(const ChartSources& sources, int variant);
ChartContent efficiencyChart(const ChartSources& sources, int variant);
ChartContent rewardChart(const ChartSources& sources, int variant);
ChartContent policyChart(const ChartSources& sources, int variant);
ChartContent sharedChart(const ChartSources& sources, int variant);

} // namespace cw::ui
