#include "core/controller/policy_pass.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/controller/dense.h"

namespace cw {

PolicyPass::PolicyPass(const DecisionSpace& space, const ControllerSettings& settings, const WeightLayout& layout,
                       std::span<const float> weights, const Chooser& choose)
    : m_space(space)
    , m_settings(settings)
    , m_layout(layout)
    , m_weights(weights)
    , m_units(static_cast<std::size_t>(layout.units()))
{
    const auto decisions = space.decisions();
    m_made.reserve(decisions.size());
    for (std::size_t i = 0; i < decisions.size(); ++i) {
        if (i == 0 || decisions[i].cell != decisions[i - 1].cell)
            openCell();
        make(i, choose);
    }
}

/// The state of the LSTM goes on; anchors are new. The cell's inputs (macro: the stem) get a key each, so that they can be told apart.
void PolicyPass::openCell()
{
    m_cellBegin = m_anchors.size();
    const Feed start{&m_layout[WeightGroup::Start], 0, {}, 1};
    const int inputs = m_space.space() == "macro" ? 1 : m_space.cellInputs();
    for (int i = 0; i < inputs; ++i)
        addAnchor(step(start), false);
    m_next = start;
}

std::size_t PolicyPass::step(const Feed& feed)
{
    std::vector<double> input(m_units);
    if (feed.block) {
        const float* row = m_weights.data() + feed.block->offset + feed.row * m_units;
        std::copy(row, row + m_units, input.begin());
    }
    for (const auto anchor : feed.anchors)
        for (std::size_t k = 0; k < m_units && m_anchors[anchor].fedBack; ++k)
            input[k] += feed.scale * m_steps[m_anchors[anchor].step].state[k];
    m_steps.push_back(lstmStep(std::move(input), m_steps.empty() ? nullptr : &m_steps.back(), at(WeightGroup::Lstm)));
    m_feeds.push_back(feed);
    m_query.clear();
    return m_steps.size() - 1;
}

void PolicyPass::addAnchor(std::size_t step, bool fedBack)
{
    Anchor anchor{step, fedBack, std::vector<double>(m_units)};
    addProduct(m_steps[step].state, at(WeightGroup::KeyMap), anchor.key);
    m_anchors.push_back(std::move(anchor));
}

LogitTreatment PolicyPass::treatment(DecisionKind kind) const
{
    const double divisor = kind == DecisionKind::Operation && m_settings.operationDivisor > 0 ? m_settings.operationDivisor : 1;
    return {m_settings.temperature, m_settings.tanhConstant / divisor};
}

void PolicyPass::make(std::size_t index, const Chooser& choose)
{
    const auto& spec = m_space.decisions()[index];
    Made made;
    made.spec = &spec;
    made.firstAnchor = m_cellBegin + (spec.kind == DecisionKind::Skip ? static_cast<std::size_t>(spec.slot) : 0);
    made.step = spec.kind == DecisionKind::Skip ? m_steps.size() - 1 : step(m_next); // all skips of a layer see the same state
    std::vector<double> logits;
    if (spec.kind == DecisionKind::Operation)
        operationLogits(made, logits);
    else
        attentionLogits(made, spec.kind == DecisionKind::Skip ? 1 : static_cast<std::size_t>(spec.options), logits);
    if (spec.kind == DecisionKind::Skip) {
        made.choice = yesNoFrom(logits.front(), treatment(spec.kind));
        ++m_skips;
    } else {
        made.choice = choiceFrom(logits, treatment(spec.kind), distancePrior(spec));
    }
    made.chosen = choose(index, made.choice.probabilities);
    feedBack(index, made);
    m_made.push_back(std::move(made));
}

/// Beside the treatment: bent by its tanh, far nodes would all be as far.
std::vector<double> PolicyPass::distancePrior(const DecisionSpec& spec) const
{
    std::vector<double> prior;
    for (int option = 0; m_space.space() == "recurrent" && spec.kind == DecisionKind::Input && option < spec.options; ++option)
        prior.push_back(-m_settings.distancePrior * (spec.node - option) * (spec.node - option));
    return prior;
}

void PolicyPass::operationLogits(const Made& made, std::vector<double>& logits) const
{
    const float* bias = at(WeightGroup::OperationBias);
    logits.assign(bias, bias + m_layout.operations());
    addProduct(m_steps[made.step].state, at(WeightGroup::OperationMap), logits);
}

void PolicyPass::attentionLogits(Made& made, std::size_t options, std::vector<double>& logits)
{
    if (m_query.empty()) {
        m_query.resize(m_units);
        addProduct(m_steps[made.step].state, at(WeightGroup::QueryMap), m_query);
    }
    const float* score = at(WeightGroup::Score);
    made.bent.reserve(options * m_units);
    for (std::size_t option = 0; option < options; ++option) {
        const auto& key = m_anchors[made.firstAnchor + option].key;
        double logit = 0;
        for (std::size_t k = 0; k < m_units; ++k) {
            made.bent.push_back(std::tanh(key[k] + m_query[k]));
            logit += static_cast<double>(score[k]) * made.bent.back();
        }
        logits.push_back(logit);
    }
}

/// What the next step reads, and the anchor of a node that is complete.
void PolicyPass::feedBack(std::size_t index, const Made& made)
{
    const auto decisions = m_space.decisions();
    const auto& spec = decisions[index];
    const auto chosen = static_cast<std::size_t>(made.chosen);
    if (spec.kind == DecisionKind::Input) {
        m_next = {nullptr, 0, {made.firstAnchor + chosen}, 1};
        return;
    }
    if (spec.kind == DecisionKind::Skip) {
        if (spec.slot == 0)
            m_next = {};
        if (made.chosen == 1)
            m_next.anchors.push_back(made.firstAnchor);
        m_next.scale = 1 / (1 + static_cast<double>(m_next.anchors.size()));
        return;
    }
    m_next = {&m_layout[WeightGroup::Embedding], chosen, {}, 1};
    const bool more = index + 1 < decisions.size() && decisions[index + 1].kind == DecisionKind::Operation
                      && decisions[index + 1].node == spec.node && decisions[index + 1].cell == spec.cell;
    if (!more) {
        addAnchor(step(m_next), true);
        m_next = {&m_layout[WeightGroup::Start], 0, {}, 1};
    }
}

PolicySample PolicyPass::sample() const
{
    PolicySample result;
    for (const auto& made : m_made) {
        result.choices.push_back(made.chosen);
        result.logProbability += made.choice.logProbabilities[static_cast<std::size_t>(made.chosen)];
        result.entropy += made.choice.entropy;
        if (made.spec->kind == DecisionKind::Skip)
            result.skipDivergence += yesNoDivergence(made.choice, m_settings.skipTarget) / m_skips;
    }
    return result;
}

std::vector<DecisionProbabilities> PolicyPass::probabilities() const
{
    std::vector<DecisionProbabilities> result;
    for (const auto& made : m_made)
        result.push_back({made.choice.probabilities, made.chosen});
    return result;
}

} // namespace cw
