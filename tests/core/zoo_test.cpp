#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/arch/arch_text.h"
#include "core/arch/counts.h"
#include "core/arch/published_text.h"
#include "core/arch/zoo.h"
#include "core/base/files.h"

namespace cw {
namespace {

TEST(Zoo, EveryRowReadsAndStandsInResources)
{
    ASSERT_EQ(zoo().size(), 15u);
    for (const auto& entry : zoo()) {
        const auto arch = architectureFromText(entry.text);
        ASSERT_TRUE(arch) << arch.error().message;
        const auto form = entry.text.substr(0, entry.text.find(':'));
        EXPECT_EQ(findPublishedForm(form) ? *publishedText(*arch, form) : toText(*arch), entry.text);
        EXPECT_EQ(*architectureFromText(toText(*arch)), *arch);
        EXPECT_EQ(findInZoo(entry.name), &entry);
        const auto file = readFile(CELLWRIGHT_SOURCE_DIR "/resources/architectures/" + std::string(entry.name) + ".json");
        ASSERT_TRUE(file) << file.error().message;
        EXPECT_EQ(*file, toJson(*arch).dump(2) + "\n") << entry.name;
    }
    EXPECT_EQ(findInZoo("PNASNet-5"), nullptr);
    EXPECT_EQ(findInZoo(""), nullptr);
}

TEST(Zoo, SizesAreThePublishedOnes)
{
    // CIFAR-10 models, in millions of parameters as printed in the paper. PNASNet-3 alone holds the 1x7-7x1 convolution,
    // whose inner width the paper leaves open: ours is the full one, which makes it larger than the 1.8 M printed.
    const std::pair<const char*, double> published[] = {{"pnasnet-1", 1.6}, {"pnasnet-2", 1.7}, {"pnasnet-4", 3.0}, {"pnasnet-5", 3.2}};
    for (const auto& [name, millions] : published) {
        const auto* entry = findInZoo(name);
        ASSERT_NE(entry, nullptr);
        NetworkShape shape;
        shape.repeats = entry->repeats;
        shape.filters = entry->filters;
        const auto counts = countNetwork(*planNetwork(*architectureFromText(entry->text), shape));
        EXPECT_NEAR(static_cast<double>(counts.parameters) * 1e-6, millions, 0.05) << name;
    }
}

} // namespace
} // namespace cw
