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
    QColor disabled; ///< text of what cannot be used now
    QColor hover;    ///< raised, under the pointer
    QColor field;    ///< what is typed into
    QColor control;  ///< borders and marks that must be seen: boxes to tick, arrows, handles
};
enum class ThemeMode { System, Light, Dark };

/// Light and dark as the system wants it, or by hand: a choice by hand stays stronger. UI thread only.
class ThemeKeeper final : public QObject {
    Q_OBJECT
public:
    static ThemeKeeper& instance();
    const Theme& theme() const { return m_theme; }
    ThemeMode mode() const { return m_mode; }
    /// Palette, style sheet, then changed(). Remembered by the caller, not here.
    void setMode(ThemeMode mode);
    /// What the system wants now (ui/util/system_theme.h); until told, the palette the system gave decides.
    void setSystemDark(bool dark);
    bool systemDark() const { return m_systemDark; }

Q_SIGNALS:
    void changed();

private:
    friend class ThemeScope;
    ThemeKeeper();
    void apply();
    ThemeMode m_mode = ThemeMode::System;
    bool m_systemDark, m_styled = false;
    QString m_sheet; ///< in force
    Theme m_theme;
};

/// While it lives, theme() gives another theme and nothing on the screen changes: for pictures that are to be printed.
class ThemeScope final {
public:
    explicit ThemeScope(const Theme& theme);
    ~ThemeScope();
    ThemeScope(const ThemeScope&) = delete;
    ThemeScope& operator=(const ThemeScope&) = delete;

private:
    Theme m_before;
};

/// The theme in force.
const Theme& theme();
const Theme& themeOf(bool dark);
/// Colour of a level in charts and lists: colour-blind safe, always beside the level's number.
QColor levelColour(int level);
/// The one style sheet (ui/util/style_sheet.cpp names its roles). fontPixels: height of the application's font; nothing in it
/// is smaller than kSmallestText.
QString styleSheet(const Theme& theme, int fontPixels);
/// WCAG 2: 1 (none) to 21 (black on white).
double contrast(const QColor& a, const QColor& b);
inline constexpr int kSmallestText = 11;
inline constexpr int kGap = 12;
/// Pixel sizes that follow the application's font.
int textPixels();
int smallTextPixels();
/// "#rrggbb", for rich text and style sheets.
QString name(const QColor& colour);

} // namespace cw::ui
