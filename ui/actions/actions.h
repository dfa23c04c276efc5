#pragma once
#include <array>

#include <QAction>
#include <QMenu>
#include <QMenuBar>

namespace cw::ui {

/// Every action of the window. A new one is a word here and a row in actions.cpp; its menu and key come from the row.
enum class Act {
    OpenData, OpenRun, NewSearch, SaveCell, CopyCell, Quit,
    Start, Continue, Pause, FinishNow, Skip, Discard,
    NextCandidate, PreviousCandidate, BackToLive,
    ZoomIn, ZoomOut, ZoomActual, ZoomFit, FullScreen, ResetLayout,
    Shortcuts, About,
    kCount
};

/// Owns the actions and fills the menus. Handlers are connected by the window. UI thread only.
class Actions final : public QObject {
    Q_OBJECT
public:
    explicit Actions(QWidget* window);
    QAction* operator[](Act act) const { return m_actions[static_cast<std::size_t>(act)]; }
    /// Adds the menus and the actions to the window; the submenus are filled by it.
    void fill(QMenuBar* bar);
    QMenu* recentMenu() const { return m_recent; }
    QMenu* themeMenu() const { return m_theme; }
    QMenu* panelMenu() const { return m_panels; }
    /// "Ctrl+O   Open data", one a line.
    QString shortcutList() const;

private:
    std::array<QAction*, static_cast<std::size_t>(Act::kCount)> m_actions{};
    QMenu *m_recent, *m_theme, *m_panels;
};

} // namespace cw::ui
