#pragma once
#include <functional>
#include <string>

#include <ATen/core/Tensor.h>

#include "core/search/engine.h"
#include "core/search/shared_settings.h"

namespace cw {

/// The parts of the text that a setup trains and measures with, within its limits; borrowed from setup.text.
struct TextParts {
    std::span<const std::int32_t> train, validation;
    std::int64_t words = 0;
};
/// Refused in words: no text, a part with fewer than two words, indices beyond the vocabulary.
Result<TextParts> textParts(const EvaluatorSetup& setup, const TextTrainingSettings& settings);
/// Refuses what is no recurrent cell, or one of more nodes.
Status checkCell(const Architecture& arch, std::int64_t nodes);
/// What an exception of the library means to the user.
Error textError(const std::string& what);

/// Runs work, turning the library's exceptions into errors. Cancelled passes.
template<class T>
Result<T> guarded(const std::function<Result<T>()>& work)
{
    try {
        return work();
    } catch (const std::exception& e) { // c10::Error is one, std::bad_alloc too
        return textError(e.what());
    }
}

} // namespace cw
