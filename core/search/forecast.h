#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/search/strategy.h"

namespace cw {

/// Everything a forecast is made from. A plain value.
struct ForecastRequest {
    std::string strategy, space;
    Settings settings;
    ImageShape image; ///< as children will see it
    int classes = 10;
    std::int64_t words = 0; ///< of the vocabulary, where the data is text; trainImages and so on count its tokens then
    std::int64_t trainImages = 0, validationImages = 0; ///< before the limits of the settings
    std::int64_t allImages = 0;                         ///< of the data, for the cache
    int workers = 1, cores = 1;
    std::optional<double> pace; ///< of this machine (core/search/pace.h, under paceKey()); nothing: it was never measured
};
/// Size, channels and parts of the data as a run with these settings takes them. workers, cores and pace are left to the caller.
ForecastRequest forecastRequest(std::string strategy, std::string space, const Settings& settings, const DatasetInfo& data);

/// What a search will take, before it starts: the number of children (shared weights: of candidates derived) exactly, time as a range, memory as the most it may need.
struct Forecast {
    int candidates = 0;
    std::vector<PlannedLevel> levels;
    double secondsLow = 0, secondsHigh = 0;
    bool measured = false; ///< the pace is this machine's own; else the range is wide and a guess
    std::int64_t workerBytes = 0, memoryBytes = 0; ///< of one worker; of all workers and the prepared data
    std::int64_t largestParameters = 0;            ///< of the children looked at
    std::int64_t sharedParameters = 0;             ///< of the network that all children share; 0: each has its own weights
};
/// Looks at some architectures of each level, drawn with a fixed seed: the same request gives the same forecast.
/// Pure; some milliseconds. Errors: impossible settings, and networks that cannot be built.
Result<Forecast> forecast(const ForecastRequest& request);

} // namespace cw
