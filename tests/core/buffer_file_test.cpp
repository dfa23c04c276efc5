#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <limits>

#include <unistd.h>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/search/buffer_file.h"

namespace cw {
namespace {

NamedBuffers example()
{
    return {{"a", {{2, 3}, {1, -2.5f, 3, 0, std::numeric_limits<float>::denorm_min(), 1e30f}}}, {"b.weight", {{}, {7}}}, {"none", {{0, 4}, {}}}};
}

bool equal(const NamedBuffers& a, const NamedBuffers& b)
{
    return std::ranges::equal(a, b, [](const auto& x, const auto& y) { return x.first == y.first && x.second.shape == y.second.shape && x.second.data == y.second.data; });
}

/// A file with this header and this many bytes of numbers.
std::string fileOf(const std::string& header, std::size_t bytes)
{
    std::string file;
    for (int i = 0; i < 8; ++i)
        file.push_back(static_cast<char>(header.size() >> (8 * i) & 255U));
    return file + header + std::string(bytes, '\0');
}

TEST(BufferFile, ReadsWhatItWrote)
{
    const auto path = std::filesystem::temp_directory_path() / ("cw_buffers_" + std::to_string(::getpid()));
    ASSERT_TRUE(writeBuffers(path, example(), {{"kind", "mlp"}, {"note", "ä \"quoted\"\n"}}));
    const auto file = readBuffers(path);
    std::filesystem::remove(path);
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_TRUE(equal(file->buffers, example()));
    EXPECT_EQ(file->metadata, (BufferMetadata{{"kind", "mlp"}, {"note", "ä \"quoted\"\n"}}));
    EXPECT_EQ(readBuffers(path).error().code, ErrorCode::NotFound);
}

TEST(BufferFile, HasTheSafetensorsLayout)
{
    const auto bytes = encodeBuffers({{"x", {{1}, {1.0f}}}}, {});
    ASSERT_TRUE(bytes);
    const std::string header = R"({"x":{"data_offsets":[0,4],"dtype":"F32","shape":[1]}})";
    ASSERT_EQ(bytes->size() % 8, 4U); // numbers start at a multiple of 8
    EXPECT_EQ(bytes->substr(8, header.size()), header);
    EXPECT_EQ(bytes->substr(bytes->size() - 4), std::string("\x00\x00\x80\x3f", 4));
}

TEST(BufferFile, RefusesToWriteAShapeThatDoesNotFit)
{
    EXPECT_FALSE(encodeBuffers({{"x", {{2, 2}, {1.0f}}}}, {}));
    EXPECT_FALSE(encodeBuffers({{"x", {{-1}, {}}}}, {}));
    EXPECT_FALSE(encodeBuffers({{"__metadata__", {{1}, {1.0f}}}}, {}));
}

TEST(BufferFile, RefusesHostileFiles)
{
    const std::string good = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
    ASSERT_TRUE(decodeBuffers(fileOf(good, 8), "it"));
    const std::pair<const char*, std::size_t> bad[] = {
        {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 4},                  // shorter than it says
        {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 12},                 // longer than it says
        {R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8},                  // shape and place differ
        {R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", 8},                 // negative
        {R"({"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}})", 8},                // not whole
        {R"({"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}})", 8},                  // other numbers
        {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", 8},                  // backwards
        {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}})", 8},
        {R"({"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}})", 8},
        {R"({"a":{"dtype":"F32","data_offsets":[0,8]}})", 8},
        {R"({"a":[1,2]})", 8},
        {R"({"":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 8},
        {R"([1,2])", 8},
        {R"({"a":)", 8},
        {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})", 12}, // overlap
        {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 8},   // shared
        {R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8},                                                        // gap
        {R"({"a":{"dtype":"F32","shape":[4294967296,4294967296,2],"data_offsets":[0,8]}})", 8},                                  // product wraps
        {R"({"a":{"dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,8]}})", 8},
        {R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[18446744073709551612,4]}})", 8},
        {R"({"__metadata__":{"x":1}})", 0},
        {R"({"__metadata__":"x"})", 0},
    };
    for (const auto& [header, bytes] : bad)
        EXPECT_FALSE(decodeBuffers(fileOf(header, bytes), "it")) << header;
    EXPECT_FALSE(decodeBuffers("", "it"));
    EXPECT_FALSE(decodeBuffers(std::string(8, '\xff'), "it"));
    std::string deep(100'000, '[');
    EXPECT_FALSE(decodeBuffers(fileOf(deep, 0), "it"));
}

TEST(BufferFile, SurvivesDamageAnywhere)
{
    const auto good = *encodeBuffers(example(), {{"kind", "mlp"}});
    for (std::size_t size = 0; size < good.size(); ++size)
        EXPECT_FALSE(decodeBuffers(std::string_view(good).substr(0, size), "it")) << size;
    Random random(4);
    for (int round = 0; round < 5000; ++round) {
        auto bytes = good;
        for (auto changes = 1 + random.below(3); changes > 0; --changes)
            bytes[random.below(bytes.size())] = static_cast<char>(random.next());
        if (const auto file = decodeBuffers(bytes, "it")) {
            for (const auto& [name, buffer] : file->buffers)
                ASSERT_LE(buffer.data.size() * 4, bytes.size()) << name;
        }
    }
}

} // namespace
} // namespace cw
