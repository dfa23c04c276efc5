#include "ui/util/text.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

namespace cw::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Text", text); }

} // namespace

QString qs(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }
QString pathText(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }
std::filesystem::path toPath(const QString& path) { return path.toStdString(); }

QString percentNumber(double fraction) { return QLocale().toString(fraction * 100, 'f', 1); }
QString percent(double fraction) { return percentNumber(fraction) + QStringLiteral("\u202f%"); }

QString shortCount(std::int64_t count)
{
    const auto value = static_cast<double>(count);
    const auto digits = [](double v) { return v < 10 ? 2 : v < 100 ? 1 : 0; };
    const auto scaled = [&](double unit, QChar letter) { return QLocale().toString(value / unit, 'f', digits(value / unit)) + QChar(0x202f) + letter; };
    if (count >= 1'000'000'000)
        return scaled(1e9, QLatin1Char('G'));
    if (count >= 1'000'000)
        return scaled(1e6, QLatin1Char('M'));
    if (count >= 10'000)
        return scaled(1e3, QLatin1Char('k'));
    return QLocale().toString(static_cast<qlonglong>(count));
}

QString fullCount(std::int64_t count) { return QLocale().toString(static_cast<qlonglong>(count)); }

QString hugeCount(std::string_view digits)
{
    constexpr std::size_t kWrittenOut = 15;
    const auto text = qs(digits);
    if (digits.size() <= kWrittenOut)
        return fullCount(text.toLongLong());
    static const QString raised = QStringLiteral("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079");
    QString power;
    for (const auto digit : QString::number(digits.size() - 1))
        power += raised[digit.digitValue()];
    return QStringLiteral("%1\u202f\u00d7\u202f10%2").arg(QLocale().toString((text.left(3) + QStringLiteral("e-2")).toDouble(), 'f', 1), power);
}

QString duration(double seconds)
{
    if (seconds < 90)
        return tr("%1 s").arg(static_cast<qlonglong>(std::lround(std::max(seconds, 0.0))));
    const auto minutes = std::llround(seconds / 60);
    if (minutes < 90)
        return tr("%1 min").arg(minutes);
    if (minutes < 48 * 60)
        return tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
    return tr("%1 days").arg(QLocale().toString(static_cast<double>(minutes) / 1440, 'f', 1));
}

QString durationRange(double low, double high)
{
    // Rounded as rough as the guess is: nobody can act upon "37 s to 52 s".
    const auto rounded = [](double s) { return s < 90 ? std::max(5.0, std::round(s / 5) * 5) : s; };
    const auto from = duration(rounded(low)), to = duration(rounded(high));
    if (from == to)
        return from;
    const auto unit = [](const QString& text) { return text.section(QLatin1Char(' '), 1); };
    const auto plain = [](const QString& text) { return text.count(QLatin1Char(' ')) == 1; };
    if (plain(from) && plain(to) && unit(from) == unit(to))
        return QStringLiteral("%1\u2013%2").arg(from.section(QLatin1Char(' '), 0, 0), to);
    return QStringLiteral("%1 \u2013 %2").arg(from, to);
}

} // namespace cw::ui
