#include "core/arch/zoo.h"

#include <array>

namespace cw {
namespace {

constexpr std::string_view kPnasPaper = "Liu et al., Progressive Neural Architecture Search, ECCV 2018";

constexpr std::array kZoo{
    ZooEntry{"pnasnet-1", "PNASNet-1", kPnasPaper, "pnas:c-1.sep7+c-1.max3", 6, 44},
    ZooEntry{"pnasnet-2", "PNASNet-2", kPnasPaper, "pnas:c-1.sep7+c-1.sep3/c-1.max3+c-1.sep5", 6, 32},
    ZooEntry{"pnasnet-3", "PNASNet-3", kPnasPaper, "pnas:c-1.sep5+c-1.max3/c-1.id+c-1.sep3/c-2.conv17+c-2.max3", 6, 32},
    ZooEntry{"pnasnet-4", "PNASNet-4", kPnasPaper,
             "pnas:c-1.sep5+c-1.max3/c-1.sep5+c-1.sep3/c-1.id+c-2.sep3/c-2.sep5+c-2.max3", 4, 44},
    ZooEntry{"pnasnet-5", "PNASNet-5", kPnasPaper,
             "pnas:c-2.sep5+c-2.max3/c-1.sep7+c-1.max3/c-1.sep5+c-1.sep3/b3.sep3+c-1.max3/c-2.sep3+c-1.id", 3, 48},
};

} // namespace

std::span<const ZooEntry> zoo() { return kZoo; }

const ZooEntry* findInZoo(std::string_view name)
{
    for (const auto& entry : kZoo)
        if (entry.name == name)
            return &entry;
    return nullptr;
}

} // namespace cw
