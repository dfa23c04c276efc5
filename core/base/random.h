#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace cw {

/// A small generator (xoshiro256**) whose every distribution is ours: the same numbers with every
/// standard library, so a seed means the same run everywhere. Not thread-safe; copy it freely.
class Random {
public:
    explicit Random(std::uint64_t seed = 1);
    std::uint64_t next();
    /// Uniform in 0..bound-1, unbiased. bound > 0.
    std::uint64_t below(std::uint64_t bound);
    /// Uniform in [0, 1) with 53 bits.
    double uniform();
    /// Standard normal (Box-Muller, both values used).
    double normal();
    template<class Sequence>
    void shuffle(Sequence& items)
    {
        for (std::size_t i = items.size(); i > 1; --i) {
            using std::swap;
            swap(items[i - 1], items[static_cast<std::size_t>(below(i))]);
        }
    }
    /// Text form of the whole state, for checkpoints; restore() accepts only what save() wrote.
    std::string save() const;
    bool restore(std::string_view text);

private:
    std::uint64_t m_s[4];
    double m_spare = 0;
    bool m_hasSpare = false;
};

/// Seed for one purpose, derived from a parent seed and a name or number; order-independent.
std::uint64_t deriveSeed(std::uint64_t parent, std::string_view purpose);
std::uint64_t deriveSeed(std::uint64_t parent, std::uint64_t number);
/// FNV-1a then a strong mix; stable for ever (written to files).
std::uint64_t stableHash(std::string_view bytes);

} // namespace cw
