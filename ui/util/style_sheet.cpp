#include <algorithm>
#include <utility>

#include "ui/util/theme.h"

namespace cw::ui {
namespace {

// Roles that widgets ask for by setProperty() (setStyleProperty() once they are shown):
//   QFrame       card, drop "true|over", pill "true|active", notice "error|warning", sheet
//   QLabel       role "title|heading|large|huge|muted|warning|bad|good|pill", tone "good|warning|plain", keycap
//   QPushButton, QToolButton   primary, link, tab, quiet, danger, search; heading (the title of a card that is a choice)
//   QLineEdit    search, invalid, changed
//   QSlider      time
constexpr const char* kSurfaces = R"(
QMainWindow, QDialog, QMessageBox { background: @window; }
QMainWindow::separator { background: transparent; width: 12px; height: 12px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:horizontal { width: 12px; }
QSplitter::handle:vertical { height: 12px; }
QMenuBar { background: @surface; border: none; padding: 2px 6px; }
QMenuBar::item { padding: 4px 10px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: @raised; }
QMenu { background: @surface; border: 1px solid @line; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 22px; border-radius: 5px; }
QMenu::item:selected { background: @accentSoft; color: @text; }
QMenu::item:disabled { color: @disabled; background: transparent; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QToolBar { background: @surface; border: none; border-bottom: 1px solid @line; padding: 7px 11px; spacing: 7px; }
QStatusBar { background: @window; color: @muted; }
QToolTip { background: @surface; color: @text; border: 1px solid @line; padding: 4px; }
QFrame[card="true"] { background: @surface; border: 1px solid @line; border-radius: 8px; }
QFrame[sheet="true"] { background: @surface; border: 1px solid @control; border-radius: 10px; }
QFrame[drop="true"] { background: @surface; border: 2px dashed @line; border-radius: 12px; }
QFrame[drop="over"] { background: @accentSoft; border: 2px dashed @accent; border-radius: 12px; }
QFrame[pill="true"] { background: @raised; border: none; border-radius: 7px; }
QFrame[pill="active"] { background: @accentSoft; border: none; border-radius: 7px; }
QFrame[notice="error"] { background: @surface; border: 1px solid @bad; border-radius: 8px; }
QFrame[notice="warning"] { background: @surface; border: 1px solid @warning; border-radius: 8px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QGraphicsView { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 1px; }
QScrollBar::handle:hover { background: @edge; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: transparent; border: none; width: 0; height: 0; }
)";

constexpr const char* kTexts = R"(
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
QLabel[keycap="true"] { background: @raised; border: 1px solid @line; border-radius: 4px; padding: 1px 6px; font-size: @small; }
QPlainTextEdit, QTextBrowser, QTextEdit { background: @surface; border: 1px solid transparent; border-radius: 6px; selection-background-color: @accent; selection-color: @onAccent; }
QPlainTextEdit:focus, QTextBrowser:focus, QTextEdit:focus { border-color: @accent; }
)";

constexpr const char* kButtons = R"(
QPushButton, QToolButton { background: @raised; border: 1px solid transparent; border-radius: 6px; padding: 5px 12px; color: @text; }
QPushButton:hover, QToolButton:hover { border-color: @line; background: @hover; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked, QPushButton:checked { background: @accentSoft; }
QPushButton:focus, QToolButton:focus { border-color: @accent; }
QPushButton:disabled, QToolButton:disabled { color: @disabled; background: @raised; }
QPushButton[primary="true"], QToolButton[primary="true"] { background: @accent; color: @onAccent; font-weight: 600; }
QPushButton[primary="true"]:hover, QToolButton[primary="true"]:hover { background: @accentHover; }
QPushButton[primary="true"]:focus, QToolButton[primary="true"]:focus { border-color: @text; }
QPushButton[primary="true"]:disabled, QToolButton[primary="true"]:disabled { background: @raised; color: @disabled; }
QPushButton[danger="true"] { color: @bad; }
QPushButton[quiet="true"], QToolButton[quiet="true"] { background: transparent; padding: 3px 6px; }
QPushButton[quiet="true"]:hover, QToolButton[quiet="true"]:hover { background: @raised; }
QPushButton[quiet="true"]:checked, QToolButton[quiet="true"]:checked { background: @accentSoft; color: @accent; }
QPushButton[quiet="true"]:focus, QToolButton[quiet="true"]:focus { border-color: @accent; }
QPushButton[tab="true"], QToolButton[tab="true"] { background: transparent; color: @muted; padding: 4px 12px; }
QPushButton[tab="true"]:hover, QToolButton[tab="true"]:hover { background: @raised; color: @text; }
QPushButton[tab="true"]:checked, QToolButton[tab="true"]:checked { background: @accentSoft; color: @accent; font-weight: 600; }
QPushButton[tab="true"]:focus, QToolButton[tab="true"]:focus { border-color: @accent; }
QPushButton[tab="true"]:disabled, QToolButton[tab="true"]:disabled { background: transparent; color: @disabled; }
QPushButton[link="true"], QToolButton[link="true"] { background: transparent; border: none; padding: 2px 0px; color: @accent; text-align: left; }
QPushButton[link="true"]:hover, QToolButton[link="true"]:hover, QPushButton[link="true"]:focus, QToolButton[link="true"]:focus { text-decoration: underline; }
QPushButton[link="true"]:disabled, QToolButton[link="true"]:disabled { color: @disabled; }
QToolButton[heading="true"] { background: transparent; font-weight: 600; padding: 3px 4px; margin-left: -5px; }
QToolButton[heading="true"]:hover { background: @raised; }
QToolButton[heading="true"]:focus { border-color: @accent; }
QPushButton[search="true"] { background: @field; border: 1px solid @line; border-radius: 9px; padding: 3px 14px; color: @muted; text-align: left; }
QPushButton[search="true"]:hover, QPushButton[search="true"]:focus { border-color: @accent; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }
QCheckBox, QRadioButton { spacing: 7px; padding: 2px 4px; border: 1px solid transparent; border-radius: 5px; }
QCheckBox:focus, QRadioButton:focus { border-color: @accent; }
QCheckBox:disabled, QRadioButton:disabled { color: @disabled; }
)";

constexpr const char* kFields = R"(
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox { background: @field; border: 1px solid @line; border-radius: 6px; padding: 3px 7px; min-height: 20px; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus { border-color: @accent; }
QLineEdit[search="true"] { background: @raised; border-radius: 8px; padding: 4px 9px; border-color: transparent; }
QLineEdit[search="true"]:focus { background: @field; border-color: @accent; }
QLineEdit[invalid="true"] { border-color: @bad; }
QLineEdit[changed="true"], QComboBox[changed="true"], QToolButton[changed="true"] { border-color: @accent; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled { color: @disabled; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button { background: transparent; border: none; width: 20px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { width: 0; height: 0; border-left: 4px solid @field; border-right: 4px solid @field; border-bottom: 5px solid @muted; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { width: 0; height: 0; border-left: 4px solid @field; border-right: 4px solid @field; border-top: 5px solid @muted; }
QSpinBox::up-arrow:disabled, QSpinBox::up-arrow:off, QDoubleSpinBox::up-arrow:disabled, QDoubleSpinBox::up-arrow:off { border-bottom-color: @line; }
QSpinBox::down-arrow:disabled, QSpinBox::down-arrow:off, QDoubleSpinBox::down-arrow:disabled, QDoubleSpinBox::down-arrow:off { border-top-color: @line; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { width: 0; height: 0; border-left: 4px solid @field; border-right: 4px solid @field; border-top: 5px solid @muted; }
QComboBox::down-arrow:disabled { border-top-color: @disabled; }
QComboBox QAbstractItemView { background: @surface; border: 1px solid @line; selection-background-color: @accentSoft; selection-color: @text; outline: none; padding: 3px; }
QProgressBar { background: @line; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QSlider::groove:horizontal { background: @line; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; height: 4px; border-radius: 2px; }
QSlider::handle:horizontal { background: @accent; border: 2px solid @surface; width: 12px; height: 12px; margin: -6px 0px; border-radius: 8px; }
QSlider::handle:horizontal:hover { background: @accentHover; }
QSlider::handle:horizontal:focus { border-color: @text; }
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled { background: @disabled; }
)";

constexpr const char* kLists = R"(
QTableView, QListView, QTreeView { background: @surface; border: 1px solid transparent; border-radius: 6px; gridline-color: transparent; selection-background-color: @accentSoft; selection-color: @text; outline: none; }
QTableView:focus, QListView:focus, QTreeView:focus { border-color: @accent; }
QTableView::item { padding: 0px 8px; border: none; }
QListView::item { padding: 3px 8px; border-radius: 6px; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected { background: @accentSoft; color: @text; }
QListView::item:disabled, QTableView::item:disabled { color: @disabled; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section { background: @surface; color: @muted; border: none; border-bottom: 1px solid @line; padding: 4px 8px; font-size: @small; }
QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0; }
QTableCornerButton::section { background: @surface; border: none; }
)";

} // namespace

QString styleSheet(const Theme& t, int fontPixels)
{
    QString sheet;
    for (const char* part : {kSurfaces, kTexts, kButtons, kFields, kLists})
        sheet += QString::fromLatin1(part);
    const auto small = std::max(fontPixels * 11 / 12, kSmallestText);
    const auto pixels = [](int value) { return QString::number(value) + QStringLiteral("px"); };
    // Longer names first: "@accentSoft" must not be read as "@accent".
    const std::pair<QLatin1String, QString> values[] = {
        {QLatin1String("@accentSoft"), name(t.accentSoft)}, {QLatin1String("@accentHover"), name(t.dark ? t.accent.lighter(110) : t.accent.darker(112))},
        {QLatin1String("@accent"), name(t.accent)}, {QLatin1String("@onAccent"), name(t.onAccent)}, {QLatin1String("@window"), name(t.window)},
        {QLatin1String("@surface"), name(t.surface)}, {QLatin1String("@raised"), name(t.raised)}, {QLatin1String("@line"), name(t.line)},
        {QLatin1String("@text"), name(t.text)}, {QLatin1String("@muted"), name(t.muted)}, {QLatin1String("@warning"), name(t.warning)},
        {QLatin1String("@good"), name(t.good)}, {QLatin1String("@bad"), name(t.bad)}, {QLatin1String("@edge"), name(t.edge)},
        {QLatin1String("@hover"), name(t.hover)}, {QLatin1String("@field"), name(t.field)}, {QLatin1String("@disabled"), name(t.disabled)},
        {QLatin1String("@control"), name(t.control)}, {QLatin1String("@heading"), pixels(fontPixels * 9 / 8)},
        {QLatin1String("@large"), pixels(fontPixels * 5 / 4)}, {QLatin1String("@huge"), pixels(fontPixels * 2)}, {QLatin1String("@small"), pixels(small)}};
    for (const auto& [key, value] : values)
        sheet.replace(key, value);
    return sheet;
}

} // namespace cw::ui
