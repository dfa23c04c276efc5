#include "ui/util/gap_probe.h"

#include <algorithm>
#include <cmath>

namespace cw::ui {

GapProbe::GapProbe(QObject* parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &GapProbe::turn);
    m_timer.start(1);
    m_clock.start();
    m_total.start();
}

void GapProbe::turn()
{
    const double gap = static_cast<double>(m_clock.nsecsElapsed()) / 1e6;
    m_clock.restart();
    m_longest = std::max(m_longest, gap);
    ++m_histogram[std::min(static_cast<std::size_t>(gap * 10), kBins - 1)];
    ++m_count;
}

double GapProbe::percentile(double part) const
{
    const auto wanted = static_cast<std::int64_t>(std::ceil(part * static_cast<double>(m_count)));
    std::int64_t seen = 0;
    for (std::size_t bin = 0; bin < kBins; ++bin) {
        seen += m_histogram[bin];
        if (seen >= wanted && seen > 0)
            return std::min(m_longest, static_cast<double>(bin + 1) / 10);
    }
    return 0;
}

QString GapProbe::toJson() const
{
    return QStringLiteral(R"({"gaps":%1,"seconds":%2,"p999_ms":%3,"longest_ms":%4})")
        .arg(m_count)
        .arg(static_cast<double>(m_total.elapsed()) / 1000, 0, 'f', 1)
        .arg(percentile(0.999), 0, 'f', 1)
        .arg(m_longest, 0, 'f', 1);
}

} // namespace cw::ui
