#include <benchmark/benchmark.h>

#include "core/search/ranking.h"
#include "core/surrogate/make_surrogate.h"

// One thread, no torch in these loops. The paper's last level: 256 parents of four blocks, 1,176 blocks each.

namespace {

using namespace cw;

std::vector<MeasuredCell> measuredCells(int count, int blocks)
{
    Random random(11);
    std::vector<MeasuredCell> cells;
    for (int i = 0; i < count; ++i)
        cells.push_back({sampleUniform({{}, {}, blocks}, blocks, random), 0.8 + 0.1 * random.uniform()});
    return cells;
}

std::vector<Architecture> distinctParents(int count, int blocks)
{
    std::vector<Architecture> parents;
    for (auto& cell : measuredCells(count, blocks))
        parents.push_back(std::move(cell.arch));
    return parents;
}

std::unique_ptr<Surrogate> fitted(const char* kind, int epochs)
{
    SurrogateSettings settings;
    settings.kind = kind;
    settings.epochs = epochs;
    auto surrogate = makeSurrogate({}, settings);
    Control control;
    const auto cells = measuredCells(100, 4);
    if (!surrogate->fit(cells, 2, 1, control))
        return nullptr;
    return surrogate;
}

void rank(benchmark::State& state, const char* kind)
{
    const auto parents = distinctParents(256, 4);
    const auto surrogate = fitted(kind, 2);
    Control control;
    for (auto _ : state) {
        const auto children = scoreAllChildren({}, parents, *surrogate, control);
        if (!children) {
            state.SkipWithError(children.error().message.c_str());
            return;
        }
        benchmark::DoNotOptimize(bestChildren(*children, 256).data());
        state.counters["scored"] = static_cast<double>(children->scored);
        state.counters["unique"] = static_cast<double>(children->unique.size());
        state.counters["score_seconds"] = children->scoreSeconds;
        state.counters["merge_seconds"] = children->mergeSeconds;
    }
}

void refit(benchmark::State& state, const char* kind)
{
    // Seven blocks are beyond exact uniform sampling: a four-block cell and three blocks at random.
    auto cells = measuredCells(1000, 4);
    PnasSpace space;
    space.blocks = 7;
    Random random(12);
    for (auto& cell : cells)
        for (int position = 4; position < 7; ++position) {
            const auto blocks = blocksAt(space, position);
            cell.arch = expand(cell.arch, blocks[random.below(blocks.size())]);
        }
    SurrogateSettings settings;
    settings.kind = kind;
    settings.maxBlocks = 7;
    Control control;
    for (auto _ : state) {
        auto surrogate = makeSurrogate(space, settings);
        if (const auto status = surrogate->fit(cells, 2, 1, control); !status) {
            state.SkipWithError(status.error().message.c_str());
            return;
        }
    }
}

BENCHMARK_CAPTURE(rank, 301056_children_5_mlps, "mlp")->Unit(benchmark::kMillisecond)->Iterations(3)->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(rank, 301056_children_5_lstms, "lstm")->Unit(benchmark::kMillisecond)->Iterations(3)->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(refit, 5_mlps_1000_cells_60_epochs, "mlp")->Unit(benchmark::kMillisecond)->Iterations(1)->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(refit, 5_lstms_1000_cells_60_epochs, "lstm")->Unit(benchmark::kMillisecond)->Iterations(1)->MeasureProcessCPUTime();

} // namespace
