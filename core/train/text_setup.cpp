#include "core/train/text_setup_internal.h"

#include <algorithm>

namespace cw {

Result<TextParts> textParts(const EvaluatorSetup& setup, const TextTrainingSettings& settings)
{
    if (!setup.text)
        return Error{ErrorCode::InvalidArgument, "There is no text to learn from. A recurrent cell learns from words: choose a text file or a folder of text.", {}};
    const auto part = [&](Split split, std::int64_t limit) {
        const auto tokens = setup.text->tokens(split);
        return limit > 0 ? tokens.first(std::min(tokens.size(), static_cast<std::size_t>(limit))) : tokens;
    };
    const TextParts parts{part(Split::Train, settings.trainLimit), part(Split::Validation, settings.validationLimit), setup.text->words()};
    if (parts.train.size() < 2 || parts.validation.size() < 2)
        return Error{ErrorCode::InvalidArgument,
                     "This text cannot train a network: it needs words to train on and others to measure with, and one of the two parts is empty. "
                     "Choose a larger validation part or a longer text.", {}};
    for (const auto tokens : {parts.train, parts.validation})
        if (std::any_of(tokens.begin(), tokens.end(), [&](std::int32_t t) { return t < 0 || t >= parts.words; }))
            return Error{ErrorCode::Corrupt, "The prepared text holds words that its vocabulary does not. Remove it from the cache; it is prepared again then.", {}};
    return parts;
}

Status checkCell(const Architecture& arch, std::int64_t nodes)
{
    if (arch.space != "recurrent")
        return Error{ErrorCode::InvalidArgument, "Text is learned by recurrent cells; this architecture is of the space \"" + arch.space + "\".", {}};
    if (const auto problem = validityProblem(arch); !problem.empty())
        return Error{ErrorCode::InvalidArgument, "This recurrent cell cannot be built: " + problem, {}};
    if (static_cast<std::int64_t>(arch.recurrent.nodes.size()) > nodes)
        return Error{ErrorCode::InvalidArgument,
                     "This cell has " + std::to_string(arch.recurrent.nodes.size()) + " nodes; the shared weights are of " + std::to_string(nodes) + ".", {}};
    return {};
}

Error textError(const std::string& what)
{
    for (const auto* sign : {"out of memory", "not enough memory", "can't allocate memory", "bad_alloc"})
        if (what.find(sign) != std::string::npos)
            return {ErrorCode::Engine,
                    "The network could not be trained: there was not enough memory. A smaller hidden size, smaller batches or fewer steps back need less.", what};
    return {ErrorCode::Engine, "The network could not be trained: the library that computes it reported a problem.", what};
}

} // namespace cw
