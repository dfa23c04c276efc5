#include <fstream>
#include <sys/fsuid.h>

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/arch/canonical.h"
#include "core/base/files.h"
#include "tests/core/full_disk.h"
#include "tests/core/session_harness.h"

namespace cw::test {
namespace {

namespace fs = std::filesystem;

RunHeader header()
{
    return {"pnas", "pnas", "quick", {{"blocks", 3}, {"learning_rate", 0.1}}, ~0ULL, "/data/\xC3\xA9toiles", "f-1", "idx", "IDX files", {"a", "b"}, {1, 14, 14}, {{"torch", "1.13.0"}}};
}
Architecture cell(int i) { return pnasArchitecture({{{kPrev, static_cast<OpId>(i % kOpCount)}, {kPrevPrev, static_cast<OpId>(i / kOpCount % kOpCount)}}}); }
CandidateProposed proposed(CandidateId id) { return {id, cell(static_cast<int>(id)), 1, 0, CandidateRole::Beam, std::nullopt, 10 * id, 20 * id}; }
CandidateEvaluated evaluated(CandidateId id, double accuracy = 0.1)
{
    Evaluation e;
    e.id = id;
    e.accuracy = accuracy + id / 3.0;
    e.correct = 5;
    e.total = 10;
    e.curve = {{1, 0.7, 0.3}};
    return {e};
}
std::unique_ptr<RunStore> create(const fs::path& folder)
{
    auto store = RunStore::create(folder, header());
    EXPECT_TRUE(store) << store.error().message;
    return store ? *std::move(store) : nullptr;
}
std::unique_ptr<RunStore> reopen(const fs::path& folder)
{
    auto store = RunStore::openForWriting(folder);
    EXPECT_TRUE(store) << store.error().message;
    return store ? *std::move(store) : nullptr;
}
std::uint64_t must(RunStore& store, EventBody body)
{
    const auto event = store.append(std::move(body));
    EXPECT_TRUE(event) << event.error().message << event.error().detail;
    return event ? event->seq : 0;
}
std::string bytes(const fs::path& file) { return *readFile(file); }
/// A whole folder's content: names, and bytes of everything but the lock, SQLite's shared memory and an empty journal (a reader may leave one).
std::string content(const fs::path& folder)
{
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (const auto name = entry.path().filename().string(); entry.is_regular_file() && name != "lock" && name != "run.db-shm")
            if (name != "run.db-wal" || entry.file_size() > 0)
                files[name] = bytes(entry.path());
    std::string all;
    for (const auto& [name, text] : files)
        all += name + ":" + text + "\n";
    return all;
}
void setVersion(const fs::path& folder, const std::string& version)
{
    SQLite::Database db((folder / "run.db").string(), SQLite::OPEN_READWRITE);
    db.exec("UPDATE meta SET value = '" + version + "' WHERE key = 'version'");
}

TEST(RunStore, KeepsHeaderEventsAndCandidates)
{
    RunsFolder temp;
    const auto run = temp.path() / "deep" / "er" / "a.cwrun";
    {
        auto store = create(run);
        EXPECT_EQ(must(*store, LevelStarted{1, 2, 2}), 1U);
        EXPECT_EQ(must(*store, proposed(1)), 2U);
        EXPECT_EQ(must(*store, proposed(2)), 3U);
        EXPECT_EQ(must(*store, evaluated(2)), 4U);
        EXPECT_TRUE(store->setSeconds(1.0 / 3));
    }
    const auto store = RunStore::openForReading(run);
    ASSERT_TRUE(store) << store.error().message;
    const auto& h = (*store)->header();
    EXPECT_EQ(std::tuple(h.strategy, h.space, h.preset, h.seed, h.dataPath, h.dataFingerprint, h.dataKind, h.dataTitle, h.classes, h.image, h.version),
              std::tuple("pnas", "pnas", "quick", ~0ULL, header().dataPath, "f-1", "idx", "IDX files", header().classes, ImageShape{1, 14, 14}, kRunVersion));
    EXPECT_EQ(h.settings, header().settings);
    EXPECT_EQ(h.versions.at("torch"), "1.13.0");
    EXPECT_TRUE(h.versions.contains("sqlite"));
    EXPECT_EQ((*store)->seconds(), 1.0 / 3);
    const auto events = (*store)->events();
    ASSERT_EQ(events->size(), 4U);
    EXPECT_EQ(events->back().seq, 4U);
    EXPECT_GT(events->back().unixMilliseconds, 1600000000000);
    EXPECT_EQ(std::get<CandidateEvaluated>(events->back().body).evaluation.accuracy, 0.1 + 2 / 3.0);
    EXPECT_EQ((*store)->events(2)->size(), 2U);
    EXPECT_EQ((*store)->events(1, 2)->back().seq, 3U);
    EXPECT_EQ(*(*store)->lastSeq(), 4U);
    const auto candidates = (*store)->candidates();
    ASSERT_EQ(candidates->size(), 2U);
    EXPECT_FALSE((*candidates)[0].evaluation);
    EXPECT_EQ((*candidates)[0].proposed.arch, cell(1));
    EXPECT_EQ((*candidates)[1].evaluation->curve, evaluated(2).evaluation.curve);
    EXPECT_FALSE((*store)->append(LevelStarted{}));
    EXPECT_FALSE((*store)->rewind(0));
}

TEST(RunStore, OverwritesNothing)
{
    RunsFolder temp;
    create(temp.path() / "run");
    fs::create_directory(temp.path() / "folder");
    std::ofstream(temp.path() / "file") << "mine";
    fs::create_symlink("nowhere", temp.path() / "link");
    const auto before = content(temp.path());
    for (const auto* name : {"run", "folder", "file", "link"}) {
        const auto store = RunStore::create(temp.path() / name, header());
        ASSERT_FALSE(store) << name;
        EXPECT_NE(store.error().message.find("exists already"), std::string::npos);
    }
    EXPECT_EQ(content(temp.path()), before);
}

TEST(RunStore, LeavesNothingOfARunThatCouldNotBeMade)
{
    RunsFolder temp;
    std::ofstream(temp.path() / "file") << "mine";
    const auto below = RunStore::create(temp.path() / "file" / "run", header());
    ASSERT_FALSE(below);
    EXPECT_NE(below.error().message.find("Could not make"), std::string::npos) << below.error().message;
    for (const long bytes : {0L, 100L, 5000L, 20000L, 40000L}) {
        const FullDisk disk(bytes);
        const auto store = RunStore::create(temp.path() / "run", header());
        ASSERT_FALSE(store) << bytes;
        EXPECT_EQ(store.error().code, ErrorCode::DiskFull) << store.error().message << store.error().detail;
    }
    EXPECT_EQ(std::distance(fs::directory_iterator(temp.path()), fs::directory_iterator()), 1);
    // Leftovers of a process that was killed while it made this run; those of a living one stay.
    fs::create_directory(temp.path() / ".run.partial-999999999");
    fs::create_directory(temp.path() / ".run.partial-1");
    create(temp.path() / "run");
    EXPECT_FALSE(fs::exists(temp.path() / ".run.partial-999999999"));
    EXPECT_TRUE(fs::exists(temp.path() / ".run.partial-1"));
}

TEST(RunStore, RefusesWhatIsNoRun)
{
    RunsFolder temp;
    for (const auto& path : {temp.path(), temp.path() / "nothing", fs::path("/dev/null"), fs::path()}) {
        for (const auto& error : {RunStore::openForReading(path).error(), RunStore::openForWriting(path).error(), RunStore::remove(path).error()}) {
            EXPECT_EQ(error.code, ErrorCode::NotFound) << error.message;
            EXPECT_NE(error.message.find("is not a run folder"), std::string::npos) << error.message;
        }
    }
}

TEST(RunStore, RefusesEventsThatMakeNoSenseAndKeepsNothingOfThem)
{
    RunsFolder temp;
    auto store = create(temp.path() / "run");
    must(*store, proposed(1));
    must(*store, evaluated(1));
    EXPECT_FALSE(store->append(TrainingProgress{1, 2, 3, 0.5}));
    EXPECT_FALSE(store->append(PreparationProgress{}));
    EXPECT_FALSE(store->append(proposed(1)));
    EXPECT_FALSE(store->append(evaluated(1)));
    EXPECT_FALSE(store->append(evaluated(77)));
    EXPECT_EQ(store->events()->size(), 2U);
    EXPECT_EQ(must(*store, proposed(2)), 3U); // a refused event leaves no gap either
}

TEST(RunStore, RewindDropsEventsButNoFinishedResult)
{
    RunsFolder temp;
    auto store = create(temp.path() / "run");
    must(*store, proposed(1));
    must(*store, proposed(2));
    must(*store, evaluated(1)); // 3
    must(*store, evaluated(2)); // 4
    must(*store, proposed(3));
    must(*store, evaluated(3)); // 6
    ASSERT_TRUE(store->storeResult(99, evaluated(9).evaluation)); // arrived, its turn had not come
    ASSERT_TRUE(store->rewind(3));
    EXPECT_EQ(*store->lastSeq(), 3U);
    const auto candidates = store->candidates();
    ASSERT_EQ(candidates->size(), 2U);
    EXPECT_TRUE((*candidates)[0].evaluation);
    EXPECT_FALSE((*candidates)[1].evaluation);
    for (int i = 1; i <= 3; ++i) {
        const auto result = store->storedResult(architectureHash(cell(i)));
        ASSERT_TRUE(result && *result) << i;
        EXPECT_EQ((*result)->accuracy, evaluated(static_cast<CandidateId>(i)).evaluation.accuracy);
    }
    EXPECT_TRUE(*store->storedResult(99));
    EXPECT_FALSE(*store->storedResult(98));
    EXPECT_GT(must(*store, evaluated(2, 0.9)), 6U); // numbers are not used again: who follows the log misses nothing
    EXPECT_EQ((*store->storedResult(architectureHash(cell(2))))->accuracy, evaluated(2).evaluation.accuracy); // the first one stays
    ASSERT_TRUE(store->rewind(0));
    EXPECT_TRUE(store->events()->empty());
    EXPECT_TRUE(store->candidates()->empty());
    EXPECT_TRUE(*store->storedResult(99));
}

TEST(RunStore, KeepsTwoCheckpointsAndFallsBackToTheOlder)
{
    RunsFolder temp;
    const auto run = temp.path() / "run";
    std::vector<std::string> files;
    {
        auto store = create(run);
        EXPECT_FALSE(*store->lastCheckpoint());
        for (int i = 1; i <= 4; ++i) {
            must(*store, LevelStarted{i, 0, 0});
            const auto file = store->writeCheckpoint({{"step", i}, {"nan", std::nan("")}, {"x", 1.0 / 3}}, {{"w", {{2}, {float(i), 0.5F}}}}, static_cast<std::uint64_t>(i));
            ASSERT_TRUE(file) << file.error().message;
            files.push_back(*file);
        }
        const auto last = store->lastCheckpoint();
        ASSERT_TRUE(last && *last);
        EXPECT_EQ((*last)->state.at("step"), 4);
        EXPECT_EQ((*last)->state.at("x"), 1.0 / 3);
        EXPECT_EQ((*last)->weights.at("w").data.at(0), 4.0F);
        EXPECT_EQ((*last)->eventSeq, 4U);
    }
    EXPECT_FALSE(fs::exists(run / files[1]));
    EXPECT_TRUE(fs::exists(run / files[2]));
    EXPECT_EQ(std::distance(fs::directory_iterator(run / "weights"), fs::directory_iterator()), 4);
    const auto readable = [&] {
        const auto found = (*RunStore::openForReading(run))->lastCheckpoint();
        return found && *found ? (*found)->state.at("step").get<int>() : 0;
    };
    // The newest is damaged in one way after the other.
    const auto whole = bytes(run / files[3]);
    auto flipped = whole;
    flipped[flipped.find("\"step\":4") + 7] = '5';
    for (const auto& damage : {whole.substr(0, whole.size() / 2), std::string(), flipped, std::string("[]"), std::string("{\"version\":\"one\"}"), std::string(1000, '[')}) {
        std::ofstream(run / files[3], std::ios::binary) << damage;
        EXPECT_EQ(readable(), 3) << damage.substr(0, 50);
    }
    std::ofstream(run / files[3], std::ios::binary) << whole;
    EXPECT_EQ(readable(), 4);
    auto weights = files[3];
    weights.replace(weights.find(".json"), 5, ".buffers");
    fs::resize_file(run / weights, 10);
    EXPECT_EQ(readable(), 3);
    fs::remove(run / files[2]);
    EXPECT_EQ(readable(), 0);

    auto store = reopen(run);
    ASSERT_TRUE(store->rewind(2));
    EXPECT_FALSE(*store->lastCheckpoint());
    ASSERT_TRUE(store->writeCheckpoint({{"step", 9}}, {}, 2));
    EXPECT_EQ(readable(), 9);
}

TEST(RunStore, RemovesWhatAKillLeftOfACheckpoint)
{
    RunsFolder temp;
    const auto run = temp.path() / "run";
    auto store = create(run);
    ASSERT_TRUE(store->writeCheckpoint(1, {}, 0));
    ASSERT_TRUE(store->writeWeights("surrogate-2", {{"w", {{1}, {2.5F}}}}));
    store.reset();
    std::ofstream(run / "weights" / "checkpoint-77.json") << "{}"; // written, not recorded
    std::ofstream(run / "weights" / "checkpoint-78.json.tmp123") << "{";
    store = reopen(run);
    EXPECT_FALSE(fs::exists(run / "weights" / "checkpoint-77.json"));
    EXPECT_FALSE(fs::exists(run / "weights" / "checkpoint-78.json.tmp123"));
    EXPECT_TRUE(*store->lastCheckpoint());
    EXPECT_EQ(store->readWeights("surrogate-2")->at("w").data.at(0), 2.5F);
    for (const auto* name : {"", ".", "..", "../run", "a/b", "checkpoint-1", "a b"})
        EXPECT_FALSE(store->writeWeights(name, {})) << name;
    EXPECT_FALSE(store->readWeights("missing"));
}

TEST(RunStore, OneWriterManyReaders)
{
    RunsFolder temp;
    const auto run = temp.path() / "run";
    auto writer = create(run);
    must(*writer, proposed(1));
    const auto second = RunStore::openForWriting(run);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::Busy);
    EXPECT_NE(second.error().message.find(std::to_string(::getpid())), std::string::npos) << second.error().message;
    EXPECT_EQ(RunStore::remove(run).error().code, ErrorCode::Busy);
    auto reader = RunStore::openForReading(run);
    ASSERT_TRUE(reader) << reader.error().message;
    for (CandidateId id = 2; id < 40; ++id) {
        must(*writer, proposed(id));
        must(*writer, evaluated(id));
        EXPECT_EQ(*(*reader)->lastSeq(), *writer->lastSeq());
        ASSERT_EQ((*reader)->candidates()->size(), id);
    }
    writer.reset();
    EXPECT_EQ((*reader)->candidates()->size(), 39U);
    EXPECT_TRUE(RunStore::openForWriting(run));
}

TEST(RunStore, ANewerVersionIsNotTouched)
{
    RunsFolder temp;
    auto writer = create(temp.path() / "run");
    must(*writer, proposed(1));
    setVersion(temp.path() / "run", "99");
    fs::copy(temp.path() / "run", temp.path() / "killed", fs::copy_options::recursive); // as a kill leaves it: the journal is not taken over yet
    writer.reset();
    ASSERT_GT(fs::file_size(temp.path() / "killed" / "run.db-wal"), 0U);
    for (const auto* name : {"run", "killed"}) {
        const auto before = content(temp.path() / name);
        for (const auto& error : {RunStore::openForWriting(temp.path() / name).error(), RunStore::openForReading(temp.path() / name).error()}) {
            EXPECT_EQ(error.code, ErrorCode::NewerVersion);
            EXPECT_NE(error.message.find("newer version"), std::string::npos) << error.message;
        }
        EXPECT_EQ(content(temp.path() / name), before);
    }
}

TEST(RunStore, DamagedDatabasesAreRefusedInWordsAndLeftAsTheyAre)
{
    RunsFolder temp;
    const auto run = temp.path() / "run";
    {
        auto store = create(run);
        for (CandidateId id = 1; id <= 60; ++id) {
            must(*store, proposed(id));
            must(*store, evaluated(id));
        }
        ASSERT_TRUE(store->writeCheckpoint(1, {}, 5));
    }
    const auto whole = bytes(run / "run.db");
    ASSERT_GT(whole.size(), 40000U);
    std::vector<std::string> damaged{"", "x", std::string(100000, 'x'), "SQLite format 3", whole.substr(0, 100), whole.substr(0, 4096), whole.substr(0, 8192),
                                     whole.substr(0, whole.size() / 2), whole.substr(0, whole.size() - 4096), whole.substr(0, whole.size() - 1)};
    auto scrambled = whole;
    for (std::size_t i = 4096; i < scrambled.size(); i += 7)
        scrambled[i] = static_cast<char>(scrambled[i] ^ 0x5a);
    damaged.push_back(scrambled);
    for (const auto& database : damaged) {
        std::ofstream(run / "run.db", std::ios::binary | std::ios::trunc) << database;
        const auto before = content(run);
        const auto opened = RunStore::openForWriting(run);
        ASSERT_FALSE(opened) << database.size() << " of " << whole.size() << " bytes";
        const auto& error = opened.error();
        EXPECT_EQ(error.code, ErrorCode::Corrupt) << database.size() << " " << error.message << error.detail;
        EXPECT_NE(error.message.find("Nothing was changed"), std::string::npos) << error.message;
        EXPECT_EQ(content(run), before) << database.size();
        if (const auto reader = RunStore::openForReading(run)) // what can be seen is shown; what cannot is an error, not a crash
            for (const auto& part : {(*reader)->events().operator bool(), (*reader)->candidates().operator bool()})
                (void)part;
        else
            EXPECT_FALSE(reader.error().message.empty());
        EXPECT_EQ(bytes(run / "run.db"), database);
    }
    std::ofstream(run / "run.db", std::ios::binary | std::ios::trunc) << whole;
    EXPECT_EQ(reopen(run)->candidates()->size(), 60U);
}

TEST(RunStore, AForeignDatabaseIsNoRun)
{
    RunsFolder temp;
    SQLite::Database((temp.path() / "run.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE photos(id INTEGER)");
    const auto before = content(temp.path());
    EXPECT_EQ(RunStore::openForWriting(temp.path()).error().code, ErrorCode::Corrupt);
    EXPECT_EQ(RunStore::openForReading(temp.path()).error().code, ErrorCode::Corrupt);
    EXPECT_EQ(content(temp.path()), before);
}

TEST(RunStore, ATornJournalLosesItsTornEndOnly)
{
    RunsFolder temp;
    auto writer = create(temp.path() / "run");
    for (CandidateId id = 1; id <= 30; ++id)
        must(*writer, proposed(id));
    for (const double part : {0.1, 0.5, 0.93, 1.0}) {
        const auto copy = temp.path() / "copy";
        fs::remove_all(copy);
        fs::copy(temp.path() / "run", copy, fs::copy_options::recursive); // as a kill at this moment leaves it
        fs::remove(copy / "run.db-shm");
        const auto journal = copy / "run.db-wal";
        fs::resize_file(journal, static_cast<std::uintmax_t>(part * static_cast<double>(fs::file_size(journal))));
        auto store = reopen(copy);
        const auto candidates = store->candidates();
        ASSERT_TRUE(candidates);
        for (std::size_t i = 0; i < candidates->size(); ++i)
            EXPECT_EQ((*candidates)[i].proposed.id, i + 1);
        EXPECT_EQ(candidates->size() == 30, part == 1.0);
        must(*store, proposed(100));
    }
}

TEST(RunStore, AFullDiskIsSaidAndHeals)
{
    RunsFolder temp;
    auto store = create(temp.path() / "run");
    must(*store, LevelStarted{1, 0, 0});
    CandidateId id = 0;
    for (const long bytes : {0L, 3000L, 9000L, 30000L}) {
        Error error;
        {
            const FullDisk disk(bytes);
            for (;;) {
                const auto event = store->append(proposed(id + 1));
                if (!event) {
                    error = event.error();
                    break;
                }
                ++id;
                ASSERT_LT(id, 1000U);
            }
            EXPECT_FALSE(store->writeCheckpoint(1, {}, 1));
            EXPECT_FALSE(store->writeWeights("w", {{"w", {{4000}, std::vector<float>(4000)}}}));
        }
        EXPECT_EQ(error.code, ErrorCode::DiskFull) << error.detail;
        EXPECT_NE(error.message.find("Everything up to event " + std::to_string(1 + id) + " is kept"), std::string::npos) << error.message;
        EXPECT_EQ(store->candidates()->size(), id);
        must(*store, proposed(++id)); // space again
    }
    ASSERT_TRUE(store->writeCheckpoint(1, {}, 1));
    store.reset();
    EXPECT_EQ(reopen(temp.path() / "run")->candidates()->size(), id);
    for (const auto& entry : fs::directory_iterator(temp.path() / "run" / "weights"))
        EXPECT_EQ(entry.path().filename().string().find(".tmp"), std::string::npos) << entry.path();
}

/// File access as an ordinary user, in this thread, where the tests run as root.
class AsNobody {
public:
    AsNobody()
    {
        if (::geteuid() == 0)
            ::setfsuid(65534);
    }
    ~AsNobody()
    {
        if (::geteuid() == 0)
            ::setfsuid(0);
    }
};

TEST(RunStore, AReadOnlyFolderCanBeReadAndIsLeftAlone)
{
    RunsFolder temp;
    const auto run = temp.path() / "run";
    {
        auto store = create(run);
        must(*store, proposed(1));
        ASSERT_TRUE(store->writeCheckpoint({{"step", 1}}, {}, 1));
    }
    fs::permissions(temp.path(), fs::perms(0555));
    for (const auto& entry : fs::recursive_directory_iterator(run))
        fs::permissions(entry.path(), fs::perms(entry.is_directory() ? 0555 : 0444));
    fs::permissions(run, fs::perms(0555));
    const auto before = content(run);
    {
        const AsNobody nobody;
        const auto reader = RunStore::openForReading(run);
        ASSERT_TRUE(reader) << reader.error().message << reader.error().detail;
        EXPECT_EQ((*reader)->candidates()->size(), 1U);
        EXPECT_EQ((*(*reader)->lastCheckpoint())->state.at("step"), 1);
        const auto error = RunStore::openForWriting(run).error();
        EXPECT_EQ(error.code, ErrorCode::Io);
        EXPECT_NE(error.message.find("Permission denied"), std::string::npos) << error.message;
        EXPECT_NE(error.message.find("The run was not changed"), std::string::npos) << error.message;
        const auto made = RunStore::create(temp.path() / "other", header());
        ASSERT_FALSE(made);
        EXPECT_NE(made.error().message.find("Permission denied"), std::string::npos) << made.error().message;
        EXPECT_FALSE(RunStore::remove(run));
    }
    EXPECT_EQ(content(run), before);
    fs::permissions(temp.path(), fs::perms(0755));
    fs::permissions(run, fs::perms(0755));
    fs::permissions(run / "weights", fs::perms(0755));
}

TEST(RunStore, RemoveTakesOnlyWhatIsItsOwn)
{
    RunsFolder temp;
    const auto run = temp.path() / "run";
    create(run);
    std::ofstream(run / "notes.txt") << "mine";
    ASSERT_TRUE(RunStore::remove(run));
    EXPECT_EQ(bytes(run / "notes.txt"), "mine");
    EXPECT_EQ(std::distance(fs::directory_iterator(run), fs::directory_iterator()), 1);
    create(temp.path() / "other");
    ASSERT_TRUE(RunStore::remove(temp.path() / "other"));
    EXPECT_FALSE(fs::exists(temp.path() / "other"));
}

TEST(RunStore, EventsOfNewerVersionsAreLeftOut)
{
    RunsFolder temp;
    auto store = create(temp.path() / "run");
    must(*store, LevelStarted{1, 0, 0});
    SQLite::Database((temp.path() / "run" / "run.db").string(), SQLite::OPEN_READWRITE).exec("INSERT INTO events(time, kind, body) VALUES(1, 'controller-updated', '{}')");
    must(*store, LevelStarted{2, 0, 0});
    const auto events = store->events();
    ASSERT_TRUE(events) << events.error().message;
    ASSERT_EQ(events->size(), 2U);
    EXPECT_EQ(events->back().seq, 3U);
}

} // namespace
} // namespace cw::test
