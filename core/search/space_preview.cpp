#include "core/search/space_preview.h"

#include <array>

#include "core/base/random.h"
#include "core/search/policy_space.h"
#include "core/space/big_number.h"
#include "core/space/pnas_space.h"

namespace cw {
namespace {

constexpr int kMostCounted = 5; // blocks; beyond, counting takes its time

Result<PnasSpace> pnasSpace(const Settings& settings)
{
    return makePnasSpace(settings.list("operations"), settings.list("inputs"), static_cast<int>(settings.integer("blocks")));
}

Result<Architecture> drawPnas(std::string_view, const Settings& settings, std::uint64_t seed)
{
    const auto space = pnasSpace(settings);
    if (!space)
        return space.error();
    Random random(seed);
    return sampleUniform(*space, space->blocks, random);
}

std::string sizePnas(std::string_view, const Settings& settings)
{
    const auto space = pnasSpace(settings);
    if (!space || space->blocks > kMostCounted)
        return {};
    const auto count = countPnasSpace(*space, space->blocks);
    return count ? std::to_string(count->unique) : std::string();
}

Result<Architecture> drawChoices(std::string_view name, const Settings& settings, std::uint64_t seed)
{
    const auto space = decisionSpace(name, settings);
    if (!space)
        return space.error();
    Random random(seed);
    return space->decode(drawUniform(*space, random));
}

/// Rows of choices, as the papers count: some stand for the same network.
std::string sizeOfChoices(std::string_view name, const Settings& settings)
{
    const auto space = decisionSpace(name, settings);
    if (!space)
        return {};
    BigNumber rows(1);
    for (const auto& decision : space->decisions())
        rows *= static_cast<std::uint32_t>(decision.options);
    return rows.digits();
}

/// A new space is a row here.
struct Row {
    std::string_view space;
    Result<Architecture> (*draw)(std::string_view space, const Settings& settings, std::uint64_t seed);
    std::string (*size)(std::string_view space, const Settings& settings);
};
constexpr std::array kRows{
    Row{"pnas", drawPnas, sizePnas},
    Row{"micro", drawChoices, sizeOfChoices},
    Row{"macro", drawChoices, sizeOfChoices},
    Row{"recurrent", drawChoices, sizeOfChoices},
};

const Row* find(std::string_view space)
{
    for (const auto& row : kRows)
        if (row.space == space)
            return &row;
    return nullptr;
}

} // namespace

Result<Architecture> drawFromSpace(const std::string& space, const Settings& settings, std::uint64_t seed)
{
    if (const auto* row = find(space))
        return row->draw(space, settings, seed);
    return Error{ErrorCode::Unsupported, "Nothing can be drawn from the space \"" + space + "\".", {}};
}

std::string spaceSize(const std::string& space, const Settings& settings)
{
    const auto* row = find(space);
    return row ? row->size(space, settings) : std::string();
}

} // namespace cw
