#pragma once
#include <QDBusConnection>
#include <QDBusMessage>
#include <QObject>

namespace cw::ui {

/// What the system wants, light or dark, also while the program runs: from the desktop portal (org.freedesktop.appearance),
/// else from newer versions of Qt, else from the palette at the start. Nothing blocks; without a bus nothing happens. UI thread only.
class SystemTheme final : public QObject {
    Q_OBJECT
public:
    explicit SystemTheme(QObject* parent = nullptr);

    /// Connects to the session bus, asks, and follows.
    void follow();
    /// The same on a bus that is there already.
    void follow(const QDBusConnection& bus);
    /// As the portal says it: 1 dark, 2 light; anything else: no preference, which is light.
    void take(uint colourScheme);
    bool known() const { return m_known; } ///< the portal has answered

Q_SIGNALS:
    void told(bool dark); ///< each answer; the same one may come again

private Q_SLOTS:
    void settingChanged(const QDBusMessage& message);

private:
    void ask(QDBusConnection bus, const QString& method);
    void read(const QVariant& value);
    bool m_known = false;
};

} // namespace cw::ui
