#include "core/controller/choice.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cw {
namespace {

struct Treated {
    double logit, slope;
};

Treated treated(double raw, const LogitTreatment& treatment)
{
    const double scale = treatment.temperature > 0 ? 1 / treatment.temperature : 1;
    if (treatment.tanhConstant <= 0)
        return {raw * scale, scale};
    const double bent = std::tanh(raw * scale);
    return {treatment.tanhConstant * bent, treatment.tanhConstant * (1 - bent * bent) * scale};
}

void softmax(std::span<const double> logits, Choice& choice)
{
    const double most = *std::ranges::max_element(logits);
    double sum = 0;
    for (const double logit : logits)
        sum += std::exp(logit - most);
    const double logSum = most + std::log(sum);
    for (const double logit : logits) {
        const double logProbability = logit - logSum, probability = std::exp(logProbability);
        choice.logProbabilities.push_back(logProbability);
        choice.probabilities.push_back(probability);
        choice.entropy -= probability * logProbability;
    }
}

} // namespace

Choice choiceFrom(std::span<const double> rawLogits, const LogitTreatment& treatment, std::span<const double> prior)
{
    Choice choice;
    std::vector<double> logits;
    for (const double raw : rawLogits) {
        const auto [logit, slope] = treated(raw, treatment);
        logits.push_back(prior.empty() ? logit : logit + prior[logits.size()]);
        choice.slopes.push_back(slope);
    }
    softmax(logits, choice);
    return choice;
}

Choice yesNoFrom(double rawLogit, const LogitTreatment& treatment)
{
    const auto [logit, slope] = treated(rawLogit, treatment);
    Choice choice;
    choice.slopes.push_back(slope);
    softmax(std::array{-logit, logit}, choice);
    return choice;
}

double yesNoDivergence(const Choice& yesNo, double target)
{
    return yesNo.probabilities[1] * (yesNo.logProbabilities[1] - std::log(target))
           + yesNo.probabilities[0] * (yesNo.logProbabilities[0] - std::log1p(-target));
}

double yesNoDivergenceGradient(const Choice& yesNo, double target)
{
    // With p = sigmoid(z), z = 2 s: dKL/dz = p (1 - p) (z - z of the target).
    const double z = yesNo.logProbabilities[1] - yesNo.logProbabilities[0], wanted = std::log(target) - std::log1p(-target);
    return 2 * yesNo.slopes[0] * yesNo.probabilities[1] * yesNo.probabilities[0] * (z - wanted);
}

} // namespace cw
