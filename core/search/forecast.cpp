#include "core/search/forecast.h"

#include <algorithm>
#include <cmath>

#include "core/search/child_network.h"
#include "core/search/child_work.h"
#include "core/search/training_settings.h"
#include "core/space/pnas_space.h"

namespace cw {
namespace {

constexpr std::uint64_t kSeed = 20180726; // any: the cells looked at must be the same each time
constexpr int kSampledCells = 512;

// Time. A machine never measured may be some times faster or slower than the one this figure comes from.
constexpr double kUsualPace = 7e10;
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

Result<Forecast> forecast(const ForecastRequest& request)
{
    const auto* strategy = findStrategy(request.strategy);
    if (!strategy || request.space != "pnas")
        return Error{ErrorCode::Unsupported, "There is no forecast for the strategy \"" + request.strategy + "\" in the space \"" + request.space + "\".", {}};
    auto levels = strategy->levelsPlanned(request.space, request.settings);
    if (!levels)
        return levels.error();
    auto space = makePnasSpace(request.settings.list("operations"), request.settings.list("inputs"), static_cast<int>(request.settings.integer("blocks")));
    if (!space)
        return space.error();

    Forecast result;
    result.levels = *std::move(levels);
    result.measured = request.pace.has_value();
    const auto training = trainingSettings(request.settings);
    const double passes = forwardPasses(training, request.trainImages, request.validationImages);
    Looker looker(request, *std::move(space));
    double low = 0, high = 0; // work
    for (const auto& level : result.levels) {
        const auto work = looker.look(level.blocks);
        if (!work)
            return work.error();
        result.candidates += level.models;
        low += passes * work->usual * level.models;
        high += passes * (work->usual * (level.models - level.chosen) + work->large * level.chosen);
    }
    const int atOnce = std::max(1, std::min({request.workers, request.cores, result.candidates}));
    const double pace = request.pace.value_or(kUsualPace) * atOnce;
    result.secondsLow = low / pace * (result.measured ? 1 - kMeasuredSlack : 1 / kGuessFactor) + kStartSeconds;
    result.secondsHigh = high / pace * (result.measured ? 1 + kMeasuredSlack : kGuessFactor) + kStartSeconds;

    result.largestParameters = looker.largest.parameters;
    result.workerBytes = kProcessBytes + kBytes * (looker.largest.parameters * kPerParameter + looker.largest.values * kPerValue * training.batch);
    const auto pixels = static_cast<std::int64_t>(request.image.channels) * request.image.height * request.image.width;
    // One worker trains within the process that searches.
    result.memoryBytes = (request.workers > 1 ? kMainBytes + request.workers * result.workerBytes : result.workerBytes) + request.allImages * pixels;
    return result;
}

} // namespace cw
