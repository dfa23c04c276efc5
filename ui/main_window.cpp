#include "ui/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QFileDialog>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "ui/charts/predicted_measured_chart.h"
#include "ui/dialogs/questions.h"
#include "ui/dialogs/text_dialog.h"
#include "ui/docks/candidates_panel.h"
#include "ui/docks/canvas_panel.h"
#include "ui/docks/data_panel.h"
#include "ui/docks/error_bar.h"
#include "ui/docks/run_bar.h"
#include "ui/docks/settings_panel.h"
#include "ui/docks/start_page.h"
#include "ui/docks/time_bar.h"
#include "ui/inspectors/candidate_inspector.h"
#include "ui/util/card.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {

MainWindow::MainWindow(EngineBridge::Adjust adjust, QWidget* parent)
    : QMainWindow(parent)
    , m_workspace(std::move(adjust))
    , m_actions(this)
    , m_layouts(*this)
    , m_pages(new QStackedWidget(this))
    , m_start(new StartPage(m_workspace.recent(), this))
    , m_error(new ErrorBar(this))
    , m_data(new DataPanel(m_workspace.dataset(), m_workspace.run(), this))
    , m_settings(new SettingsPanel(m_workspace.setup(), m_workspace.run(), this))
    , m_cell(new CanvasPanel(m_workspace.layout(), m_workspace.candidates(), m_workspace.run(), m_workspace.selection(), this))
    , m_candidates(new CandidatesPanel(m_workspace.candidates(), m_workspace.selection(), m_workspace.annotations(), this))
    , m_chart(new PredictedMeasuredChart(m_workspace.candidates(), m_workspace.run(), m_workspace.selection(), this))
    , m_time(new TimeBar(m_workspace.timeline(), m_workspace.latest(), this))
    , m_inspector(new CandidateInspector(m_workspace.candidates(), m_workspace.run(), m_workspace.selection(), m_workspace.annotations(), this))
{
    setWindowTitle(tr("Cellwright"));
    setAcceptDrops(true);
    resize(1440, 900);
    setMinimumSize(900, 600);
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, kGap, 0, 0);
    column->setSpacing(kGap);
    column->addWidget(m_error);
    column->addWidget(m_pages, 1);
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_cell);
    setCentralWidget(centre);
    m_actions.fill(menuBar());
    buildToolBar();
    buildDocks();
    fillThemeMenu();
    connectActions();
    refreshPage();
    refreshActions();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildToolBar()
{
    m_toolBar = addToolBar(tr("Search"));
    m_toolBar->setObjectName(QStringLiteral("searchBar"));
    m_toolBar->setMovable(false);
    m_toolBar->setContextMenuPolicy(Qt::PreventContextMenu);
    setContextMenuPolicy(Qt::NoContextMenu);
    for (const auto act : {Act::Start, Act::Continue, Act::Pause, Act::FinishNow, Act::Skip, Act::Discard}) {
        m_toolBar->addAction(m_actions[act]);
        auto* button = m_toolBar->widgetForAction(m_actions[act]);
        button->setFocusPolicy(Qt::StrongFocus);
        if (act == Act::Start || act == Act::Continue)
            button->setProperty("primary", true);
    }
    m_runBar = new RunBar(m_workspace.latest(), m_workspace.run(), m_toolBar);
    m_toolBar->addWidget(m_runBar);
}

void MainWindow::buildDocks()
{
    setDockOptions(QMainWindow::AnimatedDocks | QMainWindow::AllowNestedDocks);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::TopLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    auto* chartCard = new Card(tr("Predicted against measured"), this);
    chartCard->body()->addWidget(m_chart);
    auto* timeCard = new Card({}, this);
    timeCard->body()->addWidget(m_time);
    auto* setup = new QWidget(this);
    auto* column = new QVBoxLayout(setup);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGap);
    column->addWidget(m_data);
    column->addWidget(m_settings, 1);
    // The window's edges keep the same gap as the separators between docks.
    m_layouts.add("setup", tr("Data and search"), setup, Qt::LeftDockWidgetArea, {kGap, kGap, 0, 0});
    m_layouts.add("candidates", tr("Candidates"), m_candidates, Qt::LeftDockWidgetArea, {kGap, 0, 0, kGap});
    m_layouts.add("inspector", tr("Candidate"), m_inspector, Qt::RightDockWidgetArea, {0, kGap, kGap, 0});
    auto* charts = m_layouts.add("charts", tr("Predicted against measured"), chartCard, Qt::BottomDockWidgetArea, {});
    auto* time = m_layouts.add("time", tr("Time machine"), timeCard, Qt::BottomDockWidgetArea, {0, 0, kGap, kGap});
    time->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    splitDockWidget(charts, time, Qt::Vertical);
    m_layouts.ready();
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    if (!std::exchange(m_arranged, true))
        m_layouts.setWorking(m_working);
}

void MainWindow::fillThemeMenu()
{
    auto* group = new QActionGroup(this);
    const std::pair<QString, ThemeMode> modes[] = {{tr("As the system"), ThemeMode::System}, {tr("Light"), ThemeMode::Light}, {tr("Dark"), ThemeMode::Dark}};
    for (const auto& [title, mode] : modes) {
        auto* action = m_actions.submenu(Actions::Submenu::Theme)->addAction(title);
        action->setCheckable(true);
        action->setChecked(ThemeKeeper::instance().mode() == mode);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [mode = mode] {
            QSettings().setValue(QStringLiteral("theme"), static_cast<int>(mode));
            ThemeKeeper::instance().setMode(mode);
        });
    }
    connect(m_actions.submenu(Actions::Submenu::Recent), &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
    auto* panels = m_actions.submenu(Actions::Submenu::Panels);
    connect(panels, &QMenu::aboutToShow, this, [this, panels] { m_layouts.fillMenu(panels); });
}

void MainWindow::fillRecentMenu()
{
    auto* menu = m_actions.submenu(Actions::Submenu::Recent);
    menu->clear();
    for (const auto& folder : m_workspace.recent().folders())
        menu->addAction(QFileInfo(folder).completeBaseName(), this, [this, folder] { m_workspace.openRun(folder); });
    if (menu->isEmpty())
        menu->addAction(tr("None yet"))->setEnabled(false);
}

void MainWindow::connectActions()
{
    const auto on = [this](Act act, auto handler) { connect(m_actions[act], &QAction::triggered, this, handler); };
    auto& w = m_workspace;
    on(Act::OpenData, [this] { chooseData(); });
    on(Act::OpenRun, [this] { chooseRun(); });
    on(Act::NewSearch, [&w] { w.newSearch(); });
    on(Act::Export, [this] { chooseSave(); });
    on(Act::CopyCell, [this] { copyCell(); });
    on(Act::Quit, [this] { close(); });
    on(Act::Start, [&w] { w.start(); });
    on(Act::Continue, [&w] { w.continueRun(); });
    on(Act::Pause, [&w] { w.pauseOrResume(); });
    on(Act::FinishNow, [&w] { w.finishNow(); });
    on(Act::Skip, [&w] { w.skipSelected(); });
    on(Act::Discard, [this] { askDiscard(); });
    on(Act::NextCandidate, [this] { m_candidates->step(1); });
    on(Act::PreviousCandidate, [this] { m_candidates->step(-1); });
    on(Act::BackToLive, [&w] { w.selection().backToLive(); });
    on(Act::ZoomIn, [this] { m_cell->view()->zoomBy(1.25); });
    on(Act::ZoomOut, [this] { m_cell->view()->zoomBy(0.8); });
    on(Act::ZoomActual, [this] { m_cell->view()->resetZoom(); });
    on(Act::ZoomFit, [this] { m_cell->view()->fit(); });
    on(Act::FullScreen, [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    on(Act::LayoutSearch, [this] { m_layouts.apply(DockLayouts::Kind::Search); });
    on(Act::LayoutInspect, [this] { m_layouts.apply(DockLayouts::Kind::Inspect); });
    on(Act::LayoutPresent, [this] { m_layouts.apply(DockLayouts::Kind::Present); });
    on(Act::ResetLayout, [this] { m_layouts.reset(); });
    on(Act::RandomControl, [&w] { w.startRandomControl(); });
    on(Act::PlayRun, [&w] { w.timeline().play(!w.timeline().playing()); });
    on(Act::ShowEnd, [&w] { w.timeline().seekEnd(); });
    on(Act::BestCandidate, [&w] {
        if (w.run().best())
            w.selection().select(w.run().best()->id);
    });
    on(Act::About, [this] { showAbout(this); });

    connect(m_start, &StartPage::openDataRequested, this, &MainWindow::chooseData);
    connect(m_start, &StartPage::openRunRequested, this, &MainWindow::chooseRun);
    connect(m_start, &StartPage::sampleRequested, this, [&w] { w.openSampleData(false); });
    connect(m_start, &StartPage::runChosen, this, [&w](const QString& folder) { w.openRun(folder); });
    connect(m_data, &DataPanel::changeRequested, this, &MainWindow::chooseData);
    connect(m_settings, &SettingsPanel::startRequested, m_actions[Act::Start], &QAction::trigger);
    connect(m_settings, &SettingsPanel::newSearchRequested, m_actions[Act::NewSearch], &QAction::trigger);
    connect(m_settings, &SettingsPanel::validChanged, this, &MainWindow::refreshActions);
    connect(m_inspector->saveButton(), &QPushButton::clicked, m_actions[Act::Export], &QAction::trigger);
    connect(m_inspector->copyButton(), &QPushButton::clicked, m_actions[Act::CopyCell], &QAction::trigger);
    connect(m_cell->view(), &GraphView::pauseKey, m_actions[Act::Pause], &QAction::trigger);
    connect(&w, &Workspace::failed, m_error, &ErrorBar::showError);
    connect(&w, &Workspace::saved, this, [this](const QString& path) { m_error->showNotice(tr("The cell was saved as %1.").arg(path)); });
    connect(&w, &Workspace::pageChanged, this, &MainWindow::refreshPage);
    connect(&w.latest(), &RunModel::changed, this, &MainWindow::refreshActions);
    connect(&w.timeline(), &Timeline::changed, this, &MainWindow::refreshActions);
    connect(&w.selection(), &Selection::currentChanged, this, &MainWindow::refreshActions);
    connect(&w.selection(), &Selection::liveChanged, this, &MainWindow::refreshActions);
}

void MainWindow::refreshPage()
{
    auto& w = m_workspace;
    const bool working = w.run().hasRun() || w.dataset().state() == DatasetModel::State::Ready || w.dataset().state() == DatasetModel::State::Inspecting;
    if (working != m_working || !isVisible()) {
        m_working = working;
        m_pages->setCurrentWidget(working ? static_cast<QWidget*>(m_cell) : m_start);
        m_toolBar->setVisible(working);
        if (working)
            m_cell->view()->setFocus();
        if (isVisible())
            m_layouts.setWorking(working);
        else
            for (auto* dock : findChildren<QDockWidget*>())
                dock->hide();
    }
    const auto subject = w.run().hasRun() ? w.run().info().name : QFileInfo(w.dataset().path()).fileName();
    setWindowTitle(subject.isEmpty() ? tr("Cellwright") : tr("%1 \u2013 Cellwright").arg(subject));
    refreshActions();
}

void MainWindow::refreshActions()
{
    auto& w = m_workspace;
    const auto state = w.latest().live() ? w.latest().state() : SessionState::Idle;
    const bool searching = w.searching();
    const auto enable = [this](Act act, bool on) { m_actions[act]->setEnabled(on); };
    const bool shown = w.candidates().find(w.selection().current()) != nullptr;
    enable(Act::Start, w.canStart() && !w.latest().hasRun() && m_settings->valid());
    m_settings->startButton()->setEnabled(m_actions[Act::Start]->isEnabled());
    enable(Act::Continue, w.latest().resumable() && !searching);
    m_actions[Act::Continue]->setVisible(w.latest().resumable() && !searching);
    m_actions[Act::Start]->setVisible(!w.run().hasRun());
    enable(Act::Pause, searching && (canPause(state) || canResume(state)));
    m_actions[Act::Pause]->setText(canResume(state) ? tr("&Resume") : tr("&Pause"));
    enable(Act::FinishNow, searching && canStop(state));
    enable(Act::Skip, searching && w.skippable() != 0);
    enable(Act::Discard, searching && canStop(state));
    enable(Act::NewSearch, w.run().hasRun() && !searching);
    enable(Act::OpenData, !searching);
    enable(Act::OpenRun, !searching);
    enable(Act::RandomControl, w.canStartRandomControl());
    enable(Act::PlayRun, w.run().hasRun());
    enable(Act::ShowEnd, !w.timeline().atEnd());
    enable(Act::BestCandidate, w.run().best().has_value());
    enable(Act::Export, shown);
    enable(Act::CopyCell, shown);
    enable(Act::NextCandidate, w.candidates().rowCount() > 0);
    enable(Act::PreviousCandidate, w.candidates().rowCount() > 0);
    enable(Act::BackToLive, searching && !w.selection().live());
    for (const auto act : {Act::ZoomIn, Act::ZoomOut, Act::ZoomActual, Act::ZoomFit})
        enable(act, shown);
    if (m_closing && !searching)
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
}

void MainWindow::chooseData()
{
    const auto folder = QFileDialog::getExistingDirectory(this, tr("Choose the folder with your pictures"));
    if (!folder.isEmpty())
        m_workspace.openPath(folder);
}

void MainWindow::chooseRun()
{
    const auto folder = QFileDialog::getExistingDirectory(this, tr("Choose a run folder (NAME.cwrun)"), pathText(dataDirectory() / "runs"));
    if (!folder.isEmpty())
        m_workspace.openRun(folder);
}

void MainWindow::chooseSave()
{
    const auto id = m_workspace.selection().current();
    const auto path = QFileDialog::getSaveFileName(this, tr("Save cell #%1").arg(id), QStringLiteral("cell-%1.json").arg(id), tr("Architectures (*.json)"));
    if (!path.isEmpty())
        saveCell(path);
}

void MainWindow::saveCell(const QString& path) { m_workspace.saveCell(m_workspace.selection().current(), path); }

void MainWindow::copyCell()
{
    QApplication::clipboard()->setText(m_workspace.cellJson(m_workspace.selection().current()));
    m_error->showNotice(tr("The cell is on the clipboard as JSON."));
}

void MainWindow::askDiscard()
{
    const auto text = tr("All measured candidates (%1) and everything else of this run will be deleted. Finish now would keep the best.");
    ask(this, {tr("Discard this search?"), text.arg(m_workspace.latest().evaluated()), tr("Discard"), true}, [this] { m_workspace.discard(); });
}

void MainWindow::askClose()
{
    ask(this, {tr("A search is running"), tr("Stop it and close? What was found is kept, and the run can be continued later."), tr("Stop and close")},
        [this] { stopAndClose(); });
}

void MainWindow::stopAndClose()
{
    m_closing = true;
    if (m_workspace.searching())
        m_workspace.stop();
    else
        close();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_workspace.searching()) {
        m_layouts.save();
        QSettings().setValue(QStringLiteral("window/geometry"), saveGeometry());
        event->accept();
        return;
    }
    event->ignore();
    if (!m_closing)
        askClose();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const auto urls = event->mimeData()->urls();
    if (urls.isEmpty() || !urls.front().isLocalFile())
        return;
    event->acceptProposedAction();
    m_start->setDropHint(true);
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) { m_start->setDropHint(false); }

void MainWindow::dropEvent(QDropEvent* event)
{
    m_start->setDropHint(false);
    const auto urls = event->mimeData()->urls();
    if (urls.isEmpty() || !urls.front().isLocalFile())
        return;
    event->acceptProposedAction();
    m_workspace.openPath(urls.front().toLocalFile());
}

} // namespace cw::ui
