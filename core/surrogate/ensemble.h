#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/search/surrogate.h"
#include "core/surrogate/network.h"

namespace cw {

/// A Surrogate made of networks of one kind; member i is fitted on all data but fold i of a seeded shuffle
/// (on all data when there are fewer cells than members).
class Ensemble : public Surrogate {
public:
    using Make = std::unique_ptr<Network> (*)(int inputs);
    Ensemble(Make make, const SurrogateSettings& settings);

    Status fit(std::span<const MeasuredCell> data, int level, std::uint64_t seed, Control& control) override;
    std::vector<Prediction> predict(std::span<const Architecture> cells) override;
    Result<std::vector<std::vector<Prediction>>> scoreChildren(std::span<const Architecture> parents, std::span<const Block> blocks, Control& control) override;
    NamedBuffers save() const override;
    Status restore(const NamedBuffers& buffers) override;

private:
    using Members = std::vector<std::unique_ptr<Network>>;
    Members makeMembers() const;
    /// Why a cell cannot be read; empty when it can.
    std::string problemOf(const Architecture& arch) const;

    Make m_make;
    SurrogateSettings m_settings;
    Members m_members; ///< empty before the first fit
};

/// Indices of the data that each member is fitted on.
std::vector<std::vector<std::size_t>> memberParts(std::size_t count, std::size_t members, std::uint64_t seed);

} // namespace cw
