#pragma once
#include <QDBusConnection>
#include <QPointer>
#include <QWidget>

namespace cw::ui {

/// Notifications of the desktop (org.freedesktop.Notifications), for when the window is not in front. Clicking one raises the
/// window. Nothing blocks; without a bus or a notification service nothing happens. UI thread only.
class Notifier final : public QObject {
    Q_OBJECT
public:
    /// Borrows the window.
    explicit Notifier(QWidget* window);

    /// A newer one takes the place of the one before.
    void notify(const QString& title, const QString& text);
    void notify(const QDBusConnection& bus, const QString& title, const QString& text);
    /// Whether somebody would miss what the window says: it is not the active one.
    bool wanted() const;

Q_SIGNALS:
    void shown();   ///< the service took it
    void clicked();

private Q_SLOTS:
    void actionInvoked(uint id, const QString& action);

private:
    QPointer<QWidget> m_window;
    uint m_id = 0;
    bool m_listening = false;
};

} // namespace cw::ui
