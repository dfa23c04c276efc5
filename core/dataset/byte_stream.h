#pragma once
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "core/base/result.h"

struct gzFile_s;

namespace cw {

/// Reads a regular file from front to back, unpacking gzip where the content is gzip. Memory is bounded by what is asked
/// for, so a file that unpacks to far more than its header promises costs nothing.
class ByteStream {
public:
    /// Pipes and devices are refused without waiting.
    static Result<ByteStream> open(const std::filesystem::path& path);
    ByteStream(ByteStream&& other) noexcept;
    ByteStream& operator=(ByteStream&&) = delete;
    ~ByteStream();
    /// Bytes read: fewer than asked for at the end of the file or where it is damaged (damage() says which).
    std::size_t read(std::span<std::uint8_t> out);
    /// Empty, or why the last read came out short: the file ends early, or is damaged.
    const std::string& damage() const { return m_damage; }

private:
    explicit ByteStream(gzFile_s* file) : m_file(file) {}
    gzFile_s* m_file = nullptr;
    std::string m_damage;
};

} // namespace cw
