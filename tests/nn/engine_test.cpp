#include <cstdlib>

#include <gtest/gtest.h>

#include "core/search/engine.h"
#include "core/search/strategy.h"
#include "core/space/pnas_space.h"
#include "tests/nn/memory_images.h"

extern "C" cw::Engine* cellwrightEngine();

namespace cw {
namespace {

TEST(EngineModule, SaysWhatItIs)
{
    const auto info = cellwrightEngine()->info();
    EXPECT_NE(info.torchVersion.find('.'), std::string::npos);
    EXPECT_FALSE(info.blas.empty());
    EXPECT_FALSE(info.cudaDevice.empty()) << "a name, or why there is none";
    EXPECT_TRUE(info.cudaBuilt || !info.cudaUsable);
}

TEST(EngineModule, MakesEvaluatorsAndSurrogates)
{
    EvaluatorSetup setup;
    setup.data = test::separableImages(60);
    setup.settings = Settings(childParameters("pnas"));
    EXPECT_TRUE(cellwrightEngine()->makeEvaluator(setup));
    EXPECT_TRUE(cellwrightEngine()->makeSurrogate(PnasSpace{}, {}));
    SurrogateSettings odd;
    odd.kind = "oracle";
    const auto refused = cellwrightEngine()->makeSurrogate(PnasSpace{}, odd);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("oracle"), std::string::npos);
}

// The loader opens once a process, so this is the only test here that may call it.
TEST(EngineLoader, SaysWhatIsMissing)
{
    ::setenv("CELLWRIGHT_ENGINE", "/nowhere/libcw_torch.so", 1);
    const auto engine = loadEngine();
    ASSERT_FALSE(engine);
    EXPECT_EQ(engine.error().code, ErrorCode::Engine);
    EXPECT_NE(engine.error().message.find("nothing can be trained"), std::string::npos);
    EXPECT_NE(engine.error().detail.find("/nowhere/"), std::string::npos);
    EXPECT_FALSE(loadEngine()) << "asked again, the same answer";
    ::unsetenv("CELLWRIGHT_ENGINE"); // programs started by later tests look for theirs
}

} // namespace
} // namespace cw
