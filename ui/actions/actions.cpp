#include "ui/actions/actions.h"

#include <optional>

namespace cw::ui {
namespace {

enum class Menu { File, Edit, Search, Candidates, View, Help };
struct MenuRow {
    Menu menu;
    const char* title;
};
constexpr MenuRow kMenus[] = {
    {Menu::File, QT_TRANSLATE_NOOP("cw::ui::Actions", "&File")},
    {Menu::Edit, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Edit")},
    {Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Search")},
    {Menu::Candidates, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Candidates")},
    {Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "&View")},
    {Menu::Help, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Help")},
};

/// A menu within a menu stands after the action named.
struct SubmenuRow {
    Actions::Submenu submenu;
    const char* title;
    Act after;
};
constexpr SubmenuRow kSubmenus[] = {
    {Actions::Submenu::Recent, QT_TRANSLATE_NOOP("cw::ui::Actions", "R&ecent runs"), Act::OpenRun},
    {Actions::Submenu::Zoom, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Zoom"), Act::TopDown},
    {Actions::Submenu::Layout, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Layout"), Act::TopDown},
    {Actions::Submenu::Panels, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Panels"), Act::TopDown},
    {Actions::Submenu::Theme, QT_TRANSLATE_NOOP("cw::ui::Actions", "T&heme"), Act::TopDown},
};

enum Flag : unsigned { Plain = 0, SeparatorBefore = 1, Checkable = 2 };
struct Row {
    Act act;
    Menu menu;
    const char* text;
    const char* key;
    const char* tip;
    unsigned flags = Plain;
    std::optional<Actions::Submenu> within = {};
};
constexpr auto kZoom = Actions::Submenu::Zoom, kLayout = Actions::Submenu::Layout;
constexpr Row kRows[] = {
    {Act::OpenData, Menu::File, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Open data\u2026"), "Ctrl+O", QT_TRANSLATE_NOOP("cw::ui::Actions", "Choose the folder with your pictures")},
    {Act::OpenRun, Menu::File, QT_TRANSLATE_NOOP("cw::ui::Actions", "Open &run\u2026"), "Ctrl+Shift+O", QT_TRANSLATE_NOOP("cw::ui::Actions", "Look at an earlier search, or continue it")},
    {Act::NewSearch, Menu::File, QT_TRANSLATE_NOOP("cw::ui::Actions", "&New search"), "Ctrl+N", QT_TRANSLATE_NOOP("cw::ui::Actions", "Put the run away (it stays on disk) and set up another search"), SeparatorBefore},
    {Act::Export, Menu::File, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Export\u2026"), "Ctrl+E", QT_TRANSLATE_NOOP("cw::ui::Actions", "Write the cell, its network, a chart or the table to a file"), SeparatorBefore},
    {Act::ExportAgain, Menu::File, QT_TRANSLATE_NOOP("cw::ui::Actions", "Export as &last time"), "Ctrl+Shift+E", QT_TRANSLATE_NOOP("cw::ui::Actions", "The same kind of file, of what is shown now, beside the last one")},
    {Act::Quit, Menu::File, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Quit"), "Ctrl+Q", nullptr, SeparatorBefore},

    {Act::Undo, Menu::Edit, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Undo"), "Ctrl+Z", QT_TRANSLATE_NOOP("cw::ui::Actions", "Take back the last change of stars, tags and notes")},
    {Act::Redo, Menu::Edit, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Redo"), "Ctrl+Shift+Z", nullptr},
    {Act::CopyPicture, Menu::Edit, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Copy as picture"), "Ctrl+C", QT_TRANSLATE_NOOP("cw::ui::Actions", "Put the drawing of the shown cell on the clipboard"), SeparatorBefore},
    {Act::CopyCell, Menu::Edit, QT_TRANSLATE_NOOP("cw::ui::Actions", "Copy cell as &JSON"), "Ctrl+Shift+C", QT_TRANSLATE_NOOP("cw::ui::Actions", "Put the shown cell on the clipboard")},
    {Act::Find, Menu::Edit, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Find in the drawing"), "Ctrl+F", QT_TRANSLATE_NOOP("cw::ui::Actions", "Find operations and blocks in the drawing"), SeparatorBefore},
    {Act::FindNext, Menu::Edit, QT_TRANSLATE_NOOP("cw::ui::Actions", "Find &next"), "F3", nullptr},
    {Act::FilterCandidates, Menu::Edit, QT_TRANSLATE_NOOP("cw::ui::Actions", "Filter c&andidates"), "Ctrl+L", QT_TRANSLATE_NOOP("cw::ui::Actions", "Write what the list shall show, such as level:3 op:sep5 >90")},

    {Act::Start, Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Start"), "Ctrl+R", QT_TRANSLATE_NOOP("cw::ui::Actions", "Start the search with these settings")},
    {Act::Continue, Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Continue this run"), "Ctrl+Shift+R", QT_TRANSLATE_NOOP("cw::ui::Actions", "Go on with this run where it stopped")},
    {Act::Pause, Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Pause"), "F6", QT_TRANSLATE_NOOP("cw::ui::Actions", "Pause within a moment; nothing is lost (Space on the canvas)")},
    {Act::FinishNow, Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Finish now"), "Ctrl+Shift+F", QT_TRANSLATE_NOOP("cw::ui::Actions", "End the search and keep the best cell of the highest completed level")},
    {Act::Skip, Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "S&kip candidate"), "Ctrl+K", QT_TRANSLATE_NOOP("cw::ui::Actions", "Do not train this candidate any further")},
    {Act::Derive, Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "Deri&ve candidates"), "Ctrl+Shift+D", QT_TRANSLATE_NOOP("cw::ui::Actions", "Sample candidates now and score them with the shared weights; the search then goes on")},
    {Act::RandomControl, Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "Run random &control"), nullptr, QT_TRANSLATE_NOOP("cw::ui::Actions", "Train cells drawn at random on the same data with the same training: what the search must beat. A run of its own"), SeparatorBefore},
    {Act::PlayRun, Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "P&lay the run again"), "F8", QT_TRANSLATE_NOOP("cw::ui::Actions", "Show in every view how the search went")},
    {Act::ShowEnd, Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "Back to the &end of the run"), "Shift+F8", QT_TRANSLATE_NOOP("cw::ui::Actions", "Show the run as it stands now")},
    {Act::Discard, Menu::Search, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Discard\u2026"), nullptr, QT_TRANSLATE_NOOP("cw::ui::Actions", "End the search and delete its run"), SeparatorBefore},

    {Act::NextCandidate, Menu::Candidates, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Next"), "J", QT_TRANSLATE_NOOP("cw::ui::Actions", "The next candidate in the list")},
    {Act::PreviousCandidate, Menu::Candidates, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Previous"), "K", QT_TRANSLATE_NOOP("cw::ui::Actions", "The candidate before in the list")},
    {Act::BestCandidate, Menu::Candidates, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Best so far"), "B", QT_TRANSLATE_NOOP("cw::ui::Actions", "Show the best measured candidate")},
    {Act::SelectAll, Menu::Candidates, QT_TRANSLATE_NOOP("cw::ui::Actions", "Choose &all shown"), "Ctrl+A", QT_TRANSLATE_NOOP("cw::ui::Actions", "Choose every candidate that the list shows")},
    {Act::BackToLive, Menu::Candidates, QT_TRANSLATE_NOOP("cw::ui::Actions", "Back to &live"), "L", QT_TRANSLATE_NOOP("cw::ui::Actions", "Follow the search again")},
    {Act::Star, Menu::Candidates, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Star"), "S", QT_TRANSLATE_NOOP("cw::ui::Actions", "Mark the chosen candidates with a star, or take it away"), SeparatorBefore},
    {Act::Tag, Menu::Candidates, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Tags\u2026"), "T", QT_TRANSLATE_NOOP("cw::ui::Actions", "Write tags for this candidate")},
    {Act::Note, Menu::Candidates, QT_TRANSLATE_NOOP("cw::ui::Actions", "N&ote\u2026"), "N", QT_TRANSLATE_NOOP("cw::ui::Actions", "Write a note on this candidate")},
    {Act::Compare, Menu::Candidates, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Compare"), "C", QT_TRANSLATE_NOOP("cw::ui::Actions", "Show the chosen candidates side by side"), SeparatorBefore},

    {Act::CellTab, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Cell"), "Ctrl+1", nullptr},
    {Act::NetworkTab, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Network"), "Ctrl+2", nullptr},
    {Act::CompareTab, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "C&ompare"), "Ctrl+3", nullptr},
    {Act::OperationsOnEdges, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Operations on edges"), "Ctrl+D", QT_TRANSLATE_NOOP("cw::ui::Actions", "Draw cells with operations on edges (as DARTS does) in place of boxes (as PNAS does)"), SeparatorBefore | Checkable},
    {Act::TopDown, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Top down"), "Ctrl+T", QT_TRANSLATE_NOOP("cw::ui::Actions", "Draw from top to bottom in place of left to right"), Checkable},
    {Act::FullScreen, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "F&ull screen"), "F11", nullptr, SeparatorBefore},
    {Act::ZoomIn, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "Zoom &in"), "Ctrl++", nullptr, Plain, kZoom},
    {Act::ZoomOut, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "Zoom &out"), "Ctrl+-", nullptr, Plain, kZoom},
    {Act::ZoomActual, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Actual size"), "Ctrl+0", nullptr, Plain, kZoom},
    {Act::ZoomFit, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Fit the drawing"), "Ctrl+9", nullptr, Plain, kZoom},
    {Act::LayoutSearch, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Search"), "Alt+1", QT_TRANSLATE_NOOP("cw::ui::Actions", "Data, settings, candidates, charts and the cell"), Plain, kLayout},
    {Act::LayoutInspect, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Inspect"), "Alt+2", QT_TRANSLATE_NOOP("cw::ui::Actions", "The cell large, with its candidates and its figures"), Plain, kLayout},
    {Act::LayoutPresent, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Present"), "Alt+3", QT_TRANSLATE_NOOP("cw::ui::Actions", "The cell and the charts, for showing"), Plain, kLayout},
    {Act::ResetLayout, Menu::View, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Reset this layout"), nullptr, QT_TRANSLATE_NOOP("cw::ui::Actions", "Every panel back to its place"), SeparatorBefore, kLayout},

    {Act::Palette, Menu::Help, QT_TRANSLATE_NOOP("cw::ui::Actions", "Run a &command\u2026"), "Ctrl+Shift+P", QT_TRANSLATE_NOOP("cw::ui::Actions", "Find any action by its name, or a candidate by its number")},
    {Act::Shortcuts, Menu::Help, QT_TRANSLATE_NOOP("cw::ui::Actions", "&Keyboard shortcuts"), "Ctrl+?", nullptr},
    {Act::About, Menu::Help, QT_TRANSLATE_NOOP("cw::ui::Actions", "&About Cellwright"), nullptr, nullptr},
};
static_assert(std::size(kRows) == static_cast<std::size_t>(Act::kCount), "every action has its row");

} // namespace

Actions::Actions(QWidget* window)
    : QObject(window)
{
    for (const auto& row : kSubmenus)
        m_submenus[row.submenu] = new QMenu(tr(row.title), window);
    for (const auto& row : kRows) {
        auto* action = new QAction(tr(row.text), this);
        if (row.key)
            action->setShortcut(QKeySequence::fromString(QString::fromLatin1(row.key)));
        if (row.tip) {
            action->setToolTip(row.key ? QStringLiteral("%1 (%2)").arg(tr(row.tip), action->shortcut().toString(QKeySequence::NativeText)) : tr(row.tip));
            action->setStatusTip(tr(row.tip));
        }
        action->setCheckable(row.flags & Checkable);
        m_actions[static_cast<std::size_t>(row.act)] = action;
    }
}

void Actions::fill(QMenuBar* bar)
{
    for (const auto& menuRow : kMenus) {
        auto* top = bar->addMenu(tr(menuRow.title));
        for (const auto& row : kRows) {
            if (row.menu != menuRow.menu)
                continue;
            auto* menu = row.within ? submenu(*row.within) : top;
            if (row.flags & SeparatorBefore)
                menu->addSeparator();
            menu->addAction((*this)[row.act]);
            for (const auto& sub : kSubmenus) {
                if (sub.after != row.act)
                    continue;
                if (sub.submenu == Submenu::Zoom)
                    menu->addSeparator();
                menu->addMenu(submenu(sub.submenu));
            }
        }
    }
}

} // namespace cw::ui
