#include "core/search/forecast_shared.h"

#include <algorithm>

#include "core/arch/recurrent_plan.h"
#include "core/base/random.h"
#include "core/search/child_network.h"
#include "core/search/child_work.h"
#include "core/search/enas_parameters.h"
#include "core/search/policy_space.h"
#include "core/search/search_network.h"
#include "core/search/shared_settings.h"
#include "core/search/space_preview.h"

namespace cw {
namespace {

constexpr int kChildren = 64; ///< looked at
constexpr std::uint64_t kSeed = 20180209; // any: the children looked at must be the same each time

// Work per second of one thread, on the machine that the figures for children come from.
constexpr double kPictures = 7e10, kSharedPictures = 5e10, kText = 3e10;
constexpr double kPerWordValue = 20; ///< multiply-adds that a number written by a language model counts as

std::int64_t limited(std::int64_t all, std::int64_t limit) { return limit > 0 ? std::min(all, limit) : all; }

struct Item {
    double work = 0;
    std::int64_t values = 0, parameters = 0;
};

Result<Item> wordItem(const ForecastRequest& r, const TextTrainingSettings& t, const Architecture& child)
{
    const auto counts = countRecurrent({child.recurrent, t.hidden, r.words});
    const auto nodes = static_cast<std::int64_t>(child.recurrent.nodes.size());
    const auto values = 4 * nodes * t.hidden + 2 * r.words; // value, gate, their mixture, its mask; logits and their softmax
    return Item{static_cast<double>(counts.multiplyAdds) + kPerWordValue * static_cast<double>(values), values, counts.parameters};
}

Result<Item> scratchItem(const ForecastRequest& r, const Architecture& child)
{
    const auto work = childWork(child, networkShape(r.settings, r.image, r.classes));
    if (!work)
        return work.error();
    return Item{work->work, work->values, work->parameters};
}

/// Of search form: its multiply-adds, each with what the same child of final form takes beside one.
Result<Item> pictureItem(const ForecastRequest& r, const SearchPlan& plan, const Architecture& child)
{
    const auto final = childWork(child, networkShape(r.settings, r.image, r.classes));
    if (!final)
        return final.error();
    const auto count = countChild(plan, child);
    const double beside = final->multiplyAdds > 0 ? final->work / static_cast<double>(final->multiplyAdds) : 1;
    return Item{static_cast<double>(count.multiplyAdds()) * beside, final->values, count.parameters()};
}

/// Means and most over children drawn uniformly.
template<class Cost, class Function>
Status look(const ForecastRequest& r, Cost& cost, Function itemOf)
{
    for (int i = 0; i < kChildren; ++i) {
        const auto child = drawFromSpace(r.space, r.settings, deriveSeed(kSeed, static_cast<std::uint64_t>(i)));
        if (!child)
            return child.error();
        const auto item = itemOf(*child);
        if (!item)
            return item.error();
        cost.item += item->work / kChildren;
        cost.values = std::max(cost.values, item->values);
        cost.largestChild = std::max(cost.largestChild, item->parameters);
    }
    return {};
}

} // namespace

Result<std::int64_t> sharedParameters(std::string_view space, const Settings& settings, ImageShape image, int classes, std::int64_t words)
{
    if (learnsFromText(space))
        return countSharedRecurrent(spaceSizeSetting(space, settings), settings.integer("hidden"), words);
    const auto plan = planSearch(searchForm(std::string(space), settings, image, classes));
    if (!plan)
        return plan.error();
    return countShared(*plan).parameters();
}

Result<SharedCost> sharedCost(const ForecastRequest& r)
{
    const auto parameters = sharedParameters(r.space, r.settings, r.image, r.classes, r.words);
    if (!parameters)
        return parameters.error();
    SharedCost cost;
    cost.parameters = *parameters;
    std::optional<TextTrainingSettings> text;
    std::optional<SearchPlan> plan;
    std::int64_t train = 0;
    if (learnsFromText(r.space)) {
        text = textTrainingSettings(r.settings);
        cost.batch = text->batch * text->bptt;
        train = limited(r.trainImages, text->trainLimit);
        cost.validation = limited(r.validationImages, text->validationLimit);
    } else {
        const auto t = sharedImageSettings(r.settings);
        auto made = planSearch(searchForm(r.space, r.settings, r.image, r.classes));
        if (!made)
            return made.error();
        plan = *std::move(made);
        train = limited(r.trainImages, t.trainLimit);
        cost.batch = std::max<std::int64_t>(1, std::min(t.batch, train));
        cost.validation = limited(r.validationImages, t.validationLimit);
    }
    cost.batches = std::max<std::int64_t>(1, train / cost.batch);
    const auto status = look(r, cost, [&](const Architecture& child) { return text ? wordItem(r, *text, child) : pictureItem(r, *plan, child); });
    return status ? Result<SharedCost>(cost) : status.error();
}

Result<ScratchCost> scratchCost(const ForecastRequest& r)
{
    ScratchCost cost;
    std::optional<TextTrainingSettings> text;
    if (learnsFromText(r.space)) {
        text = textTrainingSettings(r.settings);
        cost.batch = text->batch * text->bptt;
        const auto batches = std::max<std::int64_t>(1, limited(r.trainImages, text->trainLimit) / cost.batch);
        const auto steps = text->steps > 0 ? text->steps : text->epochs * batches;
        cost.passes = static_cast<double>(3 * steps * cost.batch + limited(r.validationImages, text->validationLimit));
    } else {
        const auto t = trainingSettings(r.settings);
        cost.batch = t.batch;
        cost.passes = forwardPasses(t, r.trainImages, r.validationImages);
    }
    const auto status = look(r, cost, [&](const Architecture& child) { return text ? wordItem(r, *text, child) : scratchItem(r, child); });
    return status ? Result<ScratchCost>(cost) : status.error();
}

std::string paceKey(const std::string& device, std::string_view space, const Settings& settings)
{
    if (sharesWeights(settings))
        return device + "/shared-" + std::string(space);
    return learnsFromText(space) ? device + "/" + std::string(space) : device;
}

double usualPace(std::string_view space, const Settings& settings)
{
    return learnsFromText(space) ? kText : sharesWeights(settings) ? kSharedPictures : kPictures;
}

void SharedPaceMeter::add(const SharedWeightsTrained& event)
{
    if (event.round != m_round || event.step < m_last)
        m_last = 0;
    m_round = event.round;
    m_steps += event.step - m_last;
    m_seconds += event.seconds;
    m_last = event.step;
}

std::optional<double> SharedPaceMeter::pace() const
{
    if (m_steps < kFewestSteps || !(m_seconds > 0))
        return std::nullopt;
    return m_step * static_cast<double>(m_steps) / m_seconds;
}

} // namespace cw
