#pragma once
#include <string_view>

namespace cw::log {

/// Thin front of spdlog, so that only log.cpp includes it. Thread-safe. Messages go to stderr (and a file if set),
/// never to stdout, which belongs to the commands' answers.
void info(std::string_view message);
void warning(std::string_view message);
void error(std::string_view message);
void debug(std::string_view message);
/// "debug", "info", "warning", "error", "off".
void setLevel(std::string_view level);

} // namespace cw::log
