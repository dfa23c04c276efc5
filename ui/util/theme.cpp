#include "ui/util/theme.h"

#include <algorithm>
#include <array>

#include <QApplication>
#include <QFontInfo>
#include <QStyleFactory>

namespace cw::ui {
namespace {

QColor rgb(QRgb value) { return QColor::fromRgb(value); }

Theme lightTheme()
{
    Theme t;
    t.window = rgb(0xF3F5F8), t.surface = rgb(0xFFFFFF), t.raised = rgb(0xEEF1F6), t.line = rgb(0xDDE2EA);
    t.text = rgb(0x1B2433), t.muted = rgb(0x5D6878), t.accent = rgb(0x2563EB), t.accentSoft = rgb(0xE4EDFD), t.onAccent = rgb(0xFFFFFF);
    t.warning = rgb(0xA85A00), t.good = rgb(0x0F7B46), t.bad = rgb(0xB42318), t.band = rgb(0xB7CBF7);
    t.input = rgb(0xD9EEDF), t.output = rgb(0xFCEED2), t.edge = rgb(0x9AA4B3);
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
    return t;
}

QPalette paletteOf(const Theme& t)
{
    QPalette p(t.raised, t.window);
    const auto set = [&](QPalette::ColorRole role, const QColor& colour) { p.setColor(role, colour); };
    set(QPalette::Window, t.window), set(QPalette::WindowText, t.text);
    set(QPalette::Base, t.surface), set(QPalette::AlternateBase, t.raised), set(QPalette::Text, t.text);
    set(QPalette::Button, t.raised), set(QPalette::ButtonText, t.text), set(QPalette::BrightText, t.onAccent);
    set(QPalette::Highlight, t.accent), set(QPalette::HighlightedText, t.onAccent), set(QPalette::Link, t.accent);
    set(QPalette::ToolTipBase, t.surface), set(QPalette::ToolTipText, t.text), set(QPalette::PlaceholderText, t.muted);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, t.dark ? t.muted.darker(140) : t.muted.lighter(150));
    return p;
}

} // namespace

ThemeKeeper::ThemeKeeper()
    : m_system(QApplication::palette())
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
    const bool systemDark = m_system.color(QPalette::Window).lightness() < 128;
    m_theme = mode == ThemeMode::Dark || (mode == ThemeMode::System && systemDark) ? darkTheme() : lightTheme();
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(paletteOf(m_theme));
    qApp->setStyleSheet(styleSheet(m_theme, textPixels()));
    Q_EMIT changed();
}

const Theme& theme() { return ThemeKeeper::instance().theme(); }

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

QString styleSheet(const Theme& t, int fontPixels)
{
    QString sheet = QStringLiteral(R"(
QMainWindow, QDialog { background: @window; }
QMainWindow::separator { background: transparent; width: 12px; height: 12px; }
QMenuBar { background: @surface; border: none; padding: 2px 6px; }
QMenuBar::item { padding: 4px 10px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: @raised; }
QMenu { background: @surface; border: 1px solid @line; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 22px; border-radius: 5px; }
QMenu::item:selected { background: @accentSoft; color: @text; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QToolBar { background: @surface; border: none; border-bottom: 1px solid @line; padding: 7px 11px; spacing: 7px; }
QStatusBar { background: @window; color: @muted; }
QToolTip { background: @surface; color: @text; border: 1px solid @line; padding: 4px; }
QFrame[card="true"] { background: @surface; border: 1px solid @line; border-radius: 8px; }
QFrame[drop="true"] { background: @surface; border: 2px dashed @line; border-radius: 12px; }
QFrame[drop="over"] { background: @accentSoft; border: 2px dashed @accent; border-radius: 12px; }
QFrame[pill="true"] { background: @raised; border: none; border-radius: 7px; }
QFrame[pill="active"] { background: @accentSoft; border: none; border-radius: 7px; }
QFrame[notice="error"] { background: @surface; border: 1px solid @bad; border-radius: 8px; }
QFrame[notice="warning"] { background: @surface; border: 1px solid @warning; border-radius: 8px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QLabel { background: transparent; }
QLabel[role="title"] { font-weight: 600; }
QLabel[role="heading"] { font-weight: 600; font-size: @heading; }
QLabel[role="large"] { font-weight: 600; font-size: @large; }
QLabel[role="huge"] { font-weight: 600; font-size: @huge; }
QLabel[role="muted"] { color: @muted; font-size: @small; }
QLabel[role="warning"] { color: @warning; font-size: @small; }
QLabel[role="bad"] { color: @bad; font-size: @small; }
QLabel[role="good"] { color: @good; font-size: @small; }
QLabel[role="pill"] { color: @accent; font-weight: 600; }
QLabel[tone="good"] { color: @good; font-weight: 600; }
QLabel[tone="warning"] { color: @warning; font-weight: 600; }
QLabel[tone="plain"] { font-weight: 600; }
QPushButton, QToolButton { background: @raised; border: 1px solid transparent; border-radius: 6px; padding: 5px 12px; color: @text; }
QPushButton:hover, QToolButton:hover { border-color: @line; background: @hover; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked { background: @accentSoft; }
QPushButton:focus, QToolButton:focus { border-color: @accent; }
QPushButton:disabled, QToolButton:disabled { color: @disabled; background: @raised; }
QPushButton[primary="true"], QToolButton[primary="true"] { background: @accent; color: @onAccent; font-weight: 600; }
QPushButton[primary="true"]:hover, QToolButton[primary="true"]:hover { background: @accentHover; }
QPushButton[primary="true"]:focus, QToolButton[primary="true"]:focus { border-color: @text; }
QPushButton[primary="true"]:disabled, QToolButton[primary="true"]:disabled { background: @raised; color: @disabled; }
QPushButton[link="true"], QToolButton[link="true"] { background: transparent; border: none; padding: 2px 0px; color: @accent; text-align: left; }
QPushButton[link="true"]:hover, QToolButton[link="true"]:hover, QPushButton[link="true"]:focus, QToolButton[link="true"]:focus { text-decoration: underline; }
QLineEdit, QSpinBox, QComboBox { background: @field; border: 1px solid @line; border-radius: 6px; padding: 3px 7px; min-height: 20px; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:focus, QSpinBox:focus, QComboBox:focus { border-color: @accent; }
QLineEdit[invalid="true"] { border-color: @bad; }
QLineEdit[changed="true"], QComboBox[changed="true"], QToolButton[changed="true"] { border-color: @accent; }
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled { color: @disabled; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { width: 0; height: 0; border-left: 4px solid @field; border-right: 4px solid @field; border-top: 5px solid @muted; }
QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QComboBox QAbstractItemView { background: @surface; border: 1px solid @line; selection-background-color: @accentSoft; selection-color: @text; outline: none; }
QCheckBox { spacing: 7px; }
QProgressBar { background: @line; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QTableView { background: @surface; border: none; gridline-color: transparent; selection-background-color: @accentSoft; selection-color: @text; outline: none; }
QTableView::item { padding: 0px 8px; border: none; }
QTableView::item:selected { background: @accentSoft; color: @text; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section { background: @surface; color: @muted; border: none; border-bottom: 1px solid @line; padding: 4px 8px; font-size: @small; }
QTableCornerButton::section { background: @surface; border: none; }
QGraphicsView { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 1px; }
QScrollBar::handle:hover { background: @edge; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: transparent; border: none; width: 0; height: 0; }
QPlainTextEdit, QTextBrowser { background: @surface; border: none; }
)");
    const auto small = std::max(fontPixels * 11 / 12, kSmallestText);
    const auto pixels = [](int value) { return QString::number(value) + QStringLiteral("px"); };
    // Longer names first: "@accentSoft" must not be read as "@accent".
    const std::pair<QLatin1String, QString> values[] = {
        {QLatin1String("@accentSoft"), name(t.accentSoft)}, {QLatin1String("@accentHover"), name(t.dark ? t.accent.lighter(110) : t.accent.darker(112))},
        {QLatin1String("@accent"), name(t.accent)}, {QLatin1String("@onAccent"), name(t.onAccent)}, {QLatin1String("@window"), name(t.window)},
        {QLatin1String("@surface"), name(t.surface)}, {QLatin1String("@raised"), name(t.raised)}, {QLatin1String("@line"), name(t.line)},
        {QLatin1String("@text"), name(t.text)}, {QLatin1String("@muted"), name(t.muted)}, {QLatin1String("@warning"), name(t.warning)},
        {QLatin1String("@good"), name(t.good)}, {QLatin1String("@bad"), name(t.bad)}, {QLatin1String("@edge"), name(t.edge)},
        {QLatin1String("@hover"), name(t.dark ? t.raised.lighter(115) : t.raised.darker(103))}, {QLatin1String("@field"), name(t.dark ? t.window : t.surface)},
        {QLatin1String("@disabled"), name(t.dark ? t.muted.darker(150) : t.muted.lighter(165))}, {QLatin1String("@heading"), pixels(fontPixels * 9 / 8)},
        {QLatin1String("@large"), pixels(fontPixels * 5 / 4)}, {QLatin1String("@huge"), pixels(fontPixels * 2)}, {QLatin1String("@small"), pixels(small)}};
    for (const auto& [key, value] : values)
        sheet.replace(key, value);
    return sheet;
}

} // namespace cw::ui
