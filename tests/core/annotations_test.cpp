#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/arch/canonical.h"
#include "core/base/files.h"
#include "core/store/annotations.h"
#include "core/store/run_folder.h"
#include "core/store/run_store.h"
#include "tests/core/full_disk.h"
#include "tests/core/session_harness.h"

namespace cw::test {
namespace {

namespace fs = std::filesystem;

fs::path makeRun(const RunsFolder& temp)
{
    const auto folder = temp.path() / "a.cwrun";
    EXPECT_TRUE(RunStore::create(folder, {"pnas", "pnas", "quick", nlohmann::json::object(), 1, "/data", "f", "idx", "IDX files", {"a", "b"}, {1, 14, 14}, nlohmann::json::object()}));
    return folder;
}
void put(const fs::path& folder, std::string_view text) { std::ofstream(folder / kNotesName) << text; }
AnnotationBook sample()
{
    AnnotationBook book;
    book.items[{143, 0xDEADBEEF}] = {{true, {"good", "to-train"}, "Few parameters \xE2\x80\x93 look again.\n\"quoted\""}, {}};
    book.items[{143, 7}] = {{false, {}, "another cell that had this number"}, {}};
    book.items[{2, 0}] = {{true, {}, {}}, {}};
    return book;
}
std::map<AnnotationKey, Annotation> plain(const AnnotationBook& book)
{
    std::map<AnnotationKey, Annotation> items;
    for (const auto& [key, stored] : book.items)
        items[key] = stored.annotation;
    return items;
}

TEST(Annotations, AreReadBackAsWritten)
{
    RunsFolder temp;
    const auto run = makeRun(temp);
    EXPECT_TRUE(readAnnotations(run)->items.empty()); // none yet
    ASSERT_TRUE(writeAnnotations(run, sample()));
    const auto read = readAnnotations(run);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(plain(*read), plain(sample()));
}

TEST(Annotations, FieldsOfNewerVersionsAreKept)
{
    RunsFolder temp;
    const auto run = makeRun(temp);
    put(run, R"({"format":"cellwright-notes","version":1,"colours":["red"],"candidates":[{"id":5,"star":true,"rating":4}]})");
    auto book = readAnnotations(run);
    ASSERT_TRUE(book) << book.error().message;
    book->items.begin()->second.annotation.note = "changed";
    ASSERT_TRUE(writeAnnotations(run, *book));
    const auto json = *readJson(run / kNotesName);
    EXPECT_EQ(json.at("colours").at(0), "red");
    EXPECT_EQ(json.at("candidates").at(0).at("rating"), 4);
    EXPECT_EQ(json.at("candidates").at(0).at("note"), "changed");
}

TEST(Annotations, NewerFilesAreLeftAlone)
{
    RunsFolder temp;
    const auto run = makeRun(temp);
    const std::string text = R"({"format":"cellwright-notes","version":2,"everything":"different"})";
    put(run, text);
    EXPECT_EQ(readAnnotations(run).error().code, ErrorCode::NewerVersion);
    EXPECT_EQ(writeAnnotations(run, sample()).error().code, ErrorCode::NewerVersion);
    EXPECT_EQ(*readFile(run / kNotesName), text);
}

TEST(Annotations, HostileFilesAreRefusedAndKept)
{
    const std::string head = R"({"format":"cellwright-notes","version":1,"candidates":)";
    const std::string hostile[] = {"", "null", "[]", "{", "\xFF\xFE", R"({"format":"other"})", head + "{}}", head + R"([1]})", head + R"([{}]})", head + R"([{"id":0}]})",
                                   head + R"([{"id":-1}]})", head + R"([{"id":4294967296}]})", head + R"([{"id":1.5e300}]})", head + R"([{"id":"1"}]})",
                                   head + R"([{"id":1},{"id":1}]})", head + R"([{"id":1,"star":"yes"}]})", head + R"([{"id":1,"tags":"a"}]})",
                                   head + R"([{"id":1,"tags":[1]}]})", head + R"([{"id":1,"tags":["two words"]}]})", head + R"([{"id":1,"note":["a"]}]})",
                                   head + R"([{"id":1,"architecture":"xyz"}]})", head + R"([{"id":1,"architecture":"11112222333344445"}]})",
                                   head + R"([{"id":1,"note":")" + std::string(kMaxNoteBytes + 1, 'a') + R"("}]})", std::string(100'000, '['),
                                   R"({"format":"cellwright-notes","version":"one"})", R"({"format":["cellwright-notes"]})"};
    RunsFolder temp;
    const auto run = makeRun(temp);
    int number = 0;
    for (const auto& text : hostile) {
        put(run, text);
        const auto read = readAnnotations(run);
        ASSERT_FALSE(read) << number << ": " << text.substr(0, 80);
        EXPECT_EQ(read.error().code, ErrorCode::Corrupt);
        EXPECT_NE(read.error().message.find("It is kept"), std::string::npos) << read.error().message;
        EXPECT_EQ(*readFile(run / kNotesName), text); // reading changes nothing
        ASSERT_TRUE(writeAnnotations(run, sample()));
        EXPECT_EQ(*readFile(run / ("notes.json.bad-" + std::to_string(++number))), text); // each beside the ones before
        EXPECT_EQ(plain(*readAnnotations(run)), plain(sample()));
    }
}

TEST(Annotations, WritingFailsWhole)
{
    RunsFolder temp;
    const auto run = makeRun(temp);
    ASSERT_TRUE(writeAnnotations(run, sample()));
    const auto before = *readFile(run / kNotesName);
    EXPECT_EQ(writeAnnotations(temp.path() / "gone.cwrun", sample()).error().code, ErrorCode::NotFound);
    EXPECT_FALSE(fs::exists(temp.path() / "gone.cwrun")); // a discarded run does not come back as a folder of notes
    {
        const FullDisk disk(20);
        const auto status = writeAnnotations(run, {});
        ASSERT_FALSE(status);
        EXPECT_EQ(status.error().code, ErrorCode::DiskFull);
    }
    EXPECT_EQ(*readFile(run / kNotesName), before);
}

TEST(Annotations, AreRemovedWithTheirRun)
{
    RunsFolder temp;
    const auto run = makeRun(temp);
    put(run, "damaged");
    ASSERT_TRUE(writeAnnotations(run, sample()));
    std::ofstream(run / "notes.json.tmp1") << "cut off";
    ASSERT_TRUE(RunStore::remove(run));
    EXPECT_FALSE(fs::exists(run));
}

TEST(Annotations, AreBounded)
{
    const auto a = bounded({true, {" two words ", "", "a", "a", std::string(200, 'x')}, std::string(kMaxNoteBytes - 1, 'n') + "\xC3\xA9\xC3\xA9"});
    EXPECT_EQ(a.tags, (std::vector<std::string>{"two-words", "a", std::string(kMaxTagBytes, 'x')}));
    EXPECT_EQ(a.note.size(), kMaxNoteBytes - 1); // not half a letter
    EXPECT_EQ(bounded(a), a);
    EXPECT_EQ(bounded({false, std::vector<std::string>(100, "t"), {}}).tags.size(), 1U);
}

} // namespace
} // namespace cw::test
