#pragma once
#include <string>
#include <string_view>

namespace cw {

/// How people read what a space is ranked by. Everywhere inside (Evaluation::accuracy, rewards, surrogates, charts' data) stands a
/// number that is better when greater: the accuracy itself, or for text kPerplexityReward / perplexity. This row turns it into words.
struct Measure {
    std::string_view key;     ///< "accuracy", "perplexity": of JSON keys ("proxy_accuracy")
    std::string_view name;    ///< "accuracy", "perplexity"
    bool greaterIsBetter = true;
    double (*shown)(double inside); ///< percent, or perplexity
    double (*inside)(double shown);
    int decimals = 1;
    std::string_view unit; ///< " %" or ""
};
/// c of the reward c / perplexity (Pham et al. 2018, section 2.2). The perplexity is never clamped.
inline constexpr double kPerplexityReward = 80;

/// Of a space: "recurrent" is read by perplexity, every other by accuracy.
const Measure& measureOf(std::string_view space);
/// "85.0 %", "112.4".
std::string measureText(const Measure& measure, double inside);

} // namespace cw
