#pragma once
#include <functional>

#include <QDBusConnection>
#include <QObject>

namespace cw::ui {

/// Connects to the desktop's message bus on a thread of its own, since connecting may take long where the bus is ill. `use` is
/// called later on the UI thread with a connection that works, while `context` lives; never where there is no bus. UI thread only.
void withSessionBus(QObject* context, std::function<void(const QDBusConnection&)> use);

} // namespace cw::ui
