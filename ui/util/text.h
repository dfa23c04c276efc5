#pragma once
#include <cstdint>
#include <filesystem>
#include <string_view>

#include <QString>

namespace cw::ui {

/// UTF-8 text of the core as QString, and paths both ways.
QString qs(std::string_view text);
QString pathText(const std::filesystem::path& path);
std::filesystem::path toPath(const QString& path);

/// 0.9132 -> "91.3 %".
QString percent(double fraction);
/// 0.0042 -> "0.4".
QString percentNumber(double fraction);
/// 1 123 456 -> "1.12 M"; below 10,000 as it is.
QString shortCount(std::int64_t count);
/// Grouped as the language does.
QString fullCount(std::int64_t count);
/// A number of any length, written out: grouped up to fifteen digits, "1.3 × 10²¹" beyond.
QString hugeCount(std::string_view digits);
/// Seconds in words: "35 s", "4 min", "1 h 20 min".
QString duration(double seconds);
/// "4 to 7 min"; one figure where both read the same.
QString durationRange(double low, double high);

} // namespace cw::ui
