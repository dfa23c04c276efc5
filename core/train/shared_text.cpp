#include "core/train/shared_text.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "core/arch/recurrent_plan.h"
#include "core/batch/data_order.h"
#include "core/train/devices_internal.h"
#include "core/train/text_scoring_internal.h"
#include "core/train/text_setup_internal.h"
#include "core/train/text_trainer_internal.h"

namespace cw {
namespace {

constexpr const char* kStep = "training.step";   ///< two numbers, low 24 bits first: exact as floats
constexpr const char* kState = "training.state"; ///< [rows, hidden]
constexpr std::int64_t kExact = 1 << 24;
/// About the norm of 25 that released code bounds the states of 200 units by, whatever their number.
constexpr double kCarriedLimit = 2;

std::vector<std::int64_t> countTo(std::int64_t count)
{
    std::vector<std::int64_t> numbers(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = static_cast<std::int64_t>(i);
    return numbers;
}

class SharedText : public SharedWeights {
public:
    SharedText(const EvaluatorSetup& setup, const TextTrainingSettings& settings, const TextParts& parts, const at::Device& device)
        : m_text(setup.text)
        , m_nodes(setup.settings.integer("nodes"))
        , m_network(nn::RecurrentNetwork::shared(m_nodes, settings.hidden, parts.words, deriveSeed(setup.runSeed, "shared weights"), device))
        , m_batches(parts.train, settings.batch, settings.bptt)
        , m_trainer(m_network, m_batches, settings, settings.roundSteps > 0 ? settings.roundSteps : m_batches.windows(),
                    deriveSeed(setup.runSeed, "shared training"), kCarriedLimit)
        , m_scorer(m_network, TextBatches(parts.validation, std::min(settings.batch, kScoringRows), settings.bptt))
        , m_order(countTo(m_scorer.batches().windows()), 1, deriveSeed(setup.runSeed, "validation order"))
    {
    }

    Result<double> trainBatch(const Architecture& child, Control& control) override
    {
        if (auto status = checkCell(child, m_nodes); !status)
            return status.error();
        control.check();
        return guarded<double>([&] { return m_trainer.step(child.recurrent); });
    }

    Result<SharedScore> score(const Architecture& child, std::int64_t batch, Control& control) override
    {
        if (auto status = checkCell(child, m_nodes); !status)
            return status.error();
        control.check();
        return guarded<SharedScore>([&] { return shown(m_scorer.window(child.recurrent, m_order.batch(batch).front())); });
    }

    Result<SharedScore> scoreAll(const Architecture& child, Control& control) override
    {
        if (auto status = checkCell(child, m_nodes); !status)
            return status.error();
        return guarded<SharedScore>([&] { return shown(m_scorer.all(child.recurrent, control)); });
    }

    std::int64_t trainBatches() const override { return m_batches.windows(); }
    std::int64_t validationBatches() const override { return m_scorer.batches().windows(); }
    std::int64_t parameters() const override { return m_network.parameters().count(); }
    ChildSize childSize(const Architecture& child) const override
    {
        const auto counts = countRecurrent({child.recurrent, m_network.hidden(), m_network.words()});
        return {counts.parameters, counts.multiplyAdds};
    }

    NamedBuffers save() const override
    {
        auto buffers = m_network.parameters().save();
        const auto steps = m_trainer.stepsDone();
        buffers[kStep] = {{2}, {static_cast<float>(steps % kExact), static_cast<float>(steps / kExact)}};
        const auto state = m_trainer.state().to(at::kCPU).contiguous();
        buffers[kState] = {state.sizes().vec(), {state.data_ptr<float>(), state.data_ptr<float>() + state.numel()}};
        return buffers;
    }

    Status restore(const NamedBuffers& buffers) override
    {
        const auto step = buffers.find(kStep), state = buffers.find(kState);
        if (step == buffers.end() || step->second.data.size() != 2 || state == buffers.end()
            || at::IntArrayRef(state->second.shape) != m_trainer.state().sizes()
            || static_cast<std::int64_t>(state->second.data.size()) != m_trainer.state().numel())
            return Error{ErrorCode::Corrupt, "These shared weights are of another text or other settings: the training cannot go on from them.", {}};
        const auto& digits = step->second.data;
        if (!std::all_of(digits.begin(), digits.end(), [](float d) { return d >= 0 && d < static_cast<float>(kExact); }))
            return Error{ErrorCode::Corrupt, "These shared weights are damaged: their number of steps is none.", {}};
        if (auto status = m_network.parameters().restore(buffers); !status)
            return status;
        m_trainer.restore(static_cast<std::int64_t>(digits[0]) + kExact * static_cast<std::int64_t>(digits[1]), state->second.data.data());
        return {};
    }

private:
    static SharedScore shown(const TextScore& score) { return {score.reward(), score.loss(), 0, score.words}; }

    std::shared_ptr<const TextData> m_text; ///< the batches read it
    std::int64_t m_nodes;
    nn::RecurrentNetwork m_network;
    TextBatches m_batches;
    TextTrainer m_trainer;
    TextScorer m_scorer;
    DataOrder m_order;
};

} // namespace

Result<std::unique_ptr<SharedWeights>> makeSharedText(const EvaluatorSetup& setup)
{
    return guarded<std::unique_ptr<SharedWeights>>([&]() -> Result<std::unique_ptr<SharedWeights>> {
        prepareThread();
        const auto settings = textTrainingSettings(setup.settings);
        const auto parts = textParts(setup, settings);
        if (!parts)
            return parts.error();
        const auto device = chooseDevice(setup.device);
        if (!device)
            return device.error();
        return std::unique_ptr<SharedWeights>(std::make_unique<SharedText>(setup, settings, *parts, *device));
    });
}

} // namespace cw
