#pragma once
#include <QSortFilterProxyModel>

#include "ui/models/annotations.h"
#include "ui/models/candidate_filter.h"

namespace cw::ui {

/// The candidates as the list and the table show them: filtered, sorted by any column of CandidateModel, with what the user said
/// of them. Models are borrowed. UI thread only.
class CandidateList final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    CandidateList(CandidateModel& candidates, const Annotations& annotations, QObject* parent = nullptr);
    void setFilter(CandidateFilter filter);
    const CandidateFilter& filter() const { return m_filter; }

    const Candidate& candidate(const QModelIndex& index) const { return m_candidates.at(mapToSource(index).row()); }
    const Annotation& annotation(const QModelIndex& index) const { return m_annotations.get(candidate(index).proposed.id); }
    /// Rows stand together by derivation, each with its best first.
    bool groups() const { return sortColumn() == CandidateModel::Level && m_candidates.words().kind().shares; }
    QModelIndex indexOf(CandidateId id) const; ///< column 0; invalid where it is unknown or filtered out
    /// The whole row in words under Qt::AccessibleTextRole of the first column; the order in the title of the sorted one.
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

Q_SIGNALS:
    void sortChanged();

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    void annotationChanged(CandidateId id);
    CandidateModel& m_candidates;
    const Annotations& m_annotations;
    CandidateFilter m_filter;
};

} // namespace cw::ui
