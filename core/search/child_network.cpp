#include "core/search/child_network.h"

namespace cw {

NetworkShape networkShape(const Settings& settings, ImageShape image, int classes)
{
    NetworkShape shape;
    shape.repeats = static_cast<int>(settings.integer("repeats"));
    shape.filters = static_cast<int>(settings.integer("filters"));
    shape.layout = settings.text("layout") == "drawn" ? CellLayout::Drawn : CellLayout::Released;
    shape.stem = settings.text("stem") == "imagenet" ? Stem::ImageNet : Stem::Cifar;
    shape.image = image;
    shape.classes = classes;
    return shape;
}

} // namespace cw
