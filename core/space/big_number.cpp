#include "core/space/big_number.h"

#include <algorithm>
#include <utility>

namespace cw {
namespace {

constexpr std::uint64_t kBase = 1'000'000'000;

} // namespace

BigNumber::BigNumber(std::uint32_t value)
    : m_limbs{static_cast<std::uint32_t>(value % kBase), static_cast<std::uint32_t>(value / kBase)}
{
    trim();
}

BigNumber BigNumber::of(std::uint64_t value)
{
    BigNumber result;
    for (; value > 0; value /= kBase)
        result.m_limbs.push_back(static_cast<std::uint32_t>(value % kBase));
    return result;
}

BigNumber& BigNumber::operator*=(std::uint32_t factor) { return *this *= BigNumber(factor); }

BigNumber& BigNumber::operator*=(const BigNumber& factor)
{
    std::vector<std::uint32_t> product(m_limbs.size() + factor.m_limbs.size());
    for (std::size_t i = 0; i < m_limbs.size(); ++i) {
        std::uint64_t carry = 0;
        for (std::size_t j = 0; j < factor.m_limbs.size() || carry != 0; ++j) {
            carry += product[i + j];
            if (j < factor.m_limbs.size())
                carry += std::uint64_t{m_limbs[i]} * factor.m_limbs[j];
            product[i + j] = static_cast<std::uint32_t>(carry % kBase);
            carry /= kBase;
        }
    }
    m_limbs = std::move(product);
    trim();
    return *this;
}

BigNumber& BigNumber::operator+=(const BigNumber& other)
{
    m_limbs.resize(std::max(m_limbs.size(), other.m_limbs.size()) + 1);
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < m_limbs.size(); ++i) {
        carry += m_limbs[i] + std::uint64_t{i < other.m_limbs.size() ? other.m_limbs[i] : 0};
        m_limbs[i] = static_cast<std::uint32_t>(carry % kBase);
        carry /= kBase;
    }
    trim();
    return *this;
}

BigNumber& BigNumber::operator/=(std::uint32_t divisor)
{
    std::uint64_t rest = 0;
    for (auto i = m_limbs.size(); i-- > 0;) {
        rest = rest * kBase + m_limbs[i];
        m_limbs[i] = static_cast<std::uint32_t>(rest / divisor);
        rest %= divisor;
    }
    trim();
    return *this;
}

std::string BigNumber::digits() const
{
    std::string text;
    for (auto i = m_limbs.size(); i-- > 0;) {
        const auto limb = std::to_string(m_limbs[i]);
        text += (text.empty() ? std::string{} : std::string(9 - limb.size(), '0')) + limb;
    }
    return text.empty() ? "0" : text;
}

void BigNumber::trim()
{
    while (!m_limbs.empty() && m_limbs.back() == 0)
        m_limbs.pop_back();
}

BigNumber power(std::uint32_t base, int exponent)
{
    BigNumber result(1);
    for (int i = 0; i < exponent; ++i)
        result *= base;
    return result;
}

} // namespace cw
