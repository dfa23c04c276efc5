#include "ui/charts/chart_lines.h"

#include <algorithm>
#include <array>
#include <optional>

namespace cw::ui {
namespace {

QPointF placed(const ChartRange& range, const QPointF& value) { return {range.x.position(value.x()), range.y.position(value.y())}; }

/// The part of a segment within 0..1 on both axes (Liang and Barsky, 1984).
std::optional<std::pair<QPointF, QPointF>> clipped(const QPointF& a, const QPointF& b)
{
    const auto d = b - a;
    double from = 0, to = 1;
    const std::array<std::pair<double, double>, 4> edges{{{-d.x(), a.x()}, {d.x(), 1 - a.x()}, {-d.y(), a.y()}, {d.y(), 1 - a.y()}}};
    for (const auto& [towards, room] : edges) {
        if (towards == 0) {
            if (room < 0)
                return {};
            continue;
        }
        const double t = room / towards;
        towards < 0 ? from = std::max(from, t) : to = std::min(to, t);
    }
    if (from > to)
        return {};
    return std::pair(a + d * from, a + d * to);
}

ChartPoint between(const ChartPoint& a, const ChartPoint& b, double x)
{
    const double t = b.x == a.x ? 0 : (x - a.x) / (b.x - a.x);
    ChartPoint p;
    p.x = x;
    p.low = a.low + (b.low - a.low) * t;
    p.high = a.high + (b.high - a.high) * t;
    return p;
}

} // namespace

QList<QPointF> pointsOf(const std::vector<ChartPoint>& points)
{
    QList<QPointF> line;
    for (const auto& p : points)
        line.append({p.x, p.y});
    return line;
}

QList<QPointF> stepsOf(const std::vector<ChartPoint>& points)
{
    QList<QPointF> line;
    for (const auto& p : points) {
        if (!line.isEmpty() && line.back().y() != p.y)
            line.append({p.x, line.back().y()});
        line.append({p.x, p.y});
    }
    return line;
}

QList<QPointF> diagonalOf(const ChartRange& range)
{
    const double low = std::min(range.x.low, range.y.low), high = std::max(range.x.high, range.y.high);
    return {{low, low}, {high, high}};
}

std::vector<QList<QPointF>> lineWithin(const ChartRange& range, const QList<QPointF>& values)
{
    std::vector<QList<QPointF>> pieces;
    bool open = false;
    for (qsizetype i = 1; i < values.size(); ++i) {
        const auto a = placed(range, values[i - 1]), b = placed(range, values[i]);
        const auto part = clipped(a, b);
        if (!part) {
            open = false;
            continue;
        }
        if (!open)
            pieces.push_back({part->first});
        pieces.back().append(part->second);
        open = part->second == b;
    }
    return pieces;
}

BandOutline bandWithin(const ChartRange& range, const std::vector<ChartPoint>& points)
{
    BandOutline outline;
    const auto add = [&](const ChartPoint& p) {
        const double x = range.x.position(p.x);
        outline.upper.append({x, std::clamp(range.y.position(p.high), 0.0, 1.0)});
        outline.lower.append({x, std::clamp(range.y.position(p.low), 0.0, 1.0)});
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto& p = points[i];
        if (i > 0)
            for (const double edge : {range.x.low, range.x.high})
                if (points[i - 1].x < edge && edge < p.x)
                    add(between(points[i - 1], p, edge));
        if (p.x >= range.x.low && p.x <= range.x.high)
            add(p);
    }
    return outline;
}

} // namespace cw::ui
