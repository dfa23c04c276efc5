#include "ui/models/candidate_model.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/models/arch_parts.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

QString measuredTitle(const RunWords& words)
{
    if (words.kind().shares)
        return words.lowerIsBetter() ? CandidateModel::tr("Perplexity (shared)") : CandidateModel::tr("Accuracy (shared)");
    return words.lowerIsBetter() ? CandidateModel::tr("Perplexity") : CandidateModel::tr("Measured");
}

QString columnTitle(int column, const RunWords& words)
{
    switch (column) {
    case CandidateModel::Id: return CandidateModel::tr("Cell");
    case CandidateModel::Level: return words.levelTitle();
    case CandidateModel::Measured: return measuredTitle(words);
    case CandidateModel::Predicted: return CandidateModel::tr("Predicted");
    case CandidateModel::Difference: return CandidateModel::tr("Difference");
    case CandidateModel::State: return CandidateModel::tr("State");
    case CandidateModel::Role: return CandidateModel::tr("Chosen");
    case CandidateModel::Parameters: return CandidateModel::tr("Parameters");
    case CandidateModel::MultiplyAdds: return CandidateModel::tr("Multiply-adds");
    case CandidateModel::Blocks: return CandidateModel::tr("Blocks");
    default: return {};
    }
}

QString columnHelp(int column, const RunWords& words)
{
    switch (column) {
    case CandidateModel::Level:
        return words.kind().shares ? CandidateModel::tr("Candidates sampled and scored at one moment of the search, with the weights of that moment. Scores of different derivations are not to be compared.") : QString();
    case CandidateModel::Measured: return words.help();
    case CandidateModel::Predicted: return CandidateModel::tr("Accuracy the predictor expected before training, with the spread of its ensemble.");
    case CandidateModel::Difference: return CandidateModel::tr("Measured \u2212 predicted, in points.");
    case CandidateModel::Role:
        return words.kind().policy ? CandidateModel::tr("Who chose it: the controller (policy), or chance (random).")
                                   : CandidateModel::tr("Why it is trained: all cells of level 1 are; later the best predicted (beam), and some drawn to check the predictor (check) or at random.");
    default: return {};
    }
}

Qt::Alignment alignment(int column)
{
    const bool numeric = column == CandidateModel::Measured || column == CandidateModel::Predicted || column == CandidateModel::Difference || column == CandidateModel::Parameters || column == CandidateModel::MultiplyAdds;
    return Qt::AlignVCenter | (numeric ? Qt::AlignRight : Qt::AlignLeft);
}

QString display(const Candidate& c, int column)
{
    switch (column) {
    case CandidateModel::Id: return QStringLiteral("#%1").arg(c.proposed.id);
    case CandidateModel::Level: return QString::number(c.proposed.level);
    case CandidateModel::Measured: return measuredText(c);
    case CandidateModel::Predicted: return c.proposed.predicted ? predictionText(*c.proposed.predicted) : QString();
    case CandidateModel::Difference: return differenceText(c);
    case CandidateModel::State: return stateText(c);
    case CandidateModel::Role: return roleText(c);
    case CandidateModel::Parameters: return countText(c.proposed.parameters);
    case CandidateModel::MultiplyAdds: return countText(c.proposed.multiplyAdds);
    case CandidateModel::Blocks: return partTexts(c.proposed.arch).join(QStringLiteral(",  "));
    default: return {};
    }
}

QVariant sortValue(const Candidate& c, int column)
{
    switch (column) {
    case CandidateModel::Id: return c.proposed.id;
    case CandidateModel::Level: return c.proposed.level;
    case CandidateModel::Measured:
        if (c.words.lowerIsBetter())
            return c.measured() ? c.words.measure().shown(c.evaluation->accuracy) : std::numeric_limits<double>::max();
        return c.measured() ? c.evaluation->accuracy : -1;
    case CandidateModel::Predicted: return c.proposed.predicted ? c.proposed.predicted->mean : -1;
    case CandidateModel::Difference: return c.measured() && c.proposed.predicted ? c.evaluation->accuracy - c.proposed.predicted->mean : -2;
    case CandidateModel::Parameters: return static_cast<qlonglong>(c.proposed.parameters);
    case CandidateModel::MultiplyAdds: return static_cast<qlonglong>(c.proposed.multiplyAdds);
    default: return display(c, column);
    }
}

/// As it is read aloud: signs are words.
QString valueInWords(const Candidate& c)
{
    const auto number = c.words.number(c.evaluation->accuracy);
    if (c.words.kind().shares)
        return (c.words.lowerIsBetter() ? CandidateModel::tr("perplexity %1 with shared weights") : CandidateModel::tr("%1 percent with shared weights")).arg(number);
    return (c.words.lowerIsBetter() ? CandidateModel::tr("perplexity %1 measured") : CandidateModel::tr("%1 percent measured")).arg(number);
}

} // namespace

CandidateModel::CandidateModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void CandidateModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_rowOf.clear();
    m_children.clear();
    m_ablations.clear();
    endResetModel();
    Q_EMIT batchApplied(true);
}

void CandidateModel::setWords(const RunWords& words)
{
    if (m_words == words)
        return;
    m_words = words;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
}

void CandidateModel::apply(std::span<const Event> events)
{
    // First all new rows in one insertion, then what happened to them, told range by range.
    std::vector<Candidate> fresh;
    const auto before = static_cast<int>(m_rows.size());
    std::set<int> touched;
    bool finished = false;
    for (const auto& event : events)
        if (const auto* proposed = std::get_if<CandidateProposed>(&event.body)) {
            const auto [at, isNew] = m_rowOf.try_emplace(proposed->id, before + static_cast<int>(fresh.size()));
            if (isNew) {
                fresh.push_back({*proposed, {}, {}, {}, m_words});
                if (proposed->parent)
                    m_children[proposed->parent].push_back(proposed->id);
            } else if (at->second < before) {
                m_rows[static_cast<std::size_t>(at->second)].proposed = *proposed;
                touched.insert(at->second);
            }
        }
    if (!fresh.empty()) {
        beginInsertRows({}, before, before + static_cast<int>(fresh.size()) - 1);
        m_rows.insert(m_rows.end(), std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
        endInsertRows();
    }
    for (const auto& event : events) {
        if (const auto* evaluated = std::get_if<CandidateEvaluated>(&event.body)) {
            if (const int row = rowOf(evaluated->evaluation.id); row >= 0) {
                auto& candidate = m_rows[static_cast<std::size_t>(row)];
                candidate.evaluation = evaluated->evaluation;
                candidate.progress.reset();
                candidate.losses = {};
                touched.insert(row);
                finished = true;
            }
        } else if (const auto* progress = std::get_if<TrainingProgress>(&event.body)) {
            if (const int row = rowOf(progress->id); row >= 0 && !m_rows[static_cast<std::size_t>(row)].evaluation) {
                m_rows[static_cast<std::size_t>(row)].progress = *progress;
                m_rows[static_cast<std::size_t>(row)].losses.add(progress->step, progress->loss);
                touched.insert(row);
            }
        } else if (const auto* ablated = std::get_if<BlocksAblated>(&event.body)) {
            for (const auto& [id, blocks] : ablated->candidates) {
                m_ablations[id] = blocks;
                if (const int row = rowOf(id); row >= 0)
                    touched.insert(row);
            }
        }
    }
    tell(touched);
    if (!fresh.empty() || !touched.empty())
        Q_EMIT batchApplied(finished);
}

void CandidateModel::endTraining()
{
    std::set<int> touched;
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        if (std::exchange(m_rows[row].progress, std::nullopt)) {
            m_rows[row].losses = {};
            touched.insert(static_cast<int>(row));
        }
    tell(touched);
    if (!touched.empty())
        Q_EMIT batchApplied(false);
}

/// Neighbouring rows in one signal; a range over all would make the sorted view look at every row between.
void CandidateModel::tell(const std::set<int>& touched)
{
    for (auto row = touched.begin(); row != touched.end();) {
        const int first = *row;
        int last = first;
        while (++row != touched.end() && *row == last + 1)
            last = *row;
        Q_EMIT dataChanged(index(first, 0), index(last, kColumns - 1));
    }
    for (const int row : touched)
        Q_EMIT candidateChanged(m_rows[static_cast<std::size_t>(row)].proposed.id);
}

const Candidate* CandidateModel::find(CandidateId id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &m_rows[static_cast<std::size_t>(row)];
}

int CandidateModel::rowOf(CandidateId id) const
{
    const auto found = m_rowOf.find(id);
    return found == m_rowOf.end() ? -1 : found->second;
}

const std::vector<CandidateId>& CandidateModel::children(CandidateId parent) const
{
    static const std::vector<CandidateId> none;
    const auto found = m_children.find(parent);
    return found == m_children.end() ? none : found->second;
}

const std::vector<BlockAblation>* CandidateModel::ablation(CandidateId id) const
{
    const auto found = m_ablations.find(id);
    return found == m_ablations.end() ? nullptr : &found->second;
}

int CandidateModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
int CandidateModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant CandidateModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const auto& candidate = at(index.row());
    switch (role) {
    case Qt::DisplayRole: return display(candidate, index.column());
    case SortRole: return sortValue(candidate, index.column());
    case IdRole: return candidate.proposed.id;
    case Qt::TextAlignmentRole: return QVariant::fromValue(alignment(index.column()));
    case Qt::ToolTipRole:
        if (index.column() == State && candidate.evaluation && !candidate.evaluation->message.empty())
            return qs(candidate.evaluation->message);
        return index.column() == Blocks ? QVariant(display(candidate, Blocks)) : QVariant();
    case Qt::AccessibleTextRole: return tr("%1: %2").arg(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(), display(candidate, index.column()));
    default: return {};
    }
}

QVariant CandidateModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::DisplayRole)
        return columnTitle(section, m_words);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(alignment(section));
    if (role == Qt::ToolTipRole)
        return columnHelp(section, m_words).isEmpty() ? QVariant() : QVariant(columnHelp(section, m_words));
    return {};
}

QString stateText(const Candidate& c)
{
    if (c.evaluation) {
        switch (c.evaluation->outcome) {
        case Outcome::Measured: return c.evaluation->diverged ? CandidateModel::tr("diverged") : CandidateModel::tr("measured");
        case Outcome::Skipped: return CandidateModel::tr("skipped");
        case Outcome::Failed: return CandidateModel::tr("failed");
        }
    }
    if (!c.progress)
        return CandidateModel::tr("waiting");
    return c.progress->steps > 0 ? CandidateModel::tr("training %1 %").arg(100 * c.progress->step / c.progress->steps) : CandidateModel::tr("training");
}

QString roleText(const Candidate& c)
{
    switch (c.proposed.role) {
    case CandidateRole::Beam: return c.proposed.predicted ? CandidateModel::tr("beam") : CandidateModel::tr("all");
    case CandidateRole::Sampled: return CandidateModel::tr("check");
    case CandidateRole::Random: return CandidateModel::tr("random");
    case CandidateRole::Policy: return CandidateModel::tr("policy");
    }
    return {};
}

QString predictionText(const Prediction& p) { return QStringLiteral("%1 \u00b1 %2\u202f%").arg(percentNumber(p.mean), percentNumber(p.spread)); }

QString differenceText(const Candidate& c)
{
    if (!c.measured() || !c.proposed.predicted)
        return {};
    const double difference = c.evaluation->accuracy - c.proposed.predicted->mean;
    return (difference < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) + percentNumber(std::abs(difference));
}

QString countText(std::int64_t count) { return count > 0 ? shortCount(count) : QStringLiteral("\u2013"); }
QString measuredText(const Candidate& c) { return c.measured() ? c.words.value(c.evaluation->accuracy) : QString(); }

QString candidateInWords(const Candidate& c)
{
    QStringList words{c.proposed.arch.cells.empty() ? CandidateModel::tr("Candidate %1").arg(c.proposed.id) : CandidateModel::tr("Cell %1").arg(c.proposed.id)};
    words << (c.measured() ? valueInWords(c) : stateText(c));
    if (c.proposed.predicted)
        words << CandidateModel::tr("%1 percent predicted").arg(percentNumber(c.proposed.predicted->mean));
    words << c.words.level(c.proposed.level);
    if (c.proposed.parameters > 0)
        words << CandidateModel::tr("%1 parameters").arg(shortCount(c.proposed.parameters));
    return words.join(QStringLiteral(", "));
}

} // namespace cw::ui
