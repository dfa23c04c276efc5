#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/result.h"
#include "core/store/run_store.h"

namespace cw {

/// An open run.db and what was read from it. Internal to core/store: SQLiteCpp's exceptions end in this folder.
struct OpenRun {
    std::unique_ptr<SQLite::Database> db;
    RunHeader header;
    double seconds = 0;
};

/// Writes a new, complete database into an existing folder and closes it.
Status makeDatabase(const std::filesystem::path& folder, const RunHeader& header);
/// Looks first without writing anything: damaged and newer databases are refused untouched. The caller holds the writer's lock.
Result<OpenRun> openDatabaseForWriting(const std::filesystem::path& folder);
/// Also while another process writes, and from places where nothing can be written.
Result<OpenRun> openDatabaseForReading(const std::filesystem::path& folder);

/// What SQLite said, in words for the user. kept: a sentence on what is safe and what to do.
Error storeError(const SQLite::Exception& e, const std::filesystem::path& folder, const std::string& kept, int systemErrno = 0);
int systemErrno(const SQLite::Database& db);
std::string dumpText(const nlohmann::json& value); ///< one line; bytes that are no UTF-8 are replaced

} // namespace cw
