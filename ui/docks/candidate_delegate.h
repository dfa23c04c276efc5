#pragma once
#include <QStyledItemDelegate>

#include "ui/graph/cell_thumbnail.h"
#include "ui/models/candidate_list.h"

namespace cw::ui {

/// One candidate as two quiet lines: stamp, number, star and measured accuracy; level, size and prediction. All rows are equally
/// high. Under the sorted figure's name where that is none of these. The list is borrowed.
class CandidateDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit CandidateDelegate(const CandidateList& list, QObject* parent = nullptr);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    static int rowHeight();

private:
    void paintFigures(QPainter& painter, const QRect& area, const Candidate& candidate, const Annotation& annotation) const;
    const CandidateList& m_list;
    mutable ThumbnailCache m_thumbnails;
};

} // namespace cw::ui
