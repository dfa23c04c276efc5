#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "core/arch/network_plan.h"
#include "core/search/evaluation.h"
#include "core/search/training_settings.h"

namespace cw {

/// How fast this machine trained children lately: work (core/search/child_work.h) per second and worker, by device as the user
/// names it. Kept in a small file among the user's data. A plain value; the file is read and written on the caller's thread.
class Pace {
public:
    /// dataDirectory() / "pace.json".
    static std::filesystem::path file();
    /// An unreadable or missing file is a machine that was never measured.
    static Pace load(const std::filesystem::path& file);
    Status save(const std::filesystem::path& file) const;

    std::optional<double> of(const std::string& device) const;
    void set(const std::string& device, double workPerSecond);

private:
    std::map<std::string, double> m_byDevice;
};

/// Learns the pace of one run from its children as they are measured.
class PaceMeter {
public:
    /// trainImages: of the run's data; needed only where children train for epochs, 0: not known.
    PaceMeter(const NetworkShape& shape, const TrainingSettings& training, std::int64_t trainImages);
    /// Failed, skipped and diverged children tell nothing.
    void add(const Architecture& arch, const Evaluation& evaluation);
    /// Work per second and worker; nothing before kFewestChildren.
    std::optional<double> pace() const;
    static constexpr int kFewestChildren = 5;

private:
    NetworkShape m_shape;
    TrainingSettings m_training;
    std::int64_t m_trainImages;
    double m_work = 0, m_seconds = 0;
    int m_children = 0;
};

} // namespace cw
