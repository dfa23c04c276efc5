#include <algorithm>
#include <set>

#include "core/base/files.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/search/buffer_file.h"
#include "core/store/sqlite_run_store.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kPrefix = "checkpoint-";
constexpr int kCheckpointVersion = 1;
constexpr int kKept = 2;
constexpr std::uint64_t kMaxBytes = 1ULL << 30;

/// Of the state's text: a checkpoint is read whole or not at all.
std::string checksum(const nlohmann::json& state) { return std::to_string(stableHash(dumpText(state))); }

} // namespace

Result<std::string> SqliteRunStore::writeCheckpoint(const nlohmann::json& state, const NamedBuffers& weights, std::uint64_t eventSeq)
{
    if (auto status = writable(); !status)
        return status.error();
    return guarded([&]() -> Result<std::string> {
        SQLite::Statement number(*m_db, "SELECT seq FROM sqlite_sequence WHERE name = 'checkpoints'");
        const auto name = std::string(kPrefix) + std::to_string(1 + (number.executeStep() ? number.getColumn(0).getInt64() : 0));
        number.reset();
        const auto file = std::string(kWeightsName) + "/" + name + ".json";
        const auto weightsName = weights.empty() ? std::string() : std::string(kWeightsName) + "/" + name + ".buffers";
        if (!weights.empty())
            if (auto status = writeBuffers(m_folder / weightsName, weights); !status)
                return status.error();
        const nlohmann::json content{{"format", "cellwright-checkpoint"}, {"version", kCheckpointVersion}, {"checksum", checksum(state)}, {"state", state}};
        if (auto status = writeFileAtomically(m_folder / file, dumpText(content)); !status)
            return status.error();

        SQLite::Transaction transaction(*m_db, SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement insert(*m_db, "INSERT INTO checkpoints(event_seq, file, weights) VALUES(?, ?, ?)");
        insert.bind(1, static_cast<std::int64_t>(eventSeq));
        insert.bind(2, file);
        insert.bind(3, weightsName);
        insert.exec();
        m_db->exec("DELETE FROM checkpoints WHERE id NOT IN (SELECT id FROM checkpoints ORDER BY id DESC LIMIT " + std::to_string(kKept) + ")");
        transaction.commit();
        sweep();
        return file;
    });
}

Result<RunStore::Checkpoint> SqliteRunStore::readCheckpoint(const std::string& file, const std::string& weights, std::uint64_t eventSeq) const
{
    Checkpoint checkpoint;
    checkpoint.eventSeq = eventSeq;
    checkpoint.file = file;
    auto content = readJson(m_folder / file, kMaxBytes);
    if (!content)
        return content.error();
    const auto bad = [&](const char* why) { return Error{ErrorCode::Corrupt, "The checkpoint " + file + " " + why + ".", {}}; };
    if (!content->is_object() || content->value("format", "") != "cellwright-checkpoint" || !content->contains("state"))
        return bad("is no checkpoint");
    if (content->value("version", 0) != kCheckpointVersion)
        return bad("has another version");
    checkpoint.state = std::move((*content)["state"]);
    if (content->value("checksum", "") != checksum(checkpoint.state))
        return bad("is damaged");
    if (!weights.empty()) {
        auto buffers = readBuffers(m_folder / weights);
        if (!buffers)
            return buffers.error();
        checkpoint.weights = std::move(buffers->buffers);
    }
    return checkpoint;
}

Result<std::optional<RunStore::Checkpoint>> SqliteRunStore::lastCheckpoint() const
{
    return guarded([&]() -> Result<std::optional<Checkpoint>> {
        SQLite::Statement query(*m_db, "SELECT event_seq, file, weights FROM checkpoints ORDER BY id DESC");
        while (query.executeStep()) {
            try {
                auto checkpoint = readCheckpoint(query.getColumn(1).getString(), query.getColumn(2).getString(),
                                                 static_cast<std::uint64_t>(query.getColumn(0).getInt64()));
                if (checkpoint)
                    return std::optional(*std::move(checkpoint));
                log::warning(checkpoint.error().message + " The one before it is used.");
            } catch (const nlohmann::json::exception& e) { // a field of another type
                log::warning(std::string("A checkpoint cannot be read: ") + e.what());
            }
        }
        return std::optional<Checkpoint>();
    });
}

Status SqliteRunStore::rewind(std::uint64_t seq)
{
    if (auto status = writable(); !status)
        return status;
    return guarded([&]() -> Status {
        SQLite::Transaction transaction(*m_db, SQLite::TransactionBehavior::IMMEDIATE);
        for (const auto* sql : {"DELETE FROM events WHERE seq > ?", "DELETE FROM candidates WHERE seq > ?", "DELETE FROM checkpoints WHERE event_seq > ?",
                                "UPDATE candidates SET evaluated_seq = NULL, evaluation = NULL WHERE evaluated_seq > ?"}) {
            SQLite::Statement statement(*m_db, sql);
            statement.bind(1, static_cast<std::int64_t>(seq));
            statement.exec();
        }
        transaction.commit();
        return {};
    });
}

void SqliteRunStore::sweep()
{
    std::set<std::string> named;
    try {
        SQLite::Statement query(*m_db, "SELECT file, weights FROM checkpoints");
        while (query.executeStep())
            named.insert({query.getColumn(0).getString(), query.getColumn(1).getString()});
    } catch (const SQLite::Exception& e) {
        log::warning(std::string("Old checkpoints were not removed: ") + e.what());
        return;
    }
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(m_folder / kWeightsName, ec)) {
        const auto name = entry.path().filename().string();
        const bool unfinished = name.find(".tmp") != std::string::npos;
        if (unfinished || (name.starts_with(kPrefix) && !named.contains(std::string(kWeightsName) + "/" + name))) {
            std::error_code ignored;
            fs::remove(entry.path(), ignored);
        }
    }
}

Result<fs::path> SqliteRunStore::weightsFile(const std::string& name) const
{
    const bool plain = !name.empty() && name.size() <= 100 && name.front() != '.' && !name.starts_with(kPrefix) && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    });
    if (!plain)
        return Error{ErrorCode::InvalidArgument, "\"" + name + "\" is no name for stored weights.", {}};
    return m_folder / kWeightsName / (name + ".buffers");
}

Status SqliteRunStore::writeWeights(const std::string& name, const NamedBuffers& buffers)
{
    if (auto status = writable(); !status)
        return status;
    const auto file = weightsFile(name);
    if (!file)
        return file.error();
    return writeBuffers(*file, buffers);
}

Result<NamedBuffers> SqliteRunStore::readWeights(const std::string& name) const
{
    const auto file = weightsFile(name);
    if (!file)
        return file.error();
    auto content = readBuffers(*file);
    if (!content)
        return content.error();
    return std::move(content->buffers);
}

} // namespace cw
