#include "ui/bridge/engine_bridge.h"

#include <QTimer>

#include "core/session/session.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr int kFrameMilliseconds = 33;

}

EngineBridge::EngineBridge(Adjust adjust, QObject* parent)
    : QObject(parent)
    , m_adjust(std::move(adjust))
    , m_session(std::make_unique<Session>())
{
    // Called on an engine thread, under the queue's lock: only posts. The lock makes clearing it in the destructor a barrier.
    m_session->events().setWakeup([this] {
        QMetaObject::invokeMethod(this, [this] { QTimer::singleShot(kFrameMilliseconds, this, &EngineBridge::drain); }, Qt::QueuedConnection);
    });
}

EngineBridge::~EngineBridge() { m_session->events().setWakeup({}); }

Status EngineBridge::start(const StartRequest& request)
{
    SessionConfig config;
    config.strategy = request.run.strategy;
    config.space = request.run.space;
    config.preset = request.run.preset;
    config.settings = request.run.settings;
    config.seed = request.run.seed;
    config.data = toPath(request.run.dataPath);
    config.run = toPath(request.run.folder);
    config.resume = request.resume;
    config.device = request.run.device;
    config.workers = request.workers;
    if (m_adjust)
        m_adjust(config);
    return m_session->start(std::move(config));
}

void EngineBridge::pause() { m_session->pause(); }
void EngineBridge::resume() { m_session->resume(); }
void EngineBridge::stop() { m_session->stop(); }
void EngineBridge::finishNow() { m_session->finishNow(); }
void EngineBridge::discard() { m_session->discard(); }
void EngineBridge::skip(CandidateId id) { m_session->skip(id); }
void EngineBridge::ask(Query query) { m_session->ask(std::move(query)); }
SessionState EngineBridge::state() const { return m_session->state(); }

void EngineBridge::drain()
{
    const auto events = m_session->events().drain();
    if (!events.empty())
        Q_EMIT eventsArrived(events);
}

} // namespace cw::ui
