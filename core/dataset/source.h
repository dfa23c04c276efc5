#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "core/dataset/dataset.h"
#include "core/dataset/fingerprint.h"
#include "core/dataset/picture.h"
#include "core/dataset/progress_meter.h"
#include "core/dataset/scan.h"

namespace cw {

/// Takes what a source reads, in order.
class PictureSink {
public:
    virtual ~PictureSink() = default;
    /// Borrowed for the call. False: stop reading (the sink failed and knows why).
    virtual bool picture(const PictureView& view, int label, Split split) = 0;
    virtual void problem(std::string path, std::string reason) = 0;
};

/// One understood data set on disk, before decoding. Not thread-safe; may throw Cancelled through the meter.
class DataSource {
public:
    virtual ~DataSource() = default;
    /// What names, sizes and headers tell; counts are those promised. survey() adds to it, read() does not.
    virtual const DatasetInfo& info() const = 0;
    /// Images there may be at most.
    virtual std::int64_t promised() const = 0;
    /// Names, sizes and times of the files it would read.
    virtual void identify(Fingerprint& fingerprint) const = 0;
    /// Reads the images' headers: common or largest shape, colour, and the problems that headers show; images with such
    /// problems are left out from then on. Called once, before read().
    virtual void survey(ProgressMeter& meter) = 0;
    /// Decodes everything; may be called again. sideHint: pictures will be scaled to this many pixels, so a decoder may
    /// give a smaller one; 0: as they are.
    virtual void read(int sideHint, PictureSink& sink, ProgressMeter& meter) = 0;
};

/// A place in a scanned tree, and the file in it that the user pointed at (empty: the folder itself).
struct SourceRequest {
    std::shared_ptr<const FolderTree> tree;
    std::size_t folder = 0; ///< index of the folder to look at
    std::string file;

    const ScannedFolder& place() const { return tree->folders[folder]; }
};

/// One way to understand a folder. recognise looks at names and at most some first bytes; open says what is wrong.
struct SourceKind {
    const char* kind;
    bool (*recognise)(const SourceRequest& request);
    Result<std::unique_ptr<DataSource>> (*open)(const SourceRequest& request, ProgressMeter& meter);
};

bool recogniseIdx(const SourceRequest& request);
Result<std::unique_ptr<DataSource>> openIdx(const SourceRequest& request, ProgressMeter& meter);
bool recogniseCifar10(const SourceRequest& request);
Result<std::unique_ptr<DataSource>> openCifar10(const SourceRequest& request, ProgressMeter& meter);
bool recogniseCifar100(const SourceRequest& request);
Result<std::unique_ptr<DataSource>> openCifar100(const SourceRequest& request, ProgressMeter& meter);
bool recogniseImageFolders(const SourceRequest& request);
Result<std::unique_ptr<DataSource>> openImageFolders(const SourceRequest& request, ProgressMeter& meter);

/// What inspectDataset tells of pictures; Unsupported where there are none that can be learnt from.
Result<DatasetInfo> inspectPictures(const std::filesystem::path& path, ProgressMeter& meter);

/// Finds what lies at a path: the folder itself, the folder of a given file, or the one folder below that holds data.
Result<std::unique_ptr<DataSource>> openSource(const std::filesystem::path& path, ProgressMeter& meter);

} // namespace cw
