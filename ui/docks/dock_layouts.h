#pragma once
#include <QDockWidget>
#include <QMainWindow>
#include <QMenu>
#include <QStringList>

namespace cw::ui {

/// Named arrangements of the window's docks. Each keeps what the user made of it, between starts too; reset brings the
/// default back. The docks are the window's; they show while there is something to work on. UI thread only.
class DockLayouts final : public QObject {
    Q_OBJECT
public:
    enum class Kind { Search, Inspect, Present };

    explicit DockLayouts(QMainWindow& window);

    /// A dock of the window; the name is kept in settings files. Its card has a title of its own.
    QDockWidget* add(const char* name, const QString& title, QWidget* content, Qt::DockWidgetArea area, const QMargins& margins);
    /// All docks are there: their default places are known from now on.
    void ready();
    /// Shown while there is something to work on; hidden behind the start page.
    void setWorking(bool working);
    void apply(Kind kind);
    Kind current() const { return m_current; }
    void reset();
    /// Keeps the arrangement for the next start. Not while the start page is shown.
    void save();
    /// Show or hide each panel, and move it by keyboard: filled anew when opened.
    void fillMenu(QMenu* menu);
    QDockWidget* dock(const char* name) const;

private:
    void arrange();
    void moveTo(QDockWidget* dock, Qt::DockWidgetArea area);
    QMainWindow& m_window;
    QList<QDockWidget*> m_docks;
    QByteArray m_places; ///< as the window was made
    Kind m_current = Kind::Search;
    bool m_working = false;
};

} // namespace cw::ui
