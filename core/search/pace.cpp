#include "core/search/pace.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/search/child_work.h"

namespace cw {
namespace {

constexpr const char* kUnit = "work_per_second_and_worker";
constexpr std::uint64_t kMostBytes = 64 << 10;

}

std::filesystem::path Pace::file() { return dataDirectory() / "pace.json"; }

Pace Pace::load(const std::filesystem::path& file)
{
    Pace pace;
    const auto json = readJson(file, kMostBytes);
    if (!json || !json->is_object())
        return pace;
    const auto devices = json->find(kUnit);
    if (devices == json->end() || !devices->is_object())
        return pace;
    for (const auto& [device, value] : devices->items())
        if (value.is_number())
            pace.set(device, value.get<double>());
    return pace;
}

Status Pace::save(const std::filesystem::path& file) const
{
    std::error_code ec;
    std::filesystem::create_directories(file.parent_path(), ec); // a failure shows in the write
    return writeJsonAtomically(file, {{kUnit, m_byDevice}});
}

std::optional<double> Pace::of(const std::string& device) const
{
    const auto found = m_byDevice.find(device);
    return found == m_byDevice.end() ? std::nullopt : std::optional(found->second);
}

void Pace::set(const std::string& device, double workPerSecond)
{
    if (std::isfinite(workPerSecond) && workPerSecond > 0)
        m_byDevice[device] = workPerSecond;
}

PaceMeter::PaceMeter(const NetworkShape& shape, const TrainingSettings& training, std::int64_t trainImages)
    : m_shape(shape)
    , m_training(training)
    , m_trainImages(trainImages)
{
}

void PaceMeter::add(const Architecture& arch, const Evaluation& evaluation)
{
    if (evaluation.outcome != Outcome::Measured || evaluation.diverged || !(evaluation.seconds > 0))
        return;
    if (m_training.steps == 0 && m_trainImages == 0)
        return; // nobody knows how many steps it took
    const auto child = childWork(arch, m_shape);
    if (!child)
        return; // of a space whose work is not known
    m_work += child->work * forwardPasses(m_training, m_trainImages, evaluation.total);
    m_seconds += evaluation.seconds;
    ++m_children;
}

std::optional<double> PaceMeter::pace() const { return m_children < kFewestChildren ? std::nullopt : std::optional(m_work / m_seconds); }

} // namespace cw
