#include "ui/charts/interactive_chart.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <QPainter>

#include "ui/charts/chart_accessible.h"
#include "ui/charts/chart_legend.h"
#include "ui/charts/chart_painter.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kReach = 10;    // pixels from a point that still hit it
constexpr double kDeepest = 2000; // times the whole
constexpr int kMargin = 12;          // of exported pictures

double squared(const QPointF& d) { return d.x() * d.x() + d.y() * d.y(); }

} // namespace

InteractiveChart::InteractiveChart(QWidget* parent)
    : ChartView(parent)
{
    installChartAccessibility();
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&ThemeKeeper::instance(), &ThemeKeeper::changed, this, &InteractiveChart::layOut);
    m_whole = rangeOf(m_content);
    m_frame.range = m_whole;
}

void InteractiveChart::setContent(ChartContent content)
{
    const auto walked = m_walked >= 0 ? pointId(m_walked) : 0;
    const auto before = m_hovered >= 0 ? std::optional(m_points[static_cast<std::size_t>(m_hovered)]) : std::nullopt;
    const auto place = before ? m_frame.at(*before) : QPointF();
    m_hovered = -1;
    m_content = std::move(content);
    m_points.clear();
    for (const auto& series : m_content.series)
        if (series.kind == ChartSeries::Kind::Points)
            std::copy_if(series.points.begin(), series.points.end(), std::back_inserter(m_points), [](const auto& p) { return p.id != 0; });
    std::sort(m_points.begin(), m_points.end(), [](const auto& a, const auto& b) { return std::tuple(a.x, a.y, a.id) < std::tuple(b.x, b.y, b.id); });
    const auto again = std::find_if(m_points.begin(), m_points.end(), [&](const auto& p) { return p.id == walked && walked; });
    m_walked = again == m_points.end() ? -1 : static_cast<int>(again - m_points.begin());
    m_whole = rangeOf(m_content);
    // Another scale cannot keep the zoom of the old one.
    const auto other = [](const ChartScale& a, const ChartScale& b) { return a.log != b.log || a.unit != b.unit; };
    if (m_zoomed && (other(m_frame.range.x, m_whole.x) || other(m_frame.range.y, m_whole.y)))
        resetZoom();
    if (!m_zoomed)
        m_frame.range = m_whole;
    layOut();
    // What is being read stays, as long as it stands where it stood.
    for (int i = 0; before && i < pointCount(); ++i)
        if (const auto& p = m_points[static_cast<std::size_t>(i)]; p.id == before->id && squared(m_frame.at(p) - place) < 4)
            m_hovered = i;
    if (before && m_hovered < 0) {
        setCursor(Qt::ArrowCursor);
        Q_EMIT pointHovered(0, {});
    }
}

void InteractiveChart::setSelection(CandidateId current, const std::vector<CandidateId>& chosen)
{
    m_current = current;
    m_chosen = chosen;
    std::sort(m_chosen.begin(), m_chosen.end());
    m_selected = {};
    update();
}

bool InteractiveChart::isChosen(CandidateId id) const { return id != 0 && (id == m_current || std::binary_search(m_chosen.begin(), m_chosen.end(), id)); }

void InteractiveChart::layOut()
{
    m_frame = layOutChart(m_content, m_frame.range, size(), false);
    m_base = m_selected = {};
    update();
}

void InteractiveChart::show(const ChartRange& range, bool zoomed)
{
    m_frame.range = range;
    layOut();
    if (std::exchange(m_zoomed, zoomed) != zoomed)
        Q_EMIT zoomChanged(zoomed);
}

void InteractiveChart::resetZoom() { show(m_whole, false); }

void InteractiveChart::zoom(double factor, const QPointF& around)
{
    const auto& plot = m_frame.plot;
    const auto one = [&](const ChartScale& shown, const ChartScale& whole, double at) {
        const double low = whole.position(shown.low), width = whole.position(shown.high) - low;
        const double next = std::clamp(width / factor, 1 / kDeepest, 1.0);
        return whole.part(low + at * (width - next), low + at * (width - next) + next);
    };
    const ChartRange next{one(m_frame.range.x, m_whole.x, std::clamp((around.x() - plot.left()) / plot.width(), 0.0, 1.0)),
                          one(m_frame.range.y, m_whole.y, std::clamp((plot.bottom() - around.y()) / plot.height(), 0.0, 1.0))};
    const double left = m_whole.x.position(next.x.high) - m_whole.x.position(next.x.low);
    if (left > 0.999)
        resetZoom();
    else
        show(next, true);
}

void InteractiveChart::move(const QPointF& pixels)
{
    if (!m_zoomed)
        return;
    const auto one = [](const ChartScale& shown, const ChartScale& whole, double by) {
        const double low = whole.position(shown.low), width = whole.position(shown.high) - low;
        return whole.part(low + by * width, low + by * width + width);
    };
    show({one(m_frame.range.x, m_whole.x, -pixels.x() / m_frame.plot.width()), one(m_frame.range.y, m_whole.y, pixels.y() / m_frame.plot.height())}, true);
}

QPoint InteractiveChart::positionOf(CandidateId id) const
{
    for (const auto& p : m_points)
        if (p.id == id)
            return m_frame.shows(p) ? m_frame.at(p).toPoint() : QPoint();
    return {};
}

QRect InteractiveChart::pointArea(int index) const
{
    const auto& p = m_points[static_cast<std::size_t>(index)];
    return m_frame.shows(p) ? QRectF(m_frame.at(p) - QPointF(6, 6), QSizeF(12, 12)).toAlignedRect() : QRect();
}

int InteractiveChart::pointAt(const QPoint& position) const
{
    // By x, so only those within reach to the left and right are looked at.
    const auto& x = m_frame.range.x;
    const auto value = [&](double pixel) { return x.value((pixel - m_frame.plot.left()) / m_frame.plot.width()); };
    const double from = value(position.x() - kReach), to = value(position.x() + kReach);
    int best = -1;
    double reach = kReach * kReach;
    for (auto p = std::lower_bound(m_points.begin(), m_points.end(), from, [](const auto& a, double v) { return a.x < v; }); p != m_points.end() && p->x <= to; ++p)
        if (const double d = squared(m_frame.at(*p) - QPointF(position)); d < reach && m_frame.shows(*p)) {
            reach = d;
            best = static_cast<int>(p - m_points.begin());
        }
    return best;
}

void InteractiveChart::paintBase(QPainter& painter, const ChartFrame& frame)
{
    painter.setRenderHint(QPainter::Antialiasing);
    paintBackdrop(painter, frame, m_content);
    paintBelowPoints(painter, frame, m_content);
    paintPoints(painter, frame, m_content);
    paintAbovePoints(painter, frame, m_content);
    paintTitleWithin(painter, frame, m_content);
}

void InteractiveChart::paintSelection(QPainter& painter, const ChartFrame& frame) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    for (const auto& p : m_points)
        if (p.id != m_current && isChosen(p.id))
            paintRing(painter, frame, p, false);
    for (const auto& p : m_points)
        if (p.id == m_current)
            paintRing(painter, frame, p, true);
}

void InteractiveChart::paintTo(QPainter& painter, const QSize& size)
{
    painter.fillRect(QRect({}, size), theme().surface);
    const auto frame = layOutChart(m_content, m_frame.range, size - QSize(2 * kMargin, 2 * kMargin), true);
    painter.save();
    painter.translate(kMargin, kMargin);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLegend(painter, frame.legend, m_content);
    paintBase(painter, frame);
    paintSelection(painter, frame);
    painter.restore();
}

void InteractiveChart::paintEvent(QPaintEvent*)
{
    const double ratio = devicePixelRatioF();
    if (m_base.isNull() || m_base.devicePixelRatio() != ratio) {
        m_selected = {};
        m_base = QPixmap((QSizeF(size()) * ratio).toSize());
        m_base.setDevicePixelRatio(ratio);
        m_base.fill(Qt::transparent);
        QPainter painter(&m_base);
        paintBase(painter, m_frame);
    }
    if (m_selected.isNull()) { // a thousand rings take as long as a frame may
        m_selected = m_base;
        QPainter painter(&m_selected);
        paintSelection(painter, m_frame);
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawPixmap(0, 0, m_selected);
    const auto& t = theme();
    painter.setBrush(Qt::NoBrush);
    if (m_hovered >= 0) {
        painter.setPen(QPen(t.text, 1.2));
        painter.drawEllipse(m_frame.at(m_points[static_cast<std::size_t>(m_hovered)]), 5.5, 5.5);
    }
    if (hasFocus() && m_byKeys) {
        painter.setPen(QPen(t.accent, 1));
        painter.drawRect(m_frame.plot);
        if (m_walked >= 0 && m_frame.shows(m_points[static_cast<std::size_t>(m_walked)])) {
            painter.setPen(QPen(t.text, 1.4, Qt::DotLine));
            painter.drawEllipse(m_frame.at(m_points[static_cast<std::size_t>(m_walked)]), 10.5, 10.5);
        }
    }
    if (m_drag == Drag::Band) {
        auto fill = t.accent;
        fill.setAlphaF(0.12f);
        painter.setPen(QPen(t.accent, 1));
        painter.setBrush(fill);
        painter.drawRect(QRectF(m_pressed, m_dragged).normalized().intersected(m_frame.plot));
    }
}

} // namespace cw::ui
