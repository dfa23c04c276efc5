#pragma once
#include <functional>
#include <memory>
#include <optional>

#include <QObject>
#include <QString>

#include "core/search/controller_answer.h"
#include "core/session/query.h"
#include "ui/models/run_info.h"
#include "ui/util/serial_worker.h"

namespace cw::ui {

/// What the controller of a run thinks of one architecture, decision by decision, and what would follow from another choice. A
/// live search is asked; of any other run the controller that lies with it answers, read on the worker. UI thread only; nothing waits.
class DecisionModel final : public QObject {
    Q_OBJECT
public:
    enum class State { None, Asking, Ready, Refused };
    /// Puts a question to the live search; false where none runs. The answer comes by answered() with this ticket.
    using Ask = std::function<bool(std::uint64_t ticket, const ForcedChoiceQuery& query)>;

    explicit DecisionModel(SerialWorker& worker, QObject* parent = nullptr);
    void setAsk(Ask ask) { m_ask = std::move(ask); }

    /// Another run: forgets everything.
    void setRun(const RunInfo& run);
    /// Asks about this architecture (0: about none), unless it is known already.
    void setSubject(CandidateId id, const Architecture& arch);
    /// What if this decision had been another: the ones before it stay, the most probable follow.
    void force(int decision, int choice);
    /// Back to what was sampled.
    void release();
    /// The search that was asked is over: what it did not answer is asked of what it kept.
    void searchEnded();
    /// Answer to the question with this ticket, as JSON text.
    void answered(std::uint64_t ticket, const std::string& json);

    State state() const { return m_state; }
    CandidateId subject() const { return m_subject; }
    const QString& problem() const { return m_problem; } ///< of Refused
    /// The architecture as it was sampled.
    const std::optional<ControllerAnswer>& sampled() const { return m_sampled; }
    /// With the forced choice; none while nothing is forced.
    const std::optional<ControllerAnswer>& forced() const { return m_forced; }
    int forcedDecision() const { return m_forcedAt; } ///< -1: none
    /// What views list: forced where there is one.
    const ControllerAnswer* shown() const { return m_forced ? &*m_forced : m_sampled ? &*m_sampled : nullptr; }
    /// "Not sampled: normal cell, node 3: first input is node 2 (12.0 %), what follows is most probable."
    QString hypothesis() const;
    /// Whose controller answered: "as it stands now", "as it was kept with the run".
    QString source() const;
    QString toText() const; ///< for tests

Q_SIGNALS:
    void changed();
    void forcedChanged(); ///< something else is forced, or nothing any more

private:
    struct Question {
        std::uint64_t ticket = 0; ///< 0: none is open
        int decision = -1, choice = 0;
    };
    void put(int decision, int choice);
    void ask(const Question& question);
    void take(Question question, const Result<ControllerAnswer>& answer); ///< a copy: it closes the open one
    void refuse(const QString& sentence);

    SerialWorker& m_worker;
    Ask m_ask;
    RunInfo m_run;
    State m_state = State::None;
    CandidateId m_subject = 0;
    Architecture m_arch;
    Question m_open;
    std::uint64_t m_tickets = 0;
    bool m_live = false; ///< the last answer came from a search that runs
    std::optional<ControllerAnswer> m_sampled, m_forced;
    int m_forcedAt = -1;
    QString m_problem;
};

/// Reads the controller of a run folder and asks it; blocks. For a worker.
Result<ControllerAnswer> askStoredController(const RunInfo& run, const ForcedChoiceQuery& query);

} // namespace cw::ui
