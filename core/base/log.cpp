#include "core/base/log.h"

#include <string>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace cw::log {
namespace {
spdlog::logger& logger()
{
    static const auto instance = [] {
        auto l = spdlog::stderr_color_mt("cellwright");
        l->set_pattern("%^%l%$: %v");
        l->set_level(spdlog::level::warn);
        return l;
    }();
    return *instance;
}
} // namespace

void info(std::string_view message) { logger().info("{}", message); }
void warning(std::string_view message) { logger().warn("{}", message); }
void error(std::string_view message) { logger().error("{}", message); }
void debug(std::string_view message) { logger().debug("{}", message); }
void setLevel(std::string_view level) { logger().set_level(spdlog::level::from_str(std::string(level))); }

} // namespace cw::log
