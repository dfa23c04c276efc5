#pragma once
#include <QColor>
#include <QObject>
#include <QPalette>
#include <QString>

namespace cw::ui {

/// The one table of colours. Everything drawn takes its colours from here; operations bring their own (core/arch/operation.h).
struct Theme {
    bool dark = false;
    QColor window, surface, raised, line, text, muted, accent, accentSoft, onAccent, warning, good, bad, band, input, output, edge;
};
enum class ThemeMode { System, Light, Dark };

/// Light and dark by the palette the system gave, or by hand. UI thread only.
class ThemeKeeper final : public QObject {
    Q_OBJECT
public:
    static ThemeKeeper& instance();
    const Theme& theme() const { return m_theme; }
    ThemeMode mode() const { return m_mode; }
    /// Palette, style sheet, then changed(). Remembered by the caller, not here.
    void setMode(ThemeMode mode);

Q_SIGNALS:
    void changed();

private:
    ThemeKeeper();
    ThemeMode m_mode = ThemeMode::System;
    QPalette m_system;
    Theme m_theme;
};

/// The theme in force.
const Theme& theme();
/// Colour of a level in charts and lists: colour-blind safe, always beside the level's number.
QColor levelColour(int level);
/// The one style sheet. fontPixels: height of the application's font; nothing in it is smaller than kSmallestText.
QString styleSheet(const Theme& theme, int fontPixels);
inline constexpr int kSmallestText = 11;
inline constexpr int kGap = 12;
/// Pixel sizes that follow the application's font.
int textPixels();
int smallTextPixels();
/// "#rrggbb", for rich text and style sheets.
QString name(const QColor& colour);

} // namespace cw::ui
