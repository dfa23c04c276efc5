#include <gtest/gtest.h>

#include <set>

#include <nlohmann/json.hpp>

#include "core/arch/arch_text.h"
#include "core/base/files.h"
#include "tests/core/random_cells.h"

namespace cw {
namespace {

using nlohmann::json;

json example() { return toJson(*architectureFromText("pnas:c-2.sep5+c-2.max3/c-1.id+b1.sep3")); }

TEST(ArchJson, ReadsBackWhatItWrites)
{
    Random random(31);
    for (int i = 0; i < 5000; ++i) {
        const auto arch = pnasArchitecture(test::randomCell(random, 1 + i % kMaxBlocks).blocks);
        const auto back = architectureFromJson(json::parse(toJson(arch).dump()));
        ASSERT_TRUE(back) << back.error().message;
        ASSERT_EQ(*back, arch);
    }
}

TEST(ArchJson, MeetsTheGoldenFileByteForByte)
{
    const auto golden = readFile(CELLWRIGHT_SOURCE_DIR "/tests/golden/pnasnet-5.json");
    ASSERT_TRUE(golden) << golden.error().message;
    const auto arch = *resolveArchitecture("pnasnet-5");
    EXPECT_EQ(toJson(arch).dump(2) + "\n", *golden);
    EXPECT_EQ(*architectureFromJson(json::parse(*golden)), arch);
}

TEST(ArchJson, SaysWhatIsWrongAndWhere)
{
    const struct {
        const char* patch; ///< RFC 6902
        const char* reason;
    } cases[] = {
        {R"([{"op":"replace","path":"","value":[]}])", "expected an object, found array"},
        {R"([{"op":"replace","path":"","value":null}])", "expected an object, found null"},
        {R"([{"op":"remove","path":"/format"}])", "format is missing"},
        {R"([{"op":"replace","path":"/format","value":"onnx"}])", "found \"onnx\""},
        {R"([{"op":"replace","path":"/format","value":7}])", "format: expected a text, found number"},
        {R"([{"op":"remove","path":"/version"}])", "version: expected a whole number"},
        {R"([{"op":"replace","path":"/version","value":1.5}])", "version: expected a whole number"},
        {R"([{"op":"replace","path":"/version","value":"1"}])", "version: expected a whole number"},
        {R"([{"op":"replace","path":"/version","value":0}])", "versions begin at 1"},
        {R"([{"op":"replace","path":"/version","value":-9223372036854775808}])", "versions begin at 1"},
        {R"([{"op":"replace","path":"/space","value":"hyper"}])", "unknown space \"hyper\""},
        {R"([{"op":"replace","path":"/cells","value":{}}])", "cells: expected an array, found object"},
        {R"([{"op":"replace","path":"/cells","value":[]}])", "exactly one cell, this one has 0"},
        {R"([{"op":"copy","from":"/cells/0","path":"/cells/1"}])", "exactly one cell, this one has 2"},
        {R"([{"op":"replace","path":"/cells/0","value":3}])", "cells[0]: expected an object"},
        {R"([{"op":"remove","path":"/cells/0/blocks"}])", "cells[0].blocks is missing"},
        {R"([{"op":"replace","path":"/cells/0/blocks","value":[]}])", "cells[0].blocks: a cell has 1 to 12 blocks"},
        {R"([{"op":"replace","path":"/cells/0/blocks/1","value":[]}])", "cells[0].blocks[1]: a block is an array of two halves"},
        {R"([{"op":"add","path":"/cells/0/blocks/1/2","value":{}}])", "cells[0].blocks[1]: a block is an array of two halves"},
        {R"([{"op":"replace","path":"/cells/0/blocks/1/1","value":"b1"}])", "cells[0].blocks[1][1]: expected an object"},
        {R"([{"op":"remove","path":"/cells/0/blocks/1/1/input"}])", "cells[0].blocks[1][1].input is missing"},
        {R"([{"op":"replace","path":"/cells/0/blocks/1/1/input","value":1}])", "cells[0].blocks[1][1].input: expected a text"},
        {R"([{"op":"replace","path":"/cells/0/blocks/1/1/input","value":"b2"}])", "cells[0].blocks[1][1].input: block 2 may read only"},
        {R"([{"op":"replace","path":"/cells/0/blocks/1/1/input","value":"x"}])", "cells[0].blocks[1][1].input: unknown input \"x\""},
        {R"([{"op":"replace","path":"/cells/0/blocks/1/1/op","value":"foo"}])", "cells[0].blocks[1][1].op: unknown operation \"foo\"; known: sep3"},
        {R"([{"op":"replace","path":"/cells/0/output","value":"some"}])", "cells[0].output: expected"},
        {R"([{"op":"replace","path":"/cells/0/output","value":"loose"}])", "cells[0].output: a PNAS cell concatenates"},
        {R"([{"op":"replace","path":"/cells/0/output","value":["b1"]}])", "cells[0].output: a PNAS cell concatenates"},
        {R"([{"op":"replace","path":"/cells/0/output","value":["b9"]}])", "cells[0].output: expected names"},
    };
    for (const auto& c : cases) {
        const auto arch = architectureFromJson(example().patch(json::parse(c.patch)));
        ASSERT_FALSE(arch) << c.patch;
        EXPECT_NE(arch.error().message.find(c.reason), std::string::npos) << c.patch << "\n" << arch.error().message;
    }
}

TEST(ArchJson, RefusesNewerVersionsInWords)
{
    for (const auto& version : {json(2), json(18446744073709551615ULL)}) {
        auto value = example();
        value["version"] = version;
        const auto arch = architectureFromJson(value);
        ASSERT_FALSE(arch);
        EXPECT_EQ(arch.error().code, ErrorCode::NewerVersion);
        EXPECT_NE(arch.error().message.find("newer Cellwright"), std::string::npos);
    }
}

TEST(ArchJson, IgnoresUnknownMembersAndDefaultsTheOutput)
{
    auto value = example();
    value["comment"] = {{"by", "hand"}};
    value["cells"][0]["blocks"][0][0]["stride"] = 2;
    value["cells"][0].erase("output");
    EXPECT_EQ(*architectureFromJson(value), *architectureFromJson(example()));
}

TEST(ArchJson, BoundsHostileFiles)
{
    auto many = example();
    many["cells"][0]["blocks"] = json(100'000, many["cells"][0]["blocks"][0]);
    EXPECT_FALSE(architectureFromJson(many));
    auto longName = example();
    longName["cells"][0]["blocks"][0][0]["op"] = std::string(5'000'000, 'x');
    const auto arch = architectureFromJson(longName);
    ASSERT_FALSE(arch);
    EXPECT_LT(arch.error().message.size(), 500u);
    EXPECT_FALSE(parseJson(std::string(1'000'000, '['), "test"));
}

TEST(ArchJson, SurvivesDamagedDocuments)
{
    Random random(32);
    const auto good = example().dump();
    for (int i = 0; i < 20'000; ++i) {
        auto text = good;
        for (auto changes = 1 + random.below(3); changes > 0; --changes)
            text[random.below(text.size())] = "{}[]\",:0b1c-2"[random.below(13)];
        const auto value = parseJson(text, "test");
        if (!value)
            continue;
        if (const auto arch = architectureFromJson(*value)) {
            EXPECT_EQ(validityProblem(*arch), "");
        }
    }
}

TEST(ArchJson, TheSchemaKnowsWhatTheReaderKnows)
{
    const auto schema = readJson(CELLWRIGHT_SOURCE_DIR "/resources/schemas/architecture.schema.json");
    ASSERT_TRUE(schema) << schema.error().message;
    std::set<std::string> written, known;
    for (const auto& op : schema->at("$defs").at("half").at("properties").at("op").at("enum"))
        written.insert(op.get<std::string>());
    for (const auto& op : kOps)
        known.insert({std::string(op.key), std::string(op.name)});
    EXPECT_EQ(written, known);
    EXPECT_EQ(schema->at("$defs").at("cell").at("properties").at("blocks").at("maxItems"), kMaxBlocks);
    EXPECT_EQ(schema->at("properties").at("version").at("const"), kArchitectureVersion);
    EXPECT_EQ(schema->at("properties").at("format").at("const"), example().at("format"));
}

} // namespace
} // namespace cw
