#pragma once
#include <QLabel>
#include <QMainWindow>
#include <QStackedWidget>

#include "ui/actions/actions.h"
#include "ui/docks/dock_layouts.h"
#include "ui/export/take_away.h"
#include "ui/workspace.h"

namespace cw::ui {

class CandidateInspector;
class CandidatesPanel;
class AlarmStrip;
class Card;
class ChartDeck;
class CanvasPanel;
class DataPanel;
class CommandPalette;
class ErrorBar;
class Notifier;
class RunBar;
class SettingsPanel;
class SpacePage;
class StartPage;
class TimeBar;

/// Composes the views over one workspace, nothing more.
class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(EngineBridge::Adjust adjust = {}, QWidget* parent = nullptr);
    ~MainWindow() override;

    Workspace& workspace() { return m_workspace; }
    Actions& actions() { return m_actions; }
    CanvasPanel* canvasPanel() const { return m_canvas; }
    CandidateInspector* inspector() const { return m_inspector; }
    CommandPalette* palette() const { return m_palette; }
    CandidatesPanel* candidatesPanel() const { return m_candidates; }
    ChartDeck* charts() const { return m_charts; }
    ChartDeck* moreCharts() const { return m_moreCharts; }
    ErrorBar* errorBar() const { return m_error; }
    AlarmStrip* alarmStrip() const { return m_alarm; }
    SettingsPanel* settingsPanel() const { return m_settings; }
    StartPage* startPage() const { return m_start; }
    SpacePage* spacePage() const { return m_space; }
    TimeBar* timeBar() const { return m_time; }
    DockLayouts& layouts() { return m_layouts; }

    TakeAway& takeAway() { return m_takeAway; }
    /// Ends a search (the run stays resumable) and closes the window when the engine has let go; never waits.
    void stopAndClose();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool focusNextPrevChild(bool next) override;

private:
    void buildDocks();
    void buildToolBar();
    void buildCorner();
    QString describe(CandidateId id) const;
    void fillThemeMenu();
    void fillRecentMenu();
    void connectActions();
    void connectViews();
    void tellEnd(SessionState state);
    void applyLayout(DockLayouts::Kind kind);
    void editNotes(bool tags);
    void compare();
    ChartSources chartSources();
    PictureStyle pictureStyle() const;
    void exportAs(ExportWhat what, const QString& chart = {});
    void exportAgain();
    void refreshActions();
    void refreshPage();
    void chooseData();
    void chooseRun();
    void copyCell();
    void askDiscard();
    void askClose();

    Workspace m_workspace;
    TakeAway m_takeAway;
    Actions m_actions;
    DockLayouts m_layouts;
    QStackedWidget* m_pages;
    StartPage* m_start;
    SpacePage* m_space;
    ErrorBar* m_error;
    AlarmStrip* m_alarm;
    DataPanel* m_data;
    SettingsPanel* m_settings;
    CanvasPanel* m_canvas;
    CandidatesPanel* m_candidates;
    ChartDeck *m_charts, *m_moreCharts;
    TimeBar* m_time;
    CandidateInspector* m_inspector;
    CommandPalette* m_palette;
    Notifier* m_notifier;
    QWidget* m_corner;
    QLabel* m_subject;
    QToolBar* m_toolBar = nullptr;
    RunBar* m_runBar = nullptr;
    DockLayouts::Stage m_stage = DockLayouts::Stage::Start;
    std::vector<CandidateId> m_compared; ///< asked for one after the other, of the run in m_comparedIn
    QString m_comparedIn;
    bool m_closing = false, m_arranged = false;
};

} // namespace cw::ui
