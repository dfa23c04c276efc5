#include "core/search/child_network.h"

#include "core/arch/canonical.h"
#include "core/arch/macro_plan.h"
#include "core/arch/recurrent_plan.h"

namespace cw {

NetworkShape networkShape(const Settings& settings, ImageShape image, int classes)
{
    NetworkShape shape;
    if (settings.has("repeats")) // networks of layers have none
        shape.repeats = static_cast<int>(settings.integer("repeats"));
    shape.filters = static_cast<int>(settings.integer("filters"));
    // The spaces of ENAS have one layout: 3N + 2 cells, and the stem for small pictures.
    shape.layout = settings.has("layout") && settings.text("layout") == "released" ? CellLayout::Released : CellLayout::Drawn;
    shape.stem = settings.has("stem") && settings.text("stem") == "imagenet" ? Stem::ImageNet : Stem::Cifar;
    shape.image = image;
    shape.classes = classes;
    return shape;
}

Result<NetworkCounts> countImageNetwork(const Architecture& arch, const NetworkShape& shape)
{
    if (arch.space == "macro") {
        const auto plan = planMacro(arch, shape);
        return plan ? Result<NetworkCounts>(countNetwork(*plan)) : plan.error();
    }
    const auto plan = planNetwork(arch, shape);
    return plan ? Result<NetworkCounts>(countNetwork(*plan)) : plan.error();
}

Result<NetworkCounts> countChild(const Architecture& arch, const Settings& settings, ImageShape image, int classes, std::int64_t words)
{
    if (arch.space != "recurrent")
        return countImageNetwork(arch, networkShape(settings, image, classes));
    if (const auto problem = validityProblem(arch); !problem.empty())
        return Error{ErrorCode::InvalidArgument, "This architecture cannot be built: " + problem, {}};
    return countRecurrent({arch.recurrent, settings.integer("hidden"), words});
}

std::filesystem::path childCheckpointPath(const std::filesystem::path& scratch, const Architecture& arch)
{
    return scratch / ("child-" + hashText(architectureHash(arch)) + ".ckpt");
}

} // namespace cw
