#pragma once
#include <map>
#include <optional>
#include <set>

#include <QObject>
#include <QTimer>

#include "ui/bridge/engine_bridge.h"
#include "ui/graph/layout_client.h"
#include "ui/models/annotations.h"
#include "ui/models/candidate_model.h"
#include "ui/models/control_model.h"
#include "ui/models/dataset_model.h"
#include "ui/models/decision_model.h"
#include "ui/models/forecast_model.h"
#include "ui/models/policy_model.h"
#include "ui/models/recent_runs.h"
#include "ui/models/run_model.h"
#include "ui/models/search_setup.h"
#include "ui/models/selection.h"
#include "ui/models/timeline.h"
#include "ui/util/serial_worker.h"

namespace cw::ui {

/// Everything behind the window but its widgets: the models, the bridge, the worker, and what the user can do with them.
/// Owns all of it; nothing blocks; errors come by failed(), but what is wrong with data, which the data model tells. UI thread only.
class Workspace final : public QObject {
    Q_OBJECT
public:
    /// How the data are prepared to be looked at: as a search with these settings and this seed takes them.
    struct Preparation {
        int side = 0; ///< of pictures; 0: the data's own
        std::int64_t vocabulary = 0; ///< of text
        double validationFraction = 0.1;
        std::uint64_t seed = 1;
        bool operator==(const Preparation&) const = default;
    };

    explicit Workspace(EngineBridge::Adjust adjust = {}, QObject* parent = nullptr);

    SerialWorker& worker() { return m_worker; }
    RunModel& run() { return m_run; }           ///< at the moment that the views show
    const RunModel& latest() { return m_latest; } ///< as it really stands: what can be done follows from it
    Timeline& timeline() { return m_timeline; }
    CandidateModel& candidates() { return m_candidates; }
    const CandidateModel& candidates() const { return m_candidates; }
    PolicyModel& policy() { return m_policy; } ///< as run() and candidates(), at the moment that the views show
    DecisionModel& decisions() { return m_decisions; } ///< of the candidate that is asked about
    Annotations& annotations() { return m_annotations; } ///< of the run in the window
    Selection& selection() { return m_selection; }
    ControlModel& control() { return m_control; }
    SearchSetup& setup() { return m_setup; }
    DatasetModel& dataset() { return m_dataset; }
    ForecastModel& forecast() { return m_forecast; }
    RecentRuns& recent() { return m_recent; }
    LayoutClient& layout() { return m_layout; }

    /// A data set, or a run folder (*.cwrun): what a drop or an argument brings.
    void openPath(const QString& path);
    void openData(const QString& path);
    void openRun(const QString& folder);
    /// Shows a run from its events: of the disk (live: false), or as the engine would tell them.
    void show(RunInfo info, bool live, std::vector<Event> events);
    /// With start: begins the quick search as soon as the data is understood.
    void openSampleData(bool start, SampleData what = SampleData::Pictures);
    bool canStart() const;
    void start();
    /// Cells drawn at random, with the data, the depth and the training of the run in the window: what the search must beat.
    void startRandomControl();
    bool canStartRandomControl() const;
    /// The run in the window goes on from its last checkpoint.
    void continueRun();
    /// Puts the run in the window away (it stays on disk), so that a new one can be set up.
    void closeRun();
    /// As closeRun(), then shows the data of the run again where they still are.
    void newSearch();
    bool searching() const;

    void pauseOrResume();
    void stop();
    void finishNow();
    void discard();
    void skipSelected();
    /// The candidate that skip would end: the selected one while it waits or trains, else the newest in training; 0: none.
    CandidateId skippable() const;
    /// Asks the predictor of the running search what each block is worth; explained() brings the answer, where it has one.
    /// Of a run that is over only what its levels stored is known, which the candidates already show.
    void explain(CandidateId id);

    /// Samples candidates now and scores them with the shared weights; they come as any other.
    void derive();
    /// Why that cannot be done now; empty when it can.
    QString deriveProblem() const;

    /// JSON of a candidate's architecture.
    QString cellJson(CandidateId id) const;

Q_SIGNALS:
    void failed(const cw::Error& error);
    void explained(cw::CandidateId id, const std::vector<cw::BlockAblation>& blocks);
    void noticed(const QString& sentence); ///< something asked for was taken up
    void pageChanged(); ///< data or a run came or went

private:
    void take(const std::vector<Event>& events);
    void loadSamples();
    void stopOpening();
    void launch(StartRequest request);
    void begin(const RunInfo& info, bool live);
    void followSearch();
    void answer(const QueryAnswered& answered);
    void stateMoved(SessionState state);

    SerialWorker m_worker; // first: jobs end after everything that waits for them is gone
    LayoutClient m_layout;
    RunModel m_run, m_latest;
    Timeline m_timeline;
    CandidateModel m_candidates;
    PolicyModel m_policy;
    DecisionModel m_decisions;
    Annotations m_annotations;
    ControlModel m_control;
    Selection m_selection;
    SearchSetup m_setup;
    DatasetModel m_dataset;
    ForecastModel m_forecast;
    RecentRuns m_recent;
    QTimer m_follow, m_samplesSoon;
    Preparation m_sampled;
    std::shared_ptr<Control> m_opening; ///< of the run that is being read; null: none
    std::map<std::uint64_t, CandidateId> m_asked; ///< candidate by query
    std::map<std::uint64_t, std::uint64_t> m_questions; ///< ticket of the decisions by query
    std::set<std::uint64_t> m_derivations; ///< queries
    std::uint64_t m_lastQuery = 0;
    bool m_discarding = false, m_startWhenReady = false;
    EngineBridge m_bridge; // last: joined first
};

} // namespace cw::ui
