#pragma once
#include <filesystem>

#include "core/search/buffer_file.h"
#include "core/search/surrogate.h"

namespace cw::cli {

/// A fitted predictor on disk: its weights (core/search/buffer_file.h) with the settings that make it again.
struct SurrogateFile {
    SurrogateSettings settings;
    NamedBuffers buffers;
};
Status writeSurrogateFile(const std::filesystem::path& path, const SurrogateFile& file);
/// Refuses files of other kinds, and of newer versions with ErrorCode::NewerVersion.
Result<SurrogateFile> readSurrogateFile(const std::filesystem::path& path);

} // namespace cw::cli
