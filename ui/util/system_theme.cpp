#include "ui/util/system_theme.h"

#include <QDBusPendingCall>
#include <QDBusPendingCallWatcher>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QStyleHints>

#include "ui/util/session_bus.h"

namespace cw::ui {
namespace {

constexpr int kAnswerWithin = 5000; // milliseconds; the portal may have to be started first

QString service() { return QStringLiteral("org.freedesktop.portal.Desktop"); }
QString path() { return QStringLiteral("/org/freedesktop/portal/desktop"); }
QString interface() { return QStringLiteral("org.freedesktop.portal.Settings"); }
QString space() { return QStringLiteral("org.freedesktop.appearance"); }
QString key() { return QStringLiteral("color-scheme"); }

/// The older method wraps its value twice.
QVariant unwrapped(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

SystemTheme::SystemTheme(QObject* parent)
    : QObject(parent)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this](Qt::ColorScheme scheme) {
        if (!m_known && scheme != Qt::ColorScheme::Unknown)
            Q_EMIT told(scheme == Qt::ColorScheme::Dark);
    });
#endif
}

void SystemTheme::follow()
{
    withSessionBus(this, [this](const QDBusConnection& bus) { follow(bus); });
}

void SystemTheme::follow(const QDBusConnection& bus)
{
    // From any sender: naming the portal would have us wait for the bus to say who that is.
    auto connection = bus;
    connection.connect({}, path(), interface(), QStringLiteral("SettingChanged"), this, SLOT(settingChanged(QDBusMessage)));
    ask(bus, QStringLiteral("ReadOne"));
}

void SystemTheme::ask(QDBusConnection bus, const QString& method)
{
    auto message = QDBusMessage::createMethodCall(service(), path(), interface(), method);
    message << space() << key();
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(message, kAnswerWithin), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, bus, method](QDBusPendingCallWatcher* done) {
        done->deleteLater();
        const auto reply = done->reply();
        if (reply.type() == QDBusMessage::ReplyMessage && !reply.arguments().isEmpty())
            read(reply.arguments().constFirst());
        else if (method == QLatin1String("ReadOne"))
            ask(bus, QStringLiteral("Read")); // portals before version 2
    });
}

void SystemTheme::settingChanged(const QDBusMessage& message)
{
    const auto words = message.arguments();
    if (words.size() == 3 && words[0].toString() == space() && words[1].toString() == key())
        read(words[2]);
}

void SystemTheme::read(const QVariant& value)
{
    bool isNumber = false;
    const auto scheme = unwrapped(value).toUInt(&isNumber);
    if (isNumber)
        take(scheme);
}

void SystemTheme::take(uint colourScheme)
{
    m_known = true;
    Q_EMIT told(colourScheme == 1);
}

} // namespace cw::ui
