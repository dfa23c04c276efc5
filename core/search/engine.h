#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/dataset/dataset.h"
#include "core/dataset/text.h"
#include "core/search/evaluation.h"
#include "core/search/parameters.h"
#include "core/search/shared_weights.h"
#include "core/search/surrogate.h"

namespace cw {

struct EvaluatorSetup {
    std::shared_ptr<const ImageData> data;
    Settings settings;       ///< holds at least trainingParameters()
    std::uint64_t runSeed = 1;
    std::string device = "auto"; ///< auto, cpu, cuda
    std::filesystem::path scratch; ///< where long children may keep a checkpoint of their own; empty: nowhere
    std::string space = "pnas";
    std::shared_ptr<const TextData> text = {}; ///< in place of data, for spaces that learn from text
};

/// What the machine and libraries are, recorded with a run.
struct EngineInfo {
    std::string torchVersion; ///< "1.13.0"
    bool cudaBuilt = false;
    bool cudaUsable = false;
    std::string cudaDevice; ///< name, or why there is none
    std::string blas;
};

/// The factories below the torch line. The real one is a module opened when first needed (loadEngine); tests bring fakes.
class Engine {
public:
    virtual ~Engine() = default;
    virtual EngineInfo info() const = 0;
    virtual Result<std::unique_ptr<Evaluator>> makeEvaluator(const EvaluatorSetup& setup) = 0;
    virtual Result<std::unique_ptr<Surrogate>> makeSurrogate(const PnasSpace& space, const SurrogateSettings& settings) = 0;
    /// One network with the weights of all children of a space; an engine that has none says so.
    virtual Result<std::unique_ptr<SharedWeights>> makeSharedWeights(const EvaluatorSetup& setup)
    {
        return Error{ErrorCode::Unsupported, "This build has no shared weights for the space \"" + setup.space + "\".", {}};
    }
};

/// Opens libcw_torch (once per process; thread-safe; about half a second) and returns its engine, owned by the module.
/// An Error says that this build or system has no LibTorch.
Result<Engine*> loadEngine();

} // namespace cw
