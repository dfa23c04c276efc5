#include <exception>

#include <ATen/Version.h>
#include <torch/version.h>

#include "core/search/engine.h"
#include "core/search/strategy.h"
#include "core/surrogate/make_surrogate.h"
#include "core/train/child_evaluator.h"
#include "core/train/devices_internal.h"
#include "core/train/shared_images.h"
#include "core/train/shared_text.h"
#include "core/train/text_evaluator.h"

namespace cw {
namespace {

/// "open" of "BLAS_INFO=open," in LibTorch's own description.
std::string buildSetting(const std::string& config, const std::string& name)
{
    const auto at = config.find(name + "=");
    if (at == std::string::npos)
        return "unknown";
    const auto from = at + name.size() + 1;
    return config.substr(from, config.find_first_of(", \n", from) - from);
}

/// A space with shared weights is a row here.
struct SharedRow {
    std::string_view space;
    Result<std::unique_ptr<SharedWeights>> (*make)(const EvaluatorSetup& setup);
};
constexpr SharedRow kSharedWeights[] = {
    {"micro", makeSharedImages},
    {"macro", makeSharedImages},
    {"recurrent", makeSharedText},
};

class TorchEngine : public Engine {
public:
    EngineInfo info() const override
    {
        return {TORCH_VERSION, cudaBuilt(), cudaUsable(), cudaDescription(), buildSetting(at::show_config(), "BLAS_INFO")};
    }
    Result<std::unique_ptr<Evaluator>> makeEvaluator(const EvaluatorSetup& setup) override
    {
        return learnsFromText(setup.space) ? makeTextEvaluator(setup) : makeChildEvaluator(setup);
    }
    Result<std::unique_ptr<SharedWeights>> makeSharedWeights(const EvaluatorSetup& setup) override
    {
        for (const auto& row : kSharedWeights)
            if (row.space == setup.space)
                return row.make(setup);
        return Engine::makeSharedWeights(setup);
    }
    Result<std::unique_ptr<Surrogate>> makeSurrogate(const PnasSpace& space, const SurrogateSettings& settings) override
    {
        try {
            if (auto surrogate = cw::makeSurrogate(space, settings))
                return surrogate;
            return Error{ErrorCode::InvalidArgument, "There is no predictor \"" + settings.kind + "\": it is mlp or lstm.", {}};
        } catch (const std::exception& e) {
            return Error{ErrorCode::Engine, "The predictor could not be made.", e.what()};
        }
    }
};

} // namespace
} // namespace cw

/// What loadEngine() looks for in this module.
extern "C" cw::Engine* cellwrightEngine()
{
    static cw::TorchEngine engine;
    return &engine;
}
