#include "core/surrogate/ensemble.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/surrogate/training.h"

namespace cw {
namespace {

/// Halves in ascending order, as blocksAt() has them, so that swapping them never changes a prediction.
EncodedCell encode(std::span<const Block> blocks)
{
    EncodedCell tokens;
    tokens.reserve(blocks.size());
    for (const auto& block : blocks) {
        const auto& [first, second] = std::minmax(block.a, block.b);
        tokens.push_back({first.input, second.input, static_cast<std::uint8_t>(first.op), static_cast<std::uint8_t>(second.op)});
    }
    return tokens;
}

std::vector<const EncodedCell*> pointersTo(const std::vector<EncodedCell>& cells)
{
    std::vector<const EncodedCell*> pointers;
    pointers.reserve(cells.size());
    for (const auto& cell : cells)
        pointers.push_back(&cell);
    return pointers;
}

/// Mean and sample standard deviation over members; scores are [member][cell].
Prediction combine(const std::vector<std::vector<float>>& scores, std::size_t cell)
{
    const auto n = static_cast<double>(scores.size());
    double mean = 0, squares = 0;
    for (const auto& member : scores)
        mean += static_cast<double>(member[cell]) / n;
    for (const auto& member : scores)
        squares += (static_cast<double>(member[cell]) - mean) * (static_cast<double>(member[cell]) - mean);
    return {mean, scores.size() > 1 ? std::sqrt(squares / (n - 1)) : 0};
}

Error refusal(std::string sentence) { return {ErrorCode::InvalidArgument, std::move(sentence), {}}; }

std::string bufferName(std::size_t member, const Parameter& parameter) { return "member" + std::to_string(member) + "." + std::string(parameter.name); }

} // namespace

std::vector<std::vector<std::size_t>> memberParts(std::size_t count, std::size_t members, std::uint64_t seed)
{
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<std::vector<std::size_t>> parts(members, order);
    if (members < 2 || count < members)
        return parts;
    Random random(deriveSeed(seed, "folds"));
    random.shuffle(order);
    for (std::size_t member = 0; member < members; ++member) {
        parts[member].clear();
        for (std::size_t i = 0; i < count; ++i)
            if (i % members != member)
                parts[member].push_back(order[i]);
    }
    return parts;
}

Ensemble::Ensemble(Make make, const SurrogateSettings& settings)
    : m_make(make)
    , m_settings(settings)
{
}

Ensemble::Members Ensemble::makeMembers() const
{
    Members members(static_cast<std::size_t>(std::max(m_settings.members, 1)));
    for (auto& member : members)
        member = m_make(kFirstBlock + m_settings.maxBlocks);
    return members;
}

std::string Ensemble::problemOf(const Architecture& arch) const
{
    if (auto problem = validityProblem(arch); !problem.empty())
        return problem;
    if (arch.space != "pnas")
        return "The predictor reads PNAS cells, not architectures of the space \"" + arch.space + "\".";
    if (arch.blockCount() > m_settings.maxBlocks)
        return "The predictor reads cells of up to " + std::to_string(m_settings.maxBlocks) + " blocks, not " + std::to_string(arch.blockCount()) + ".";
    return {};
}

Status Ensemble::fit(std::span<const MeasuredCell> data, int level, std::uint64_t seed, Control& control)
{
    if (data.empty())
        return refusal("The predictor cannot be fitted: there are no measured cells.");
    std::vector<EncodedCell> cells;
    cells.reserve(data.size());
    for (const auto& measured : data) {
        if (auto problem = problemOf(measured.arch); !problem.empty())
            return refusal(std::move(problem));
        if (!(measured.accuracy >= 0 && measured.accuracy <= 1))
            return refusal("The predictor cannot be fitted: an accuracy lies outside 0..1.");
        cells.push_back(encode(measured.arch.cell().blocks));
    }
    auto members = makeMembers();
    const auto parts = memberParts(data.size(), members.size(), seed);
    const NetworkTraining training{m_settings.epochs, m_settings.batch, level <= 1 ? m_settings.rateFirst : m_settings.rateLater};
    for (std::size_t member = 0; member < members.size(); ++member) {
        std::vector<TrainingSample> samples;
        for (const auto i : parts[member])
            samples.push_back({&cells[i], static_cast<float>(data[i].accuracy)});
        train(*members[member], samples, training, deriveSeed(seed, member), control);
    }
    m_members = std::move(members); // after a cancelled fit the ensemble is the one before
    return {};
}

std::vector<Prediction> Ensemble::predict(std::span<const Architecture> cells)
{
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    std::vector<Prediction> predictions(cells.size(), Prediction{kNone, kNone});
    if (m_members.empty())
        return predictions;
    std::vector<EncodedCell> readable;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (problemOf(cells[i]).empty()) {
            readable.push_back(encode(cells[i].cell().blocks));
            places.push_back(i);
        }
    std::vector<std::vector<float>> scores;
    for (const auto& member : m_members)
        member->predict(pointersTo(readable), scores.emplace_back(readable.size()).data());
    for (std::size_t i = 0; i < readable.size(); ++i)
        predictions[places[i]] = combine(scores, i);
    return predictions;
}

Result<std::vector<std::vector<Prediction>>> Ensemble::scoreChildren(std::span<const Architecture> parents, std::span<const Block> blocks, Control& control)
{
    if (m_members.empty())
        return refusal("The predictor has not been fitted yet.");
    if (parents.empty() || blocks.empty())
        return std::vector<std::vector<Prediction>>(parents.size());
    std::vector<EncodedCell> cells;
    cells.reserve(parents.size());
    const int size = parents.front().blockCount();
    for (const auto& parent : parents) {
        if (auto problem = problemOf(parent); !problem.empty())
            return refusal(std::move(problem));
        if (parent.blockCount() != size)
            return refusal("All cells to expand must have the same number of blocks.");
        cells.push_back(encode(parent.cell().blocks));
    }
    const auto readable = [&](const Half& half) { return half.input < kFirstBlock + size && static_cast<int>(half.op) < kOpCount; };
    if (size >= m_settings.maxBlocks || !std::ranges::all_of(blocks, [&](const Block& b) { return readable(b.a) && readable(b.b); }))
        return refusal("The predictor reads cells of up to " + std::to_string(m_settings.maxBlocks) + " blocks, each reading what stands before it.");

    const auto added = encode(blocks);
    std::vector<std::vector<float>> scores;
    for (const auto& member : m_members)
        member->scoreChildren(pointersTo(cells), added, control, scores.emplace_back(parents.size() * blocks.size()).data());
    std::vector<std::vector<Prediction>> predictions(parents.size(), std::vector<Prediction>(blocks.size()));
    for (std::size_t p = 0; p < parents.size(); ++p)
        for (std::size_t b = 0; b < blocks.size(); ++b)
            predictions[p][b] = combine(scores, p * blocks.size() + b);
    return predictions;
}

NamedBuffers Ensemble::save() const
{
    NamedBuffers buffers;
    for (std::size_t member = 0; member < m_members.size(); ++member)
        for (const auto& parameter : m_members[member]->parameters()) {
            const auto& matrix = parameter.value;
            auto& buffer = buffers[bufferName(member, parameter)];
            buffer.shape = {matrix.rows(), matrix.columns()};
            for (int i = 0; i < matrix.rows(); ++i)
                buffer.data.insert(buffer.data.end(), matrix.row(i), matrix.row(i) + matrix.columns());
        }
    return buffers;
}

Status Ensemble::restore(const NamedBuffers& buffers)
{
    const Error mismatch{ErrorCode::Corrupt, "These weights do not belong to a predictor of this kind and size.", {}};
    if (buffers.empty()) { // saved before the first fit
        m_members.clear();
        return {};
    }
    auto members = makeMembers();
    std::size_t used = 0;
    for (std::size_t member = 0; member < members.size(); ++member)
        for (auto& parameter : members[member]->parameters()) {
            auto& matrix = parameter.value;
            const auto found = buffers.find(bufferName(member, parameter));
            if (found == buffers.end() || found->second.shape != std::vector<std::int64_t>{matrix.rows(), matrix.columns()}
                || found->second.data.size() != static_cast<std::size_t>(matrix.rows()) * static_cast<std::size_t>(matrix.columns())
                || !std::ranges::all_of(found->second.data, [](float x) { return std::isfinite(x); }))
                return mismatch;
            for (int i = 0; i < matrix.rows(); ++i)
                std::copy_n(found->second.data.begin() + static_cast<std::ptrdiff_t>(i) * matrix.columns(), matrix.columns(), matrix.row(i));
            ++used;
        }
    if (used != buffers.size())
        return mismatch;
    m_members = std::move(members);
    return {};
}

} // namespace cw
