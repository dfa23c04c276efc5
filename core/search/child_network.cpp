#include "core/search/child_network.h"

#include "core/arch/canonical.h"

namespace cw {

NetworkShape networkShape(const Settings& settings, ImageShape image, int classes)
{
    NetworkShape shape;
    shape.repeats = static_cast<int>(settings.integer("repeats"));
    shape.filters = static_cast<int>(settings.integer("filters"));
    // The spaces of ENAS have one layout: 3N + 2 cells, and the stem for small pictures.
    shape.layout = settings.has("layout") && settings.text("layout") == "released" ? CellLayout::Released : CellLayout::Drawn;
    shape.stem = settings.has("stem") && settings.text("stem") == "imagenet" ? Stem::ImageNet : Stem::Cifar;
    shape.image = image;
    shape.classes = classes;
    return shape;
}

std::filesystem::path childCheckpointPath(const std::filesystem::path& scratch, const Architecture& arch)
{
    return scratch / ("child-" + hashText(architectureHash(arch)) + ".ckpt");
}

} // namespace cw
