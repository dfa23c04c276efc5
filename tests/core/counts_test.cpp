#include <gtest/gtest.h>

#include "core/arch/arch_text.h"
#include "core/arch/counts.h"

namespace cw {
namespace {

NetworkCounts count(const char* name, const NetworkShape& shape)
{
    const auto plan = planNetwork(*resolveArchitecture(name), shape);
    EXPECT_TRUE(plan);
    return countNetwork(*plan);
}

TEST(Counts, MeetThePublishedSizeOfPnasNet5)
{
    NetworkShape shape;
    shape.repeats = 3;
    shape.filters = 48;
    EXPECT_EQ(count("pnasnet-5", shape).parameters, 3'176'602);
    shape.layout = CellLayout::Drawn;
    EXPECT_EQ(count("pnasnet-5", shape).parameters, 4'271'002);
}

} // namespace
} // namespace cw
