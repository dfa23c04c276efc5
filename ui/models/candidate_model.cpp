#include "ui/models/candidate_model.h"

#include <algorithm>
#include <cmath>

#include "core/arch/operation.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

QString inputText(InputId input)
{
    if (input == kPrevPrev)
        return QStringLiteral("k\u22122");
    if (input == kPrev)
        return QStringLiteral("k\u22121");
    return CandidateModel::tr("block %1").arg(input - kFirstBlock + 1);
}

const char* columnTitle(int column)
{
    switch (column) {
    case CandidateModel::Id: return QT_TRANSLATE_NOOP("cw::ui::CandidateModel", "Cell");
    case CandidateModel::Level: return QT_TRANSLATE_NOOP("cw::ui::CandidateModel", "Level");
    case CandidateModel::Measured: return QT_TRANSLATE_NOOP("cw::ui::CandidateModel", "Measured");
    case CandidateModel::Predicted: return QT_TRANSLATE_NOOP("cw::ui::CandidateModel", "Predicted");
    case CandidateModel::Difference: return QT_TRANSLATE_NOOP("cw::ui::CandidateModel", "Difference");
    case CandidateModel::State: return QT_TRANSLATE_NOOP("cw::ui::CandidateModel", "State");
    case CandidateModel::Role: return QT_TRANSLATE_NOOP("cw::ui::CandidateModel", "Chosen");
    case CandidateModel::Parameters: return QT_TRANSLATE_NOOP("cw::ui::CandidateModel", "Parameters");
    case CandidateModel::MultiplyAdds: return QT_TRANSLATE_NOOP("cw::ui::CandidateModel", "Multiply-adds");
    case CandidateModel::Blocks: return QT_TRANSLATE_NOOP("cw::ui::CandidateModel", "Blocks");
    default: return "";
    }
}

const char* columnHelp(int column)
{
    switch (column) {
    case CandidateModel::Measured:
        return QT_TRANSLATE_NOOP("cw::ui::CandidateModel", "Validation accuracy after the short training of the search: a proxy, not a final result.");
    case CandidateModel::Predicted:
        return QT_TRANSLATE_NOOP("cw::ui::CandidateModel", "Accuracy the predictor expected before training, with the spread of its ensemble.");
    case CandidateModel::Difference: return QT_TRANSLATE_NOOP("cw::ui::CandidateModel", "Measured \u2212 predicted, in points.");
    case CandidateModel::Role:
        return QT_TRANSLATE_NOOP("cw::ui::CandidateModel", "Why it is trained: all cells of level 1 are; later the best predicted (beam), and some drawn to check the predictor (check) or at random.");
    default: return nullptr;
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
    case CandidateModel::Measured: return c.measured() ? percent(c.evaluation->accuracy) : QString();
    case CandidateModel::Predicted: return c.proposed.predicted ? predictionText(*c.proposed.predicted) : QString();
    case CandidateModel::Difference: return differenceText(c);
    case CandidateModel::State: return stateText(c);
    case CandidateModel::Role: return roleText(c);
    case CandidateModel::Parameters: return shortCount(c.proposed.parameters);
    case CandidateModel::MultiplyAdds: return shortCount(c.proposed.multiplyAdds);
    case CandidateModel::Blocks: return c.proposed.arch.cells.empty() ? QString() : blockTexts(c.proposed.arch.cell()).join(QStringLiteral(",  "));
    default: return {};
    }
}

QVariant sortValue(const Candidate& c, int column)
{
    switch (column) {
    case CandidateModel::Id: return c.proposed.id;
    case CandidateModel::Level: return c.proposed.level;
    case CandidateModel::Measured: return c.measured() ? c.evaluation->accuracy : -1;
    case CandidateModel::Predicted: return c.proposed.predicted ? c.proposed.predicted->mean : -1;
    case CandidateModel::Difference: return c.measured() && c.proposed.predicted ? c.evaluation->accuracy - c.proposed.predicted->mean : -2;
    case CandidateModel::Parameters: return static_cast<qlonglong>(c.proposed.parameters);
    case CandidateModel::MultiplyAdds: return static_cast<qlonglong>(c.proposed.multiplyAdds);
    default: return display(c, column);
    }
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
                fresh.push_back({*proposed, {}, {}, {}});
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
        return tr(columnTitle(section));
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(alignment(section));
    if (role == Qt::ToolTipRole)
        return columnHelp(section) ? QVariant(tr(columnHelp(section))) : QVariant();
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

QString halfText(const Half& half) { return inputText(half.input) + QLatin1Char(' ') + qs(info(half.op).label); }

QStringList blockTexts(const Cell& cell)
{
    QStringList lines;
    for (const auto& block : cell.blocks)
        lines << halfText(block.a) + QStringLiteral(" + ") + halfText(block.b);
    return lines;
}

QString cellInWords(const Cell& cell)
{
    auto text = cell.blocks.size() == 1 ? CandidateModel::tr("Cell with one block.") : CandidateModel::tr("Cell with %1 blocks.").arg(cell.blocks.size());
    int number = 0;
    for (const auto& line : blockTexts(cell))
        text += QLatin1Char(' ') + CandidateModel::tr("Block %1: %2.").arg(++number).arg(line);
    return text;
}

QString candidateInWords(const Candidate& c)
{
    QStringList words{CandidateModel::tr("Cell %1").arg(c.proposed.id)};
    words << (c.measured() ? CandidateModel::tr("%1 percent measured").arg(percentNumber(c.evaluation->accuracy)) : stateText(c));
    if (c.proposed.predicted)
        words << CandidateModel::tr("%1 percent predicted").arg(percentNumber(c.proposed.predicted->mean));
    words << CandidateModel::tr("level %1").arg(c.proposed.level) << CandidateModel::tr("%1 parameters").arg(shortCount(c.proposed.parameters));
    return words.join(QStringLiteral(", "));
}

} // namespace cw::ui
