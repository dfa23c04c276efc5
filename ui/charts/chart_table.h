#pragma once
#include <optional>
#include <span>

#include <QList>

#include "ui/charts/chart_content.h"
#include "ui/models/candidate_model.h"
#include "ui/models/control_model.h"
#include "ui/models/run_model.h"

namespace cw::ui {

/// Everything that charts are made from; borrowed. It grows with what runs tell.
struct ChartSources {
    const CandidateModel& candidates;
    const RunModel& run;
    const ControlModel& control;
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

/// The measured proxy accuracy in percent; none where there is none that can be drawn.
std::optional<double> measuredPercent(const Candidate& candidate);
/// What most charts say of a candidate under the pointer.
QString candidateHover(const ChartSources& sources, CandidateId id);

ChartContent predictedChart(const ChartSources& sources, int variant);
ChartContent progressChart(const ChartSources& sources, int variant);
ChartContent paretoChart(const ChartSources& sources, int variant);

} // namespace cw::ui
