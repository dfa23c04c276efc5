#include <gtest/gtest.h>

#include "core/arch/arch_text.h"
#include "core/search/space_preview.h"
#include "core/search/strategy.h"

using namespace cw;

TEST(SpacePreview, DrawsCellsOfTheSearchAndCountsThem)
{
    auto settings = *makeSettings("pnas", "pnas", "quick");
    ASSERT_TRUE(bool(settings.set("blocks", "3")));
    EXPECT_EQ(spaceSize("pnas", settings), "10979688");
    const auto first = drawFromSpace("pnas", settings, 1), again = drawFromSpace("pnas", settings, 1), other = drawFromSpace("pnas", settings, 2);
    ASSERT_TRUE(first && again && other);
    EXPECT_EQ(first->blockCount(), 3);
    EXPECT_EQ(*first, *again);
    EXPECT_NE(*first, *other);
}

TEST(SpacePreview, RefusesWhatIsNoSpace)
{
    const auto settings = *makeSettings("pnas", "pnas", "quick");
    EXPECT_FALSE(bool(drawFromSpace("nothing", settings, 1)));
    EXPECT_EQ(spaceSize("nothing", settings), "");
}
