#include "ui/util/theme.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <QApplication>
#include <QFontInfo>

#include "ui/util/control_style.h"

namespace cw::ui {
namespace {

QColor rgb(QRgb value) { return QColor::fromRgb(value); }

Theme lightTheme()
{
    Theme t;
    t.window = rgb(0xF3F5F8), t.surface = rgb(0xFFFFFF), t.raised = rgb(0xEEF1F6), t.line = rgb(0xDDE2EA);
    t.text = rgb(0x1B2433), t.muted = rgb(0x5D6878), t.accent = rgb(0x2563EB), t.accentSoft = rgb(0xE4EDFD), t.onAccent = rgb(0xFFFFFF);
    t.warning = rgb(0xA15600), t.good = rgb(0x0F7B46), t.bad = rgb(0xB42318), t.band = rgb(0xB7CBF7);
    t.input = rgb(0xD9EEDF), t.output = rgb(0xFCEED2), t.edge = rgb(0x9AA4B3);
    t.disabled = rgb(0x7F8998), t.hover = rgb(0xE5E9F0), t.field = rgb(0xFFFFFF), t.control = rgb(0x7C8798);
    return t;
}

Theme darkTheme()
{
    Theme t;
    t.dark = true;
    t.window = rgb(0x14181E), t.surface = rgb(0x1B2028), t.raised = rgb(0x272E39), t.line = rgb(0x333B48);
    t.text = rgb(0xE6EAF0), t.muted = rgb(0x9CA7B6), t.accent = rgb(0x6B9BFF), t.accentSoft = rgb(0x223458), t.onAccent = rgb(0x0E1420);
    t.warning = rgb(0xE0A15A), t.good = rgb(0x56C288), t.bad = rgb(0xF07C70), t.band = rgb(0x3C5487);
    t.input = rgb(0x1F3D2A), t.output = rgb(0x453718), t.edge = rgb(0x6E7988);
    t.disabled = rgb(0x7D8898), t.hover = rgb(0x303846), t.field = rgb(0x14181E), t.control = rgb(0x7D8898);
    return t;
}

QPalette paletteOf(const Theme& t)
{
    QPalette p(t.raised, t.window);
    const auto set = [&](QPalette::ColorRole role, const QColor& colour) { p.setColor(role, colour); };
    set(QPalette::Window, t.window), set(QPalette::WindowText, t.text);
    set(QPalette::Base, t.surface), set(QPalette::AlternateBase, t.raised), set(QPalette::Text, t.text);
    set(QPalette::Button, t.raised), set(QPalette::ButtonText, t.text), set(QPalette::BrightText, t.onAccent);
    set(QPalette::Highlight, t.accent), set(QPalette::HighlightedText, t.onAccent), set(QPalette::Link, t.accent), set(QPalette::LinkVisited, t.accent);
    set(QPalette::ToolTipBase, t.surface), set(QPalette::ToolTipText, t.text), set(QPalette::PlaceholderText, t.muted);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, t.disabled);
    return p;
}

/// Relative luminance, WCAG 2.
double luminance(const QColor& colour)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

} // namespace

ThemeKeeper::ThemeKeeper()
    : m_systemDark(QApplication::palette().color(QPalette::Window).lightness() < 128)
    , m_theme(lightTheme())
{
}

ThemeKeeper& ThemeKeeper::instance()
{
    static ThemeKeeper keeper;
    return keeper;
}

void ThemeKeeper::setMode(ThemeMode mode)
{
    m_mode = mode;
    apply();
}

void ThemeKeeper::setSystemDark(bool dark)
{
    m_systemDark = dark;
    if (m_mode == ThemeMode::System && m_theme.dark != dark)
        apply();
}

void ThemeKeeper::apply()
{
    m_theme = themeOf(m_mode == ThemeMode::Dark || (m_mode == ThemeMode::System && m_systemDark));
    if (!std::exchange(m_styled, true))
        QApplication::setStyle(new ControlStyle); // the application owns it
    if (auto sheet = styleSheet(m_theme, textPixels()); sheet != m_sheet) { // giving every widget its style anew takes time
        m_sheet = std::move(sheet);
        QApplication::setPalette(paletteOf(m_theme));
        qApp->setStyleSheet(m_sheet);
    }
    Q_EMIT changed();
}

ThemeScope::ThemeScope(const Theme& theme)
    : m_before(std::exchange(ThemeKeeper::instance().m_theme, theme))
{
}

ThemeScope::~ThemeScope() { ThemeKeeper::instance().m_theme = m_before; }

const Theme& theme() { return ThemeKeeper::instance().theme(); }

const Theme& themeOf(bool dark)
{
    static const Theme themes[] = {lightTheme(), darkTheme()};
    return themes[dark ? 1 : 0];
}

double contrast(const QColor& a, const QColor& b)
{
    const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
    return (light + 0.05) / (dark + 0.05);
}

QColor levelColour(int level)
{
    static constexpr std::array<QRgb, 6> colours{0x8B95A3, 0xE69F00, 0x0072B2, 0xCC79A7, 0x009E73, 0x56B4E9};
    const auto at = static_cast<std::size_t>(std::max(level, 1) - 1) % colours.size();
    const auto colour = rgb(colours[at]);
    return theme().dark && colour.lightness() < 100 ? colour.lighter(140) : colour;
}

QString name(const QColor& colour) { return colour.name(QColor::HexRgb); }

int textPixels() { return std::max(QFontInfo(QApplication::font()).pixelSize(), kSmallestText); }
int smallTextPixels() { return std::max(textPixels() * 11 / 12, kSmallestText); }

} // namespace cw::ui
