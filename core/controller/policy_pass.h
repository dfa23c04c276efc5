#pragma once
#include <functional>
#include <span>
#include <vector>

#include "core/controller/choice.h"
#include "core/controller/controller.h"
#include "core/controller/lstm_step.h"
#include "core/controller/weight_layout.h"

namespace cw {

/// One unrolled run of the controller over all decisions: forward with any way of choosing, then backward by hand.
/// Everything given to the constructor is borrowed. One thread at a time; deterministic.
class PolicyPass {
public:
    /// Picks an option of a decision.
    using Chooser = std::function<int(std::size_t decision, std::span<const double> probabilities)>;

    PolicyPass(const DecisionSpace& space, const ControllerSettings& settings, const WeightLayout& layout, std::span<const float> weights,
               const Chooser& choose);

    PolicySample sample() const;
    std::vector<DecisionProbabilities> probabilities() const;
    /// Adds advantage * d(-log p) + skipWeight * d(skipDivergence), choices held fixed.
    void addGradient(double advantage, double skipWeight, std::span<double> gradient) const;

private:
    /// What the next step reads: a row of the weights (start or an embedding), or the scaled sum of anchors, or nothing.
    struct Feed {
        const WeightBlock* block = nullptr;
        std::size_t row = 0;
        std::vector<std::size_t> anchors;
        double scale = 1;
    };
    /// Something that later decisions may point at: the key is W1 h of its step.
    struct Anchor {
        std::size_t step = 0;
        bool fedBack = false; ///< else its anchor reads as zero (inputs of a cell, the stem)
        std::vector<double> key;
    };
    struct Made {
        const DecisionSpec* spec = nullptr;
        std::size_t step = 0;
        std::size_t firstAnchor = 0; ///< of the options (skips: the one source)
        std::vector<double> bent;    ///< attention: tanh(key + query) of each option, [options, units]
        Choice choice;
        int chosen = 0;
    };

    void openCell();
    std::size_t step(const Feed& feed);
    void addAnchor(std::size_t step, bool fedBack);
    void make(std::size_t index, const Chooser& choose);
    std::vector<double> distancePrior(const DecisionSpec& spec) const; ///< of reading the nodes before; empty: none
    void operationLogits(const Made& made, std::vector<double>& logits) const;
    void attentionLogits(Made& made, std::size_t options, std::vector<double>& logits);
    void feedBack(std::size_t index, const Made& made);

    std::vector<double> logitGradient(const Made& made, double advantage, double skipWeight) const;
    void operationBack(const Made& made, std::span<const double> logits, std::span<double> state, std::span<double> gradient) const;
    void stepsBack(std::vector<std::vector<double>>& states, std::span<double> gradient) const;

    const float* at(WeightGroup group) const { return m_weights.data() + m_layout[group].offset; }
    double* at(WeightGroup group, std::span<double> gradient) const { return gradient.data() + m_layout[group].offset; }
    LogitTreatment treatment(DecisionKind kind) const;

    const DecisionSpace& m_space;
    const ControllerSettings& m_settings;
    const WeightLayout& m_layout;
    std::span<const float> m_weights;
    std::size_t m_units;

    std::vector<LstmStep> m_steps;
    std::vector<Feed> m_feeds; ///< of each step
    std::vector<Anchor> m_anchors;
    std::vector<Made> m_made;
    std::size_t m_cellBegin = 0; ///< first anchor of the present cell
    Feed m_next;
    std::vector<double> m_query; ///< W2 h of the latest step, once it was asked for
    std::size_t m_queryStep = 0;
    int m_skips = 0;
};

} // namespace cw
