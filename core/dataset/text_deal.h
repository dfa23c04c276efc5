#pragma once
#include <cstdint>
#include <vector>

#include "core/dataset/dataset.h"

namespace cw {

/// Deals one text out to the parts: cut into kTextBlocks equal runs of lines, a share of which, drawn by seed, validates (and as many
/// test); the others train, all in their order. Runs keep sentences together with what follows them; single lines would not.
inline constexpr std::int64_t kTextBlocks = 400;

class TextDeal {
public:
    TextDeal() = default; ///< everything trains
    /// `units`: lines of the text, or words where there are few lines. At least one run of each part wanted, if there are as many.
    TextDeal(std::int64_t units, double validation, double test, std::uint64_t seed);
    /// unit: 0 .. units - 1, later ones count to the last run.
    Split partOf(std::int64_t unit) const;

private:
    std::vector<Split> m_blocks;
    std::int64_t m_units = 0;
};

} // namespace cw
