#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/store/database.h"
#include "core/store/run_folder.h"

namespace cw {

/// The one implementation of RunStore. Internal to core/store. lock is empty in readers.
class SqliteRunStore : public RunStore {
public:
    SqliteRunStore(std::filesystem::path folder, OpenRun run, std::optional<WriterLock> lock);

    const RunHeader& header() const override { return m_header; }
    const std::filesystem::path& folder() const override { return m_folder; }
    Result<Event> append(EventBody body) override;
    Result<std::vector<Event>> events(std::uint64_t after, std::size_t limit) const override;
    Result<std::uint64_t> lastSeq() const override;
    Result<std::vector<StoredCandidate>> candidates() const override;
    Result<std::string> writeCheckpoint(const nlohmann::json& state, const NamedBuffers& weights, std::uint64_t eventSeq) override;
    Result<std::optional<Checkpoint>> lastCheckpoint() const override;
    Status rewind(std::uint64_t seq) override;
    Status storeResult(std::uint64_t architectureHash, const Evaluation& evaluation) override;
    Result<std::optional<Evaluation>> storedResult(std::uint64_t architectureHash) const override;
    Status writeWeights(const std::string& name, const NamedBuffers& buffers) override;
    Result<NamedBuffers> readWeights(const std::string& name) const override;
    Status setSeconds(double seconds) override;
    double seconds() const override { return m_seconds; }

    /// Removes checkpoint files that no record names: of writes that were cut short.
    void sweep();

private:
    /// Statements are prepared once; the caller binds all of their parameters.
    SQLite::Statement& prepared(const char* sql) const;
    /// Runs f; SQLite's exceptions become the error. kept: see storeError().
    template<class F>
    auto guarded(F&& f) const -> decltype(f());
    Error error(const SQLite::Exception& e) const;
    Status writable() const;
    /// Within the transaction of append(): the candidates and results that follow from the event. body: its text as stored.
    Status derive(const Event& event, const std::string& body);
    Result<Checkpoint> readCheckpoint(const std::string& file, const std::string& weights, std::uint64_t eventSeq) const;
    Result<std::filesystem::path> weightsFile(const std::string& name) const;

    std::filesystem::path m_folder;
    RunHeader m_header;
    double m_seconds = 0;
    std::optional<WriterLock> m_lock; // freed after the database is closed
    std::unique_ptr<SQLite::Database> m_db;
    mutable std::map<std::string, SQLite::Statement, std::less<>> m_statements;
};

template<class F>
auto SqliteRunStore::guarded(F&& f) const -> decltype(f())
{
    try {
        return f();
    } catch (const SQLite::Exception& e) {
        return error(e);
    }
}

} // namespace cw
