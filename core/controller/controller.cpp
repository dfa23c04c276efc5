#include "core/controller/controller.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "core/controller/adam.h"
#include "core/controller/policy_pass.h"
#include "core/controller/weight_layout.h"

namespace cw {
namespace {

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text;
    for (const auto size : shape)
        text.append(text.empty() ? "" : " × ").append(std::to_string(size));
    return text.empty() ? "nothing" : text;
}

Error unusable(const std::string& why)
{
    return {ErrorCode::Corrupt, "The kept controller cannot be used: " + why + " The controller stays as it was.", {}};
}

/// Copies a buffer of exactly this shape, all numbers finite; else a sentence.
std::string take(const NamedBuffers& buffers, const std::string& name, const std::vector<std::int64_t>& shape, std::span<float> into)
{
    const auto found = buffers.find(name);
    if (found == buffers.end())
        return "it lacks \"" + name + "\".";
    if (found->second.shape != shape || found->second.data.size() != into.size())
        return "\"" + name + "\" has the shape " + shapeText(found->second.shape) + " where this search has " + shapeText(shape) + ".";
    if (!std::ranges::all_of(found->second.data, [](float x) { return std::isfinite(x); }))
        return "\"" + name + "\" holds what is not a number.";
    std::ranges::copy(found->second.data, into.begin());
    return {};
}

constexpr auto kSteps = "adam.steps";
/// What is kept of each weight beside it: a suffix of its name.
constexpr const char* kParts[] = {"", ".first_moment", ".second_moment"};

} // namespace

struct Controller::Impl {
    DecisionSpace space;
    ControllerSettings settings;
    WeightLayout layout;
    std::vector<float> weights;
    std::vector<double> gradient;
    Adam adam;

    Impl(DecisionSpace theSpace, ControllerSettings theSettings)
        : space(std::move(theSpace))
        , settings(theSettings)
        , layout(std::max(1, settings.units), space.operationCount())
        , weights(layout.total())
        , gradient(layout.total())
        , adam{std::vector<float>(layout.total()), std::vector<float>(layout.total())}
    {
        // At 0 or 1 the prior would be infinite.
        settings.skipTarget = std::clamp(settings.skipTarget, 1e-6, 1 - 1e-6);
    }

    PolicyPass pass(const PolicyPass::Chooser& choose) const { return {space, settings, layout, weights, choose}; }
    PolicyPass pass(std::span<const int> choices) const
    {
        return pass([choices](std::size_t decision, std::span<const double>) { return choices[decision]; });
    }
};

Controller::Controller(DecisionSpace space, ControllerSettings settings, std::uint64_t seed)
    : m_impl(std::make_unique<Impl>(std::move(space), settings))
{
    for (const auto& block : m_impl->layout.blocks()) {
        Random random(deriveSeed(seed, block.name));
        for (std::size_t i = 0; i < block.size(); ++i)
            m_impl->weights[block.offset + i] = static_cast<float>(settings.initialRange * (2 * random.uniform() - 1));
    }
}

Controller::~Controller() = default;
Controller::Controller(Controller&&) noexcept = default;

const DecisionSpace& Controller::space() const { return m_impl->space; }

std::int64_t Controller::parameterCount() const { return static_cast<std::int64_t>(m_impl->weights.size()); }

PolicySample Controller::sample(Random& random) const
{
    return m_impl
        ->pass([&random](std::size_t, std::span<const double> probabilities) {
            double left = random.uniform();
            for (std::size_t i = 0; i + 1 < probabilities.size(); ++i) {
                if (left < probabilities[i])
                    return static_cast<int>(i);
                left -= probabilities[i];
            }
            return static_cast<int>(probabilities.size()) - 1;
        })
        .sample();
}

PolicySample Controller::complete(std::span<const int> prefix) const
{
    return m_impl
        ->pass([prefix](std::size_t decision, std::span<const double> probabilities) {
            if (decision < prefix.size())
                return prefix[decision];
            return static_cast<int>(std::ranges::max_element(probabilities) - probabilities.begin());
        })
        .sample();
}

PolicySample Controller::evaluate(std::span<const int> choices) const { return m_impl->pass(choices).sample(); }

std::vector<DecisionProbabilities> Controller::probabilities(std::span<const int> choices) const { return m_impl->pass(choices).probabilities(); }

void Controller::accumulate(std::span<const int> choices, double advantage, double skipWeight)
{
    m_impl->pass(choices).addGradient(advantage, skipWeight, m_impl->gradient);
}

double Controller::apply(double rate, int samples, double beta1, double beta2, double epsilon)
{
    auto& gradient = m_impl->gradient;
    double square = 0;
    for (auto& value : gradient) {
        value /= std::max(1, samples);
        square += value * value;
    }
    if (std::isfinite(square))
        m_impl->adam.step(m_impl->weights, gradient, {rate, beta1, beta2, epsilon});
    std::ranges::fill(gradient, 0);
    return std::sqrt(square);
}

NamedBuffers Controller::save() const
{
    NamedBuffers buffers;
    const std::vector<float>* const parts[] = {&m_impl->weights, &m_impl->adam.first, &m_impl->adam.second};
    for (const auto& block : m_impl->layout.blocks())
        for (std::size_t part = 0; part < std::size(parts); ++part) {
            const auto begin = parts[part]->begin() + static_cast<std::ptrdiff_t>(block.offset);
            buffers[std::string(block.name) + kParts[part]]
                = {{block.rows, block.columns}, {begin, begin + static_cast<std::ptrdiff_t>(block.size())}};
        }
    buffers[kSteps] = {{1}, {static_cast<float>(m_impl->adam.steps)}};
    return buffers;
}

Status Controller::restore(const NamedBuffers& buffers)
{
    const auto total = m_impl->layout.total();
    std::vector<float> parts[] = {std::vector<float>(total), std::vector<float>(total), std::vector<float>(total)};
    for (const auto& block : m_impl->layout.blocks())
        for (std::size_t part = 0; part < std::size(parts); ++part) {
            const auto into = std::span(parts[part]).subspan(block.offset, block.size());
            if (const auto problem = take(buffers, std::string(block.name) + kParts[part], {block.rows, block.columns}, into); !problem.empty())
                return unusable(problem);
        }
    float steps = 0;
    if (const auto problem = take(buffers, kSteps, {1}, {&steps, 1}); !problem.empty())
        return unusable(problem);
    if (steps < 0 || steps > Adam::kMostSteps || steps != std::floor(steps))
        return unusable("its number of updates is none.");
    m_impl->weights = std::move(parts[0]);
    m_impl->adam = {std::move(parts[1]), std::move(parts[2]), static_cast<int>(steps)};
    std::ranges::fill(m_impl->gradient, 0);
    return {};
}

std::span<float> Controller::weights() { return m_impl->weights; }

std::span<const double> Controller::gradient() const { return m_impl->gradient; }

} // namespace cw
