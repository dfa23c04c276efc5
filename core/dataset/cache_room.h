#pragma once
#include <cstdint>
#include <filesystem>
#include <string>

namespace cw {

/// "13 MB", rounded up.
std::string megabytes(std::uint64_t bytes);
/// Makes the folder. Empty when a file of so many bytes fits and some room stays for everybody else, else why not.
std::string lackOnDisk(const std::filesystem::path& directory, std::uint64_t bytes);
/// Whether so many bytes are less than half of the memory that is free.
bool fitsMemory(std::uint64_t bytes);

} // namespace cw
