#pragma once
#include <cstdint>

#include "core/arch/macro_plan.h"
#include "core/search/training_settings.h"

namespace cw {

/// What training one child costs, from its network plan alone. A plain value.
struct ChildWork {
    std::int64_t parameters = 0;
    std::int64_t multiplyAdds = 0; ///< of one image, forwards
    std::int64_t values = 0;       ///< numbers written by the layers for one image, forwards
    double work = 0;               ///< of one image, forwards: multiply-adds, and what else takes time counted as such
};
/// Small networks spend their time in memory, not in arithmetic: a value written counts as some multiply-adds, and one of a
/// depthwise convolution as several of a matrix. The weights are a fit to measured trainings (core/search/child_work.cpp).
ChildWork childWork(const NetworkPlan& plan);
ChildWork childWork(const MacroPlan& plan);
/// By the plan of its space; refused, in words, where there is none.
Result<ChildWork> childWork(const Architecture& arch, const NetworkShape& shape);

/// Passes of one image forwards that training and measuring one child takes: a training step is three, forwards and twice back.
/// images: in the training and in the validation part, limits of the settings not yet applied; trainImages 0: not known, at least a batch.
double forwardPasses(const TrainingSettings& settings, std::int64_t trainImages, std::int64_t validationImages);

} // namespace cw
