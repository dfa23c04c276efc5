#include "ui/models/candidate_list.h"

#include "ui/util/text.h"

namespace cw::ui {

CandidateList::CandidateList(CandidateModel& candidates, const Annotations& annotations, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_candidates(candidates)
    , m_annotations(annotations)
{
    setSortRole(CandidateModel::SortRole);
    setSourceModel(&candidates);
    connect(&annotations, &Annotations::changed, this, &CandidateList::annotationChanged);
}

void CandidateList::setFilter(CandidateFilter filter)
{
    if (filter == m_filter)
        return;
    m_filter = std::move(filter);
    invalidateFilter();
}

bool CandidateList::filterAcceptsRow(int row, const QModelIndex&) const
{
    const auto& candidate = m_candidates.at(row);
    return m_filter.terms.empty() || m_filter.matches(candidate, m_annotations.get(candidate.proposed.id));
}

bool CandidateList::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const auto &a = m_candidates.at(left.row()), &b = m_candidates.at(right.row());
    if (!groups() || a.proposed.level != b.proposed.level)
        return QSortFilterProxyModel::lessThan(left, right);
    const auto reached = [](const Candidate& c) { return c.measured() ? c.evaluation->accuracy : -1; };
    return sortOrder() == Qt::DescendingOrder ? reached(a) < reached(b) : reached(a) > reached(b);
}

void CandidateList::annotationChanged(CandidateId id)
{
    if (m_filter.readsAnnotations())
        invalidateFilter();
    if (rowCount() == 0)
        return;
    const auto at = indexOf(id);
    if (at.isValid())
        Q_EMIT dataChanged(at, at.siblingAtColumn(columnCount() - 1));
    else if (id == 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

QModelIndex CandidateList::indexOf(CandidateId id) const
{
    const int row = m_candidates.rowOf(id);
    return row < 0 ? QModelIndex() : mapFromSource(m_candidates.index(row, 0));
}

QVariant CandidateList::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.column() != CandidateModel::Id || (role != Qt::AccessibleTextRole && role != Qt::DisplayRole))
        return QSortFilterProxyModel::data(index, role);
    const auto& a = annotation(index);
    if (role == Qt::DisplayRole)
        return QSortFilterProxyModel::data(index, role).toString() + (a.star ? QStringLiteral(" \u2605") : QString());
    auto words = candidateInWords(candidate(index));
    if (a.star)
        words += tr(", starred");
    for (const auto& tag : a.tags)
        words += tr(", tag %1").arg(qs(tag));
    return a.note.empty() ? words : words + tr(", has a note");
}

QVariant CandidateList::headerData(int section, Qt::Orientation orientation, int role) const
{
    const auto value = QSortFilterProxyModel::headerData(section, orientation, role);
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal || section != sortColumn())
        return value;
    return value.toString() + (sortOrder() == Qt::DescendingOrder ? QStringLiteral(" \u2193") : QStringLiteral(" \u2191"));
}

void CandidateList::sort(int column, Qt::SortOrder order)
{
    if (column == sortColumn() && order == sortOrder())
        return;
    QSortFilterProxyModel::sort(column, order);
    Q_EMIT sortChanged();
}

} // namespace cw::ui
