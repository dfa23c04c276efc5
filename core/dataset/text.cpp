#include "core/dataset/text.h"

namespace cw {

bool looksLikeText(const std::filesystem::path&) { return false; }
Result<std::shared_ptr<const TextData>> prepareText(const std::filesystem::path&, const TextOptions&, Control&, const LoadProgress&)
{
    return Error{ErrorCode::Unsupported, "Text cannot be read yet.", {}};
}
Result<std::shared_ptr<const TextData>> openTextCache(const std::filesystem::path&) { return Error{ErrorCode::Unsupported, "Text cannot be read yet.", {}}; }
std::filesystem::path sampleTextPath() { return {}; }

} // namespace cw
