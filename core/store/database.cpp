#include "core/store/database.h"

#include <cerrno>
#include <cstring>

#include <sqlite3.h>

#include "core/base/files.h"
#include "core/store/run_folder.h"
#include "core/store/run_header_json.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

constexpr int kBusyMilliseconds = 5000;
constexpr const char* kUntouched = "Nothing was changed. Restore the folder from a copy, or start a new run.";

constexpr const char* kSchema = R"(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE events(seq INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE candidates(id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL, proposed TEXT NOT NULL,
                        evaluated_seq INTEGER, evaluation TEXT);
CREATE TABLE results(hash TEXT PRIMARY KEY, evaluation TEXT NOT NULL);
CREATE TABLE checkpoints(id INTEGER PRIMARY KEY AUTOINCREMENT, event_seq INTEGER NOT NULL, file TEXT NOT NULL, weights TEXT);
)";

std::string meta(const SQLite::Database& db, const char* key)
{
    SQLite::Statement query(db, "SELECT value FROM meta WHERE key = ?");
    query.bind(1, key);
    return query.executeStep() ? query.getColumn(0).getString() : std::string();
}

Error damaged(const fs::path& folder, const std::string& detail)
{
    return {ErrorCode::Corrupt, "The database of the run " + folder.string() + " is damaged or incomplete. " + kUntouched, detail};
}

Result<OpenRun> readHeader(std::unique_ptr<SQLite::Database> db, const fs::path& folder)
{
    const auto versionText = meta(*db, "version");
    char* end = nullptr;
    const long version = std::strtol(versionText.c_str(), &end, 10);
    if (versionText.empty() || *end || version < 1)
        return damaged(folder, "version \"" + versionText + "\"");
    if (version > kRunVersion)
        return Error{ErrorCode::NewerVersion,
                     "The run " + folder.string() + " was written by a newer version of Cellwright (format " + versionText + ", this one reads up to "
                         + std::to_string(kRunVersion) + "). Nothing was changed; update Cellwright to open it.",
                     {}};
    auto json = parseJson(meta(*db, "header"), "The header of the run");
    if (!json)
        return damaged(folder, json.error().detail);
    auto header = runHeaderFromJson(*json);
    if (!header)
        return damaged(folder, header.error().detail);
    header->version = static_cast<int>(version);
    const auto seconds = meta(*db, "seconds");
    return OpenRun{std::move(db), *std::move(header), std::strtod(seconds.c_str(), nullptr)};
}

bool isEmptyOrMissing(const fs::path& file)
{
    std::error_code ec;
    const auto size = fs::file_size(file, ec);
    return ec || size == 0;
}

/// Opens without SQLite's side files: right only while nobody writes.
std::unique_ptr<SQLite::Database> openImmutable(const fs::path& file)
{
    std::string uri = "file:";
    for (const char c : fs::absolute(file).string()) {
        if (c == '%' || c == '?' || c == '#') {
            char escaped[4];
            std::snprintf(escaped, sizeof escaped, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
            uri += escaped;
        } else {
            uri += c;
        }
    }
    return std::make_unique<SQLite::Database>(uri + "?immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI, kBusyMilliseconds);
}
std::unique_ptr<SQLite::Database> openReadOnly(const fs::path& file)
{
    return std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READONLY, kBusyMilliseconds);
}

} // namespace

int systemErrno(const SQLite::Database& db) { return sqlite3_system_errno(db.getHandle()); }

std::string dumpText(const nlohmann::json& value) { return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace); }

Error storeError(const SQLite::Exception& e, const fs::path& folder, const std::string& kept, int number)
{
    const std::string detail = std::string(e.what()) + " (SQLite " + std::to_string(e.getExtendedErrorCode()) + ")";
    const auto run = "the run " + folder.string();
    switch (e.getErrorCode()) {
    case SQLITE_FULL: return {ErrorCode::DiskFull, "The disk is full: " + run + " could not be written. " + kept, detail};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return {ErrorCode::Corrupt, "The database of " + run + " is damaged. " + kept, detail};
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {ErrorCode::Busy, "The database of " + run + " is locked by another program. " + kept, detail};
    case SQLITE_READONLY:
    case SQLITE_PERM: return {ErrorCode::Io, "You may not write to " + run + ". " + kept, detail};
    case SQLITE_CANTOPEN: return {ErrorCode::Io, "The database of " + run + " could not be opened. " + kept, detail};
    case SQLITE_IOERR:
        if (number == ENOSPC || number == EDQUOT)
            return {ErrorCode::DiskFull, "The disk is full: " + run + " could not be written. " + kept, detail};
        return {ErrorCode::Io, "Reading or writing " + run + " failed" + (number ? ": " + std::string(std::strerror(number)) : "") + ". " + kept, detail};
    default: return {ErrorCode::Internal, "The database of " + run + " refused a change. " + kept, detail};
    }
}

Status makeDatabase(const fs::path& folder, const RunHeader& header)
{
    std::unique_ptr<SQLite::Database> db;
    try {
        db = std::make_unique<SQLite::Database>((folder / kDatabaseName).string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyMilliseconds);
        db->exec("PRAGMA journal_mode=WAL");
        SQLite::Transaction transaction(*db);
        db->exec(kSchema);
        const auto set = [&](const char* key, const std::string& value) {
            SQLite::Statement insert(*db, "INSERT INTO meta VALUES(?, ?)");
            insert.bind(1, key);
            insert.bind(2, value);
            insert.exec();
        };
        set("version", std::to_string(header.version));
        set("header", dumpText(toJson(header)));
        set("seconds", "0");
        transaction.commit();
        db->exec("PRAGMA wal_checkpoint(TRUNCATE)"); // so that a full disk is met here, not silently at closing
        return {};
    } catch (const SQLite::Exception& e) {
        return storeError(e, folder, "No run was made; choose another place or free some space.", db ? systemErrno(*db) : 0);
    }
}

Result<OpenRun> openDatabaseForWriting(const fs::path& folder)
{
    const auto file = folder / kDatabaseName;
    try {
        // A connection that may write would already change files when it is closed; so look with one that may not.
        const bool quiet = isEmptyOrMissing(folder / (std::string(kDatabaseName) + "-wal"));
        auto probe = readHeader(quiet ? openImmutable(file) : openReadOnly(file), folder);
        if (!probe)
            return probe;
        const auto verdict = probe->db->execAndGet("PRAGMA quick_check(1)").getString();
        if (verdict != "ok")
            return damaged(folder, verdict);
        const auto expected = probe->db->execAndGet("PRAGMA page_count").getInt64() * probe->db->execAndGet("PRAGMA page_size").getInt64();
        if (std::error_code ec; quiet && fs::file_size(file, ec) < static_cast<std::uintmax_t>(expected)) // SQLite takes a short last page for zeros
            return damaged(folder, "the file is shorter than it says");
        auto db = std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READWRITE, kBusyMilliseconds);
        db->exec("PRAGMA synchronous=NORMAL"); // WAL stays consistent; survives kill -9, and power loss up to the last sync
        db->exec("PRAGMA journal_mode=WAL");
        probe->db = std::move(db);
        return probe;
    } catch (const SQLite::Exception& e) {
        if (e.getErrorCode() == SQLITE_ERROR) // "no such table": some other database, or one cut to nothing
            return damaged(folder, e.what());
        return storeError(e, folder, kUntouched);
    }
}

Result<OpenRun> openDatabaseForReading(const fs::path& folder)
{
    const auto file = folder / kDatabaseName;
    try {
        try {
            return readHeader(openReadOnly(file), folder);
        } catch (const SQLite::Exception& e) { // a place where the side files cannot be made: nobody writes there
            if (e.getErrorCode() != SQLITE_READONLY && e.getErrorCode() != SQLITE_CANTOPEN)
                throw;
            return readHeader(openImmutable(file), folder);
        }
    } catch (const SQLite::Exception& e) {
        if (e.getErrorCode() == SQLITE_ERROR)
            return damaged(folder, e.what());
        return storeError(e, folder, kUntouched);
    }
}

} // namespace cw
