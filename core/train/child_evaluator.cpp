#include "core/train/child_evaluator.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <new>

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>
#include <torch/version.h>

#include "core/arch/arch_text.h"
#include "core/arch/canonical.h"
#include "core/base/log.h"
#include "core/search/child_network.h"
#include "core/train/child_trainer_internal.h"
#include "core/train/devices_internal.h"
#include "core/train/scoring_internal.h"

namespace cw {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kCheckpointEvery = std::chrono::minutes(2);
constexpr auto kProgressEvery = std::chrono::milliseconds(100);

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double threadCpuSeconds()
{
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

bool isMemoryProblem(const std::string& what)
{
    return what.find("out of memory") != std::string::npos || what.find("not enough memory") != std::string::npos
           || what.find("can't allocate memory") != std::string::npos;
}

class ChildEvaluator : public Evaluator {
public:
    ChildEvaluator(const EvaluatorSetup& setup, const at::Device& device)
        : m_setup(setup)
        , m_settings(trainingSettings(setup.settings))
        , m_batches(setup.data, device)
        , m_split(splitDataset(*setup.data, m_settings.validationFraction, deriveSeed(setup.runSeed, "split"), m_settings.trainLimit,
                               m_settings.validationLimit))
    {
    }

    Status problem() const
    {
        if (m_split.train.empty() || m_split.validation.empty())
            return Error{ErrorCode::InvalidArgument,
                         "This data cannot train a network: it needs images to train on and others to measure with, and one of the two parts is empty. "
                         "Choose a larger validation part or more data.", {}};
        return {};
    }

    Result<Evaluation> evaluate(const EvaluationRequest& request, Control& control, const Progress& progress) override
    {
        try {
            return train(request, control, progress);
        } catch (const std::bad_alloc&) {
            return memoryError("std::bad_alloc");
        } catch (const std::exception& e) { // c10::Error is one; Cancelled is not, and passes
            if (isMemoryProblem(e.what()))
                return memoryError(e.what());
            return Error{ErrorCode::Engine, "This cell could not be trained: the library that computes it reported a problem.", e.what()};
        }
    }

private:
    static Error memoryError(std::string detail)
    {
        return {ErrorCode::Engine, "This cell could not be trained: there was not enough memory. Smaller batches, fewer filters or smaller pictures need less.",
                std::move(detail)};
    }

    /// One child's clock and file.
    struct Account {
        Clock::time_point started = Clock::now(), saved = started, reported = {};
        double cpuStarted = threadCpuSeconds();
        double secondsBefore = 0, cpuBefore = 0; ///< spent before an interruption
        std::filesystem::path file;              ///< empty: no checkpoint is kept
        std::string identity;
        double seconds() const { return secondsBefore + since(started); }
        double cpuSeconds() const { return cpuBefore + threadCpuSeconds() - cpuStarted; }
    };

    Result<Evaluation> train(const EvaluationRequest& request, Control& control, const Progress& progress)
    {
        if (const auto problem = validityProblem(request.arch); !problem.empty())
            return Error{ErrorCode::InvalidArgument, "This architecture cannot be built: " + problem, {}};
        Account account;
        const auto arch = canonical(request.arch);
        const auto seed = deriveSeed(m_setup.runSeed, architectureHash(arch));
        const auto shape = networkShape(m_setup.settings, m_setup.data->shape(), static_cast<int>(m_setup.data->info().classes.size()));
        const auto made = nn::makeImageNetwork(arch, shape, deriveSeed(seed, "weights"), m_batches.device());
        if (!made)
            return made.error();
        auto& network = **made;
        ChildTrainer trainer(network, m_batches, m_settings, m_split.train, seed);
        resume(account, arch, trainer);
        try {
            run(account, trainer, request.id, control, progress);
            return measured(request.id, account, network, trainer, seed, control);
        } catch (const Cancelled&) { // also while scoring: recalibration starts from nothing when repeated
            save(account, trainer);
            throw;
        }
    }

    Evaluation measured(CandidateId id, const Account& account, nn::ImageNetwork& network, const ChildTrainer& trainer, std::uint64_t seed, Control& control)
    {
        if (m_settings.recalibrateBatches > 0) {
            DataOrder order(m_split.train, m_settings.batch, deriveSeed(seed, "statistics"));
            recalibrate(network, m_batches, order, m_settings.recalibrateBatches, control);
        }
        const auto score = scoreNetwork(network, m_batches, m_split.validation, scoringBatch(), control);
        Evaluation e;
        e.id = id;
        e.correct = score.correct;
        e.total = score.total;
        e.accuracy = static_cast<double>(score.correct) / static_cast<double>(score.total);
        e.loss = score.loss;
        e.diverged = trainer.diverged();
        e.curve = trainer.curve();
        if (!e.curve.empty() && !e.diverged)
            e.curve.back().accuracy = e.accuracy;
        e.seconds = account.seconds();
        e.cpuSeconds = account.cpuSeconds();
        if (std::error_code ec; !account.file.empty())
            std::filesystem::remove(account.file, ec);
        return e;
    }

    void run(Account& account, ChildTrainer& trainer, CandidateId id, Control& control, const Progress& progress)
    {
        while (!trainer.done()) {
            if (control.paused() || Clock::now() - account.saved > kCheckpointEvery)
                save(account, trainer);
            control.check();
            trainer.step();
            if (const auto now = Clock::now(); progress && now - account.reported >= kProgressEvery) {
                account.reported = now;
                progress({id, trainer.stepsDone(), trainer.steps(), trainer.recentLoss()});
            }
        }
        if (progress)
            progress({id, trainer.stepsDone(), trainer.steps(), trainer.recentLoss()});
    }

    /// Bounded memory for large pictures; the same for every child, so that results do not depend on it.
    std::int64_t scoringBatch() const
    {
        const auto shape = m_setup.data->shape();
        return shape.height * shape.width <= 64 * 64 ? std::max<std::int64_t>(m_settings.batch, 250) : m_settings.batch;
    }

    void resume(Account& account, const Architecture& arch, ChildTrainer& trainer) const
    {
        if (m_setup.scratch.empty())
            return;
        account.file = childCheckpointPath(m_setup.scratch, arch);
        account.identity = nlohmann::json{{"arch", toText(arch)}, {"seed", m_setup.runSeed}, {"settings", m_setup.settings.toJson()},
                                          {"data", m_setup.data->fingerprint()}, {"device", m_batches.device().str()}, {"torch", TORCH_VERSION}}.dump();
        const auto checkpoint = loadChildCheckpoint(account.file, account.identity, trainer.bufferSizes());
        if (!checkpoint || checkpoint->step > trainer.steps())
            return;
        trainer.restore(*checkpoint);
        account.secondsBefore = checkpoint->seconds;
        account.cpuBefore = checkpoint->cpuSeconds;
    }

    void save(Account& account, const ChildTrainer& trainer) const
    {
        account.saved = Clock::now();
        if (account.file.empty() || trainer.stepsDone() == 0 || trainer.diverged())
            return;
        ChildCheckpoint checkpoint;
        checkpoint.identity = account.identity;
        checkpoint.seconds = account.seconds();
        checkpoint.cpuSeconds = account.cpuSeconds();
        trainer.save(checkpoint);
        if (auto status = saveChildCheckpoint(account.file, checkpoint); !status)
            log::warning(status.error().message + " The training goes on; if it is interrupted, this cell starts anew.");
    }

    EvaluatorSetup m_setup;
    TrainingSettings m_settings;
    ImageBatches m_batches;
    DataSplit m_split;
};

} // namespace

Result<std::unique_ptr<Evaluator>> makeChildEvaluator(const EvaluatorSetup& setup)
{
    try {
        prepareThread();
        if (!setup.data)
            return Error{ErrorCode::InvalidArgument, "There is no data to train on.", {}};
        const auto device = chooseDevice(setup.device);
        if (!device)
            return device.error();
        auto evaluator = std::make_unique<ChildEvaluator>(setup, *device);
        if (auto status = evaluator->problem(); !status)
            return status.error();
        return std::unique_ptr<Evaluator>(std::move(evaluator));
    } catch (const std::exception& e) {
        return Error{ErrorCode::Engine, "The training engine could not be started.", e.what()};
    }
}

} // namespace cw
