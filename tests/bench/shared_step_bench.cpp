#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <benchmark/benchmark.h>

#include "core/nn/search_network_internal.h"
#include "core/space/enas_space.h"
#include "core/train/sgd_internal.h"

namespace cw {
namespace {

/// One step of shared weights (forward, backward, clip, Nesterov) of a fresh random child, or its score alone, on one thread;
/// reference/shared_step.py is the same in plain PyTorch.
void sharedStep(benchmark::State& state, const SearchForm& form, std::int64_t batch, bool training)
{
    at::set_num_threads(1);
    const auto plan = planSearch(form);
    const auto network = nn::makeSharedNetwork(*plan, {});
    Sgd sgd(network->parameters(), {.momentum = 0.9, .weightDecay = 2e-4, .clip = 5});
    const auto images = at::rand({batch, form.image.channels, form.image.height, form.image.width}).contiguous(at::MemoryFormat::ChannelsLast);
    const auto labels = at::arange(batch, at::kLong).remainder(form.classes);
    Random random(1);
    for (auto _ : state) {
        const auto child = form.space == "micro" ? sampleMicro(form.size, random) : sampleMacro(form.size, random);
        if (training) {
            at::cross_entropy_loss(network->forward(images, child).logits, labels).backward();
            sgd.step(0.01);
        } else {
            const at::NoGradGuard guard;
            benchmark::DoNotOptimize(network->forward(images, child).logits.sum().item<float>());
        }
    }
}

void microStep(benchmark::State& state) { sharedStep(state, releasedMicroForm(), 160, true); }
void microScore(benchmark::State& state) { sharedStep(state, releasedMicroForm(), 160, false); }
void macroStep(benchmark::State& state) { sharedStep(state, releasedMacroForm(), 128, true); }
void macroScore(benchmark::State& state) { sharedStep(state, releasedMacroForm(), 128, false); }

// A set number of children, so that every build meets the same ones.
BENCHMARK(microStep)->Name("shared_step/micro_8cells_F20_batch160")->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->Iterations(6);
BENCHMARK(microScore)->Name("shared_score/micro_8cells_F20_batch160")->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->Iterations(10);
BENCHMARK(macroStep)->Name("shared_step/macro_12layers_F36_batch128")->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->Iterations(10);
BENCHMARK(macroScore)->Name("shared_score/macro_12layers_F36_batch128")->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->Iterations(10);

} // namespace
} // namespace cw
