#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <benchmark/benchmark.h>

#include "core/space/enas_space.h"
#include "core/train/text_trainer_internal.h"

namespace cw {
namespace {

/// One shared step of a random child of 12 nodes (forward, backward, clip, SGD, all four dropouts) over 64 x 35 words of 10,000, on
/// one thread; reference/recurrent_step.py is the same in plain PyTorch.
void recurrentStep(benchmark::State& state)
{
    at::set_num_threads(1);
    constexpr std::int64_t kWords = 10000, kRows = 64, kSteps = 35;
    Random random(1);
    std::vector<std::int32_t> tokens(kRows * kSteps * 4 + 1);
    for (auto& t : tokens)
        t = static_cast<std::int32_t>(random.below(kWords));
    auto network = nn::RecurrentNetwork::shared(12, state.range(0), kWords, 1, at::kCPU);
    TextTrainingSettings settings;
    settings.hidden = state.range(0);
    TextTrainer trainer(network, TextBatches(tokens, kRows, kSteps), settings, 1000, 1);
    for (auto _ : state)
        benchmark::DoNotOptimize(trainer.step(sampleRecurrent(12, random).recurrent));
}

BENCHMARK(recurrentStep)->Name("recurrent_step/quick_hidden200")->Arg(200)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->MinWarmUpTime(0.5)->MinTime(3);
BENCHMARK(recurrentStep)->Name("recurrent_step/paper_hidden1000")->Arg(1000)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->MinWarmUpTime(5)->MinTime(15);

} // namespace
} // namespace cw
