#pragma once
#include <span>
#include <vector>

namespace cw {

/// How raw logits become those of the softmax: divided by the temperature, then c * tanh (Bello et al. 2017; facts of ENAS).
struct LogitTreatment {
    double temperature = 0;  ///< 0: not divided
    double tanhConstant = 0; ///< c; 0: no tanh
};

/// One categorical decision made from logits, with what its gradient needs. A value.
struct Choice {
    std::vector<double> probabilities, logProbabilities; ///< nats
    std::vector<double> slopes;                          ///< d treated logit / d raw logit
    double entropy = 0;                                  ///< nats
};
/// prior: added to the treated logits, one for each; empty: none.
Choice choiceFrom(std::span<const double> rawLogits, const LogitTreatment& treatment, std::span<const double> prior = {});
/// Yes or no from one raw logit s: the softmax over [-s, s] after the treatment. Option 1 is yes; one slope.
Choice yesNoFrom(double rawLogit, const LogitTreatment& treatment);

/// KL of Bernoulli(probability of yes) from Bernoulli(target), 0 < target < 1; and its gradient for the raw logit.
double yesNoDivergence(const Choice& yesNo, double target);
double yesNoDivergenceGradient(const Choice& yesNo, double target);

} // namespace cw
