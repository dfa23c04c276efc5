#include "ui/util/session_bus.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>

namespace cw::ui {
namespace {

/// Without an address the library would start a bus of its own for us: nobody would be on it.
bool haveBus()
{
    return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") || QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
}

} // namespace

void withSessionBus(QObject* context, std::function<void(const QDBusConnection&)> use)
{
    if (!haveBus())
        return;
    QThreadPool::globalInstance()->start([context = QPointer<QObject>(context), use = std::move(use)] {
        // One connection for all who ask; the name is ours, so that Qt's own connection stays as it is.
        const auto bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("cellwright"));
        auto* app = QCoreApplication::instance();
        if (!bus.isConnected() || !app)
            return;
        QMetaObject::invokeMethod(app, [context, use, bus] {
            if (context)
                use(bus);
        }, Qt::QueuedConnection);
    });
}

} // namespace cw::ui
