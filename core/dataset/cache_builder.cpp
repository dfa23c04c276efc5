#include "core/dataset/cache_builder.h"

#include <algorithm>
#include <cmath>

#include "core/dataset/info_json.h"
#include "core/dataset/resize.h"

namespace cw {

void ChannelSums::add(std::span<const std::uint8_t> pixels, std::size_t channels)
{
    for (std::size_t i = 0; i < pixels.size(); i += channels)
        for (std::size_t c = 0; c < channels; ++c) {
            const std::uint64_t v = pixels[i + c];
            sum[c] += v;
            squares[c] += v * v;
        }
    count += pixels.size() / channels;
}

void ChannelSums::finish(CacheSummary& summary, std::size_t channels) const
{
    for (std::size_t c = 0; c < channels && count > 0; ++c) {
        const double n = static_cast<double>(count);
        const double mean = static_cast<double>(sum[c]) / n;
        const double variance = std::max(0.0, static_cast<double>(squares[c]) / n - mean * mean);
        summary.mean[c] = mean / 255;
        summary.deviation[c] = std::sqrt(variance) / 255;
    }
}

CacheBuilder::CacheBuilder(CacheWriter& writer, const ImageShape& shape, DatasetInfo info)
    : m_writer(writer), m_shape(shape), m_pixels(static_cast<std::size_t>(shape.channels) * static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width))
{
    m_summary.info = std::move(info);
}

bool CacheBuilder::picture(const PictureView& view, int label, Split split)
{
    fitPicture(view, m_shape, m_pixels);
    if (split == Split::Train)
        m_sums.add(m_pixels, static_cast<std::size_t>(m_shape.channels));
    m_status = m_writer.add(m_pixels, label, split);
    return static_cast<bool>(m_status);
}

Status CacheBuilder::countClasses()
{
    auto& info = m_summary.info;
    const auto& labels = m_writer.labels();
    const auto count = [&](std::size_t classes) {
        std::vector<DatasetInfo::SplitCount> splits;
        for (const auto split : {Split::Train, Split::Validation, Split::Test}) {
            DatasetInfo::SplitCount entry{split, std::vector<std::int64_t>(classes), 0};
            for (std::size_t i = 0; i < labels.size(); ++i)
                if (m_writer.origins()[i] == split) {
                    ++entry.perClass[static_cast<std::size_t>(labels[i])];
                    ++entry.total;
                }
            if (entry.total > 0 || split == Split::Train)
                splits.push_back(std::move(entry));
        }
        return splits;
    };
    auto splits = count(info.classes.size());
    // A class of which no picture could be read, in any part, is no class.
    std::vector<int> newClassOf(info.classes.size());
    std::vector<std::string> classes;
    for (std::size_t c = 0; c < info.classes.size(); ++c) {
        newClassOf[c] = static_cast<int>(classes.size());
        if (std::any_of(splits.begin(), splits.end(), [&](const auto& s) { return s.perClass[c] > 0; }))
            classes.push_back(info.classes[c]);
        else
            addProblem(info, info.classes[c], "No picture of this class could be read: the class is left out.");
    }
    if (classes.size() < info.classes.size()) {
        m_writer.relabel(newClassOf);
        info.classes = classes;
        splits = count(classes.size());
    }
    info.splits = std::move(splits);
    info.balance = classBalance(info);
    return requireTwoClasses(info);
}

Result<std::shared_ptr<ImageData>> CacheBuilder::finish(const std::string& fingerprint)
{
    if (auto status = countClasses(); !status)
        return status.error();
    m_sums.finish(m_summary, static_cast<std::size_t>(m_shape.channels));
    m_summary.fingerprint = fingerprint;
    return m_writer.finish(m_shape, m_summary);
}

Status requireTwoClasses(const DatasetInfo& info)
{
    const auto& train = info.splits[0].perClass;
    if (std::count_if(train.begin(), train.end(), [](auto n) { return n > 0; }) >= 2)
        return {};
    std::string why = info.path.string() + " has " + (info.splits[0].total == 0 ? "no picture that can be read" : "pictures of one class only")
        + " in its training part. At least two classes are needed: put the pictures of each into a folder of their own.";
    if (!info.problems.empty())
        why += " First problem: " + info.problems[0].path + ": " + info.problems[0].reason;
    return Error{ErrorCode::Unsupported, std::move(why), {}};
}

} // namespace cw
