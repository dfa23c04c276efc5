#include "core/dataset/cache_room.h"

#include <fstream>
#include <sys/statvfs.h>

namespace cw {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kDiskReserve = 256ULL << 20;

} // namespace

std::string megabytes(std::uint64_t bytes) { return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MB"; }

std::string lackOnDisk(const fs::path& directory, std::uint64_t bytes)
{
    std::error_code ec;
    fs::create_directories(directory, ec);
    struct statvfs space {};
    if (ec)
        return directory.string() + " cannot be written (" + ec.message() + ")";
    if (::statvfs(directory.c_str(), &space) == 0 && std::uint64_t{space.f_bavail} * space.f_frsize < bytes + kDiskReserve)
        return directory.string() + " has no room for " + megabytes(bytes);
    return {};
}

bool fitsMemory(std::uint64_t bytes)
{
    std::ifstream file("/proc/meminfo");
    std::string name, unit;
    for (std::uint64_t kilobytes = 0; file >> name >> kilobytes; std::getline(file, unit))
        if (name == "MemAvailable:")
            return bytes < kilobytes * 1024 / 2;
    return false;
}

} // namespace cw
