#pragma once
#include <span>

#include "core/base/control.h"
#include "core/batch/image_batches_internal.h"
#include "core/nn/image_network_internal.h"

namespace cw {

struct Score {
    std::int64_t correct = 0, total = 0;
    double loss = 0; ///< mean, nats; not a number where any image's was infinite
};
/// Every image once, without augmentation, by the running statistics. Throws Cancelled.
Score scoreNetwork(const nn::ImageNetwork& network, const ImageBatches& data, std::span<const std::int64_t> images, std::int64_t batch, Control& control);

/// Measures the batch-norm statistics anew with the final weights: their plain average over `batches` batches of training images
/// without augmentation. Running averages of a short training still hold what early weights put out. Throws Cancelled.
void recalibrate(nn::ImageNetwork& network, const ImageBatches& data, DataOrder& order, std::int64_t batches, Control& control);

} // namespace cw
