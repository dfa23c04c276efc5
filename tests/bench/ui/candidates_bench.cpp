// What 1,000 candidates cost while a search runs and somebody looks at them (goal: 16 ms a frame): a chart from its models to the
// screen, a hover, a zoom, and a step of the list.
#include <benchmark/benchmark.h>

#include <QApplication>
#include <QImage>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include "tests/ui/recorded_run.h"
#include "ui/charts/chart_panel.h"
#include "ui/docks/candidates_panel.h"

using namespace cw;

namespace {

/// Models of a finished run, without an engine.
struct Models {
    ui::CandidateModel candidates;
    ui::RunModel run;
    ui::SerialWorker worker;
    ui::ControlModel control{worker};
    ui::PolicyModel policy;
    ui::Selection selection;
    ui::Annotations annotations{worker};

    explicit Models(int count)
    {
        test::Recording recording;
        for (int level = 1; level <= 4; ++level)
            recording.level(level, count / 4, count / 4, count);
        run.begin(test::inventedRun(), false);
        run.apply(recording.events());
        candidates.apply(recording.events());
    }
    std::vector<CandidateId> everything() const
    {
        std::vector<CandidateId> ids;
        for (const auto& candidate : candidates.all())
            ids.push_back(candidate.proposed.id);
        return ids;
    }
};

constexpr const char* kCharts[] = {"predicted", "progress", "pareto"};

struct Chart : Models {
    ui::ChartPanel panel;
    QImage image;
    explicit Chart(benchmark::State& state)
        : Models(static_cast<int>(state.range(1)))
        , panel(*ui::findChart(QString::fromLatin1(kCharts[state.range(0)])), {candidates, run, control, policy}, selection)
    {
        state.SetLabel(kCharts[state.range(0)]);
        panel.resize(640, 320);
        panel.show();
        QCoreApplication::processEvents();
        image = QImage(panel.size(), QImage::Format_RGB32);
        panel.render(&image);
    }
    void frame() { panel.view()->render(&image); }
    void hover(const QPoint& at)
    {
        auto* view = panel.view();
        QMouseEvent event(QEvent::MouseMove, at, view->mapToGlobal(QPointF(at)), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(view, &event);
    }
};

void chartContent(benchmark::State& state)
{
    Chart chart(state);
    for (auto _ : state) {
        chart.panel.refresh();
        chart.panel.render(&chart.image);
    }
}
BENCHMARK(chartContent)->ArgNames({"chart", "candidates"})->ArgsProduct({{0, 1, 2}, {1000, 2000}})->Unit(benchmark::kMillisecond);

/// The pointer runs from point to point: another one is ringed and told each time.
void hoverOver(benchmark::State& state, bool allChosen)
{
    Chart chart(state);
    if (allChosen)
        chart.selection.selectMany(chart.everything());
    int index = 0;
    for (auto _ : state) {
        index = (index + 37) % chart.panel.view()->pointCount();
        chart.hover(chart.panel.view()->pointArea(index).center());
        chart.frame();
    }
}
void chartHover(benchmark::State& state) { hoverOver(state, false); }
BENCHMARK(chartHover)->ArgNames({"chart", "candidates"})->ArgsProduct({{0, 1, 2}, {1000, 2000}})->Unit(benchmark::kMillisecond);
void chartHoverAllChosen(benchmark::State& state) { hoverOver(state, true); }
BENCHMARK(chartHoverAllChosen)->ArgNames({"chart", "candidates"})->ArgsProduct({{0, 2}, {1000}})->Unit(benchmark::kMillisecond);

/// One step of the wheel: zoomed in and out again in turn.
void chartZoom(benchmark::State& state)
{
    Chart chart(state);
    auto* view = chart.panel.view();
    const QPointF middle = QRectF(view->rect()).center();
    int step = 0;
    for (auto _ : state) {
        QWheelEvent event(middle, view->mapToGlobal(middle), {}, {0, step++ % 20 < 10 ? 30 : -30}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(view, &event);
        chart.frame();
    }
}
BENCHMARK(chartZoom)->ArgNames({"chart", "candidates"})->ArgsProduct({{0, 1, 2}, {1000}})->Unit(benchmark::kMillisecond);

/// A step of scrolling through the list or the table, painted.
void listScroll(benchmark::State& state)
{
    Models models(1000);
    ui::CandidatesPanel panel(models.candidates, models.selection, models.annotations);
    panel.setAsTable(state.range(0) != 0);
    panel.resize(state.range(0) ? 760 : 300, 700);
    panel.show();
    QCoreApplication::processEvents();
    auto* view = panel.list();
    QImage image(view->viewport()->size(), QImage::Format_RGB32);
    auto* bar = view->verticalScrollBar();
    int step = 0;
    for (auto _ : state) {
        const int span = std::max(bar->maximum(), 1), at = (++step * 60) % (2 * span); // there and back again
        bar->setValue(at < span ? at : 2 * span - at);
        view->viewport()->render(&image);
    }
    state.counters["rows"] = models.candidates.rowCount();
}
BENCHMARK(listScroll)->ArgName("table")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

} // namespace
