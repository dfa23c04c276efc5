#include "ui/graph/graph_animation.h"

#include <algorithm>

#include <QEasingCurve>
#include <QLineF>

#include "ui/graph/graph_items.h"

namespace cw::ui {
namespace {

QPointF between(const QPointF& a, const QPointF& b, double share) { return a + (b - a) * share; }

/// Cuts the longest parts in two until there are `parts`.
void refine(std::vector<QPointF>& points, std::size_t parts)
{
    while ((points.size() - 1) / 3 < parts) {
        std::size_t longest = 0;
        for (std::size_t i = 0; i + 3 < points.size(); i += 3)
            if (QLineF(points[i], points[i + 3]).length() > QLineF(points[longest], points[longest + 3]).length())
                longest = i;
        // de Casteljau at one half.
        const auto *p = &points[longest];
        const QPointF a = (p[0] + p[1]) / 2, b = (p[1] + p[2]) / 2, c = (p[2] + p[3]) / 2, ab = (a + b) / 2, bc = (b + c) / 2;
        const QPointF cut[] = {a, ab, (ab + bc) / 2, bc, c};
        const auto at = points.begin() + static_cast<std::ptrdiff_t>(longest);
        points.erase(at + 1, at + 3);
        points.insert(points.begin() + static_cast<std::ptrdiff_t>(longest) + 1, std::begin(cut), std::end(cut));
    }
}

} // namespace

std::pair<std::vector<QPointF>, std::vector<QPointF>> matchSplines(std::vector<QPointF> a, std::vector<QPointF> b)
{
    if (a.size() < 4 || b.size() < 4)
        return {};
    const auto parts = (std::max(a.size(), b.size()) - 1) / 3;
    refine(a, parts);
    refine(b, parts);
    return {std::move(a), std::move(b)};
}

GraphAnimation::GraphAnimation(QObject* parent)
    : QObject(parent)
{
    m_clock.setStartValue(0.0);
    m_clock.setEndValue(1.0);
    m_clock.setEasingCurve(QEasingCurve::InOutCubic);
    connect(&m_clock, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        if (m_running)
            apply(value.toDouble());
    });
    connect(&m_clock, &QVariantAnimation::finished, this, &GraphAnimation::end);
}

void GraphAnimation::start(std::vector<NodeMove> nodes, std::vector<EdgeMove> edges, int milliseconds)
{
    stop();
    m_nodes = std::move(nodes);
    m_edges = std::move(edges);
    m_running = true;
    if (milliseconds <= 0) {
        end();
        return;
    }
    for (const auto& move : m_edges)
        m_splines.push_back(matchSplines(move.from, move.to));
    apply(0);
    m_clock.setDuration(milliseconds);
    m_clock.start();
}

void GraphAnimation::apply(double share)
{
    for (const auto& move : m_nodes) {
        move.item->setPos(between(move.from, move.to, share));
        move.item->setPresence(move.presenceFrom + (move.presenceTo - move.presenceFrom) * share);
    }
    for (std::size_t i = 0; i < m_edges.size(); ++i) {
        const auto& move = m_edges[i];
        // What comes or goes stands where it stands; only the others need their splines.
        if (i < m_splines.size() && !m_splines[i].first.empty()) {
            const auto& [from, to] = m_splines[i];
            std::vector<QPointF> points(from.size());
            for (std::size_t k = 0; k < from.size(); ++k)
                points[k] = between(from[k], to[k], share);
            move.item->setShape(std::move(points), between(move.labelFrom, move.labelTo, share));
        }
        move.item->setPresence(move.presenceFrom + (move.presenceTo - move.presenceFrom) * share);
    }
    Q_EMIT moved(share);
}

void GraphAnimation::finishNow()
{
    if (m_running)
        end();
}

void GraphAnimation::end()
{
    if (!m_running)
        return;
    m_splines.clear();
    for (const auto& move : m_edges)
        move.item->setShape(move.to, move.labelTo);
    apply(1);
    stop();
    Q_EMIT finished();
}

void GraphAnimation::stop()
{
    m_running = false;
    m_clock.stop();
    m_nodes.clear();
    m_edges.clear();
    m_splines.clear();
}

} // namespace cw::ui
