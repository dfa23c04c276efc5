#include "ui/charts/chart_scale.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr double kAir = 0.05;

/// What tick labels are counted in: "20 k" is 20 of a thousand.
struct Measure {
    double unit = 1;
    QString suffix;
};

Measure measure(ChartUnit unit, double greatest)
{
    const auto with = [](double size, const QString& letter) { return Measure{size, QChar(0x202f) + letter}; };
    if (unit == ChartUnit::Seconds) {
        if (greatest > 10 * 3600)
            return with(3600, QCoreApplication::translate("Charts", "h"));
        return greatest > 300 ? with(60, QCoreApplication::translate("Charts", "min")) : with(1, QCoreApplication::translate("Charts", "s"));
    }
    if (unit == ChartUnit::Count) {
        if (greatest >= 1e9)
            return with(1e9, QStringLiteral("G"));
        if (greatest >= 1e6)
            return with(1e6, QStringLiteral("M"));
        if (greatest >= 1e4)
            return with(1e3, QStringLiteral("k"));
    }
    return {};
}

double niceStep(double raw)
{
    const double power = std::pow(10, std::floor(std::log10(raw)));
    const double part = raw / power;
    return power * (part > 5.000001 ? 10 : part > 2.000001 ? 5 : part > 1.000001 ? 2 : 1);
}

QString label(double value, double step, const Measure& m)
{
    // Greatest first: 1.2 needs one digit where the step is 0.2.
    const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(step / m.unit) - 1e-9)), 0, 6);
    const double shown = std::abs(value / m.unit) < step / m.unit * 1e-6 ? 0 : value / m.unit;
    return QLocale().toString(shown, 'f', digits) + (shown == 0 ? QString() : m.suffix);
}

std::vector<ChartTick> linearTicks(const ChartScale& scale, int most)
{
    const auto m = measure(scale.unit, std::max(std::abs(scale.low), std::abs(scale.high)));
    double step = niceStep((scale.high - scale.low) / m.unit / std::max(most, 1)) * m.unit;
    if (scale.unit == ChartUnit::Count)
        step = std::max(step, 1.0);
    std::vector<ChartTick> ticks;
    for (double i = std::ceil(scale.low / step - 1e-9); i * step <= scale.high + step * 1e-9; ++i)
        ticks.push_back({i * step, label(i * step, step, m)});
    return ticks;
}

std::vector<ChartTick> logTicks(const ChartScale& scale, int most)
{
    const auto collect = [&](std::initializer_list<int> digits) {
        std::vector<ChartTick> ticks;
        for (double power = std::floor(std::log10(scale.low)); power <= std::log10(scale.high); ++power)
            for (const int digit : digits) {
                const double value = digit * std::pow(10, power);
                if (value >= scale.low * (1 - 1e-9) && value <= scale.high * (1 + 1e-9))
                    ticks.push_back({value, label(value, value / digit, measure(scale.unit, value))});
            }
        return ticks;
    };
    for (const auto digits : {std::initializer_list<int>{1, 2, 5}, std::initializer_list<int>{1, 3}, std::initializer_list<int>{1}})
        if (auto ticks = collect(digits); static_cast<int>(ticks.size()) <= std::max(most, 1))
            return ticks.size() >= 2 ? ticks : linearTicks(scale, most);
    return collect({1});
}

} // namespace

double ChartScale::position(double v) const
{
    if (log)
        return (std::log10(std::max(v, 1e-300)) - std::log10(low)) / (std::log10(high) - std::log10(low));
    return (v - low) / (high - low);
}

double ChartScale::value(double p) const { return log ? low * std::pow(high / low, p) : low + (high - low) * p; }

std::vector<ChartTick> ChartScale::ticks(int most) const { return log ? logTicks(*this, most) : linearTicks(*this, most); }

ChartScale ChartScale::part(double from, double to) const
{
    const double width = std::min(to - from, 1.0);
    const double begin = std::clamp(from, 0.0, 1.0 - width);
    auto result = *this;
    result.low = value(begin);
    result.high = value(begin + width);
    return result;
}

ChartScale scaleAround(double low, double high, bool log, ChartUnit unit)
{
    ChartScale scale{low, high, log && low > 0, unit};
    if (scale.log) {
        const double factor = std::max(std::pow(high / low, kAir), 1.02);
        scale.low = low / factor;
        scale.high = high * factor;
        return scale;
    }
    const double least = unit == ChartUnit::Percent ? 0.25 : std::max(std::abs(high) * 0.02, unit == ChartUnit::Number ? 0.01 : 0.5);
    const double air = std::max((high - low) * kAir, least);
    scale.low = low >= 0 ? std::max(0.0, low - air) : low - air;
    scale.high = unit == ChartUnit::Percent && high <= 100 ? std::min(100.0, high + air) : high + air;
    return scale;
}

QString valueText(ChartUnit unit, double value)
{
    switch (unit) {
    case ChartUnit::Percent: return percent(value / 100);
    case ChartUnit::Count: return shortCount(std::llround(value));
    case ChartUnit::Seconds: return duration(value);
    case ChartUnit::Number: return QLocale().toString(value, 'f', std::abs(value) < 10 ? 2 : 1);
    }
    return {};
}

} // namespace cw::ui
