#pragma once
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include <QAbstractTableModel>

#include "core/session/events.h"
#include "ui/models/run_words.h"
#include "ui/models/training_curves.h"

namespace cw::ui {

/// One candidate as the window knows it.
struct Candidate {
    CandidateProposed proposed;
    std::optional<Evaluation> evaluation;
    std::optional<TrainingProgress> progress; ///< while it trains
    LossTrace losses;                         ///< while it trains
    RunWords words = {};                      ///< of its run
    std::vector<EpochPoint> curve() const { return evaluation ? evaluation->curve : std::vector<EpochPoint>{}; }
    bool measured() const { return evaluation && evaluation->outcome == Outcome::Measured; }
};

/// All candidates of the run, one a row, in the order of proposal. Driven by events alone; one insertion a batch
/// and one dataChanged a range of rows, so that 10,000 rows stay fast. UI thread only.
class CandidateModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Id, Level, Measured, Predicted, Difference, Role, Parameters, State, MultiplyAdds, Blocks, kColumns };
    enum Roles { SortRole = Qt::UserRole, IdRole };

    explicit CandidateModel(QObject* parent = nullptr);

    void clear();
    /// How the run's numbers are read, from the next clear() on for all: before its events.
    void setWords(const RunWords& words);
    const RunWords& words() const { return m_words; }
    void apply(std::span<const Event> events);
    /// A live run ended: nothing trains any more.
    void endTraining();

    const Candidate* find(CandidateId id) const;
    const Candidate& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    int rowOf(CandidateId id) const; ///< -1: unknown
    std::span<const Candidate> all() const { return m_rows; }
    const std::vector<CandidateId>& children(CandidateId parent) const; ///< in the order of proposal
    /// What each block is worth by the predictor, as the run stored it; null: not told (yet).
    const std::vector<BlockAblation>* ablation(CandidateId id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// A batch was taken in; finished: some evaluation among it (charts need not redraw for progress).
    void batchApplied(bool finished);
    void candidateChanged(cw::CandidateId id);

private:
    void tell(const std::set<int>& touched);
    RunWords m_words;
    std::vector<Candidate> m_rows;
    std::map<CandidateId, int> m_rowOf;
    std::map<CandidateId, std::vector<CandidateId>> m_children;
    std::map<CandidateId, std::vector<BlockAblation>> m_ablations;
};

/// "waiting", "training 40 %", "measured", "skipped", "failed".
QString stateText(const Candidate& candidate);
/// Why it is trained; level 1 has no choice to make.
QString roleText(const Candidate& candidate);
/// "91.0 ± 0.4 %".
QString predictionText(const Prediction& prediction);
/// "+0.4": measured − predicted, in points; empty where one is missing.
QString differenceText(const Candidate& candidate);
/// "1.12 M", or a dash where it is not known.
QString countText(std::int64_t count);
/// What it reached: "91.3 %", "112.4"; empty while nothing was measured.
QString measuredText(const Candidate& candidate);
/// The whole row in words, for screen readers.
QString candidateInWords(const Candidate& candidate);

} // namespace cw::ui
