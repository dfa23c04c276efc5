#pragma once
#include <array>
#include <span>
#include <string>
#include <vector>

#include "core/dataset/cache_file.h"
#include "core/dataset/source.h"

namespace cw {

/// Exact sums, so that mean and deviation do not depend on the order of reading.
struct ChannelSums {
    std::array<std::uint64_t, 3> sum{}, squares{};
    std::uint64_t count = 0;

    void add(std::span<const std::uint8_t> pixels, std::size_t channels);
    void finish(CacheSummary& summary, std::size_t channels) const;
};

/// Brings what a source reads to one shape and passes it to the writer.
class CacheBuilder final : public PictureSink {
public:
    /// `info`: what is known before decoding.
    CacheBuilder(CacheWriter& writer, const ImageShape& shape, DatasetInfo info);

    bool picture(const PictureView& view, int label, Split split) override;
    void problem(std::string path, std::string reason) override { addProblem(m_summary.info, std::move(path), std::move(reason)); }
    void note(std::string text) { m_summary.info.notes.push_back(std::move(text)); }

    const Status& status() const { return m_status; }
    Result<std::shared_ptr<ImageData>> finish(const std::string& fingerprint);

private:
    Status countClasses();

    CacheWriter& m_writer;
    ImageShape m_shape;
    std::vector<std::uint8_t> m_pixels;
    ChannelSums m_sums;
    CacheSummary m_summary;
    Status m_status;
};

/// The refusal of a data set whose training part has fewer than two classes with pictures.
Status requireTwoClasses(const DatasetInfo& info);

} // namespace cw
