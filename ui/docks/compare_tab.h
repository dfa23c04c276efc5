#pragma once
#include <vector>

#include <QGridLayout>
#include <QLabel>
#include <QTimer>
#include <QWidget>

#include "ui/docks/canvas_page.h"
#include "ui/docks/compare_side.h"
#include "ui/models/candidate_model.h"
#include "ui/models/comparison.h"
#include "ui/models/run_model.h"
#include "ui/models/selection.h"

namespace cw::ui {

/// The chosen candidates side by side, as many in a row as there is room for, all at one zoom, with what differs and what
/// that means. Works only while it is visible.
/// Models are borrowed and outlive it. UI thread only.
class CompareTab final : public QWidget {
    Q_OBJECT
public:
    CompareTab(LayoutClient& layout, const CandidateModel& candidates, const RunModel& run, const Selection& selection, QWidget* parent = nullptr);
    void setStyle(GraphStyle style);
    void setLeftToRight(bool leftToRight);
    void refresh();
    QString message() const { return m_page->message(); }
    QString verdict() const { return m_verdict->text(); }
    /// Those shown; none where nothing is compared.
    std::vector<CompareSide*> sides() const;
    void zoomBy(double factor);
    void resetZoom();
    /// Every cell whole, and all at the zoom of the largest one.
    void fit();

Q_SIGNALS:
    void candidateRequested(cw::CandidateId id);
    void viewAdded(cw::ui::GraphView* view);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void compareNow();
    void addSide();
    void arrange();

    LayoutClient& m_layout;
    const CandidateModel& m_candidates;
    const RunModel& m_run;
    const Selection& m_selection;
    QWidget* m_content;
    QGridLayout* m_grid;
    CanvasPage* m_page;
    QLabel *m_verdict, *m_note;
    std::vector<CompareSide*> m_sides; ///< made when first needed; the first m_shown of them are in use
    std::size_t m_shown = 0;
    int m_columns = 0;
    QTimer m_fit;
    GraphStyle m_style = GraphStyle::Boxes;
    bool m_leftToRight = true, m_stale = true;
};

} // namespace cw::ui
