#include "core/surrogate/make_surrogate.h"

#include <algorithm>
#include <string_view>

#include "core/surrogate/ensemble.h"

namespace cw {
namespace {

struct Kind {
    std::string_view key;
    Ensemble::Make make;
};
constexpr Kind kKinds[] = {
    {"mlp", makeMlp},
    {"lstm", makeLstm},
};

} // namespace

std::unique_ptr<Surrogate> makeSurrogate(const PnasSpace& space, const SurrogateSettings& settings)
{
    for (const auto& kind : kKinds)
        if (kind.key == settings.kind) {
            auto known = settings;
            known.maxBlocks = std::clamp(std::max(settings.maxBlocks, space.blocks), 1, kMaxBlocks);
            return std::make_unique<Ensemble>(kind.make, known);
        }
    return nullptr;
}

} // namespace cw
