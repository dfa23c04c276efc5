#include "core/dataset/text.h"

#include <fcntl.h>
#include <new>
#include <sys/stat.h>

#include "core/base/files.h"
#include "core/dataset/cache_folder.h"
#include "core/dataset/cache_room.h"
#include "core/dataset/display_name.h"
#include "core/dataset/file_names.h"
#include "core/dataset/fingerprint.h"
#include "core/dataset/source.h"
#include "core/dataset/text_cache.h"
#include "core/dataset/text_names.h"
#include "core/dataset/text_survey.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

/// Raised with every change to what the same text becomes, so that old caches are not taken for new ones.
constexpr std::uint64_t kReadingVersion = 1;

void addOptions(Fingerprint& print, const TextLayout& layout, const TextOptions& options)
{
    print.add(static_cast<std::uint64_t>(options.vocabulary));
    if (layout.validation)
        return; // nothing is dealt
    print.add(std::to_string(options.validationFraction));
    print.add(options.seed);
}

class Preparation {
public:
    Preparation(const fs::path& path, const TextOptions& options, ProgressMeter& meter) : m_path(path), m_options(options), m_meter(meter)
    {
        m_directory = options.cacheDirectory.empty() ? cacheDirectory() / "datasets" : options.cacheDirectory;
    }

    Result<std::shared_ptr<const TextData>> run()
    {
        if (auto status = checkTextOptions(m_options); !status)
            return status.error();
        auto layout = layOutText(m_path, m_meter);
        if (auto pictures = inspectPictures(m_path, m_meter))
            return Error{ErrorCode::Unsupported, m_path.string() + " holds pictures; the space recurrent learns from text. Search it in the space pnas, micro or macro, or choose a text.", {}};
        if (!layout)
            return layout.error();
        identify(*layout);
        if (auto cached = fromCache())
            return cached;
        TextMeter meter(m_meter);
        meter.expect(2 * bytesOfOnePass(*layout) + (layout->validation || layout->train.packed ? 0 : layout->train.bytes));
        auto survey = TextSurvey::make(*std::move(layout), m_options, meter);
        if (!survey)
            return survey.error();
        auto text = build(*survey, meter);
        if (text)
            meter.finished();
        return text;
    }

private:
    void identify(const TextLayout& layout)
    {
        Fingerprint print, place;
        print.add(kReadingVersion);
        for (const auto* file : {&layout.train, layout.validation ? &*layout.validation : nullptr, layout.test ? &*layout.test : nullptr})
            if (file) {
                print.add(file->name);
                print.add(file->bytes);
                print.add(static_cast<std::uint64_t>(file->modified));
            } else {
                print.add(std::uint64_t{0});
            }
        addOptions(print, layout, m_options);
        m_fingerprint = print.text();
        std::error_code ec;
        place.add(fs::canonical(m_path, ec).string());
        place.add("text");
        addOptions(place, layout, m_options);
        m_target = cachePath(m_directory, place.text(), m_fingerprint);
    }

    std::shared_ptr<const TextData> fromCache() const
    {
        std::error_code ec;
        if (!fs::exists(m_target, ec))
            return nullptr;
        auto text = openTextCache(m_target);
        if (!text || (*text)->fingerprint() != m_fingerprint)
            return nullptr;
        touchCache(m_target);
        return *text;
    }

    Result<std::shared_ptr<const TextData>> build(const TextSurvey& survey, TextMeter& meter)
    {
        std::uint64_t bytes = kCacheHeaderRoom + (std::uint64_t{1} << 20);
        for (const auto split : {Split::Train, Split::Validation, Split::Test})
            bytes += static_cast<std::uint64_t>(survey.tokens(split)) * sizeof(std::int32_t);
        std::string lack = lackOnDisk(m_directory, bytes);
        if (lack.empty()) {
            auto text = buildWith(CacheOutput::onDisk(m_target), survey, survey.info(), meter);
            if (text)
                pruneCaches(m_target);
            if (text || (text.error().code != ErrorCode::DiskFull && text.error().code != ErrorCode::Io))
                return text;
            lack = displayName(text.error().message);
        }
        if (!fitsMemory(bytes))
            return Error{ErrorCode::DiskFull, "The prepared text (" + megabytes(bytes) + ") finds no place: " + lack
                         + ", and it does not fit into memory. Free some space, or set XDG_CACHE_HOME to a place with room.", {}};
        auto info = survey.info();
        info.notes.push_back("The prepared text is kept in memory only, and read again next time: " + lack + ".");
        return buildWith(CacheOutput::inMemory("memory for the text"), survey, info, meter);
    }

    Result<std::shared_ptr<const TextData>> buildWith(Result<std::unique_ptr<CacheOutput>> output, const TextSurvey& survey, const DatasetInfo& info, TextMeter& meter) const
    {
        if (!output)
            return output.error();
        return writeTextCache(survey, info, m_fingerprint, **output, meter);
    }

    fs::path m_path, m_directory, m_target;
    TextOptions m_options;
    ProgressMeter& m_meter;
    std::string m_fingerprint;
};

} // namespace

bool looksLikeText(const fs::path& path)
{
    struct stat st {};
    if (::stat(path.c_str(), &st) != 0)
        return false;
    const auto name = path.filename().string();
    if (S_ISREG(st.st_mode))
        return isTextDataName(name) || (!isArchiveName(name) && startsLikeText(path));
    Control control;
    const LoadProgress silent;
    ProgressMeter meter(control, silent);
    return static_cast<bool>(layOutText(path, meter));
}

Result<std::shared_ptr<const TextData>> prepareText(const fs::path& path, const TextOptions& options, Control& control, const LoadProgress& progress)
{
    try {
        ProgressMeter meter(control, progress);
        return Preparation(path, options, meter).run();
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::Io, "There is not enough memory to read " + path.string() + ".", {}};
    } catch (const std::exception& e) {
        return Error{ErrorCode::Internal, "Reading " + path.string() + " failed.", e.what()};
    }
}

Result<DatasetInfo> inspectText(const fs::path& path, ProgressMeter& progress)
{
    auto layout = layOutText(path, progress);
    if (!layout)
        return layout.error();
    TextMeter meter(progress);
    meter.expect(bytesOfOnePass(*layout) + (layout->validation || layout->train.packed ? 0 : layout->train.bytes));
    auto survey = TextSurvey::make(*std::move(layout), {}, meter);
    if (!survey)
        return survey.error();
    meter.finished();
    return survey->info();
}

fs::path sampleTextPath()
{
    const fs::path place = "/usr/share/doc/jargon-text/jargon.txt.gz";
    std::error_code ec;
    return fs::exists(place, ec) ? place : fs::path();
}

} // namespace cw
