#pragma once
#include <QDockWidget>
#include <QMainWindow>
#include <QMenu>
#include <QTimer>

namespace cw::ui {

/// Named arrangements of the window's docks. Each keeps what the user made of it, between starts too; reset brings the
/// default back. The docks are the window's; they show what there is to work on. UI thread only.
class DockLayouts final : public QObject {
    Q_OBJECT
public:
    enum class Kind { Search, Inspect, Present };
    /// Nothing open; data without a run, which shows the setup alone; a run.
    enum class Stage { Start, Setup, Run };

    explicit DockLayouts(QMainWindow& window);

    /// A dock of the window; the name is kept in settings files. Its card has a title of its own.
    QDockWidget* add(const char* name, const QString& title, QWidget* content, Qt::DockWidgetArea area);
    /// What stands between the docks: keeps the same gap to the window's edges as they do.
    void setCentre(QWidget* centre, QWidget* toolBar);
    /// All docks are there: their default places are known from now on.
    void ready();
    void setStage(Stage stage);
    void apply(Kind kind);
    Kind current() const { return m_current; }
    void reset();
    /// Keeps the arrangement of a run's panels for the next start.
    void save();
    /// Show or hide each panel, and move it by keyboard: filled anew when opened.
    void fillMenu(QMenu* menu);
    QDockWidget* dock(const char* name) const;

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void watch(QWidget* part);
    void fitEdges();
    void show();
    void arrange();
    void moveTo(QDockWidget* dock, Qt::DockWidgetArea area);
    QMainWindow& m_window;
    QList<QDockWidget*> m_docks;
    QList<QWidget*> m_parts; ///< frames of docks and the centre
    QWidget* m_top = nullptr;
    QTimer m_fit;
    QByteArray m_places; ///< as the window was made
    Kind m_current = Kind::Search;
    Stage m_stage = Stage::Start;
};

} // namespace cw::ui
