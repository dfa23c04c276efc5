#include "ui/util/notifier.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>

#include "ui/util/session_bus.h"

namespace cw::ui {
namespace {

QString path() { return QStringLiteral("/org/freedesktop/Notifications"); }
QString interface() { return QStringLiteral("org.freedesktop.Notifications"); }

} // namespace

Notifier::Notifier(QWidget* window)
    : QObject(window)
    , m_window(window)
{
}

bool Notifier::wanted() const { return !m_window || !m_window->isActiveWindow(); }

void Notifier::notify(const QString& title, const QString& text)
{
    withSessionBus(this, [this, title, text](const QDBusConnection& bus) { notify(bus, title, text); });
}

void Notifier::notify(const QDBusConnection& bus, const QString& title, const QString& text)
{
    auto connection = bus;
    if (!std::exchange(m_listening, true))
        connection.connect({}, path(), interface(), QStringLiteral("ActionInvoked"), this, SLOT(actionInvoked(uint, QString)));
    auto message = QDBusMessage::createMethodCall(interface(), path(), interface(), QStringLiteral("Notify"));
    // Services may read the text as markup.
    message << tr("Cellwright") << m_id << QString() << title << text.toHtmlEscaped() << QStringList{QStringLiteral("default"), tr("Show")}
            << QVariantMap{{QStringLiteral("desktop-entry"), QStringLiteral("cellwright")}} << -1;
    auto* watcher = new QDBusPendingCallWatcher(connection.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
        done->deleteLater();
        const auto reply = done->reply();
        if (reply.type() != QDBusMessage::ReplyMessage || reply.arguments().isEmpty())
            return; // nobody shows notifications here
        m_id = reply.arguments().constFirst().toUInt();
        Q_EMIT shown();
    });
}

void Notifier::actionInvoked(uint id, const QString&)
{
    if (id != m_id || !m_window)
        return;
    m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
    m_window->raise();
    m_window->activateWindow();
    Q_EMIT clicked();
}

} // namespace cw::ui
