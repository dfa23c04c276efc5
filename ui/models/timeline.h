#pragma once
#include <span>
#include <vector>

#include <QObject>
#include <QString>
#include <QTimer>

#include "core/session/events.h"

namespace cw::ui {

/// The stored events of the run in the window and the moment of it that the views show: the end, which grows while a search
/// runs, or any moment before. Views never ask it: it tells them to forget (rewound) and what to take in (shown).
/// A long recording is told in pieces, so that the window stays alive. UI thread only.
class Timeline final : public QObject {
    Q_OBJECT
public:
    /// The beginning of a level on the bar.
    struct Mark {
        double seconds = 0;
        int level = 1;
    };

    explicit Timeline(QObject* parent = nullptr);

    void clear();
    /// A recorded run: shown from its beginning to its end as fast as the window can take it in; loaded() at the end.
    void load(std::vector<Event> events);
    /// A running search: kept, and shown at once while the end is shown. Progress and answers, which mean nothing later, are not kept.
    void append(std::span<const Event> events);

    bool empty() const { return m_events.empty(); }
    bool loading() const { return m_loading; }
    bool atEnd() const { return m_end; }
    double seconds() const;    ///< of search up to the moment shown; time in which nothing ran does not count
    double allSeconds() const; ///< of the whole run
    std::vector<Mark> marks() const;
    /// The candidate whose result is the last one shown; 0: none yet.
    CandidateId lastEvaluated() const { return m_lastEvaluated; }

    void seek(double seconds); ///< the views follow at most 30 times a second
    void seekEnd();
    /// Moves by itself through the whole run in some twenty seconds; from the beginning when the end is shown.
    void play(bool on);
    bool playing() const { return m_play.isActive(); }

Q_SIGNALS:
    void rewound();                                ///< forget all that was shown
    void shown(std::span<const cw::Event> events); ///< take these in
    void changed();                                ///< length, moment or play
    void loaded();
    void endShownAgain();                          ///< after a look at the past

private:
    void measure(const Event& event);
    void tell(std::size_t count);
    void turn();

    std::vector<Event> m_events;
    std::vector<double> m_elapsed; ///< seconds of search up to and with each event
    std::vector<Mark> m_marks;
    std::size_t m_shown = 0, m_wanted = 0;
    bool m_end = true, m_loading = false, m_running = false;
    std::int64_t m_lastTime = 0;
    double m_position = 0;
    CandidateId m_lastEvaluated = 0;
    QTimer m_turn, m_play;
};

} // namespace cw::ui
