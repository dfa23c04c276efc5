// The only file that knows Qt Charts.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <QChart>
#include <QChartView>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLineSeries>
#include <QMouseEvent>
#include <QScatterSeries>
#include <QValueAxis>
#include <QVBoxLayout>

#include "ui/charts/chart_view.h"
#include "ui/util/card.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kReach = 10; // pixels from a point that still hit it
constexpr double kMarker = 8, kRing = 15;

struct Span {
    double low = 0, high = 100;
    int ticks = 6;
};

/// Round limits around the values, with some air.
Span niceSpan(double low, double high)
{
    const double air = std::max((high - low) * 0.06, 0.5);
    const double raw = (high - low + 2 * air) / 5;
    const double power = std::pow(10, std::floor(std::log10(raw)));
    const double step = power * (raw / power > 5 ? 10 : raw / power > 2 ? 5 : raw / power > 1 ? 2 : 1);
    const double from = std::floor((low - air) / step) * step, to = std::ceil((high + air) / step) * step;
    return {from, to, static_cast<int>(std::lround((to - from) / step)) + 1};
}

class QtScatterView final : public ScatterView {
public:
    QtScatterView(bool diagonal, QWidget* parent)
        : ScatterView(parent)
        , m_chart(new QChart)
        , m_view(new QChartView(m_chart, this))
        , m_yTitle(makeLabel("muted", this))
        , m_x(new QValueAxis(m_chart))
        , m_y(new QValueAxis(m_chart))
        , m_ring(new QScatterSeries(m_chart))
    {
        auto* box = new QVBoxLayout(this);
        box->setContentsMargins(0, 0, 0, 0);
        box->setSpacing(0);
        box->addWidget(m_yTitle); // lying above the axis: it needs no height to be read
        box->addWidget(m_view, 1);
        m_chart->legend()->hide();
        m_chart->setMargins({0, 2, 6, 0});
        m_chart->layout()->setContentsMargins(0, 0, 0, 0);
        m_chart->setBackgroundVisible(false);
        m_chart->addAxis(m_x, Qt::AlignBottom);
        m_chart->addAxis(m_y, Qt::AlignLeft);
        for (auto* axis : {m_x, m_y}) {
            axis->setLabelFormat(QStringLiteral("%g"));
        }
        if (diagonal) {
            m_diagonal = new QLineSeries(m_chart);
            add(m_diagonal);
        }
        add(m_ring);
        m_view->setRenderHint(QPainter::Antialiasing);
        m_view->setFrameShape(QFrame::NoFrame);
        m_view->setMouseTracking(true);
        m_view->viewport()->setMouseTracking(true);
        m_view->viewport()->installEventFilter(this);
        connect(&ThemeKeeper::instance(), &ThemeKeeper::changed, this, [this] { paintColours(); });
        paintColours();
    }

    void setAxisTitles(const QString& x, const QString& y) override
    {
        m_x->setTitleText(x);
        m_yTitle->setText(y);
    }

    void setPoints(std::vector<ChartGroup> groups, std::vector<ChartPoint> points) override
    {
        m_points = std::move(points);
        while (m_series.size() < groups.size()) {
            auto* series = new QScatterSeries(m_chart);
            series->setMarkerSize(kMarker);
            add(series);
            m_series.push_back(series);
        }
        double low = std::numeric_limits<double>::max(), high = std::numeric_limits<double>::lowest();
        double lowY = low, highY = high;
        for (std::size_t g = 0; g < m_series.size(); ++g) {
            QList<QPointF> list;
            for (const auto& p : m_points)
                if (p.group == static_cast<int>(g))
                    list.append({p.x, p.y});
            m_series[g]->replace(list);
            if (g < groups.size()) {
                auto fill = groups[g].colour;
                fill.setAlphaF(0.8f);
                m_series[g]->setBrush(fill);
                m_series[g]->setPen(Qt::NoPen);
                m_series[g]->setName(groups[g].name);
            }
        }
        for (const auto& p : m_points) {
            low = std::min(low, p.x), high = std::max(high, p.x);
            lowY = std::min(lowY, p.y), highY = std::max(highY, p.y);
        }
        if (!m_points.empty()) {
            const auto spanX = niceSpan(low, high), spanY = niceSpan(lowY, highY);
            m_x->setRange(spanX.low, spanX.high);
            m_y->setRange(spanY.low, spanY.high);
            m_x->setTickCount(spanX.ticks);
            m_y->setTickCount(spanY.ticks);
            if (m_diagonal) {
                const double from = std::max(spanX.low, spanY.low), to = std::min(spanX.high, spanY.high);
                m_diagonal->replace(from < to ? QList<QPointF>{{from, from}, {to, to}} : QList<QPointF>{});
            }
        }
        setSelected(m_selected);
    }

    void setSelected(CandidateId id) override
    {
        m_selected = id;
        QList<QPointF> at;
        for (const auto& p : m_points)
            if (p.id == id)
                at.append({p.x, p.y});
        m_ring->replace(at);
    }

    QPoint positionOf(CandidateId id) const override
    {
        for (const auto& p : m_points)
            if (p.id == id)
                return m_view->viewport()->mapTo(const_cast<QtScatterView*>(this), inViewport(p).toPoint());
        return {};
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::MouseMove || event->type() == QEvent::MouseButtonRelease) {
            const auto* mouse = static_cast<QMouseEvent*>(event);
            const auto id = nearest(mouse->position());
            if (event->type() == QEvent::MouseButtonRelease && mouse->button() == Qt::LeftButton && id) {
                Q_EMIT pointClicked(id);
                return true;
            }
            if (id != m_hovered) {
                m_hovered = id;
                m_view->viewport()->setCursor(id ? Qt::PointingHandCursor : Qt::ArrowCursor);
                Q_EMIT pointHovered(id, mouse->globalPosition().toPoint());
            }
        } else if (event->type() == QEvent::Leave && m_hovered) {
            m_hovered = 0;
            Q_EMIT pointHovered(0, {});
        }
        return ScatterView::eventFilter(watched, event);
    }

private:
    void add(QXYSeries* series)
    {
        m_chart->addSeries(series);
        series->attachAxis(m_x);
        series->attachAxis(m_y);
    }

    QPointF inViewport(const ChartPoint& p) const { return m_view->mapFromScene(m_chart->mapToScene(m_chart->mapToPosition({p.x, p.y}, m_ring))); }

    CandidateId nearest(const QPointF& at) const
    {
        CandidateId best = 0;
        double reach = kReach * kReach;
        for (const auto& p : m_points) {
            const auto d = inViewport(p) - at;
            if (const double squared = d.x() * d.x() + d.y() * d.y(); squared < reach) {
                reach = squared;
                best = p.id;
            }
        }
        return best;
    }

    void paintColours()
    {
        const auto& t = theme();
        auto font = this->font();
        font.setPixelSize(smallTextPixels());
        for (auto* axis : {m_x, m_y}) {
            axis->setLabelsFont(font);
            axis->setTitleFont(font);
            axis->setLabelsColor(t.muted);
            axis->setTitleBrush(t.muted);
            axis->setGridLineColor(t.line);
            axis->setLinePen(QPen(t.line, 1));
        }
        m_chart->setPlotAreaBackgroundVisible(false);
        if (m_diagonal)
            m_diagonal->setPen(QPen(t.edge, 1.2, Qt::DashLine));
        m_ring->setMarkerSize(kRing);
        m_ring->setColor(Qt::transparent);
        m_ring->setBrush(Qt::NoBrush);
        m_ring->setPen(QPen(t.accent, 2.4));
    }

    QChart* m_chart;
    QChartView* m_view;
    QLabel* m_yTitle;
    QValueAxis *m_x, *m_y;
    QScatterSeries* m_ring;
    QLineSeries* m_diagonal = nullptr;
    std::vector<QScatterSeries*> m_series;
    std::vector<ChartPoint> m_points;
    CandidateId m_selected = 0, m_hovered = 0;
};

} // namespace

ScatterView* ScatterView::create(bool diagonal, QWidget* parent) { return new QtScatterView(diagonal, parent); }

} // namespace cw::ui
