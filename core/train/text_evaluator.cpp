#include "core/train/text_evaluator.h"

#include <chrono>
#include <cmath>
#include <ctime>

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>
#include <torch/version.h>

#include "core/arch/arch_text.h"
#include "core/arch/canonical.h"
#include "core/base/log.h"
#include "core/search/child_network.h"
#include "core/train/child_checkpoint.h"
#include "core/train/devices_internal.h"
#include "core/train/schedule.h"
#include "core/train/text_scoring_internal.h"
#include "core/train/text_setup_internal.h"
#include "core/train/text_trainer_internal.h"

namespace cw {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kCheckpointEvery = std::chrono::minutes(2);
constexpr auto kProgressEvery = std::chrono::milliseconds(100);

double threadCpuSeconds()
{
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

std::vector<float> plain(const at::Tensor& tensor)
{
    const auto host = tensor.to(at::kCPU).contiguous();
    return {host.data_ptr<float>(), host.data_ptr<float>() + host.numel()};
}

/// One child on its way, and its file.
class TextChild {
public:
    TextChild(const EvaluatorSetup& setup, const TextTrainingSettings& settings, const TextParts& parts, const at::Device& device, const Architecture& arch)
        : m_cell(arch.recurrent)
        , m_network(nn::RecurrentNetwork::standAlone(m_cell, settings.hidden, parts.words, deriveSeed(seedOf(setup, arch), "weights"), device))
        , m_batches(parts.train, settings.batch, settings.bptt)
        , m_trainer(m_network, m_batches, settings, m_batches.windows(), deriveSeed(seedOf(setup, arch), "training"))
        , m_scorer(m_network, TextBatches(parts.validation, std::min(settings.batch, kScoringRows), settings.bptt))
        , m_byEpoch(settings.steps == 0)
        , m_intervals(reportingIntervals(m_byEpoch ? settings.epochs * m_batches.windows() : settings.steps, m_byEpoch ? settings.epochs : 0))
    {
        if (setup.scratch.empty())
            return;
        m_file = childCheckpointPath(setup.scratch, arch);
        m_identity = nlohmann::json{{"arch", toText(arch)}, {"seed", setup.runSeed}, {"settings", setup.settings.toJson()},
                                    {"data", setup.text->fingerprint()}, {"device", device.str()}, {"torch", TORCH_VERSION}}.dump();
        resume();
    }

    Evaluation train(CandidateId id, Control& control, const Evaluator::Progress& progress)
    {
        try {
            run(id, control, progress);
            return measured(id, control);
        } catch (const Cancelled&) { // also while measuring, which begins anew when repeated
            save();
            throw;
        }
    }

private:
    static std::uint64_t seedOf(const EvaluatorSetup& setup, const Architecture& arch) { return deriveSeed(setup.runSeed, architectureHash(arch)); }
    bool done() const { return m_diverged || (m_trainer.stepsDone() == m_intervals.steps && static_cast<std::int64_t>(m_curve.size()) == m_intervals.count); }

    void run(CandidateId id, Control& control, const Evaluator::Progress& progress)
    {
        Clock::time_point reported{};
        while (!done()) {
            if (control.paused() || Clock::now() - m_saved > kCheckpointEvery)
                save();
            control.check();
            step(control);
            if (const auto now = Clock::now(); progress && (done() || now - reported >= kProgressEvery)) {
                reported = now;
                progress({id, m_trainer.stepsDone(), m_intervals.steps, m_recentLoss});
            }
        }
    }

    void step(Control& control)
    {
        const auto interval = static_cast<std::int64_t>(m_curve.size());
        if (const auto end = m_intervals.end(interval); m_trainer.stepsDone() < end) {
            const auto loss = m_trainer.step(m_cell);
            m_diverged = !std::isfinite(loss);
            if (m_diverged)
                return;
            const auto begin = interval == 0 ? 0 : m_intervals.end(interval - 1);
            m_lossSum += loss;
            m_recentLoss = m_lossSum / static_cast<double>(m_trainer.stepsDone() - begin);
            if (m_trainer.stepsDone() < end)
                return;
        }
        const bool last = interval + 1 == m_intervals.count;
        EpochPoint point{static_cast<int>(interval + 1), m_recentLoss, -1};
        if (m_byEpoch || last) {
            m_score = m_scorer.all(m_cell, control); // cancelled here, the point is made when the child goes on
            point.accuracy = m_score.reward();
        }
        m_curve.push_back(point);
        m_lossSum = 0;
    }

    Evaluation measured(CandidateId id, Control& control)
    {
        if (m_diverged || m_score.words == 0)
            m_score = m_scorer.all(m_cell, control);
        Evaluation e;
        e.id = id;
        e.total = m_score.words;
        e.accuracy = m_score.reward();
        e.loss = m_score.loss();
        e.diverged = m_diverged;
        e.curve = m_curve;
        e.seconds = seconds();
        e.cpuSeconds = cpuSeconds();
        if (std::error_code ec; !m_file.empty())
            std::filesystem::remove(m_file, ec);
        return e;
    }

    double seconds() const { return m_secondsBefore + std::chrono::duration<double>(Clock::now() - m_started).count(); }
    double cpuSeconds() const { return m_cpuBefore + threadCpuSeconds() - m_cpuStarted; }

    void save()
    {
        m_saved = Clock::now();
        if (m_file.empty() || m_trainer.stepsDone() == 0 || m_diverged)
            return;
        const ChildCheckpoint checkpoint{m_identity, m_trainer.stepsDone(), m_curve, m_lossSum, seconds(), cpuSeconds(),
                                         {plain(m_network.parameters().flatValues()), plain(m_trainer.state()), {}}};
        if (auto status = saveChildCheckpoint(m_file, checkpoint); !status)
            log::warning(status.error().message + " The training goes on; if it is interrupted, this cell starts anew.");
    }

    void resume()
    {
        auto values = m_network.parameters().flatValues();
        const auto checkpoint = loadChildCheckpoint(m_file, m_identity, {static_cast<std::size_t>(values.numel()),
                                                                         static_cast<std::size_t>(m_trainer.state().numel()), 0});
        if (!checkpoint || checkpoint->step > m_intervals.steps)
            return;
        values.copy_(at::from_blob(const_cast<float*>(checkpoint->buffers[0].data()), values.sizes(), at::kFloat));
        m_trainer.restore(checkpoint->step, checkpoint->buffers[1].data());
        m_curve = checkpoint->curve;
        m_lossSum = checkpoint->lossSum;
        m_secondsBefore = checkpoint->seconds;
        m_cpuBefore = checkpoint->cpuSeconds;
        const auto interval = static_cast<std::int64_t>(m_curve.size());
        if (const auto begin = interval == 0 ? 0 : m_intervals.end(interval - 1); checkpoint->step > begin)
            m_recentLoss = m_lossSum / static_cast<double>(checkpoint->step - begin);
    }

    const RecurrentCell m_cell;
    nn::RecurrentNetwork m_network;
    TextBatches m_batches;
    TextTrainer m_trainer;
    TextScorer m_scorer;
    const bool m_byEpoch;
    const Intervals m_intervals;
    std::filesystem::path m_file; ///< empty: no checkpoint is kept
    std::string m_identity;
    std::vector<EpochPoint> m_curve;
    TextScore m_score; ///< the newest
    double m_lossSum = 0, m_recentLoss = 0; ///< of the interval that is not over
    bool m_diverged = false;
    Clock::time_point m_started = Clock::now(), m_saved = m_started;
    double m_cpuStarted = threadCpuSeconds();
    double m_secondsBefore = 0, m_cpuBefore = 0; ///< spent before an interruption
};

class TextEvaluator : public Evaluator {
public:
    TextEvaluator(const EvaluatorSetup& setup, const TextTrainingSettings& settings, const TextParts& parts, const at::Device& device)
        : m_setup(setup)
        , m_settings(settings)
        , m_parts(parts)
        , m_device(device)
    {
    }

    Result<Evaluation> evaluate(const EvaluationRequest& request, Control& control, const Progress& progress) override
    {
        if (auto status = checkCell(request.arch, kMaxRecurrentNodes); !status)
            return status.error();
        return guarded<Evaluation>([&] { return TextChild(m_setup, m_settings, m_parts, m_device, canonical(request.arch)).train(request.id, control, progress); });
    }

private:
    EvaluatorSetup m_setup;
    TextTrainingSettings m_settings;
    TextParts m_parts;
    at::Device m_device;
};

} // namespace

Result<std::unique_ptr<Evaluator>> makeTextEvaluator(const EvaluatorSetup& setup)
{
    return guarded<std::unique_ptr<Evaluator>>([&]() -> Result<std::unique_ptr<Evaluator>> {
        prepareThread();
        const auto settings = textTrainingSettings(setup.settings);
        const auto parts = textParts(setup, settings);
        if (!parts)
            return parts.error();
        const auto device = chooseDevice(setup.device);
        if (!device)
            return device.error();
        return std::unique_ptr<Evaluator>(std::make_unique<TextEvaluator>(setup, settings, *parts, *device));
    });
}

} // namespace cw
