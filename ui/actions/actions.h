#pragma once
#include <array>
#include <map>

#include <QAction>
#include <QMenu>
#include <QMenuBar>

namespace cw::ui {

/// Every action of the window. A new one is a word here and a row in actions.cpp; its menu and key come from the row.
enum class Act {
    OpenData, OpenRun, NewSearch, Export, ExportAgain, Quit,
    Undo, Redo, CopyPicture, CopyCell, Find, FindNext, FilterCandidates,
    Start, Continue, Pause, FinishNow, Skip, Derive, RandomControl, PlayRun, ShowEnd, Discard,
    NextCandidate, PreviousCandidate, BestCandidate, SelectAll, BackToLive, Star, Tag, Note, Compare,
    CellTab, NetworkTab, CompareTab, OperationsOnEdges, TopDown, FullScreen,
    ZoomIn, ZoomOut, ZoomActual, ZoomFit,
    LayoutSearch, LayoutInspect, LayoutPresent, ResetLayout,
    Palette, Shortcuts, About,
    kCount
};

/// Owns the actions and fills the menus. Handlers are connected by the window. UI thread only.
class Actions final : public QObject {
    Q_OBJECT
public:
    enum class Submenu { Recent, Theme, Panels, Zoom, Layout };

    explicit Actions(QWidget* window);
    QAction* operator[](Act act) const { return m_actions[static_cast<std::size_t>(act)]; }
    /// Adds the menus and the actions to the window. Zoom and Layout are filled here, the others by the window.
    void fill(QMenuBar* bar);
    QMenu* submenu(Submenu menu) const { return m_submenus.at(menu); }
    QList<QAction*> all() const { return {m_actions.begin(), m_actions.end()}; }

private:
    std::array<QAction*, static_cast<std::size_t>(Act::kCount)> m_actions{};
    std::map<Submenu, QMenu*> m_submenus;
};

} // namespace cw::ui
