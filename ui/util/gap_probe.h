#pragma once
#include <array>
#include <cstdint>

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>

namespace cw::ui {

/// Measures how long the event loop is away: a precise 1 ms timer, and the time between its turns. UI thread only.
class GapProbe final : public QObject {
    Q_OBJECT
public:
    explicit GapProbe(QObject* parent = nullptr);
    /// {"gaps":n,"seconds":s,"p999_ms":…,"longest_ms":…}
    QString toJson() const;
    double percentile(double part) const; ///< milliseconds; part 0..1
    double longest() const { return m_longest; }
    std::int64_t count() const { return m_count; }

private:
    void turn();
    static constexpr std::size_t kBins = 20'000; // of 0.1 ms: 2 s, longer ones in the last
    QTimer m_timer;
    QElapsedTimer m_clock, m_total;
    std::array<std::uint32_t, kBins> m_histogram{};
    std::int64_t m_count = 0;
    double m_longest = 0;
};

} // namespace cw::ui
