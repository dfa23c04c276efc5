#include "core/store/run_store.h"

#include <chrono>

#include <sqlite3.h>

#include "core/arch/canonical.h"
#include "core/base/files.h"
#include "core/store/sqlite_run_store.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

std::int64_t now()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

/// Leaves a statement ready for its next use on every way out.
struct Use {
    SQLite::Statement& statement;
    explicit Use(SQLite::Statement& s) : statement(s) {}
    ~Use() { statement.tryReset(); }
    SQLite::Statement* operator->() { return &statement; }
};

Result<Evaluation> evaluationFromText(const std::string& text)
{
    auto json = parseJson(text, "A result of the run");
    if (!json)
        return json.error();
    return evaluationFromJson(*json);
}

/// The columns hold number, date and kind; the body holds the rest.
nlohmann::json withoutColumns(nlohmann::json event)
{
    for (const auto* column : {"seq", "time", "event"})
        event.erase(column);
    return event;
}

Result<Event> eventFromColumns(std::int64_t seq, std::int64_t time, const std::string& kind, const std::string& body)
{
    auto json = parseJson(body, "Event " + std::to_string(seq) + " of the run");
    if (!json)
        return json.error();
    json->update({{"seq", seq}, {"time", time}, {"event", kind}});
    return eventFromJson(*json);
}

} // namespace

Result<std::unique_ptr<RunStore>> RunStore::create(const fs::path& folder, const RunHeader& header)
{
    auto complete = header;
    complete.versions["sqlite"] = sqlite3_libversion();
    const auto made = makeFolderWhole(folder, [&](const fs::path& partial) -> Status {
        std::error_code ec;
        if (fs::create_directory(partial / kWeightsName, ec); ec)
            return systemError("make the run folder", folder, ec.value());
        return makeDatabase(partial, complete);
    });
    if (!made)
        return made.error();
    return openForWriting(folder);
}

Result<std::unique_ptr<RunStore>> RunStore::openForWriting(const fs::path& folder)
{
    if (auto status = checkRunFolder(folder); !status)
        return status.error();
    auto lock = WriterLock::take(folder);
    if (!lock)
        return lock.error();
    auto run = openDatabaseForWriting(folder);
    if (!run)
        return run.error();
    auto store = std::make_unique<SqliteRunStore>(folder, *std::move(run), *std::move(lock));
    store->sweep();
    return std::unique_ptr<RunStore>(std::move(store));
}

Result<std::unique_ptr<RunStore>> RunStore::openForReading(const fs::path& folder)
{
    if (auto status = checkRunFolder(folder); !status)
        return status.error();
    auto run = openDatabaseForReading(folder);
    if (!run)
        return run.error();
    return std::unique_ptr<RunStore>(std::make_unique<SqliteRunStore>(folder, *std::move(run), std::nullopt));
}

SqliteRunStore::SqliteRunStore(fs::path folder, OpenRun run, std::optional<WriterLock> lock)
    : m_folder(std::move(folder)), m_header(std::move(run.header)), m_seconds(run.seconds), m_lock(std::move(lock)), m_db(std::move(run.db))
{
}

SQLite::Statement& SqliteRunStore::prepared(const char* sql) const
{
    auto found = m_statements.find(sql);
    if (found == m_statements.end())
        found = m_statements.try_emplace(sql, *m_db, sql).first;
    return found->second;
}

Error SqliteRunStore::error(const SQLite::Exception& e) const
{
    if (!m_lock)
        return storeError(e, m_folder, "Nothing was changed.", systemErrno(*m_db));
    std::string kept = "What was stored before is kept";
    if (const auto last = [&]() -> std::optional<std::uint64_t> {
            try { // a full disk can still be read
                return static_cast<std::uint64_t>(m_db->execAndGet("SELECT COALESCE(MAX(seq), 0) FROM events").getInt64());
            } catch (const SQLite::Exception&) {
                return std::nullopt;
            }
        }())
        kept = "Everything up to event " + std::to_string(*last) + " is kept";
    const bool full = e.getErrorCode() == SQLITE_FULL;
    return storeError(e, m_folder, kept + (full ? "; free some space and resume the run." : "; the run can be resumed once the cause is gone."), systemErrno(*m_db));
}

Status SqliteRunStore::writable() const
{
    if (m_lock)
        return {};
    return Error{ErrorCode::InvalidArgument, "The run " + m_folder.string() + " was opened for reading.", {}};
}

Result<Event> SqliteRunStore::append(EventBody body)
{
    if (auto status = writable(); !status)
        return status.error();
    if (isLossy(body))
        return Error{ErrorCode::InvalidArgument, "Progress is not stored.", {}};
    Event event{0, now(), std::move(body)};
    auto json = toJson(event);
    const auto kind = json.at("event").get<std::string>();
    const auto text = dumpText(withoutColumns(std::move(json)));
    return guarded([&]() -> Result<Event> {
        SQLite::Transaction transaction(*m_db, SQLite::TransactionBehavior::IMMEDIATE);
        Use insert(prepared("INSERT INTO events(time, kind, body) VALUES(?, ?, ?)"));
        insert->bind(1, event.unixMilliseconds);
        insert->bind(2, kind);
        insert->bind(3, text);
        insert->exec();
        event.seq = static_cast<std::uint64_t>(m_db->getLastInsertRowid());
        if (auto status = derive(event, text); !status)
            return status.error(); // rolled back
        transaction.commit();
        return event;
    });
}

Status SqliteRunStore::derive(const Event& event, const std::string& text)
{
    const auto seq = static_cast<std::int64_t>(event.seq);
    if (const auto* proposed = std::get_if<CandidateProposed>(&event.body)) {
        Use insert(prepared("INSERT OR IGNORE INTO candidates(id, seq, hash, proposed) VALUES(?, ?, ?, ?)"));
        insert->bind(1, static_cast<std::int64_t>(proposed->id));
        insert->bind(2, seq);
        insert->bind(3, hashText(architectureHash(proposed->arch)));
        insert->bind(4, text);
        if (insert->exec() != 1)
            return Error{ErrorCode::Internal, "Candidate " + std::to_string(proposed->id) + " was proposed twice.", {}};
    } else if (const auto* evaluated = std::get_if<CandidateEvaluated>(&event.body)) {
        const auto id = static_cast<std::int64_t>(evaluated->evaluation.id);
        const auto evaluation = dumpText(toJson(evaluated->evaluation));
        Use update(prepared("UPDATE candidates SET evaluated_seq = ?, evaluation = ? WHERE id = ? AND evaluated_seq IS NULL"));
        update->bind(1, seq);
        update->bind(2, evaluation);
        update->bind(3, id);
        if (update->exec() != 1)
            return Error{ErrorCode::Internal, "Candidate " + std::to_string(id) + " was measured twice, or never proposed.", {}};
        Use keep(prepared("INSERT OR IGNORE INTO results SELECT hash, evaluation FROM candidates WHERE id = ?"));
        keep->bind(1, id);
        keep->exec();
    }
    return {};
}

Result<std::vector<Event>> SqliteRunStore::events(std::uint64_t after, std::size_t limit) const
{
    return guarded([&]() -> Result<std::vector<Event>> {
        std::vector<Event> found;
        Use query(prepared("SELECT seq, time, kind, body FROM events WHERE seq > ? ORDER BY seq"));
        query->bind(1, static_cast<std::int64_t>(after));
        while ((limit == 0 || found.size() < limit) && query->executeStep()) {
            auto event = eventFromColumns(query->getColumn(0).getInt64(), query->getColumn(1).getInt64(), query->getColumn(2).getString(),
                                          query->getColumn(3).getString());
            if (event)
                found.push_back(*std::move(event));
            else if (event.error().code != ErrorCode::Unsupported) // a kind of a newer version is nothing to this one
                return event.error();
        }
        return found;
    });
}

Result<std::uint64_t> SqliteRunStore::lastSeq() const
{
    return guarded([&]() -> Result<std::uint64_t> {
        return static_cast<std::uint64_t>(m_db->execAndGet("SELECT COALESCE(MAX(seq), 0) FROM events").getInt64());
    });
}

Result<std::vector<StoredCandidate>> SqliteRunStore::candidates() const
{
    return guarded([&]() -> Result<std::vector<StoredCandidate>> {
        std::vector<StoredCandidate> found;
        Use query(prepared("SELECT seq, proposed, evaluation FROM candidates ORDER BY seq"));
        while (query->executeStep()) {
            auto event = eventFromColumns(query->getColumn(0).getInt64(), 0, "candidate-proposed", query->getColumn(1).getString());
            if (!event)
                return event.error();
            StoredCandidate candidate{std::get<CandidateProposed>(std::move(event->body)), std::nullopt};
            if (!query->getColumn(2).isNull()) {
                auto evaluation = evaluationFromText(query->getColumn(2).getString());
                if (!evaluation)
                    return evaluation.error();
                candidate.evaluation = *std::move(evaluation);
            }
            found.push_back(std::move(candidate));
        }
        return found;
    });
}

Status SqliteRunStore::storeResult(std::uint64_t architectureHash, const Evaluation& evaluation)
{
    if (auto status = writable(); !status)
        return status;
    return guarded([&]() -> Status {
        Use insert(prepared("INSERT OR IGNORE INTO results VALUES(?, ?)"));
        insert->bind(1, hashText(architectureHash));
        insert->bind(2, dumpText(toJson(evaluation)));
        insert->exec();
        return {};
    });
}

Result<std::optional<Evaluation>> SqliteRunStore::storedResult(std::uint64_t architectureHash) const
{
    return guarded([&]() -> Result<std::optional<Evaluation>> {
        Use query(prepared("SELECT evaluation FROM results WHERE hash = ?"));
        query->bind(1, hashText(architectureHash));
        if (!query->executeStep())
            return std::optional<Evaluation>();
        auto evaluation = evaluationFromText(query->getColumn(0).getString());
        if (!evaluation)
            return evaluation.error();
        return std::optional(*std::move(evaluation));
    });
}

Status SqliteRunStore::setSeconds(double seconds)
{
    if (auto status = writable(); !status)
        return status;
    return guarded([&]() -> Status {
        Use update(prepared("UPDATE meta SET value = ? WHERE key = 'seconds'"));
        update->bind(1, nlohmann::json(seconds).dump()); // the shortest text that reads back the same
        update->exec();
        m_seconds = seconds;
        return {};
    });
}

} // namespace cw
