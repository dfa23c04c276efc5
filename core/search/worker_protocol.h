#pragma once
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/search/engine.h"
#include "core/search/evaluation.h"

/// What a pool and a worker process say to each other: one JSON object a line, each way.
/// Pool: {"command":"setup",…}, {"command":"train","id":7,"architecture":{…}}, {"command":"skip","id":7}, {"command":"pause"}, {"command":"resume"}.
/// Worker: {"answer":"ready"}, {"answer":"progress",…}, {"answer":"result","evaluation":{…}}, {"answer":"error","code":…,"message":…}.
/// A worker that loses its input ends.
namespace cw::protocol {

inline constexpr std::size_t kMaxLine = 4 << 20; ///< bytes; a longer line means that the other side is broken

/// The worker maps the data's cache file itself; only the training parameters travel.
struct Setup {
    std::string cacheFile;
    std::string space;
    Settings settings;
    std::uint64_t runSeed = 1;
    std::string device, scratch;
};
nlohmann::json setupMessage(const EvaluatorSetup& setup);
Result<Setup> setupFromMessage(const nlohmann::json& message);

nlohmann::json trainMessage(const EvaluationRequest& request);
Result<EvaluationRequest> requestFromMessage(const nlohmann::json& message);

nlohmann::json progressMessage(const TrainingProgress& progress);
TrainingProgress progressFromMessage(const nlohmann::json& message); ///< throws nlohmann's exceptions

nlohmann::json errorMessage(const Error& error);
Error errorFromMessage(const nlohmann::json& message);

/// One line, ended, ready to be sent.
std::string line(const nlohmann::json& message);

/// Cuts what a descriptor (borrowed) brings into lines.
class LineReader {
public:
    explicit LineReader(int fd) : m_fd(fd) {}
    /// One read(), which may block; false at the end, on an error and on a line that is too long.
    bool fill();
    std::optional<std::string> next();

private:
    int m_fd;
    std::string m_buffer;
    std::size_t m_begin = 0;
};

} // namespace cw::protocol
