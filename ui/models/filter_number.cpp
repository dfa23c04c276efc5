#include "ui/models/filter_number.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace cw::ui {
namespace {

constexpr std::pair<char, double> kUnits[] = {{'k', 1e3}, {'M', 1e6}, {'G', 1e9}};

std::optional<double> parseNumber(QString text)
{
    text = text.trimmed().replace(QLatin1Char(','), QLatin1Char('.')).remove(QChar(0x202F));
    if (text.endsWith(QLatin1Char('%')))
        text.chop(1);
    double unit = 1;
    for (const auto& [letter, factor] : kUnits)
        if (text.endsWith(QLatin1Char(letter), Qt::CaseInsensitive)) {
            unit = factor;
            text.chop(1);
            break;
        }
    bool good = false;
    const double value = text.trimmed().toDouble(&good) * unit;
    return good && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

QString numberText(double value)
{
    for (auto unit = std::rbegin(kUnits); unit != std::rend(kUnits); ++unit)
        if (std::abs(value) >= unit->second)
            if (const auto text = QString::number(value / unit->second, 'g', 12) + QLatin1Char(unit->first); !text.contains(QLatin1Char('e')) && parseNumber(text) == value)
                return text;
    const auto text = QString::number(value, 'g', 12);
    return parseNumber(text) == value ? text : QString::number(value, 'g', 17);
}

} // namespace

std::optional<FilterRange> parseRange(const QString& text)
{
    FilterRange range;
    if (text.startsWith(QLatin1Char('>')) || text.startsWith(QLatin1Char('<'))) {
        const bool orEqual = text.size() > 1 && text[1] == QLatin1Char('=');
        const auto value = parseNumber(text.mid(orEqual ? 2 : 1));
        if (!value)
            return std::nullopt;
        const bool greater = text[0] == QLatin1Char('>');
        (greater ? range.low : range.high) = *value;
        (greater ? range.openLow : range.openHigh) = !orEqual;
        return range;
    }
    const auto dots = text.indexOf(QLatin1String(".."));
    const auto low = parseNumber(dots < 0 ? text : text.left(dots)), high = dots < 0 ? low : parseNumber(text.mid(dots + 2));
    if (!low || !high)
        return std::nullopt;
    range.low = std::min(*low, *high);
    range.high = std::max(*low, *high);
    return range;
}

QString rangeText(const FilterRange& r)
{
    if (std::isinf(r.high))
        return (r.openLow ? QStringLiteral(">") : QStringLiteral(">=")) + numberText(r.low);
    if (std::isinf(r.low))
        return (r.openHigh ? QStringLiteral("<") : QStringLiteral("<=")) + numberText(r.high);
    return r.low == r.high ? numberText(r.low) : numberText(r.low) + QStringLiteral("..") + numberText(r.high);
}

} // namespace cw::ui
