#include "core/train/shared_images.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "core/batch/image_batches_internal.h"
#include "core/nn/search_network_internal.h"
#include "core/search/search_network.h"
#include "core/search/shared_settings.h"
#include "core/train/devices_internal.h"
#include "core/train/restarts.h"
#include "core/train/sgd_internal.h"

namespace cw {
namespace {

constexpr char kWeights[] = "weights", kVelocity[] = "velocity", kStep[] = "step";
/// A float holds integers up to 2^24 exactly: a step is two of them.
constexpr std::int64_t kDigit = 1 << 20;
constexpr float kExact = 1 << 24;

NamedBuffer plain(const at::Tensor& flat)
{
    const auto host = flat.detach().to(at::kCPU).contiguous();
    return {{host.numel()}, {host.data_ptr<float>(), host.data_ptr<float>() + host.numel()}};
}

void fill(at::Tensor flat, const NamedBuffer& buffer)
{
    const at::NoGradGuard guard;
    flat.copy_(at::from_blob(const_cast<float*>(buffer.data.data()), flat.sizes(), at::kFloat));
}

Error engineError(const std::exception& e)
{
    const std::string what = e.what();
    if (dynamic_cast<const std::bad_alloc*>(&e) || what.find("memory") != std::string::npos)
        return {ErrorCode::Engine, "There was not enough memory for the shared weights. Smaller batches, fewer filters or smaller pictures need less.", what};
    return {ErrorCode::Engine, "The shared weights could not be used: the library that computes them reported a problem.", what};
}

class SharedImages : public SharedWeights {
public:
    SharedImages(const EvaluatorSetup& setup, const SearchPlan& plan, DataSplit split, const at::Device& device)
        : m_plan(plan)
        , m_settings(sharedImageSettings(setup.settings))
        , m_seed(deriveSeed(setup.runSeed, "shared weights"))
        , m_batches(setup.data, device)
        , m_training(std::move(split.train), m_settings.batch, deriveSeed(m_seed, "order"))
        , m_validation(split.validation, m_settings.batch, deriveSeed(m_seed, "validation order"))
        , m_whole(std::move(split.validation))
        , m_network(nn::makeSharedNetwork(plan, {.seed = deriveSeed(m_seed, "weights"), .device = device, .auxiliary = m_settings.auxWeight > 0}))
        , m_sgd(m_network->parameters(), {m_settings.momentum, m_settings.weightDecay, m_settings.clip})
    {
        // Data is often sorted by class: the statistics of a batch need a mixture.
        Random(deriveSeed(m_seed, "whole order")).shuffle(m_whole);
    }

    Result<double> trainBatch(const Architecture& child, Control& control) override
    {
        if (auto status = accepts(child); !status)
            return status.error();
        control.check();
        try {
            const auto loss = step(child);
            ++m_step;
            return loss;
        } catch (const std::exception& e) { // Cancelled is none, and passes
            m_network->parameters().flatGradients().zero_();
            return engineError(e);
        }
    }

    Result<SharedScore> score(const Architecture& child, std::int64_t batch, Control& control) override
    {
        if (auto status = accepts(child); !status)
            return status.error();
        control.check();
        try {
            Sum sum(m_batches.device());
            add(sum, child, m_validation.batch(batch));
            return sum.score();
        } catch (const std::exception& e) {
            return engineError(e);
        }
    }

    Result<SharedScore> scoreAll(const Architecture& child, Control& control) override
    {
        if (auto status = accepts(child); !status)
            return status.error();
        try {
            Sum sum(m_batches.device());
            // Of nearly one size, as batch normalization goes by the batch: no small rest at the end.
            const auto total = static_cast<std::int64_t>(m_whole.size());
            const auto count = (total + m_settings.batch - 1) / m_settings.batch;
            for (std::int64_t i = 0; i < count; ++i) {
                control.check();
                const auto from = total * i / count, to = total * (i + 1) / count;
                add(sum, child, std::span(m_whole).subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)));
            }
            return sum.score();
        } catch (const std::exception& e) {
            return engineError(e);
        }
    }

    std::int64_t trainBatches() const override { return m_training.batchesPerEpoch(); }
    std::int64_t validationBatches() const override { return m_validation.batchesPerEpoch(); }
    std::int64_t parameters() const override { return countShared(m_plan).parameters(); }
    ChildSize childSize(const Architecture& child) const override
    {
        if (!searchProblem(m_plan, child).empty())
            return {};
        const auto count = countChild(m_plan, child);
        return {count.parameters(), count.multiplyAdds()};
    }

    NamedBuffers save() const override
    {
        NamedBuffers buffers;
        buffers[kWeights] = plain(m_network->parameters().flatValues());
        buffers[kVelocity] = plain(m_sgd.velocity());
        buffers[kStep] = {{2}, {static_cast<float>(m_step / kDigit), static_cast<float>(m_step % kDigit)}};
        return buffers;
    }

    Status restore(const NamedBuffers& buffers) override
    {
        const auto size = static_cast<std::size_t>(m_network->parameters().count());
        const auto fits = [&](const char* name, std::size_t numbers) {
            const auto found = buffers.find(name);
            return found != buffers.end() && found->second.data.size() == numbers;
        };
        if (!fits(kWeights, size) || !fits(kVelocity, size) || !fits(kStep, 2))
            return Error{ErrorCode::Corrupt, "The saved shared weights do not fit this network, so nothing was taken from them. They were saved with other settings or are damaged.", {}};
        const auto& digits = buffers.at(kStep).data;
        if (!std::all_of(digits.begin(), digits.end(), [](float d) { return d >= 0 && d < kExact; }))
            return Error{ErrorCode::Corrupt, "The saved shared weights are damaged: their number of steps is none. Nothing was taken from them.", {}};
        fill(m_network->parameters().flatValues(), buffers.at(kWeights));
        fill(m_sgd.velocity(), buffers.at(kVelocity));
        m_step = static_cast<std::int64_t>(digits[0]) * kDigit + static_cast<std::int64_t>(digits[1]);
        return {};
    }

private:
    /// Over mini-batches, on the device.
    struct Sum {
        at::Tensor correct, loss;
        std::int64_t total = 0;
        explicit Sum(const at::Device& device)
            : correct(at::zeros({}, at::TensorOptions().dtype(at::kLong).device(device)))
            , loss(at::zeros({}, at::TensorOptions().dtype(at::kDouble).device(device)))
        {
        }
        SharedScore score() const
        {
            SharedScore s;
            s.correct = correct.item<std::int64_t>();
            s.total = total;
            s.reward = static_cast<double>(s.correct) / static_cast<double>(total);
            s.loss = loss.item<double>() / static_cast<double>(total);
            return s;
        }
    };

    Status accepts(const Architecture& child) const
    {
        if (const auto problem = searchProblem(m_plan, child); !problem.empty())
            return Error{ErrorCode::InvalidArgument, "The shared weights hold no such child. " + problem, {}};
        return {};
    }

    void add(Sum& sum, const Architecture& child, std::span<const std::int64_t> images) const
    {
        const at::NoGradGuard guard;
        const auto batch = m_batches.batch(images);
        const auto logits = m_network->forward(batch.images, child).logits;
        sum.correct.add_(logits.argmax(1).eq(batch.labels).sum());
        sum.loss.add_(at::cross_entropy_loss(logits, batch.labels, {}, at::Reduction::Sum));
        sum.total += static_cast<std::int64_t>(images.size());
    }

    /// Inverted dropout of the pooled features, a function of (seed, step) on every device.
    at::Tensor dropoutMask(std::int64_t images) const
    {
        if (m_settings.dropout <= 0)
            return {};
        Random random(deriveSeed(deriveSeed(m_seed, "dropout"), static_cast<std::uint64_t>(m_step)));
        auto mask = at::empty({images, m_network->width()}, at::kFloat);
        const auto kept = static_cast<float>(1 / (1 - m_settings.dropout));
        for (auto *p = mask.data_ptr<float>(), *end = p + mask.numel(); p != end; ++p)
            *p = random.uniform() < m_settings.dropout ? 0 : kept;
        return mask.to(m_batches.device());
    }

    double step(const Architecture& child)
    {
        const auto images = m_training.batch(m_step);
        const bool augmented = m_settings.flip || m_settings.cropPadding > 0;
        const auto batch = m_batches.batch(images, augmented ? drawAugmentations(images.size(), m_settings.cropPadding, m_settings.flip,
                                                                                 deriveSeed(m_seed, "augmentation"), m_step)
                                                             : std::vector<Augmentation>{});
        const auto output = m_network->forward(batch.images, child,
                                               {.keep = dropoutMask(static_cast<std::int64_t>(images.size())), .auxiliary = m_settings.auxWeight > 0});
        const auto loss = at::cross_entropy_loss(output.logits, batch.labels);
        const auto mean = loss.item<double>();
        const auto whole = output.auxiliary.defined() ? loss + at::cross_entropy_loss(output.auxiliary, batch.labels) * m_settings.auxWeight : loss;
        if (!std::isfinite(whole.item<double>()))
            return std::isfinite(mean) ? std::numeric_limits<double>::infinity() : mean;
        whole.backward();
        auto gradients = m_network->parameters().flatGradients();
        if (!std::isfinite(gradients.sum().item<double>())) {
            gradients.zero_();
            return std::numeric_limits<double>::infinity();
        }
        const auto perRound = m_settings.roundSteps > 0 ? m_settings.roundSteps : trainBatches();
        m_sgd.step(restartRate({m_settings.learningRate, m_settings.minLearningRate, m_settings.restartPeriod, m_settings.restartFactor}, m_step, perRound));
        return mean;
    }

    SearchPlan m_plan;
    SharedImageSettings m_settings;
    std::uint64_t m_seed;
    ImageBatches m_batches;
    DataOrder m_training, m_validation;
    std::vector<std::int64_t> m_whole; ///< the validation part in the order of scoreAll()
    std::unique_ptr<nn::SearchNetwork> m_network;
    Sgd m_sgd;
    std::int64_t m_step = 0;
};

} // namespace

Result<std::unique_ptr<SharedWeights>> makeSharedImages(const EvaluatorSetup& setup)
{
    try {
        prepareThread();
        if (!setup.data)
            return Error{ErrorCode::InvalidArgument, "There is no data to train on.", {}};
        const auto device = chooseDevice(setup.device);
        if (!device)
            return device.error();
        const auto plan = planSearch(searchForm(setup.space, setup.settings, setup.data->shape(), static_cast<int>(setup.data->info().classes.size())));
        if (!plan)
            return plan.error();
        const auto settings = sharedImageSettings(setup.settings);
        auto split = splitDataset(*setup.data, settings.validationFraction, deriveSeed(setup.runSeed, "split"), settings.trainLimit, settings.validationLimit);
        if (split.train.empty() || split.validation.empty())
            return Error{ErrorCode::InvalidArgument,
                         "This data cannot train shared weights: it needs images to train on and others to measure with, and one of the two parts is empty. "
                         "Choose a larger validation part or more data.", {}};
        return std::unique_ptr<SharedWeights>(std::make_unique<SharedImages>(setup, *plan, std::move(split), *device));
    } catch (const std::exception& e) {
        return engineError(e);
    }
}

} // namespace cw
