#pragma once
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/search/evaluation.h"

namespace cw {

/// A child in the middle of its training: enough to go on bit for bit.
struct ChildCheckpoint {
    /// What the child is: architecture, seed, settings, data, device, library. Another identity is another child.
    std::string identity;
    std::int64_t step = 0;
    std::vector<EpochPoint> curve;
    double lossSum = 0; ///< of the interval that is not over
    double seconds = 0, cpuSeconds = 0;
    std::array<std::vector<float>, 3> buffers; ///< parameters, velocity, batch-norm statistics
};

/// Atomic; a checksum follows the content. Errors as of writeFileAtomically().
Status saveChildCheckpoint(const std::filesystem::path& path, const ChildCheckpoint& checkpoint);
/// Nothing where the file is missing, damaged, of another identity or of other sizes: the child then starts anew.
std::optional<ChildCheckpoint> loadChildCheckpoint(const std::filesystem::path& path, const std::string& identity,
                                                   const std::array<std::size_t, 3>& sizes);

} // namespace cw
