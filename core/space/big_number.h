#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace cw {

/// A whole number without an upper bound, for exact sizes of search spaces.
class BigNumber {
public:
    explicit BigNumber(std::uint32_t value = 0);
    static BigNumber of(std::uint64_t value);
    BigNumber& operator*=(std::uint32_t factor);
    BigNumber& operator*=(const BigNumber& factor);
    BigNumber& operator+=(const BigNumber& other);
    /// Rounded down; divisor > 0.
    BigNumber& operator/=(std::uint32_t divisor);
    std::string digits() const;

private:
    void trim();
    std::vector<std::uint32_t> m_limbs; ///< base 10^9, lowest first, no leading zeros
};

BigNumber power(std::uint32_t base, int exponent);

} // namespace cw
