#include "core/search/measure.h"

#include <array>
#include <cstdio>

namespace cw {
namespace {

constexpr Measure kAccuracy{"accuracy", "accuracy", true, [](double v) { return 100 * v; }, [](double v) { return v / 100; }, 1, " %"};
constexpr Measure kPerplexity{"perplexity", "perplexity", false, [](double v) { return kPerplexityReward / v; }, [](double v) { return kPerplexityReward / v; }, 1, ""};

} // namespace

const Measure& measureOf(std::string_view space) { return space == "recurrent" ? kPerplexity : kAccuracy; }

std::string measureText(const Measure& measure, double inside)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", measure.decimals, measure.shown(inside));
    return text + std::string(measure.unit);
}

} // namespace cw
