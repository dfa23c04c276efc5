// What the actions and the views' own buttons do, and when they can be used.
#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>

#include "core/base/files.h"
#include "ui/dialogs/choose_folder.h"
#include "ui/dialogs/command_palette.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/questions.h"
#include "ui/dialogs/shortcut_sheet.h"
#include "ui/dialogs/text_dialog.h"
#include "ui/docks/candidates_panel.h"
#include "ui/docks/canvas_panel.h"
#include "ui/docks/data_panel.h"
#include "ui/docks/error_bar.h"
#include "ui/docks/run_bar.h"
#include "ui/docks/settings_panel.h"
#include "ui/docks/start_page.h"
#include "ui/inspectors/candidate_inspector.h"
#include "ui/main_window.h"
#include "ui/util/notifier.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr std::size_t kMostCompared = 4;

QList<ShortcutGroup> otherKeys()
{
    const auto tr = [](const char* text) { return MainWindow::tr(text); };
    return {{tr("Drawing"), {{tr("Space"), tr("Pause and resume the search")}, {tr("Arrows"), tr("Walk along the edges")}, {tr("Ctrl+wheel"), tr("Zoom around the pointer")},
                             {tr("Enter"), tr("Unfold a row of cells, or open a cell")}, {tr("Esc"), tr("Let go of the node")}}},
            {tr("Decisions"), {{tr("Up, Down"), tr("Walk over the decisions, or the options of one")}, {tr("Enter"), tr("Go to the options; force the option")}, {tr("Esc"), tr("Back to what was sampled")}}},
            {tr("Charts"), {{tr("Left, Right"), tr("Walk over the points")}, {tr("Enter"), tr("Select the point")}, {tr("Drag"), tr("Select many")}, {tr("Double click"), tr("Show everything again")}}}};
}

} // namespace

void MainWindow::connectActions()
{
    const auto on = [this](Act act, auto handler) { connect(m_actions[act], &QAction::triggered, this, handler); };
    auto& w = m_workspace;
    on(Act::OpenData, [this] { chooseData(); });
    on(Act::OpenRun, [this] { chooseRun(); });
    on(Act::NewSearch, [&w] { w.newSearch(); });
    on(Act::Export, [this] { exportAs(ExportWhat::Cell); });
    on(Act::ExportAgain, [this] { exportAgain(); });
    on(Act::Quit, [this] { close(); });

    on(Act::Undo, [&w] { w.annotations().undoStack()->undo(); });
    on(Act::Redo, [&w] { w.annotations().undoStack()->redo(); });
    on(Act::CopyPicture, [this] { m_takeAway.copyCell(pictureStyle()); });
    on(Act::CopyCell, [this] { copyCell(); });
    on(Act::Find, [this] { m_canvas->openFind(); });
    on(Act::FindNext, [this] { m_canvas->findNext(); });
    on(Act::FilterCandidates, [this] {
        m_layouts.dock("candidates")->show();
        m_candidates->filterLine()->setFocus(Qt::ShortcutFocusReason);
    });

    on(Act::Start, [&w] { w.start(); });
    on(Act::Continue, [&w] { w.continueRun(); });
    on(Act::Pause, [&w] { w.pauseOrResume(); });
    on(Act::FinishNow, [&w] { w.finishNow(); });
    on(Act::Skip, [&w] { w.skipSelected(); });
    on(Act::Derive, [&w] { w.derive(); });
    on(Act::RandomControl, [&w] { w.startRandomControl(); });
    on(Act::PlayRun, [&w] { w.timeline().play(!w.timeline().playing()); });
    on(Act::ShowEnd, [&w] { w.timeline().seekEnd(); });
    on(Act::Discard, [this] { askDiscard(); });

    on(Act::NextCandidate, [this] { m_candidates->step(1); });
    on(Act::PreviousCandidate, [this] { m_candidates->step(-1); });
    on(Act::SelectAll, [this] { m_candidates->selectAll(); });
    on(Act::BestCandidate, [&w] {
        if (w.run().best())
            w.selection().select(w.run().best()->id);
    });
    on(Act::BackToLive, [&w] { w.selection().backToLive(); });
    on(Act::Star, [&w] { w.annotations().toggleStars(w.selection().chosen()); });
    on(Act::Tag, [this] { editNotes(true); });
    on(Act::Note, [this] { editNotes(false); });
    on(Act::Compare, [this] { compare(); });

    on(Act::CellTab, [this] { m_canvas->setTab(CanvasPanel::Tab::Cell); });
    on(Act::NetworkTab, [this] { m_canvas->setTab(CanvasPanel::Tab::Network); });
    on(Act::CompareTab, [this] { m_canvas->setTab(CanvasPanel::Tab::Compare); });
    on(Act::OperationsOnEdges, [this](bool edges) { m_canvas->setStyle(edges ? GraphStyle::Edges : GraphStyle::Boxes); });
    on(Act::TopDown, [this](bool down) { m_canvas->setLeftToRight(!down); });
    on(Act::ZoomIn, [this] { m_canvas->zoomBy(1.25); });
    on(Act::ZoomOut, [this] { m_canvas->zoomBy(0.8); });
    on(Act::ZoomActual, [this] { m_canvas->resetZoom(); });
    on(Act::ZoomFit, [this] { m_canvas->fit(); });
    on(Act::FullScreen, [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    on(Act::LayoutSearch, [this] { applyLayout(DockLayouts::Kind::Search); });
    on(Act::LayoutInspect, [this] { applyLayout(DockLayouts::Kind::Inspect); });
    on(Act::LayoutPresent, [this] { applyLayout(DockLayouts::Kind::Present); });
    on(Act::ResetLayout, [this] { m_layouts.reset(); });

    on(Act::Palette, [this] { m_palette->toggle(); });
    on(Act::Shortcuts, [this] { showShortcuts(this, shortcutGroups(*menuBar(), otherKeys())); });
    on(Act::About, [this] { showAbout(this); });
}

void MainWindow::connectViews()
{
    auto& w = m_workspace;
    const auto trigger = [this](auto* sender, auto signal, Act act) { connect(sender, signal, m_actions[act], &QAction::trigger); };
    connect(m_start, &StartPage::openDataRequested, this, &MainWindow::chooseData);
    connect(m_start, &StartPage::openRunRequested, this, &MainWindow::chooseRun);
    connect(m_start, &StartPage::sampleRequested, this, [&w] { w.openSampleData(false); });
    connect(m_start, &StartPage::sampleTextRequested, this, [&w] { w.openSampleData(false, SampleData::Text); });
    connect(m_start, &StartPage::runChosen, this, [&w](const QString& folder) { w.openRun(folder); });
    connect(m_data, &DataPanel::changeRequested, this, &MainWindow::chooseData);
    connect(m_data, &DataPanel::sampleRequested, this, [&w] { w.openSampleData(false); });
    trigger(m_settings, &SettingsPanel::startRequested, Act::Start);
    trigger(m_settings, &SettingsPanel::newSearchRequested, Act::NewSearch);
    trigger(m_settings, &SettingsPanel::searchAgainRequested, Act::NewSearch); // the setup has the run's settings already
    connect(m_settings, &SettingsPanel::validChanged, this, &MainWindow::refreshActions);
    trigger(m_canvas, &CanvasPanel::pauseKey, Act::Pause);
    connect(m_canvas, &CanvasPanel::blockSelected, m_inspector, &CandidateInspector::selectBlock);
    connect(m_inspector, &CandidateInspector::blockSelected, m_canvas, &CanvasPanel::selectBlock);
    connect(m_canvas, &CanvasPanel::styleChanged, this, [this](GraphStyle style) { m_actions[Act::OperationsOnEdges]->setChecked(style == GraphStyle::Edges); });
    connect(m_canvas, &CanvasPanel::leftToRightChanged, this, [this](bool on) { m_actions[Act::TopDown]->setChecked(!on); });
    m_actions[Act::OperationsOnEdges]->setChecked(m_canvas->graphStyle() == GraphStyle::Edges);
    m_actions[Act::TopDown]->setChecked(!m_canvas->leftToRight());
    trigger(m_inspector->saveButton(), &QPushButton::clicked, Act::Export);
    trigger(m_inspector->copyButton(), &QPushButton::clicked, Act::CopyCell);
    connect(m_inspector, &CandidateInspector::exportTableRequested, this, [this] { exportAs(ExportWhat::Table); });
    connect(m_canvas, &CanvasPanel::dragRequested, this, [this] {
        if (!m_canvas->hypothetical())
            m_takeAway.dragCell(m_canvas, pictureStyle());
    });
    trigger(m_inspector, &CandidateInspector::compareRequested, Act::Compare);
    connect(m_inspector, &CandidateInspector::filterRequested, m_candidates, &CandidatesPanel::setFilter);
    connect(m_inspector, &CandidateInspector::ablationWanted, this, [&w](CandidateId id) { w.explain(id); });
    connect(&w, &Workspace::explained, m_inspector, &CandidateInspector::setAblation);
    connect(m_palette, &CommandPalette::candidateChosen, this, [&w](CandidateId id) { w.selection().select(id); });

    connect(&w, &Workspace::failed, this, [this](const Error& error) { m_error->showError(error); });
    connect(&w, &Workspace::noticed, this, [this](const QString& sentence) { m_error->showNotice(sentence); });
    connect(&w.decisions(), &DecisionModel::forcedChanged, this, [this, &w] {
        if (const auto& forced = w.decisions().forced())
            m_canvas->showHypothetical(forced->architecture, w.decisions().hypothesis());
        else
            m_canvas->leaveHypothetical();
        refreshActions();
    });
    connect(m_canvas, &CanvasPanel::hypotheticalLeft, &w.decisions(), &DecisionModel::release);
    connect(&w.policy(), &PolicyModel::childChanged, this, [this, &w] {
        if (m_actions[Act::ZoomFit]->isEnabled() != (w.policy().child() || w.candidates().find(w.selection().current())))
            refreshActions();
    });
    connect(&m_takeAway, &TakeAway::failed, this, [this](const Error& error) { m_error->showError(error); });
    connect(&m_takeAway, &TakeAway::written, this, [this](const QString& path) { m_error->showNotice(tr("Written: %1").arg(path)); });
    connect(&m_takeAway, &TakeAway::copied, this, [this] { m_error->showNotice(tr("The drawing is on the clipboard, as vectors and as a picture.")); });
    connect(&w, &Workspace::pageChanged, this, &MainWindow::refreshPage);
    connect(&w.latest(), &RunModel::changed, this, &MainWindow::refreshActions);
    connect(&w.run(), &RunModel::changed, this, &MainWindow::refreshActions);
    connect(&w.latest(), &RunModel::stateChanged, this, &MainWindow::tellEnd);
    connect(&w.timeline(), &Timeline::changed, this, &MainWindow::refreshActions);
    connect(&w.selection(), &Selection::chosenChanged, this, &MainWindow::refreshActions);
    connect(&w.selection(), &Selection::liveChanged, this, &MainWindow::refreshActions);
    const auto control = [this] {
        const auto figure = m_workspace.control().figure(m_workspace.run().evaluated());
        m_runBar->setControl(m_workspace.run().words().kind().drawn || m_workspace.run().words().kind().shares ? QString() : figure.text, figure.help);
    };
    connect(&w.control(), &ControlModel::changed, this, control);
    connect(&w.run(), &RunModel::changed, this, control);
    const auto undo = [this] {
        auto* stack = m_workspace.annotations().undoStack();
        m_actions[Act::Undo]->setEnabled(stack->canUndo());
        m_actions[Act::Redo]->setEnabled(stack->canRedo());
        m_actions[Act::Undo]->setText(stack->canUndo() ? tr("&Undo: %1").arg(stack->undoText()) : tr("&Undo"));
        m_actions[Act::Redo]->setText(stack->canRedo() ? tr("&Redo: %1").arg(stack->redoText()) : tr("&Redo"));
    };
    connect(w.annotations().undoStack(), &QUndoStack::indexChanged, this, undo);
    undo();
}

void MainWindow::refreshActions()
{
    auto& w = m_workspace;
    const auto state = w.latest().live() ? w.latest().state() : SessionState::Idle;
    const bool searching = w.searching(), any = w.candidates().rowCount() > 0;
    const bool shown = w.candidates().find(w.selection().current()) != nullptr;
    const auto enable = [this](Act act, bool on) { m_actions[act]->setEnabled(on); };
    enable(Act::OpenData, !searching);
    enable(Act::OpenRun, !searching);
    enable(Act::NewSearch, w.latest().hasRun() && !searching);
    enable(Act::Start, w.canStart() && !w.latest().hasRun() && m_settings->valid());
    m_settings->startButton()->setEnabled(m_actions[Act::Start]->isEnabled());
    m_actions[Act::Start]->setVisible(!w.latest().hasRun());
    enable(Act::Continue, w.latest().resumable() && !searching);
    m_actions[Act::Continue]->setVisible(w.latest().resumable() && !searching);
    enable(Act::Pause, searching && (canPause(state) || canResume(state)));
    m_actions[Act::Pause]->setText(canResume(state) ? tr("&Resume") : tr("&Pause"));
    enable(Act::FinishNow, searching && canStop(state));
    enable(Act::Discard, searching && canStop(state));
    enable(Act::Skip, searching && w.skippable() != 0);
    const bool shares = w.latest().words().kind().shares && w.latest().hasRun();
    enable(Act::Derive, w.deriveProblem().isEmpty());
    m_actions[Act::Derive]->setProperty("reason", w.deriveProblem());
    m_actions[Act::Skip]->setVisible(!shares);
    m_actions[Act::Derive]->setVisible(shares);
    enable(Act::RandomControl, w.canStartRandomControl());
    enable(Act::PlayRun, !w.timeline().empty());
    enable(Act::ShowEnd, !w.timeline().atEnd());
    enable(Act::BestCandidate, w.run().best().has_value());
    enable(Act::Export, any);
    enable(Act::ExportAgain, any);
    enable(Act::BackToLive, searching && !w.selection().live());
    for (const auto act : {Act::NextCandidate, Act::PreviousCandidate, Act::SelectAll, Act::FilterCandidates})
        enable(act, any);
    for (const auto act : {Act::CopyCell, Act::CopyPicture}) // of what is drawn, which nobody sampled then
        enable(act, shown && !m_canvas->hypothetical());
    for (const auto act : {Act::Star, Act::Tag, Act::Note, Act::Compare})
        enable(act, shown);
    for (const auto act : {Act::Find, Act::FindNext, Act::ZoomIn, Act::ZoomOut, Act::ZoomActual, Act::ZoomFit})
        enable(act, shown || w.policy().child());
    for (const auto act : {Act::CellTab, Act::NetworkTab, Act::CompareTab, Act::LayoutSearch, Act::LayoutInspect, Act::LayoutPresent, Act::ResetLayout, Act::OperationsOnEdges, Act::TopDown})
        enable(act, m_stage == DockLayouts::Stage::Run);
    if (m_closing && !searching)
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
}

void MainWindow::tellEnd(SessionState state)
{
    const auto& run = m_workspace.latest();
    if (!run.live() || !m_notifier->wanted())
        return;
    if (state == SessionState::Finished)
        m_notifier->notify(tr("The search is finished"), tr("%1: best %2 (%3), %4 candidates measured.").arg(run.info().name, run.bestText(), run.words().brief()).arg(run.measured()));
    else if (state == SessionState::Failed && run.error())
        m_notifier->notify(tr("The search failed"), qs(run.error()->message));
}

void MainWindow::chooseData()
{
    chooseFolder(this, tr("Choose the folder with your pictures"), {}, [this](const QString& folder) { m_workspace.openPath(folder); });
}

void MainWindow::chooseRun()
{
    chooseFolder(this, tr("Choose a run folder (NAME.cwrun)"), pathText(dataDirectory() / "runs"), [this](const QString& folder) { m_workspace.openRun(folder); });
}

void MainWindow::copyCell()
{
    const auto json = m_workspace.cellJson(m_workspace.selection().current());
    if (json.isEmpty())
        return;
    QApplication::clipboard()->setText(json);
    m_error->showNotice(tr("The cell is on the clipboard as JSON."));
}

/// As the canvas draws, on paper's white.
PictureStyle MainWindow::pictureStyle() const { return {m_canvas->graphStyle(), m_canvas->leftToRight(), false, kDefaultScale}; }

void MainWindow::exportAs(ExportWhat what, const QString& chart)
{
    auto* dialog = new ExportDialog(m_takeAway.offer(), this);
    if (!lastExport(m_takeAway.offer()) || what != ExportWhat::Cell)
        dialog->preselect(what, chart);
    connect(dialog, &ExportDialog::exportRequested, &m_takeAway, &TakeAway::write);
    dialog->open();
}

void MainWindow::exportAgain()
{
    if (const auto last = lastExport(m_takeAway.offer()))
        m_takeAway.write(*last);
    else
        exportAs(ExportWhat::Cell);
}

/// The focus goes to what every layout shows: what had it may be hidden now.
void MainWindow::applyLayout(DockLayouts::Kind kind)
{
    m_layouts.apply(kind);
    m_canvas->currentView()->setFocus();
}

void MainWindow::editNotes(bool tags)
{
    m_layouts.dock("inspector")->show();
    if (tags)
        m_inspector->notes()->tagsEdit()->setFocus(Qt::ShortcutFocusReason);
    else
        m_inspector->notes()->noteEdit()->setFocus(Qt::ShortcutFocusReason);
}

/// Those chosen together; else the candidates on which this was asked one after the other.
void MainWindow::compare()
{
    auto& selection = m_workspace.selection();
    const auto& folder = m_workspace.run().info().folder;
    if (std::exchange(m_comparedIn, folder) != folder)
        m_compared.clear(); // another run's candidates have the same numbers
    if (selection.chosen().size() < 2) {
        std::erase_if(m_compared, [&](CandidateId id) { return id == selection.current() || !m_workspace.candidates().find(id); });
        m_compared.push_back(selection.current());
        if (m_compared.size() > kMostCompared)
            m_compared.erase(m_compared.begin());
        if (m_compared.size() < 2) {
            m_error->showNotice(tr("#%1 waits to be compared: press C on another candidate too.").arg(selection.current()));
            return;
        }
        selection.selectMany(m_compared, selection.current());
    }
    m_canvas->setTab(CanvasPanel::Tab::Compare);
}

void MainWindow::askDiscard()
{
    const auto text = tr("All measured candidates (%1) and everything else of this run will be deleted. Finish now would keep the best.");
    ask(this, {tr("Discard this search?"), text.arg(m_workspace.latest().measured()), tr("Discard"), true}, [this] { m_workspace.discard(); });
}

void MainWindow::askClose()
{
    ask(this, {tr("A search is running"), tr("Stop it and close? What was found is kept, and the run can be continued later."), tr("Stop and close")},
        [this] { stopAndClose(); });
}

} // namespace cw::ui
