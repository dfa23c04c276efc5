#include <gmock/gmock.h>

#include "core/search/collapse.h"

namespace cw {
namespace {

using testing::HasSubstr;

const std::vector<std::string> kLabels{"sep 3×3", "max 3×3", "identity"};

PolicyUpdated update(std::vector<double> shares, double skips = 0.2, double entropy = 8, const char* space = "micro")
{
    PolicyUpdated e;
    e.operationShares = std::move(shares);
    e.skipShare = skips;
    e.entropy = entropy;
    e.uniformEntropy = 10;
    e.child.space = space;
    return e;
}

std::string alarm(const std::vector<PolicyUpdated>& events) { return collapseAlarm(events, kLabels).value_or("none"); }

TEST(Collapse, AHealthySearchAlarmsNobody)
{
    EXPECT_EQ(alarm({}), "none");
    EXPECT_EQ(alarm(std::vector(8, update({0.4, 0.3, 0.3}))), "none");
    EXPECT_EQ(alarm(std::vector(8, update({0.7, 0.2, 0.1}))), "none") << "to like one operation is no collapse";
    EXPECT_EQ(alarm(std::vector(8, update({0.4, 0.3, 0.3}, 0.5, 8, "macro"))), "none");
}

TEST(Collapse, OneOperationIsNamedWithItsShare)
{
    const auto text = alarm(std::vector(5, update({0.05, 0.93, 0.02})));
    EXPECT_THAT(text, HasSubstr("max 3×3, 93 %"));
    EXPECT_THAT(text, HasSubstr("entropy weight"));
    EXPECT_EQ(alarm(std::vector(4, update({0.05, 0.93, 0.02}))), "none") << "a few events are chance";
    auto broken = std::vector(5, update({0.05, 0.93, 0.02}));
    broken[2] = update({0.4, 0.4, 0.2});
    EXPECT_EQ(alarm(broken), "none") << "all of the last must say so";
    broken.insert(broken.end(), 5, update({0.93, 0.05, 0.02}));
    EXPECT_THAT(alarm(broken), HasSubstr("sep 3×3, 93 %")) << "what was long ago does not count";
    auto changing = std::vector(3, update({0.95, 0.05, 0}));
    changing.insert(changing.end(), 2, update({0.05, 0.95, 0}));
    EXPECT_EQ(alarm(changing), "none") << "not the same one";
    EXPECT_THAT(collapseAlarm(std::vector(5, update({0, 0, 0, 1})), kLabels).value(), HasSubstr("operation 4"));
}

TEST(Collapse, SkipsAndIdentityTakeOver)
{
    EXPECT_THAT(alarm(std::vector(5, update({0.3, 0.4, 0.3}, 0.97, 8, "macro"))), HasSubstr("skips are on (97 %)"));
    EXPECT_THAT(alarm(std::vector(5, update({0.1, 0.1, 0.8}, 0.8))), HasSubstr("identity (80 %)"));
}

TEST(Collapse, NothingLeftToChance)
{
    EXPECT_THAT(alarm(std::vector(5, update({0.4, 0.3, 0.3}, 0.2, 0.1))), HasSubstr("1 % of the greatest"));
    EXPECT_EQ(alarm(std::vector(5, update({1}, 1))), "none") << "with one operation there is nothing to choose";
}

TEST(Collapse, OperationsAreNamedAsPeopleReadThem)
{
    const std::vector<std::string> cells{"sep3", "id"}, layers{"conv5"}, nodes{"relu", "tanh"}, unknown{"nonsense"};
    EXPECT_EQ(operationLabels("micro", cells), (std::vector<std::string>{"sep 3×3", "identity"}));
    EXPECT_EQ(operationLabels("macro", layers), (std::vector<std::string>{"conv 5×5"}));
    EXPECT_EQ(operationLabels("recurrent", nodes), (std::vector<std::string>{"ReLU", "tanh"}));
    EXPECT_EQ(operationLabels("micro", unknown), unknown);
    EXPECT_EQ(operationLabels("nowhere", cells), cells);
}

} // namespace
} // namespace cw
