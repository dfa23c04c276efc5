#pragma once
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include "core/base/random.h"

namespace cw {

/// Running 64-bit hash of a sequence of values; order matters. Stable: it is written to files.
class Fingerprint {
public:
    void add(std::string_view bytes) { add(stableHash(bytes)); }
    void add(std::uint64_t value) { m_value = deriveSeed(m_value, value); }
    std::uint64_t value() const { return m_value; }
    /// 16 hexadecimal digits.
    std::string text() const
    {
        static constexpr char kHex[] = "0123456789abcdef";
        std::string digits(16, '0');
        for (int i = 0; i < 16; ++i)
            digits[static_cast<std::size_t>(i)] = kHex[(m_value >> (60 - 4 * i)) & 15];
        return digits;
    }

private:
    std::uint64_t m_value = 0x43656c6c77726967ULL;
};

/// Content hash of an image's pixels, eight bytes at a time.
inline std::uint64_t contentHash(std::span<const std::uint8_t> bytes)
{
    std::uint64_t h = 0x9e3779b97f4a7c15ULL ^ bytes.size();
    std::size_t i = 0;
    for (; i + 8 <= bytes.size(); i += 8) {
        std::uint64_t word;
        std::memcpy(&word, bytes.data() + i, 8);
        h = (h ^ word) * 0xff51afd7ed558ccdULL;
        h ^= h >> 32;
    }
    for (; i < bytes.size(); ++i) {
        h = (h ^ bytes[i]) * 0x100000001b3ULL;
        h ^= h >> 29;
    }
    return deriveSeed(h, bytes.size());
}

} // namespace cw
