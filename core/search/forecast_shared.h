#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "core/arch/network_plan.h"
#include "core/search/forecast.h"
#include "core/session/events.h"

namespace cw {

/// Trainable numbers of the network that holds the weights of all children; a refusal in words where it cannot be built.
/// words: of the vocabulary, for spaces that learn from text; image and classes for the others.
Result<std::int64_t> sharedParameters(std::string_view space, const Settings& settings, ImageShape image, int classes, std::int64_t words);

/// What a search with shared weights costs, in the unit of core/search/child_work.h.
struct SharedCost {
    double item = 0;              ///< one image or word, forwards, a mean over children drawn uniformly
    std::int64_t batch = 0;       ///< images or words of a mini-batch
    std::int64_t batches = 0;     ///< in one pass over the training part
    std::int64_t validation = 0;  ///< images or words of the validation part
    std::int64_t parameters = 0;  ///< shared
    std::int64_t largestChild = 0; ///< parameters of the children looked at
    std::int64_t values = 0;      ///< numbers written for one image or word, forwards, at most

    double trainStep() const { return 3 * static_cast<double>(batch) * item; } ///< forwards and twice back
    double score() const { return static_cast<double>(batch) * item; }
};
Result<SharedCost> sharedCost(const ForecastRequest& request);
/// The same of a child of such a space that trains from scratch.
struct ScratchCost {
    double item = 0;               ///< one image or word, forwards, a mean over children drawn uniformly
    double passes = 0;             ///< images or words forwards that training and measuring one child takes
    std::int64_t batch = 0;        ///< images or words of a mini-batch
    std::int64_t largestChild = 0, values = 0; ///< as above
};
Result<ScratchCost> scratchCost(const ForecastRequest& request);

/// Under which name the pace of such a search is kept: the device for children trained from scratch on pictures, "cpu/recurrent" for those
/// on text, "cpu/shared-micro" for shared weights, which have a pace of their own.
std::string paceKey(const std::string& device, std::string_view space, const Settings& settings);
/// Work per second where nothing was measured.
double usualPace(std::string_view space, const Settings& settings);

/// Learns that pace from a run's events. A plain value.
class SharedPaceMeter {
public:
    explicit SharedPaceMeter(const SharedCost& cost) : m_step(cost.trainStep()) {}
    void add(const SharedWeightsTrained& event);
    /// Work per second; nothing before kFewestSteps mini-batches.
    std::optional<double> pace() const;
    static constexpr std::int64_t kFewestSteps = 20;

private:
    double m_step;
    int m_round = 0;
    std::int64_t m_last = 0, m_steps = 0;
    double m_seconds = 0;
};

} // namespace cw
