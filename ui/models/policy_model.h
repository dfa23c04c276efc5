#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <QObject>
#include <QString>

#include "core/session/events.h"
#include "ui/models/run_info.h"

namespace cw::ui {

/// The history of a search with a policy: rewards, entropy, what the policy samples, the loss of the shared weights, and the
/// child of this moment. Driven by events alone, so that any moment can be told again. UI thread only.
class PolicyModel final : public QObject {
    Q_OBJECT
public:
    struct Update {
        double at = 0; ///< updates of the run so far
        PolicyUpdated event;
    };
    struct Training {
        double at = 0; ///< mini-batches of the run so far
        int round = 1;
        double loss = 0;
    };
    /// The child that was sampled last.
    struct Child {
        Architecture arch;
        std::optional<double> reward; ///< with shared weights; none while it is only trained
    };

    explicit PolicyModel(QObject* parent = nullptr);

    /// Forgets everything; what comes is of this run.
    void begin(const RunInfo& run);
    void apply(std::span<const Event> events);

    const std::vector<Update>& updates() const { return m_updates; }
    const std::vector<Training>& trainings() const { return m_trainings; }
    const std::optional<Child>& child() const { return m_child; }
    /// Updates told before this candidate's derivation began: where it stands beside the rewards.
    double updatesBefore(int derivation) const;
    /// Short names of the operations whose shares the updates tell, in their order.
    const std::vector<std::string>& operations() const { return m_operations; }
    const std::string& space() const { return m_space; }

    /// In plain words, that one operation or skips take over; empty while the search does not collapse.
    QString alarm() const { return m_alarm; }
    QString toText() const; ///< for tests

Q_SIGNALS:
    void changed();      ///< history
    void childChanged(); ///< many times a second while a search runs
    void alarmChanged(const QString& sentence);

private:
    void add(const PolicyUpdated& event);
    void add(const SharedWeightsTrained& event);
    void judge();

    std::string m_space = "pnas";
    bool m_learns = false; ///< a controller does: what is drawn at random cannot collapse
    std::vector<std::string> m_operations, m_labels; ///< as in the settings; as people read them
    std::vector<Update> m_updates;
    std::vector<Training> m_trainings;
    std::vector<std::pair<int, double>> m_derivations; ///< number, updates before it
    std::optional<Child> m_child;
    QString m_alarm;
};

} // namespace cw::ui
