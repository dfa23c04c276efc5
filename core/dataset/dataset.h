#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/arch/network_plan.h"
#include "core/base/control.h"
#include "core/base/result.h"

namespace cw {

enum class Split : std::uint8_t { Train, Validation, Test };

/// One file or folder that was left out, and why.
struct DatasetProblem {
    std::string path;
    std::string reason;
};

/// What a dropped path is. Fractions 0..1, counts in images; of text in tokens, without classes and shape.
struct DatasetInfo {
    std::string kind;  ///< "image-folders", "cifar10", "cifar100", "idx", "text"
    std::string title; ///< for people: "Fashion-MNIST style IDX files", "folders of images"
    std::filesystem::path path;
    std::vector<std::string> classes;
    struct SplitCount {
        Split split = Split::Train;
        std::vector<std::int64_t> perClass;
        std::int64_t total = 0;
    };
    std::vector<SplitCount> splits; ///< as the data brings them (train; val and test where there)
    ImageShape shape;               ///< common shape, or the largest seen where sizes differ
    bool sizesDiffer = false, greyAndColourMixed = false;
    double balance = 1;             ///< smallest class / largest class, of the training part
    std::vector<DatasetProblem> problems; ///< the first kMaxListedProblems
    std::int64_t problemCount = 0;
    std::int64_t words = 0; ///< text: size of the vocabulary
    bool isText() const { return kind == "text"; }
    std::vector<std::string> notes; ///< e.g. "CSV file beside images: not used"
};
inline constexpr std::size_t kMaxListedProblems = 1000;

/// done and total in images (total 0: not known yet). Called from the loading thread, at most some 20 times a second.
using LoadProgress = std::function<void(std::int64_t done, std::int64_t total, const std::string& what)>;

struct PrepareOptions {
    int size = 0;     ///< square side in pixels images are scaled to; 0: the data's own (must be common, else 32)
    int channels = 0; ///< 1 or 3; 0: colour if any image has colour
    std::filesystem::path cacheDirectory = {}; ///< empty: cw::cacheDirectory() / "datasets"
};

/// Decoded images: one mappable uint8 file [N, H, W, C] with labels, shared by engine, workers and previews.
/// Immutable and thread-safe after opening. The mapping lives as long as the object.
class ImageData {
public:
    virtual ~ImageData() = default;
    virtual const DatasetInfo& info() const = 0;
    virtual ImageShape shape() const = 0;
    virtual std::int64_t size() const = 0;
    virtual const std::uint8_t* pixels(std::int64_t index) const = 0; ///< H*W*C bytes
    virtual std::span<const std::uint8_t> allPixels() const = 0;
    virtual std::span<const std::int32_t> labels() const = 0;   ///< class index of each image
    virtual std::span<const std::uint64_t> hashes() const = 0;  ///< content hash of each image's pixels
    virtual std::span<const Split> origins() const = 0;         ///< the part the data itself put it in
    virtual std::array<double, 3> mean() const = 0;             ///< per channel over the training part, 0..1
    virtual std::array<double, 3> deviation() const = 0;
    virtual std::string fingerprint() const = 0;                ///< of names, sizes, times and options; changes when the data does
    virtual std::filesystem::path cacheFile() const = 0;        ///< for openCache, in other processes too while this object lives
};

/// Says what a path is without decoding everything (headers only). Blocking; poll control to cancel (throws Cancelled).
Result<DatasetInfo> inspectDataset(const std::filesystem::path& path, Control& control, const LoadProgress& progress = {});
/// Decodes into the cache, or maps the cache when it is fresh. Pictures of another shape are scaled by their short side and
/// cropped around the centre. Where the cache folder cannot be written, or the disk is full, the images are kept in memory
/// if they fit (a note says so). Refused with Unsupported: fewer than two classes. Blocking; throws Cancelled.
Result<std::shared_ptr<const ImageData>> prepareDataset(const std::filesystem::path& path, const PrepareOptions& options,
                                                        Control& control, const LoadProgress& progress = {});
/// Maps a cache file written by prepareDataset (what workers do). Checks size and header; never trusts them.
Result<std::shared_ptr<const ImageData>> openCache(const std::filesystem::path& cacheFile);

/// Which images train and which validate. Indices into ImageData, ascending.
struct DataSplit {
    std::vector<std::int64_t> train, validation, test;
    /// Images of validation whose content also stands in train. They are moved out of validation: back to train where
    /// they came from, or away where the data brings its own validation part.
    std::int64_t duplicatesAcross = 0;
};
/// Stratified by class and seed: `fraction` of the data's training part becomes validation unless the data brings its own.
/// trainLimit / validationLimit > 0 keep a stratified sample of that many. Same arguments, same split.
DataSplit splitDataset(const ImageData& data, double fraction, std::uint64_t seed, std::int64_t trainLimit = 0, std::int64_t validationLimit = 0);

/// Where Debian's dataset-fashion-mnist lies; empty when it is not installed.
std::filesystem::path sampleDataPath();

} // namespace cw
