#include "ui/models/training_curves.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

namespace cw::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("TrainingCurve", text); }

} // namespace

void LossTrace::add(std::int64_t step, double loss)
{
    if (step <= m_last) {
        m_points.clear();
        m_every = 0;
    }
    m_last = step;
    if (!std::isfinite(loss) || loss < 0)
        return;
    const QPointF point(static_cast<double>(step), loss);
    // The newest value always shows; it gives way to the next one while it stands too near to the one before it.
    const auto count = m_points.size();
    if (count >= 2 && m_points[count - 1].x() - m_points[count - 2].x() < static_cast<double>(m_every))
        m_points.back() = point;
    else
        m_points.push_back(point);
    if (m_points.size() <= kMaxPoints)
        return;
    std::vector<QPointF> half;
    for (std::size_t i = 0; i < m_points.size(); i += 2)
        half.push_back(m_points[i]);
    m_every = std::max<std::int64_t>(2 * m_every, static_cast<std::int64_t>((half.back().x() - half.front().x()) / static_cast<double>(half.size() - 1)));
    m_points = std::move(half);
}

TrainingCurve finishedCurve(const std::vector<EpochPoint>& points, std::int64_t budgetSteps)
{
    TrainingCurve curve;
    if (points.empty())
        return curve;
    const bool steps = budgetSteps > 0;
    const double scale = steps ? static_cast<double>(budgetSteps) / points.back().epoch : 1;
    for (const auto& p : points) {
        const double x = std::round(p.epoch * scale);
        if (std::isfinite(p.loss) && p.loss >= 0)
            curve.loss.emplace_back(x, p.loss);
        if (std::isfinite(p.accuracy) && p.accuracy >= 0)
            curve.accuracy.emplace_back(x, p.accuracy);
    }
    curve.unit = steps ? tr("step") : tr("epoch");
    curve.from = std::round(points.front().epoch * scale);
    curve.to = std::round(points.back().epoch * scale);
    return curve;
}

TrainingCurve liveCurve(const LossTrace& trace, std::int64_t steps)
{
    TrainingCurve curve;
    curve.loss = trace.points();
    curve.unit = tr("step");
    if (!curve.loss.empty())
        curve.to = std::max(static_cast<double>(steps), curve.loss.back().x());
    return curve;
}

} // namespace cw::ui
