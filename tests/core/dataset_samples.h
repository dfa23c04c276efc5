#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/dataset/picture.h"

// Tiny data sets for the tests: pictures are made, encoded and written here.

namespace cw::test {

using ByteVector = std::vector<std::uint8_t>;

/// An empty folder that goes with its object. cache() is a folder inside for the caches of the test.
class TempFolder {
public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return m_path / "data" / name; }
    std::filesystem::path data() const { return m_path / "data"; }
    std::filesystem::path cache() const { return m_path / "cache"; }
    /// Files in the cache folder, temporary ones included.
    std::size_t cacheFiles() const;

private:
    std::filesystem::path m_path;
};

/// A picture that differs with the seed; smooth, so that JPEG keeps it nearly.
Picture samplePicture(int width, int height, int channels, unsigned seed = 1);
/// One value everywhere, r = g = b.
Picture plainPicture(int width, int height, int channels, std::uint8_t value);

ByteVector encodeJpeg(const Picture& picture, int quality = 90, bool progressive = false);
/// 1 grey, 2 grey+alpha, 3, 4 channels; 8 bits, or 16 (each value v becomes 257 v).
ByteVector encodePng(const Picture& picture, bool interlaced = false, int bits = 8);
/// Lossless.
ByteVector encodeWebp(const Picture& picture);
/// 24 bits a pixel, or 32 where the picture has 4 channels (BGRA).
ByteVector encodeBmp(const Picture& picture, bool fromTop = false);
ByteVector gzipped(const ByteVector& bytes);
/// IDX bytes: magic, dimensions, elements.
ByteVector idx(const std::vector<std::uint32_t>& dimensions, const ByteVector& elements);

/// Makes the folders on the way.
void writeBytes(const std::filesystem::path& path, const ByteVector& bytes);
void writeText(const std::filesystem::path& path, const std::string& text);
ByteVector readBytes(const std::filesystem::path& path);

/// Writes `count` PNG pictures of their own content into a class folder, named 000.png and so on.
void writeClass(const std::filesystem::path& folder, int count, unsigned seed, int width = 8, int height = 8, int channels = 3);
/// `count` grey pictures 5 wide and 4 high with labels 0, 1, 2, 0, …, as IDX files with these names.
void writeIdx(const std::filesystem::path& folder, const std::string& images, const std::string& labels, std::uint32_t count, bool packed = false);

/// Prepares with the folder's own cache.
Result<std::shared_ptr<const ImageData>> prepare(const TempFolder& folder, const std::filesystem::path& path, PrepareOptions options = {});
/// Reasons of problems whose path ends so; "" when there is none.
std::string reasonFor(const DatasetInfo& info, const std::string& pathEnd);
bool hasNote(const DatasetInfo& info, const std::string& part);

} // namespace cw::test
