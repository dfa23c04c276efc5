#include <algorithm>

#include "core/controller/dense.h"
#include "core/controller/policy_pass.h"

namespace cw {

/// For the raw logits. d(-log p of the chosen) / d treated logit = p - 1[chosen].
std::vector<double> PolicyPass::logitGradient(const Made& made, double advantage, double skipWeight) const
{
    const auto& choice = made.choice;
    if (made.spec->kind == DecisionKind::Skip) // the logit of yes is s, that of no is -s
        return {2 * advantage * choice.slopes[0] * (choice.probabilities[1] - made.chosen)
                + skipWeight / m_skips * yesNoDivergenceGradient(choice, m_settings.skipTarget)};
    std::vector<double> gradient(choice.probabilities.size());
    for (std::size_t i = 0; i < gradient.size(); ++i) {
        const double hit = static_cast<int>(i) == made.chosen ? 1 : 0;
        gradient[i] = advantage * choice.slopes[i] * (choice.probabilities[i] - hit);
    }
    return gradient;
}

void PolicyPass::operationBack(const Made& made, std::span<const double> logits, std::span<double> state, std::span<double> gradient) const
{
    addBackProduct(state, at(WeightGroup::OperationMap), logits);
    addOuterProduct(m_steps[made.step].state, logits, at(WeightGroup::OperationMap, gradient));
    for (std::size_t i = 0; i < logits.size(); ++i)
        at(WeightGroup::OperationBias, gradient)[i] += logits[i];
}

void PolicyPass::addGradient(double advantage, double skipWeight, std::span<double> gradient) const
{
    // Decisions look back only, so all of them first; then keys and queries; then the steps from last to first.
    std::vector<std::vector<double>> states(m_steps.size(), std::vector<double>(m_units)), queries(m_steps.size()), keys(m_anchors.size());
    const float* const score = at(WeightGroup::Score);
    double* const scoreGradient = at(WeightGroup::Score, gradient);
    for (const auto& made : m_made) {
        const auto logits = logitGradient(made, advantage, skipWeight);
        if (made.spec->kind == DecisionKind::Operation) {
            operationBack(made, logits, states[made.step], gradient);
            continue;
        }
        auto& query = queries[made.step];
        query.resize(m_units);
        for (std::size_t option = 0; option < logits.size(); ++option) {
            auto& key = keys[made.firstAnchor + option];
            key.resize(m_units);
            const double* const bent = made.bent.data() + option * m_units;
            for (std::size_t k = 0; k < m_units; ++k) {
                scoreGradient[k] += logits[option] * bent[k];
                const double sum = logits[option] * static_cast<double>(score[k]) * (1 - bent[k] * bent[k]);
                key[k] += sum;
                query[k] += sum;
            }
        }
    }
    const auto mapBack = [&](std::size_t step, WeightGroup map, const std::vector<double>& mapped) {
        if (mapped.empty())
            return;
        addBackProduct(states[step], at(map), mapped);
        addOuterProduct(m_steps[step].state, mapped, at(map, gradient));
    };
    for (std::size_t step = 0; step < m_steps.size(); ++step)
        mapBack(step, WeightGroup::QueryMap, queries[step]);
    for (std::size_t anchor = 0; anchor < m_anchors.size(); ++anchor)
        mapBack(m_anchors[anchor].step, WeightGroup::KeyMap, keys[anchor]);
    stepsBack(states, gradient);
}

void PolicyPass::stepsBack(std::vector<std::vector<double>>& states, std::span<double> gradient) const
{
    std::vector<double> memory(m_units), input(m_units), before(m_units); // before: of the state that the first step begins with
    for (auto step = m_steps.size(); step-- > 0;) {
        std::ranges::fill(input, 0);
        lstmStepBack(m_steps[step], at(WeightGroup::Lstm), states[step], memory, input, step > 0 ? states[step - 1] : before,
                     at(WeightGroup::Lstm, gradient));
        const auto& feed = m_feeds[step];
        if (feed.block) {
            double* const row = gradient.data() + feed.block->offset + feed.row * m_units;
            for (std::size_t k = 0; k < m_units; ++k)
                row[k] += input[k];
        }
        for (const auto anchor : feed.anchors)
            for (std::size_t k = 0; k < m_units && m_anchors[anchor].fedBack; ++k)
                states[m_anchors[anchor].step][k] += feed.scale * input[k];
    }
}

} // namespace cw
