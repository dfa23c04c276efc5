#include "core/base/random.h"

#include <bit>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace cw {
namespace {
/// splitmix64 (Steele, Lea, Flood 2014): a bijective mix of 64 bits.
std::uint64_t mix(std::uint64_t x)
{
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}
} // namespace

Random::Random(std::uint64_t seed)
{
    for (auto& s : m_s)
        s = seed = mix(seed);
}

std::uint64_t Random::next()
{
    // xoshiro256** (Blackman, Vigna 2018).
    const auto result = std::rotl(m_s[1] * 5, 7) * 9;
    const auto t = m_s[1] << 17;
    m_s[2] ^= m_s[0];
    m_s[3] ^= m_s[1];
    m_s[1] ^= m_s[2];
    m_s[0] ^= m_s[3];
    m_s[2] ^= t;
    m_s[3] = std::rotl(m_s[3], 45);
    return result;
}

std::uint64_t Random::below(std::uint64_t bound)
{
    const auto threshold = (0 - bound) % bound; // values below it would be over-represented
    for (;;)
        if (const auto x = next(); x >= threshold)
            return x % bound;
}

double Random::uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

double Random::normal()
{
    if (m_hasSpare) {
        m_hasSpare = false;
        return m_spare;
    }
    const double r = std::sqrt(-2 * std::log(1 - uniform()));
    const double phi = 2 * std::numbers::pi * uniform();
    m_spare = r * std::sin(phi);
    m_hasSpare = true;
    return r * std::cos(phi);
}

std::string Random::save() const
{
    char text[128];
    std::snprintf(text, sizeof text, "%016llx%016llx%016llx%016llx%d%016llx",
                  static_cast<unsigned long long>(m_s[0]), static_cast<unsigned long long>(m_s[1]),
                  static_cast<unsigned long long>(m_s[2]), static_cast<unsigned long long>(m_s[3]),
                  m_hasSpare ? 1 : 0, static_cast<unsigned long long>(std::bit_cast<std::uint64_t>(m_spare)));
    return text;
}

bool Random::restore(std::string_view text)
{
    unsigned long long s[4] = {}, spare = 0;
    int has = 0;
    if (text.size() != 81
        || std::sscanf(std::string(text).c_str(), "%16llx%16llx%16llx%16llx%1d%16llx", &s[0], &s[1], &s[2], &s[3], &has, &spare) != 6)
        return false;
    for (int i = 0; i < 4; ++i)
        m_s[i] = s[i];
    m_hasSpare = has != 0;
    m_spare = std::bit_cast<double>(static_cast<std::uint64_t>(spare));
    return true;
}

std::uint64_t stableHash(std::string_view bytes)
{
    std::uint64_t h = 0xcbf29ce484222325ULL;
    for (const char c : bytes)
        h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return mix(h);
}

std::uint64_t deriveSeed(std::uint64_t parent, std::string_view purpose) { return mix(parent ^ stableHash(purpose)); }
std::uint64_t deriveSeed(std::uint64_t parent, std::uint64_t number) { return mix(mix(parent) ^ number); }

} // namespace cw
