#include "core/search/policy_draw.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "core/search/controller_answer.h"
#include "core/search/policy_space.h"

namespace cw {
namespace {

class UniformPolicy final : public Policy {
public:
    explicit UniformPolicy(DecisionSpace space) : m_space(std::move(space)), m_entropy(uniformEntropy(m_space)) {}
    const DecisionSpace& space() const override { return m_space; }
    PolicySample sample(Random& random) const override { return {drawUniform(m_space, random), -m_entropy, m_entropy, 0}; }
    bool learns() const override { return false; }
    double update(std::span<const ScoredSample>) override { return 0; }
    double baseline() const override { return 0; }
    nlohmann::json save() const override { return nlohmann::json::object(); }
    Status restore(const nlohmann::json&) override { return {}; }
    NamedBuffers weights() const override { return {}; }
    Status restoreWeights(const NamedBuffers&) override { return {}; }
    std::string answer(const ForcedChoiceQuery&) const override
    {
        return refusedAnswer(ErrorCode::Unsupported, "A random search has no controller to ask: every choice is as likely as every other.");
    }

private:
    DecisionSpace m_space;
    double m_entropy;
};

class ControllerPolicy final : public Policy {
public:
    ControllerPolicy(DecisionSpace space, const ControllerSettings& settings, const ControllerTraining& training, std::uint64_t seed)
        : m_controller(std::move(space), settings, seed)
        , m_training(training)
    {
    }
    const DecisionSpace& space() const override { return m_controller.space(); }
    PolicySample sample(Random& random) const override { return m_controller.sample(random); }
    bool learns() const override { return true; }

    double update(std::span<const ScoredSample> samples) override
    {
        for (const auto& sample : samples) {
            const double reward = sample.reward + m_training.entropyWeight * sample.entropy;
            if (!std::exchange(m_begun, true))
                m_baseline = reward;
            m_controller.accumulate(sample.choices, reward - m_baseline, m_training.skipWeight);
            m_baseline = m_training.baselineDecay * m_baseline + (1 - m_training.baselineDecay) * reward;
        }
        return m_controller.apply(m_training.rate, static_cast<int>(samples.size()), m_training.beta1, kBeta2, m_training.epsilon);
    }
    double baseline() const override { return m_baseline; }
    nlohmann::json save() const override { return {{"baseline", m_baseline}, {"begun", m_begun}}; }
    Status restore(const nlohmann::json& state) override
    {
        m_baseline = state.at("baseline").get<double>();
        m_begun = state.at("begun").get<bool>();
        return {};
    }
    NamedBuffers weights() const override { return m_controller.save(); }
    Status restoreWeights(const NamedBuffers& buffers) override { return m_controller.restore(buffers); }
    std::string answer(const ForcedChoiceQuery& query) const override
    {
        return controllerAnswer(m_controller, query.arch, query.decision, query.choice).dump();
    }

private:
    static constexpr double kBeta2 = 0.999;
    Controller m_controller;
    ControllerTraining m_training;
    double m_baseline = 0;
    bool m_begun = false;
};

} // namespace

std::unique_ptr<Policy> uniformPolicy(DecisionSpace space) { return std::make_unique<UniformPolicy>(std::move(space)); }

std::unique_ptr<Policy> controllerPolicy(DecisionSpace space, const ControllerSettings& settings, const ControllerTraining& training, std::uint64_t seed)
{
    return std::make_unique<ControllerPolicy>(std::move(space), settings, training, seed);
}

std::string refusedAnswer(ErrorCode code, const std::string& message)
{
    return nlohmann::json{{"error", {{"code", key(code)}, {"message", message}}}}.dump();
}

} // namespace cw
