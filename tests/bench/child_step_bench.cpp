#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <benchmark/benchmark.h>

#include "core/arch/arch_text.h"
#include "core/arch/zoo.h"
#include "core/nn/network_internal.h"
#include "core/train/sgd_internal.h"

namespace cw {
namespace {

/// One training step (forward, backward, clip, Nesterov) on one thread; reference/child_step.py is the same in plain PyTorch.
void childStep(benchmark::State& state, const char* text, const NetworkShape& shape, std::int64_t batch)
{
    at::set_num_threads(1);
    const auto plan = planNetwork(*architectureFromText(text), shape);
    nn::Network network(*plan, 1, at::kCPU);
    Sgd sgd(network.parameters(), {.momentum = 0.9, .weightDecay = 5e-4, .clip = 5});
    const auto images = at::rand({batch, shape.image.channels, shape.image.height, shape.image.width}).contiguous(at::MemoryFormat::ChannelsLast);
    const auto labels = at::arange(batch, at::kLong).remainder(shape.classes);
    for (auto _ : state) {
        at::cross_entropy_loss(network.forward(images, {}), labels).backward();
        sgd.step(0.01);
    }
}

void childStepPnasNet5(benchmark::State& state)
{
    childStep(state, findInZoo("pnasnet-5")->text.data(), {.repeats = 2, .filters = 24, .image = {3, 32, 32}}, 64);
}
void childStepQuick(benchmark::State& state)
{
    childStep(state, "pnas:c-1.sep3+c-1.max3", {.repeats = 1, .filters = 8, .image = {1, 14, 14}}, 64);
}

BENCHMARK(childStepPnasNet5)->Name("child_step/pnasnet-5_6cells_F24_batch64")->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->MinWarmUpTime(3)->MinTime(10);
BENCHMARK(childStepQuick)->Name("child_step/quick_sep3_max3")->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->MinWarmUpTime(0.5)->MinTime(2);

} // namespace
} // namespace cw
