#include "ui/models/timeline.h"

#include <algorithm>

namespace cw::ui {
namespace {

constexpr std::size_t kChunk = 2000;    // events a turn
constexpr int kFrameMilliseconds = 33;
constexpr double kPlaySeconds = 20;     // for a whole run

/// Progress and answers mean nothing later.
bool kept(const Event& event) { return !isLossy(event.body) && !std::holds_alternative<QueryAnswered>(event.body); }

} // namespace

Timeline::Timeline(QObject* parent)
    : QObject(parent)
{
    m_turn.setInterval(kFrameMilliseconds);
    m_play.setInterval(kFrameMilliseconds);
    connect(&m_turn, &QTimer::timeout, this, &Timeline::turn);
    connect(&m_play, &QTimer::timeout, this, [this] {
        const double next = m_position + std::max(allSeconds(), 0.001) * kFrameMilliseconds / (kPlaySeconds * 1000);
        if (next >= allSeconds())
            seekEnd();
        else
            seek(next);
    });
}

void Timeline::clear()
{
    m_turn.stop();
    m_play.stop();
    m_events.clear(), m_elapsed.clear(), m_marks.clear();
    m_shown = m_wanted = 0;
    m_end = true;
    m_loading = m_running = false;
    m_lastTime = 0, m_position = 0, m_lastEvaluated = 0;
    Q_EMIT changed();
}

/// Time counts between two events while the search ran: a program that was closed or paused is not a slow one.
void Timeline::measure(const Event& event)
{
    double at = allSeconds();
    const auto* state = std::get_if<StateChanged>(&event.body);
    if (m_running && m_lastTime > 0 && event.unixMilliseconds > m_lastTime && !(state && state->to == SessionState::Preparing))
        at += static_cast<double>(event.unixMilliseconds - m_lastTime) / 1000;
    if (state)
        m_running = state->to == SessionState::Running || state->to == SessionState::Pausing;
    if (event.unixMilliseconds > 0)
        m_lastTime = event.unixMilliseconds;
    if (const auto* level = std::get_if<LevelStarted>(&event.body); level && (m_marks.empty() || m_marks.back().level < level->level))
        m_marks.push_back({at, level->level});
    m_events.push_back(event);
    m_elapsed.push_back(at);
}

void Timeline::load(std::vector<Event> events)
{
    clear();
    for (const auto& event : events)
        if (kept(event))
            measure(event);
    m_loading = true;
    m_wanted = m_events.size();
    m_position = allSeconds();
    m_turn.start(0);
    Q_EMIT changed();
}

void Timeline::append(std::span<const Event> events)
{
    const bool follows = m_end && m_shown == m_events.size();
    for (const auto& event : events)
        if (kept(event))
            measure(event);
    if (m_end)
        m_position = allSeconds(), m_wanted = m_events.size();
    if (follows) {
        m_shown = m_events.size();
        for (const auto& event : events)
            if (const auto* evaluated = std::get_if<CandidateEvaluated>(&event.body))
                m_lastEvaluated = evaluated->evaluation.id;
        Q_EMIT shown(events);
    }
    Q_EMIT changed();
}

double Timeline::seconds() const { return m_end ? allSeconds() : m_position; }
double Timeline::allSeconds() const { return m_elapsed.empty() ? 0 : m_elapsed.back(); }
std::vector<Timeline::Mark> Timeline::marks() const { return m_marks; }

void Timeline::seek(double seconds)
{
    if (m_events.empty() || m_loading)
        return;
    m_end = false;
    m_position = std::clamp(seconds, 0.0, allSeconds());
    m_wanted = static_cast<std::size_t>(std::upper_bound(m_elapsed.begin(), m_elapsed.end(), m_position) - m_elapsed.begin());
    if (!m_turn.isActive())
        m_turn.start(kFrameMilliseconds);
    Q_EMIT changed();
}

void Timeline::seekEnd()
{
    m_play.stop();
    if (m_end)
        return;
    m_end = true;
    m_position = allSeconds();
    m_wanted = m_events.size();
    m_turn.start(kFrameMilliseconds);
    Q_EMIT changed();
}

void Timeline::play(bool on)
{
    if (on && (m_events.empty() || m_loading))
        return;
    if (!on) {
        m_play.stop();
    } else {
        if (m_end)
            seek(0);
        m_play.start();
    }
    Q_EMIT changed();
}

void Timeline::turn()
{
    if (m_wanted < m_shown) {
        m_shown = 0;
        m_lastEvaluated = 0;
        Q_EMIT rewound();
    }
    tell(std::min(kChunk, m_wanted - m_shown));
    if (m_shown < m_wanted)
        return;
    m_turn.stop();
    if (m_loading) {
        m_loading = false;
        Q_EMIT loaded();
    } else if (m_end) {
        Q_EMIT endShownAgain();
    }
}

void Timeline::tell(std::size_t count)
{
    if (count == 0)
        return;
    const std::span<const Event> chunk(m_events.data() + m_shown, count);
    m_shown += count;
    for (const auto& event : chunk)
        if (const auto* evaluated = std::get_if<CandidateEvaluated>(&event.body))
            m_lastEvaluated = evaluated->evaluation.id;
    Q_EMIT shown(chunk);
}

} // namespace cw::ui
