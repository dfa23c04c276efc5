// The only file that knows Qt Charts: it draws lines, steps, bands and the diagonal; what is drawn point by point is ours.
#include <algorithm>

#include <QAreaSeries>
#include <QChart>
#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QLegend>
#include <QLineSeries>
#include <QPainter>
#include <QValueAxis>

#include "ui/charts/chart_lines.h"
#include "ui/charts/interactive_chart.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

/// One chart of Qt Charts without axes of its own, in coordinates 0..1 of the frame's plot.
class Layer {
public:
    Layer()
        : m_chart(new QChart)
        , m_x(new QValueAxis(m_chart))
        , m_y(new QValueAxis(m_chart))
    {
        m_scene.addItem(m_chart); // owned by it
        m_chart->legend()->hide();
        m_chart->setBackgroundVisible(false);
        m_chart->setPlotAreaBackgroundVisible(false);
        m_chart->setMargins({});
        m_chart->layout()->setContentsMargins(0, 0, 0, 0);
        m_chart->addAxis(m_x, Qt::AlignBottom);
        m_chart->addAxis(m_y, Qt::AlignLeft);
        for (auto* axis : {m_x, m_y}) {
            axis->setRange(0, 1);
            axis->setVisible(false);
        }
    }

    void addLine(const QList<QPointF>& points, const QPen& pen)
    {
        auto* series = new QLineSeries(m_chart);
        series->replace(points);
        add(series);
        series->setPen(pen);
    }
    void addBand(const QList<QPointF>& upper, const QList<QPointF>& lower, const QColor& colour)
    {
        auto* top = new QLineSeries;
        auto* bottom = new QLineSeries;
        top->replace(upper);
        bottom->replace(lower);
        auto* series = new QAreaSeries(top, bottom);
        top->setParent(series);
        bottom->setParent(series);
        add(series);
        series->setPen(Qt::NoPen);
        series->setBrush(colour);
    }
    void paint(QPainter& painter, const ChartFrame& frame)
    {
        const QRectF area({}, frame.size);
        m_scene.setSceneRect(area);
        m_chart->setGeometry(area);
        m_chart->setPlotArea(frame.plot);
        m_chart->layout()->activate();
        painter.setBrush(Qt::NoBrush); // a dashed line is a path, and would be filled
        m_scene.render(&painter, area, area, Qt::IgnoreAspectRatio);
        m_chart->removeAllSeries();
    }

private:
    void add(QAbstractSeries* series)
    {
        m_chart->addSeries(series);
        series->attachAxis(m_x);
        series->attachAxis(m_y);
    }
    QGraphicsScene m_scene;
    QChart* m_chart;
    QValueAxis *m_x, *m_y;
};

class QtChartView final : public InteractiveChart {
public:
    using InteractiveChart::InteractiveChart;

protected:
    void paintBelowPoints(QPainter& painter, const ChartFrame& frame, const ChartContent& content) override
    {
        bool any = false;
        for (const auto& series : content.series) {
            if (series.kind != ChartSeries::Kind::Band)
                continue;
            auto colour = series.colour;
            colour.setAlphaF(0.65f);
            const auto band = bandWithin(frame.range, series.points);
            if (band.upper.size() > 1)
                m_layer.addBand(band.upper, band.lower, colour);
            any = true;
        }
        if (any)
            m_layer.paint(painter, frame);
    }
    void paintAbovePoints(QPainter& painter, const ChartFrame& frame, const ChartContent& content) override
    {
        bool any = content.diagonal;
        if (content.diagonal) {
            auto colour = theme().text;
            colour.setAlphaF(0.55f);
            for (const auto& piece : lineWithin(frame.range, diagonalOf(frame.range)))
                m_layer.addLine(piece, QPen(colour, 1.2, Qt::DashLine));
        }
        for (const auto& series : content.series) {
            const bool steps = series.kind == ChartSeries::Kind::Steps;
            if (!steps && series.kind != ChartSeries::Kind::Line)
                continue;
            for (const auto& piece : lineWithin(frame.range, steps ? stepsOf(series.points) : pointsOf(series.points))) {
                m_layer.addLine(piece, QPen(series.colour, steps ? 2 : 1.4, series.dashed ? Qt::DashLine : Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
                any = true;
            }
        }
        if (any)
            m_layer.paint(painter, frame);
    }

private:
    Layer m_layer;
};

} // namespace

ChartView* ChartView::create(QWidget* parent) { return new QtChartView(parent); }

} // namespace cw::ui
