#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/arch/network_plan.h"
#include "core/base/result.h"
#include "core/search/evaluation.h"
#include "core/session/events.h"

namespace cw {

inline constexpr int kRunVersion = 1;

/// What a run was made from; written once, at creation, in the first transaction.
struct RunHeader {
    std::string strategy, space, preset;
    nlohmann::json settings;
    std::uint64_t seed = 1;
    std::string dataPath, dataFingerprint, dataKind, dataTitle;
    std::vector<std::string> classes;
    ImageShape image;          ///< of the prepared pictures
    nlohmann::json versions; ///< of Cellwright, LibTorch, SQLite, processor; thread count, device
    int version = kRunVersion;
    std::int64_t words = 0; ///< of the vocabulary, where the data is text; classes and image are empty then
};

/// One row of the candidates table, derived from the events in the same transaction.
struct StoredCandidate {
    CandidateProposed proposed;
    std::optional<Evaluation> evaluation;
};

/// A run folder NAME.cwrun/: run.db (SQLite, WAL), lock (held by the writer) and weights/. A run is its event log.
/// One writer (engine thread); readers open their own object, also while a writer is at work and for runs of other processes.
/// One thread at a time uses an object. Calls block for one small transaction. Messages say what was kept and what to do.
class RunStore {
public:
    /// Makes the folder (and its parents), complete or not at all; refuses an existing one (nothing is ever overwritten).
    static Result<std::unique_ptr<RunStore>> create(const std::filesystem::path& folder, const RunHeader& header);
    /// For continuing: takes the writer's lock (ErrorCode::Busy when another process has it). A newer or damaged run is not touched.
    static Result<std::unique_ptr<RunStore>> openForWriting(const std::filesystem::path& folder);
    static Result<std::unique_ptr<RunStore>> openForReading(const std::filesystem::path& folder);
    /// Removes what Cellwright wrote there, and the folder when nothing else is in it. Refuses what is no run folder, and one that is being written.
    static Status remove(const std::filesystem::path& folder);
    virtual ~RunStore() = default;

    virtual const RunHeader& header() const = 0;
    virtual const std::filesystem::path& folder() const = 0;

    /// Numbers, dates, stores; the event is durable against kill -9 when this returns. Lossy events are refused.
    /// On an error nothing of the event is stored.
    virtual Result<Event> append(EventBody body) = 0;
    /// Events with seq > after, ascending, at most limit (0: all). Kinds of newer versions are left out.
    virtual Result<std::vector<Event>> events(std::uint64_t after = 0, std::size_t limit = 0) const = 0;
    /// Number of the last event; 0 before the first.
    virtual Result<std::uint64_t> lastSeq() const = 0;
    virtual Result<std::vector<StoredCandidate>> candidates() const = 0; ///< in the order of proposal

    /// State of the strategy after event eventSeq. Files first, then their record in one transaction. Two are kept.
    /// Returns the file's name within the run folder.
    virtual Result<std::string> writeCheckpoint(const nlohmann::json& state, const NamedBuffers& weights, std::uint64_t eventSeq) = 0;
    struct Checkpoint {
        nlohmann::json state;
        NamedBuffers weights;
        std::uint64_t eventSeq = 0;
        std::string file; ///< within the run folder
    };
    /// The newest that can be read whole; nothing when there is none.
    virtual Result<std::optional<Checkpoint>> lastCheckpoint() const = 0;
    /// Drops events after seq and what was derived from them, but no finished result (see storedResult). Numbers are not used again.
    virtual Status rewind(std::uint64_t seq) = 0;
    /// Keeps a finished result by architecture hash; the first one stays. append() does the same for CandidateEvaluated.
    virtual Status storeResult(std::uint64_t architectureHash, const Evaluation& evaluation) = 0;
    virtual Result<std::optional<Evaluation>> storedResult(std::uint64_t architectureHash) const = 0;

    /// Names: letters, digits, '-', '_' and '.', not starting with '.' or "checkpoint-".
    virtual Status writeWeights(const std::string& name, const NamedBuffers& buffers) = 0;
    virtual Result<NamedBuffers> readWeights(const std::string& name) const = 0;
    /// Seconds of engine time so far, kept with the run.
    virtual Status setSeconds(double seconds) = 0;
    virtual double seconds() const = 0;
};

} // namespace cw
