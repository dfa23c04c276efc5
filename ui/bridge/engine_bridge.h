#pragma once
#include <functional>
#include <memory>
#include <vector>

#include <QObject>

#include "core/session/events.h"
#include "core/session/query.h"
#include "ui/models/run_info.h"

namespace cw {
class Session;
struct SessionConfig;
} // namespace cw

namespace cw::ui {

/// What the window asks for when it starts or continues a search.
struct StartRequest {
    RunInfo run;
    bool resume = false;
    int workers = 1;
};

/// The only class that knows the session. Lives on the UI thread; wakes, then drains all events, at most 30 times a second.
/// No member blocks but the destructor (stops and joins within a mini-batch).
class EngineBridge final : public QObject {
    Q_OBJECT
public:
    /// Tests bring fakes by changing the configuration before it is used.
    using Adjust = std::function<void(SessionConfig&)>;
    explicit EngineBridge(Adjust adjust = {}, QObject* parent = nullptr);
    ~EngineBridge() override;

    Status start(const StartRequest& request);
    void pause();
    void resume();
    void stop();
    void finishNow();
    void discard();
    void skip(CandidateId id);
    void ask(Query query);
    /// The session's own state, ahead of the events by at most one drain.
    SessionState state() const;

Q_SIGNALS:
    void eventsArrived(const std::vector<cw::Event>& events);

private:
    void drain();
    Adjust m_adjust;
    std::unique_ptr<Session> m_session;
};

} // namespace cw::ui
