#pragma once
#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "ui/docks/canvas_page.h"
#include "ui/graph/graph_view.h"
#include "ui/models/candidate_model.h"
#include "ui/models/run_model.h"
#include "ui/models/selection.h"

namespace cw::ui {

/// The whole network that the search trains for the selected candidate, repeated cells folded. Draws only while it is visible.
/// Models are borrowed and outlive it. UI thread only.
class NetworkTab final : public QWidget {
    Q_OBJECT
public:
    NetworkTab(LayoutClient& layout, const CandidateModel& candidates, const RunModel& run, const Selection& selection, QWidget* parent = nullptr);
    GraphView* view() const { return m_view; }
    QToolButton* unfoldButton() const { return m_unfold; }
    QString message() const { return m_page->message(); }
    QString note() const { return m_note->text(); } ///< what network this is
    bool folded() const { return !m_unfold->isChecked(); }
    void setFolded(bool folded);
    void refresh();

Q_SIGNALS:
    void cellRequested(int index); ///< the cell at this place of the network, 0-based

protected:
    void showEvent(QShowEvent* event) override;

private:
    void draw();
    void refreshMessage();
    void nodeActivated(const std::string& id);

    const CandidateModel& m_candidates;
    const RunModel& m_run;
    const Selection& m_selection;
    GraphView* m_view;
    CanvasPage* m_page;
    QLabel* m_note;
    QToolButton* m_unfold;
    QString m_drawn;   ///< the graph that the view was given, as text
    QString m_refused; ///< why there is no such network
    CandidateId m_shown = 0;
    bool m_stale = true;
};

} // namespace cw::ui
