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

TEST(SpacePreview, DrawsFromTheSpacesOfEnas)
{
    const struct {
        const char *space, *size, *value, *count;
    } rows[] = {{"micro", "nodes", "2", "506250000"},         // ((2 x 5)^2 x (3 x 5)^2)^2
                {"macro", "layers", "3", "1728"},             // 6^3 x 2^3
                {"recurrent", "nodes", "4", "1536"}};         // 4^4 x 3!
    for (const auto& row : rows) {
        SCOPED_TRACE(row.space);
        auto settings = *makeSettings("enas", row.space, "quick");
        ASSERT_TRUE(bool(settings.set(row.size, row.value)));
        const auto first = drawFromSpace(row.space, settings, 1), again = drawFromSpace(row.space, settings, 1), other = drawFromSpace(row.space, settings, 4);
        ASSERT_TRUE(first && again && other);
        EXPECT_EQ(first->space, row.space);
        EXPECT_EQ(validityProblem(*first), "");
        EXPECT_EQ(*first, *again);
        EXPECT_NE(*first, *other);
        EXPECT_EQ(spaceSize(row.space, settings), row.count);
    }
    auto few = *makeSettings("enas", "macro", "quick");
    ASSERT_TRUE(bool(few.set("operations", "max3")));
    ASSERT_TRUE(bool(few.set("layers", "3")));
    EXPECT_EQ(spaceSize("macro", few), "8") << "restricted operations count";
}

TEST(SpacePreview, RefusesWhatIsNoSpace)
{
    const auto settings = *makeSettings("pnas", "pnas", "quick");
    EXPECT_FALSE(bool(drawFromSpace("nothing", settings, 1)));
    EXPECT_EQ(spaceSize("nothing", settings), "");
}
