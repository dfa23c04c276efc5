#include "ui/actions/actions.h"

#include <QStringList>

namespace cw::ui {
namespace {

enum class Menu { File, Search, Candidates, View, Help };
struct MenuRow {
    Menu menu;
    const char* title;
};
constexpr MenuRow kMenus[] = {
    {Menu::File, QT_TRANSLATE_NOOP("cw::ui::Actions", "&File")},
    {Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Search")},
    {Menu::Candidates, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Candidates")},
    {Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "&View")},
    {Menu::Help, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Help")},
};

struct Row {
    Act act;
    Menu menu;
    const char* text;
    const char* key;
    const char* tip;
    bool separatorBefore = false;
};
constexpr Row kRows[] = {
    {Act::OpenData, Menu::File, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Open data\u2026"), "Ctrl+O", QT_TRANSLATE_NOOP("cw::ui::Actions", "Choose the folder with your pictures")},
    {Act::OpenRun, Menu::File, QT_TRANSLATE_NOOP("cw::ui::Actions", "Open &run\u2026"), "Ctrl+Shift+O", QT_TRANSLATE_NOOP("cw::ui::Actions", "Look at an earlier search, or continue it")},
    {Act::NewSearch, Menu::File, QT_TRANSLATE_NOOP("cw::ui::Actions", "&New search"), "Ctrl+N", QT_TRANSLATE_NOOP("cw::ui::Actions", "Put the run away (it stays on disk) and set up another search"), true},
    {Act::SaveCell, Menu::File, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Save cell as JSON\u2026"), "Ctrl+S", QT_TRANSLATE_NOOP("cw::ui::Actions", "Write the shown cell to a file"), true},
    {Act::CopyCell, Menu::File, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Copy cell as JSON"), "Ctrl+Shift+C", QT_TRANSLATE_NOOP("cw::ui::Actions", "Put the shown cell on the clipboard")},
    {Act::Quit, Menu::File, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Quit"), "Ctrl+Q", nullptr, true},
    {Act::Start, Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Start"), "Ctrl+R", QT_TRANSLATE_NOOP("cw::ui::Actions", "Start the search with these settings")},
    {Act::Continue, Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Continue this run"), "Ctrl+Shift+R", QT_TRANSLATE_NOOP("cw::ui::Actions", "Go on with this run where it stopped")},
    {Act::Pause, Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Pause"), "F6", QT_TRANSLATE_NOOP("cw::ui::Actions", "Pause within a moment; nothing is lost (Space on the canvas)")},
    {Act::FinishNow, Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Finish now"), "Ctrl+Shift+F", QT_TRANSLATE_NOOP("cw::ui::Actions", "End the search and keep the best cell of the highest completed level")},
    {Act::Skip, Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "S&kip candidate"), "Ctrl+K", QT_TRANSLATE_NOOP("cw::ui::Actions", "Do not train this candidate any further")},
    {Act::Discard, Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Discard\u2026"), nullptr, QT_TRANSLATE_NOOP("cw::ui::Actions", "End the search and delete its run"), true},
    {Act::NextCandidate, Menu::Candidates, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Next"), "J", QT_TRANSLATE_NOOP("cw::ui::Actions", "The next candidate in the table")},
    {Act::PreviousCandidate, Menu::Candidates, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Previous"), "K", QT_TRANSLATE_NOOP("cw::ui::Actions", "The candidate before in the table")},
    {Act::BackToLive, Menu::Candidates, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Back to live"), "L", QT_TRANSLATE_NOOP("cw::ui::Actions", "Follow the search again"), true},
    {Act::ZoomIn, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "Zoom &in"), "Ctrl++", nullptr},
    {Act::ZoomOut, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "Zoom &out"), "Ctrl+-", nullptr},
    {Act::ZoomActual, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Actual size"), "Ctrl+0", nullptr},
    {Act::ZoomFit, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Fit the cell"), "Ctrl+9", nullptr},
    {Act::FullScreen, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "F&ull screen"), "F11", nullptr, true},
    {Act::ResetLayout, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Reset layout"), nullptr, nullptr},
    {Act::Shortcuts, Menu::Help, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Keyboard shortcuts"), "Ctrl+?", nullptr},
    {Act::About, Menu::Help, QT_TRANSLATE_NOOP("cw::ui::Actions", "&About Cellwright"), nullptr, nullptr},
};
static_assert(std::size(kRows) == static_cast<std::size_t>(Act::kCount), "every action has its row");

} // namespace

Actions::Actions(QWidget* window)
    : QObject(window)
    , m_recent(new QMenu(tr("R&ecent runs"), window))
    , m_theme(new QMenu(tr("&Theme"), window))
    , m_panels(new QMenu(tr("&Panels"), window))
{
    for (const auto& row : kRows) {
        auto* action = new QAction(tr(row.text), this);
        if (row.key)
            action->setShortcut(QKeySequence::fromString(QString::fromLatin1(row.key)));
        if (row.tip) {
            action->setToolTip(row.key ? QStringLiteral("%1 (%2)").arg(tr(row.tip), action->shortcut().toString(QKeySequence::NativeText)) : tr(row.tip));
            action->setStatusTip(tr(row.tip));
        }
        m_actions[static_cast<std::size_t>(row.act)] = action;
    }
}

void Actions::fill(QMenuBar* bar)
{
    for (const auto& menuRow : kMenus) {
        auto* menu = bar->addMenu(tr(menuRow.title));
        for (const auto& row : kRows) {
            if (row.menu != menuRow.menu)
                continue;
            if (row.separatorBefore)
                menu->addSeparator();
            menu->addAction((*this)[row.act]);
            if (row.act == Act::OpenRun)
                menu->addMenu(m_recent);
            if (row.act == Act::ZoomFit) {
                menu->addSeparator();
                menu->addMenu(m_theme);
                menu->addMenu(m_panels);
            }
        }
    }
}

QString Actions::shortcutList() const
{
    QStringList lines;
    for (const auto& row : kRows)
        if (row.key)
            lines << (*this)[row.act]->shortcut().toString(QKeySequence::NativeText).leftJustified(16) + (*this)[row.act]->text().remove(QLatin1Char('&'));
    lines << QString() << tr("On the canvas: Space pauses, Ctrl+wheel zooms around the pointer, dragging moves the cell.");
    return lines.join(QLatin1Char('\n'));
}

} // namespace cw::ui
