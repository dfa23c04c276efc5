#include <algorithm>
#include <fcntl.h>
#include <new>

#include "core/base/files.h"
#include "core/dataset/cache_builder.h"
#include "core/dataset/cache_folder.h"
#include "core/dataset/cache_room.h"
#include "core/dataset/display_name.h"
#include "core/dataset/info_json.h"
#include "core/dataset/source.h"
#include "core/dataset/text.h"
#include "core/dataset/text_survey.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

/// Raised with every change to what the same files decode to, so that old caches are not taken for new ones.
constexpr std::uint64_t kDecodingVersion = 1;
constexpr int kSideWhereSizesDiffer = 32;
constexpr int kMaxSide = 4096;

ImageShape chooseShape(const DatasetInfo& info, const PrepareOptions& options)
{
    ImageShape shape = info.shape;
    if (options.size > 0)
        shape.height = shape.width = options.size;
    else if (info.sizesDiffer)
        shape.height = shape.width = kSideWhereSizesDiffer;
    if (options.channels > 0)
        shape.channels = options.channels;
    return shape;
}

class Preparation {
public:
    Preparation(const fs::path& path, const PrepareOptions& options, ProgressMeter& meter) : m_path(path), m_options(options), m_meter(meter)
    {
        m_directory = options.cacheDirectory.empty() ? cacheDirectory() / "datasets" : options.cacheDirectory;
    }

    Result<std::shared_ptr<ImageData>> run()
    {
        if (m_options.size < 0 || m_options.size > kMaxSide || (m_options.channels != 0 && m_options.channels != 1 && m_options.channels != 3))
            return Error{ErrorCode::InvalidArgument, "The size of pictures must be 1 to " + std::to_string(kMaxSide) + " (0: as they are), the channels 1 or 3 (0: as they are).", {}};
        auto source = openSource(m_path, m_meter);
        if (!source)
            return source.error();
        identify(**source);
        if (auto cached = fromCache())
            return cached;
        (*source)->survey(m_meter);
        m_shape = chooseShape((*source)->info(), m_options);
        return build(**source);
    }

private:
    void identify(const DataSource& source)
    {
        Fingerprint print;
        source.identify(print);
        for (const std::uint64_t number : {kDecodingVersion, static_cast<std::uint64_t>(m_options.size), static_cast<std::uint64_t>(m_options.channels)})
            print.add(number);
        m_fingerprint = print.text();
        std::error_code ec;
        Fingerprint place;
        place.add(fs::canonical(m_path, ec).string()); // no slash at the end, no links: one place, one name
        place.add(static_cast<std::uint64_t>(m_options.size));
        place.add(static_cast<std::uint64_t>(m_options.channels));
        m_target = cachePath(m_directory, place.text(), m_fingerprint);
    }

    std::shared_ptr<ImageData> fromCache() const
    {
        std::error_code ec;
        if (!fs::exists(m_target, ec))
            return nullptr;
        const int fd = ::open(m_target.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        auto images = fd < 0 ? Result<std::shared_ptr<ImageData>>(Error{}) : mapCache(fd, m_target, false);
        if (!images || (*images)->fingerprint() != m_fingerprint)
            return nullptr;
        touchCache(m_target);
        return *images;
    }

    Result<std::shared_ptr<ImageData>> build(DataSource& source)
    {
        const auto bytes = kPixelsAt + static_cast<std::uint64_t>(source.promised())
            * (static_cast<std::uint64_t>(m_shape.channels) * static_cast<std::uint64_t>(m_shape.height) * static_cast<std::uint64_t>(m_shape.width) + 13);
        std::string lack = lackOnDisk(m_directory, bytes);
        if (lack.empty()) {
            auto images = buildWith(CacheWriter::onDisk(m_target), source, {});
            if (images) {
                pruneCaches(m_target);
                return images;
            }
            if (!m_diskFailed)
                return images;
            lack = displayName(images.error().message);
        }
        if (!fitsMemory(bytes))
            return Error{ErrorCode::DiskFull, "The prepared pictures (" + megabytes(bytes) + ") find no place: " + lack
                         + ", and they do not fit into memory. Free some space, choose smaller pictures, or set XDG_CACHE_HOME to a place with room.", {}};
        return buildWith(CacheWriter::inMemory(), source, "The prepared pictures are kept in memory only, and read again next time: " + lack + ".");
    }

    Result<std::shared_ptr<ImageData>> buildWith(Result<std::unique_ptr<CacheWriter>> writer, DataSource& source, std::string note)
    {
        m_diskFailed = !writer;
        if (!writer)
            return writer.error();
        CacheBuilder builder(**writer, m_shape, source.info());
        if (!note.empty())
            builder.note(std::move(note));
        // Only a square is scaled down from other sizes; the data's own size is taken as it is.
        const bool scaled = m_options.size > 0 || source.info().sizesDiffer;
        source.read(scaled ? m_shape.height : 0, builder, m_meter);
        m_diskFailed = !builder.status();
        if (m_diskFailed)
            return builder.status().error();
        auto images = builder.finish(m_fingerprint);
        m_diskFailed = !images && (images.error().code == ErrorCode::DiskFull || images.error().code == ErrorCode::Io);
        return images;
    }

    fs::path m_path, m_directory, m_target;
    PrepareOptions m_options;
    ProgressMeter& m_meter;
    std::string m_fingerprint;
    ImageShape m_shape;
    bool m_diskFailed = false;
};

} // namespace

Result<std::shared_ptr<const ImageData>> prepareDataset(const fs::path& path, const PrepareOptions& options, Control& control, const LoadProgress& progress)
{
    try {
        ProgressMeter meter(control, progress);
        auto images = Preparation(path, options, meter).run();
        if (!images && images.error().code == ErrorCode::Unsupported && looksLikeText(path))
            return Error{ErrorCode::Unsupported, path.string() + " is text; the spaces pnas, micro and macro learn from pictures. Search it in the space recurrent (--space recurrent).",
                         images.error().message};
        if (!images)
            return images.error();
        return std::shared_ptr<const ImageData>(std::move(*images));
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::Io, "There is not enough memory to read " + path.string() + ".", {}};
    } catch (const std::exception& e) {
        return Error{ErrorCode::Internal, "Reading " + path.string() + " failed.", e.what()};
    }
}

Result<DatasetInfo> inspectPictures(const fs::path& path, ProgressMeter& meter)
{
    auto source = openSource(path, meter);
    if (!source)
        return source.error();
    (*source)->survey(meter);
    auto info = (*source)->info();
    if (auto status = requireTwoClasses(info); !status)
        return status.error();
    info.balance = classBalance(info);
    return info;
}

Result<DatasetInfo> inspectDataset(const fs::path& path, Control& control, const LoadProgress& progress)
{
    try {
        ProgressMeter meter(control, progress);
        auto pictures = inspectPictures(path, meter);
        if (!pictures && pictures.error().code == ErrorCode::Unsupported && looksLikeText(path))
            return inspectText(path, meter);
        return pictures;
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::Io, "There is not enough memory to read " + path.string() + ".", {}};
    } catch (const std::exception& e) {
        return Error{ErrorCode::Internal, "Reading " + path.string() + " failed.", e.what()};
    }
}

} // namespace cw
