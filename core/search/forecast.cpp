#include "core/search/forecast.h"

#include <algorithm>
#include <cmath>

#include "core/search/child_network.h"
#include "core/search/child_work.h"
#include "core/search/enas_parameters.h"
#include "core/search/forecast_shared.h"
#include "core/search/training_settings.h"
#include "core/space/pnas_space.h"

namespace cw {
namespace {

constexpr std::uint64_t kSeed = 20180726; // any: the cells looked at must be the same each time
constexpr int kSampledCells = 512;

// Time. A machine never measured may be some times faster or slower than the one that the usual paces come from.
constexpr double kGuessFactor = 2.5;
constexpr double kMeasuredSlack = 0.15;
constexpr double kStartSeconds = 5; ///< of engine and workers, and of fitting predictors

// Memory. Beside the numbers of the network: libraries, and what the allocator keeps.
constexpr std::int64_t kProcessBytes = 220 << 20;
constexpr std::int64_t kMainBytes = 170 << 20; ///< the process that searches
constexpr std::int64_t kBytes = 4;
constexpr std::int64_t kPerParameter = 3; ///< value, gradient, momentum
constexpr std::int64_t kPerValue = 2;     ///< kept until the way back, and its gradient
constexpr int kSideOfMixedSizes = 32;     ///< what prepareDataset takes where pictures differ and no size is set

/// Work of one pass of one image through cells of a level.
struct LevelWork {
    double usual = 0; ///< mean of cells drawn uniformly
    double large = 0; ///< mean of the tenth with the most work: what a predictor picks is nearer to these
};

class Looker {
public:
    Looker(const ForecastRequest& request, PnasSpace space)
        : m_shape(networkShape(request.settings, request.image, request.classes))
        , m_space(std::move(space))
    {
    }

    Result<LevelWork> look(int blocks)
    {
        auto cells = blocks == 1 ? oneBlockCells(m_space) : drawn(blocks);
        std::vector<double> work;
        for (const auto& cell : cells) {
            const auto plan = planNetwork(cell, m_shape);
            if (!plan)
                return plan.error();
            work.push_back(note(*plan).work);
        }
        // The beam may well be made of the dearest operation alone; among cells drawn at random there is none.
        for (const auto op : m_space.ops()) {
            const Half half{m_space.cellInputs().back(), op};
            if (const auto plan = planNetwork(pnasArchitecture(std::vector<Block>(static_cast<std::size_t>(blocks), {half, half})), m_shape))
                note(*plan);
        }
        std::sort(work.begin(), work.end());
        const auto mean = [&](std::size_t from) {
            double sum = 0;
            for (auto i = from; i < work.size(); ++i)
                sum += work[i];
            return sum / static_cast<double>(work.size() - from);
        };
        return LevelWork{mean(0), mean(work.size() * 9 / 10)};
    }

    ChildWork largest; ///< each figure for itself

private:
    ChildWork note(const NetworkPlan& plan)
    {
        const auto child = childWork(plan);
        largest.parameters = std::max(largest.parameters, child.parameters);
        largest.values = std::max(largest.values, child.values);
        return child;
    }

    std::vector<Architecture> drawn(int blocks) const
    {
        Random random(deriveSeed(kSeed, static_cast<std::uint64_t>(blocks)));
        std::vector<Architecture> cells;
        for (int i = 0; i < kSampledCells; ++i)
            cells.push_back(sampleUniform(m_space, blocks, random));
        return cells;
    }

    NetworkShape m_shape;
    PnasSpace m_space;
};

} // namespace

ForecastRequest forecastRequest(std::string strategy, std::string space, const Settings& settings, const DatasetInfo& data)
{
    ForecastRequest request;
    request.strategy = std::move(strategy);
    request.space = std::move(space);
    request.settings = settings;
    request.image = data.shape;
    if (data.greyAndColourMixed)
        request.image.channels = 3;
    const auto wanted = settings.has("image_size") ? static_cast<int>(settings.integer("image_size")) : 0;
    if (const int side = wanted > 0 ? wanted : data.sizesDiffer ? kSideOfMixedSizes : 0; side > 0)
        request.image.height = request.image.width = side;
    request.classes = static_cast<int>(data.classes.size());
    request.words = settings.has("vocabulary") ? std::min(data.words, settings.integer("vocabulary")) : data.words;
    for (const auto& split : data.splits) {
        request.allImages += split.total;
        if (split.split == Split::Train)
            request.trainImages += split.total;
        else if (split.split == Split::Validation)
            request.validationImages += split.total;
    }
    if (request.validationImages == 0) {
        request.validationImages = std::llround(static_cast<double>(request.trainImages) * settings.real("validation_fraction"));
        request.trainImages -= request.validationImages;
    }
    return request;
}

namespace {

/// Seconds from work, as wide as they are known. atOnce: children that train side by side.
void setTime(Forecast& result, const ForecastRequest& request, double low, double high, int atOnce)
{
    result.measured = request.pace.has_value();
    const double pace = request.pace.value_or(usualPace(request.space, request.settings)) * atOnce;
    result.secondsLow = low / pace * (result.measured ? 1 - kMeasuredSlack : 1 / kGuessFactor) + kStartSeconds;
    result.secondsHigh = high / pace * (result.measured ? 1 + kMeasuredSlack : kGuessFactor) + kStartSeconds;
}

std::int64_t dataBytes(const ForecastRequest& r)
{
    return r.allImages * (learnsFromText(r.space) ? kBytes : static_cast<std::int64_t>(r.image.channels) * r.image.height * r.image.width);
}

/// Children of pnas, level by level.
Status forecastCells(const ForecastRequest& request, Forecast& result)
{
    auto space = makePnasSpace(request.settings.list("operations"), request.settings.list("inputs"), static_cast<int>(request.settings.integer("blocks")));
    if (!space)
        return space.error();
    const auto training = trainingSettings(request.settings);
    const double passes = forwardPasses(training, request.trainImages, request.validationImages);
    Looker looker(request, *std::move(space));
    double low = 0, high = 0; // work
    for (const auto& level : result.levels) {
        const auto work = looker.look(level.blocks);
        if (!work)
            return work.error();
        low += passes * work->usual * level.models;
        high += passes * (work->usual * (level.models - level.chosen) + work->large * level.chosen);
    }
    setTime(result, request, low, high, std::max(1, std::min({request.workers, request.cores, result.candidates})));
    result.largestParameters = looker.largest.parameters;
    result.workerBytes = kProcessBytes + kBytes * (looker.largest.parameters * kPerParameter + looker.largest.values * kPerValue * training.batch);
    return {};
}

/// Children of the spaces of ENAS that train from scratch: all of one kind.
Status forecastDrawn(const ForecastRequest& request, Forecast& result)
{
    const auto cost = scratchCost(request);
    if (!cost)
        return cost.error();
    const double work = cost->item * cost->passes * result.candidates;
    setTime(result, request, work, work, std::max(1, std::min({request.workers, request.cores, result.candidates})));
    result.largestParameters = cost->largestChild;
    result.workerBytes = kProcessBytes + kBytes * (cost->largestChild * kPerParameter + cost->values * kPerValue * cost->batch);
    return {};
}

/// Round by round; one thread, whatever the workers.
Status forecastShared(const ForecastRequest& request, Forecast& result)
{
    const auto cost = sharedCost(request);
    if (!cost)
        return cost.error();
    const auto s = enasSettings(request.settings);
    const auto steps = static_cast<double>(s.roundSteps > 0 ? s.roundSteps : cost->batches);
    const auto scores = static_cast<double>(s.updates * s.samples * (s.control ? 2 : 1) + s.derive);
    const double again = static_cast<double>(std::min(s.derive, s.deriveBest) * cost->validation) * cost->item;
    const double work = static_cast<double>(s.rounds) * (steps * cost->trainStep() + scores * cost->score() + again);
    setTime(result, request, work, work, 1);
    result.largestParameters = cost->largestChild;
    result.sharedParameters = cost->parameters;
    result.workerBytes = kProcessBytes + kBytes * (cost->parameters * kPerParameter + cost->values * kPerValue * cost->batch);
    return {};
}

} // namespace

Result<Forecast> forecast(const ForecastRequest& request)
{
    const auto* strategy = findStrategy(request.strategy);
    if (!strategy)
        return Error{ErrorCode::Unsupported, "There is no forecast for the strategy \"" + request.strategy + "\".", {}};
    auto levels = strategy->levelsPlanned(request.space, request.settings);
    if (!levels)
        return levels.error();
    Forecast result;
    result.levels = *std::move(levels);
    for (const auto& level : result.levels)
        result.candidates += level.models;
    const bool shares = sharesWeights(request.settings);
    const auto kind = shares ? forecastShared : request.space == "pnas" ? forecastCells : forecastDrawn;
    if (auto status = kind(request, result); !status)
        return status.error();
    // One worker trains within the process that searches, as shared weights do.
    const bool own = request.workers > 1 && !shares;
    result.memoryBytes = (own ? kMainBytes + request.workers * result.workerBytes : result.workerBytes) + dataBytes(request);
    return result;
}

} // namespace cw
