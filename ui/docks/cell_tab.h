#pragma once
#include <optional>

#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QWidget>

#include "core/arch/graph.h"
#include "ui/docks/canvas_page.h"
#include "ui/graph/graph_view.h"
#include "ui/models/candidate_model.h"
#include "ui/models/policy_model.h"
#include "ui/models/run_model.h"
#include "ui/models/selection.h"

namespace cw::ui {

/// The architecture of the selection, or the cell at a place of its network; while nothing is selected, the child that a search
/// with shared weights sampled last, some times a second at most; or one that nobody sampled (showHypothetical). Models are
/// borrowed and outlive it. UI thread only.
class CellTab final : public QWidget {
    Q_OBJECT
public:
    CellTab(LayoutClient& layout, const CandidateModel& candidates, const PolicyModel& policy, const RunModel& run, const Selection& selection, QWidget* parent = nullptr);
    GraphView* view() const { return m_view; }
    CandidateId shown() const { return m_shown; } ///< 0: none
    /// What is drawn; null: nothing.
    const Architecture* shownArchitecture() const;
    /// The sampled child that is drawn; null while it is something else.
    const PolicyModel::Child* shownChild() const { return !m_shown && !m_hypothetical && m_child ? &*m_child : nullptr; }
    /// Until the selection moves, or leaveHypothetical(). inWords: what it is, for the line above and screen readers.
    void showHypothetical(Architecture arch, const QString& inWords);
    void leaveHypothetical();
    bool hypothetical() const { return m_hypothetical.has_value(); }
    QString message() const { return m_page->message(); }

    void setStyle(GraphStyle style);
    /// The cell at this place (0-based) of the candidate's search network, with the shapes it has there; until the selection
    /// moves, or showPlain().
    void showNetworkCell(int index);
    void showPlain();
    std::optional<int> networkCell() const { return m_place; }
    QString place() const { return m_place ? m_placeText->text() : QString(); } ///< "cell 7 of 9, reduction"
    /// Selects its node without telling; -1: none.
    void selectBlock(int block);
    /// Asks again which candidate is shown: the run or the selection moved.
    void refresh();

Q_SIGNALS:
    void blockSelected(int block); ///< by the user; -1: something else, or nothing
    void networkRequested();       ///< back from a place in the network
    void childShown();             ///< another sampled child is drawn
    void hypotheticalLeft();       ///< by the user, or since the selection moved

protected:
    void showEvent(QShowEvent* event) override;

private:
    void takeChild();
    void draw();
    void refreshMessage();
    void nodeSelected(const std::string& id);

    const CandidateModel& m_candidates;
    const PolicyModel& m_policy;
    const RunModel& m_run;
    const Selection& m_selection;
    GraphView* m_view;
    CanvasPage* m_page;
    QWidget* m_crumb;
    QLabel* m_placeText;
    Graph m_graph;
    QString m_drawn; ///< the graph that the view was given, as text
    GraphStyle m_style = GraphStyle::Boxes;
    std::optional<int> m_place;
    std::optional<PolicyModel::Child> m_child;
    std::optional<Architecture> m_hypothetical;
    QTimer m_childSoon;
    bool m_drawing = false; ///< a child's layout is on its way
    QWidget* m_banner;
    QLabel* m_bannerText;
    CandidateId m_shown = 0;
    int m_block = -1;
    bool m_telling = true;
};

} // namespace cw::ui
