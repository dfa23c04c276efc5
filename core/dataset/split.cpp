#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "core/base/random.h"
#include "core/dataset/dataset.h"

namespace cw {
namespace {

using Indices = std::vector<std::int64_t>;

/// Shares `total` out in proportion to `counts` by largest remainders; never more than a count, ties by order.
std::vector<std::int64_t> apportion(std::int64_t total, const std::vector<std::int64_t>& counts)
{
    std::int64_t sum = 0;
    for (const auto count : counts)
        sum += count;
    std::vector<std::int64_t> shares(counts.size());
    if (sum == 0 || total <= 0)
        return shares;
    total = std::min(total, sum);
    std::vector<std::pair<double, std::size_t>> remainders;
    std::int64_t given = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double exact = static_cast<double>(total) * static_cast<double>(counts[i]) / static_cast<double>(sum);
        shares[i] = std::min(counts[i], static_cast<std::int64_t>(exact));
        given += shares[i];
        remainders.emplace_back(static_cast<double>(shares[i]) - exact, i);
    }
    std::sort(remainders.begin(), remainders.end());
    for (const auto& [_, i] : remainders)
        if (given < total && shares[i] < counts[i]) {
            ++shares[i];
            ++given;
        }
    return shares;
}

std::vector<Indices> byClass(const ImageData& data, const Indices& indices)
{
    std::vector<Indices> classes(data.info().classes.size());
    for (const auto i : indices)
        classes[static_cast<std::size_t>(data.labels()[static_cast<std::size_t>(i)])].push_back(i);
    return classes;
}

/// Takes a stratified sample of `count` images out of `pool` and returns it; both end ascending.
Indices takeSample(const ImageData& data, Indices& pool, std::int64_t count, std::uint64_t seed)
{
    auto classes = byClass(data, pool);
    std::vector<std::int64_t> counts;
    for (const auto& images : classes)
        counts.push_back(static_cast<std::int64_t>(images.size()));
    const auto shares = apportion(count, counts);
    Indices taken;
    pool.clear();
    for (std::size_t c = 0; c < classes.size(); ++c) {
        Random random(deriveSeed(seed, c)); // a class of its own seed: its order does not depend on the others
        random.shuffle(classes[c]);
        const auto middle = classes[c].begin() + shares[c];
        taken.insert(taken.end(), classes[c].begin(), middle);
        pool.insert(pool.end(), middle, classes[c].end());
    }
    std::sort(taken.begin(), taken.end());
    std::sort(pool.begin(), pool.end());
    return taken;
}

} // namespace

DataSplit splitDataset(const ImageData& data, double fraction, std::uint64_t seed, std::int64_t trainLimit, std::int64_t validationLimit)
{
    DataSplit split;
    for (std::int64_t i = 0; i < data.size(); ++i) {
        const auto origin = data.origins()[static_cast<std::size_t>(i)];
        (origin == Split::Train ? split.train : origin == Split::Test ? split.test : split.validation).push_back(i);
    }
    const auto base = deriveSeed(seed, "split");
    const bool own = !split.validation.empty();
    if (!own) {
        const double wanted = std::clamp(std::isfinite(fraction) ? fraction : 0.0, 0.0, 1.0) * static_cast<double>(split.train.size());
        split.validation = takeSample(data, split.train, std::llround(wanted), deriveSeed(base, "validation"));
    }

    std::unordered_set<std::uint64_t> known;
    for (const auto i : split.train)
        known.insert(data.hashes()[static_cast<std::size_t>(i)]);
    const auto seen = [&](std::int64_t i) { return known.contains(data.hashes()[static_cast<std::size_t>(i)]); };
    const auto clean = std::stable_partition(split.validation.begin(), split.validation.end(), [&](auto i) { return !seen(i); });
    split.duplicatesAcross = split.validation.end() - clean;
    if (!own) { // they came from the training part and go back there
        split.train.insert(split.train.end(), clean, split.validation.end());
        std::sort(split.train.begin(), split.train.end());
    }
    split.validation.erase(clean, split.validation.end());

    if (trainLimit > 0 && trainLimit < static_cast<std::int64_t>(split.train.size()))
        split.train = takeSample(data, split.train, trainLimit, deriveSeed(base, "train-limit"));
    if (validationLimit > 0 && validationLimit < static_cast<std::int64_t>(split.validation.size()))
        split.validation = takeSample(data, split.validation, validationLimit, deriveSeed(base, "validation-limit"));
    return split;
}

} // namespace cw
