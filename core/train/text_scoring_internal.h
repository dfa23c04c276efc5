#pragma once
#include "core/base/control.h"
#include "core/batch/text_batches.h"
#include "core/nn/recurrent_pass_internal.h"
#include "core/search/shared_settings.h"

namespace cw {

/// Rows that a text is measured in: the batch, but at most this many, so that few words are read from an empty state.
inline constexpr std::int64_t kScoringRows = 64;

struct TextScore {
    double lossSum = 0; ///< of all words, nats
    std::int64_t words = 0;
    double loss() const { return lossSum / static_cast<double>(words); }
    /// kPerplexityReward / perplexity, the perplexity exp(loss) as it is: 0 where it is infinite or not a number.
    double reward() const;
};

/// Measures cells of a network on a text, without dropout, changing nothing. The network is borrowed. Not thread-safe.
class TextScorer {
public:
    TextScorer(const nn::RecurrentNetwork& network, const TextBatches& batches);
    const TextBatches& batches() const { return m_batches; }
    /// One window, from an empty state.
    TextScore window(const RecurrentCell& cell, std::int64_t index);
    /// The whole text, the state going on from window to window. Polls control before each.
    TextScore all(const RecurrentCell& cell, Control& control);

private:
    void add(TextScore& score, const RecurrentCell& cell, std::int64_t index);

    const nn::RecurrentNetwork& m_network;
    TextBatches m_batches;
    nn::RecurrentPass m_pass;
    at::Tensor m_state;
};

} // namespace cw
