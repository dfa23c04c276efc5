#pragma once
#include <array>

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

#include "core/arch/graph.h"
#include "ui/graph/graph_view.h"
#include "ui/models/candidate_model.h"
#include "ui/models/policy_model.h"
#include "ui/models/run_model.h"
#include "ui/models/selection.h"

namespace cw::ui {

class CanvasControls;
class CellTab;
class CompareTab;
class NetworkTab;

/// The canvas: tabs for the cell of the selection, its whole network, and chosen candidates side by side, over one line of
/// figures. It follows the search until the user selects something. Custom and direction are remembered. Models are borrowed
/// and outlive it. UI thread only.
class CanvasPanel final : public QWidget {
    Q_OBJECT
public:
    enum class Tab { Cell, Network, Compare };
    CanvasPanel(LayoutClient& layout, const CandidateModel& candidates, const PolicyModel& policy, const RunModel& run, Selection& selection, QWidget* parent = nullptr);

    Tab tab() const { return m_tab; }
    void setTab(Tab tab);
    GraphView* view() const;        ///< of the Cell tab
    GraphView* currentView() const; ///< of the visible tab; the first of those compared
    CellTab* cellTab() const { return m_cell; }
    NetworkTab* networkTab() const { return m_network; }
    CompareTab* compareTab() const { return m_compare; }
    QPushButton* tabButton(Tab tab) const { return m_tabs[static_cast<std::size_t>(tab)]; }
    QPushButton* liveButton() const { return m_live; }
    QString facts() const; ///< the line of figures, plain
    GraphStyle graphStyle() const { return m_style; }
    bool leftToRight() const { return m_leftToRight; }

    void setStyle(GraphStyle style);
    void setLeftToRight(bool leftToRight);
    /// Of the visible tab; all that are compared together.
    void fit();
    void resetZoom();
    void zoomBy(double factor);
    void openFind();
    void findNext(int direction = 1);
    /// An architecture that nobody sampled, in the Cell tab, until the selection moves.
    void showHypothetical(const Architecture& arch, const QString& inWords);
    void leaveHypothetical();
    bool hypothetical() const;
    /// Shows which block is meant; -1: none.
    void selectBlock(int block);

Q_SIGNALS:
    void tabChanged(cw::ui::CanvasPanel::Tab tab);
    void styleChanged(cw::GraphStyle style);
    void leftToRightChanged(bool leftToRight);
    void blockSelected(int block); ///< a node of the cell was selected by the user; -1: none of a block
    void pauseKey();               ///< Space on any of the canvases
    void hypotheticalLeft();
    void dragRequested();          ///< the picture of currentView() is to be taken somewhere

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QLayout* makeTabs();
    QLayout* makeFacts();
    void connectModels();
    void connectView(GraphView* view);
    void refresh();
    void refreshFacts();
    void refreshTabs();
    void fitControls();

    const CandidateModel& m_candidates;
    const RunModel& m_run;
    Selection& m_selection;
    CellTab* m_cell;
    NetworkTab* m_network;
    CompareTab* m_compare;
    std::array<QPushButton*, 3> m_tabs{};
    QWidget* m_top;
    CanvasControls* m_controls;
    QStackedWidget* m_stack;
    QLabel *m_facts, *m_following;
    QPushButton* m_live;
    Tab m_tab = Tab::Cell;
    GraphStyle m_style = GraphStyle::Boxes;
    bool m_leftToRight = true;
};

} // namespace cw::ui
