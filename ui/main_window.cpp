#include "ui/main_window.h"

#include <QActionGroup>
#include <QLabel>
#include <QCloseEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/dialogs/command_palette.h"
#include "ui/docks/alarm_strip.h"
#include "ui/docks/candidates_panel.h"
#include "ui/docks/canvas_panel.h"
#include "ui/docks/chart_deck.h"
#include "ui/docks/data_panel.h"
#include "ui/docks/error_bar.h"
#include "ui/docks/run_bar.h"
#include "ui/docks/settings_panel.h"
#include "ui/docks/space_page.h"
#include "ui/docks/start_page.h"
#include "ui/docks/time_bar.h"
#include "ui/inspectors/candidate_inspector.h"
#include "ui/util/card.h"
#include "ui/util/focus_order.h"
#include "ui/util/notifier.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {

MainWindow::MainWindow(EngineBridge::Adjust adjust, QWidget* parent)
    : QMainWindow(parent)
    , m_workspace(std::move(adjust))
    , m_takeAway(m_workspace.layout(), m_workspace.worker(), chartSources(), m_workspace.selection())
    , m_actions(this)
    , m_layouts(*this)
    , m_pages(new QStackedWidget(this))
    , m_start(new StartPage(m_workspace.recent(), this))
    , m_space(new SpacePage(m_workspace.setup(), m_workspace.layout(), this))
    , m_error(new ErrorBar(this))
    , m_alarm(new AlarmStrip(m_workspace.policy(), this))
    , m_data(new DataPanel(m_workspace.dataset(), m_workspace.latest(), this))
    , m_settings(new SettingsPanel(m_workspace.setup(), m_workspace.latest(), this))
    , m_canvas(new CanvasPanel(m_workspace.layout(), m_workspace.candidates(), m_workspace.policy(), m_workspace.run(), m_workspace.selection(), this))
    , m_candidates(new CandidatesPanel(m_workspace.candidates(), m_workspace.selection(), m_workspace.annotations(), this))
    , m_charts(new ChartDeck("left", u"predicted", chartSources(), m_workspace.selection(), this))
    , m_moreCharts(new ChartDeck("right", u"progress", chartSources(), m_workspace.selection(), this))
    , m_time(new TimeBar(m_workspace.timeline(), m_workspace.latest(), this))
    , m_inspector(new CandidateInspector(m_workspace.candidates(), m_workspace.run(), m_workspace.selection(), m_workspace.annotations(), this))
    , m_palette(new CommandPalette(*menuBar(), [this](CandidateId id) { return describe(id); }, this))
    , m_notifier(new Notifier(this))
    , m_corner(new QWidget(this))
    , m_subject(makeLabel("muted", m_corner))
{
    setWindowTitle(tr("Cellwright"));
    setAcceptDrops(true);
    setMinimumSize(900, 600);
    if (!restoreGeometry(QSettings().value(QStringLiteral("window/geometry")).toByteArray()))
        resize(1440, 900);
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGap);
    column->addWidget(m_error);
    column->addWidget(m_alarm);
    column->addWidget(m_pages, 1);
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_space);
    m_pages->addWidget(m_canvas);
    setCentralWidget(centre);
    m_start->setDataset(m_workspace.dataset());
    m_settings->setForecast(m_workspace.forecast());
    m_inspector->setDecisions(m_workspace.decisions());
    m_actions.fill(menuBar());
    buildCorner();
    buildToolBar();
    buildDocks();
    fillThemeMenu();
    connectActions();
    connectViews();
    refreshPage();
    refreshActions();
}

/// The workspace outlives the actions by a moment: what its models tell while they go must not reach them.
MainWindow::~MainWindow()
{
    auto& w = m_workspace;
    for (QObject* sender : {static_cast<QObject*>(&w), static_cast<QObject*>(&w.run()), static_cast<QObject*>(&w.timeline()), static_cast<QObject*>(&w.selection()),
                            static_cast<QObject*>(&w.control()), static_cast<QObject*>(&w.decisions()), static_cast<QObject*>(&w.policy()), static_cast<QObject*>(w.annotations().undoStack())})
        sender->disconnect(this);
    w.latest().disconnect(this);
}

ChartSources MainWindow::chartSources() { return {m_workspace.candidates(), m_workspace.run(), m_workspace.control(), m_workspace.policy()}; }

/// At the right of the menus: what is open, and the way to every command.
void MainWindow::buildCorner()
{
    auto* row = new QHBoxLayout(m_corner);
    row->setContentsMargins(0, 4, kGap, 0);
    row->setSpacing(kGap);
    auto* search = new QPushButton(tr("Search or run a command"), m_corner);
    search->setProperty("search", true);
    search->setToolTip(m_actions[Act::Palette]->toolTip());
    connect(search, &QPushButton::clicked, m_actions[Act::Palette], &QAction::trigger);
    row->addWidget(m_subject);
    row->addWidget(search);
}

void MainWindow::buildToolBar()
{
    m_toolBar = addToolBar(tr("Search"));
    m_toolBar->setObjectName(QStringLiteral("searchBar"));
    m_toolBar->setMovable(false);
    m_toolBar->setContextMenuPolicy(Qt::PreventContextMenu);
    setContextMenuPolicy(Qt::NoContextMenu);
    for (const auto act : {Act::Start, Act::Continue, Act::Pause, Act::FinishNow, Act::Derive, Act::Skip, Act::Discard}) {
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
    auto* timeCard = new Card({}, this);
    timeCard->body()->addWidget(m_time);
    auto* setup = new QWidget(this);
    auto* column = new QVBoxLayout(setup);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGap);
    column->addWidget(m_data);
    column->addWidget(m_settings, 1);
    m_layouts.add("setup", tr("Data and search"), setup, Qt::LeftDockWidgetArea);
    m_layouts.add("candidates", tr("Candidates"), m_candidates, Qt::LeftDockWidgetArea);
    m_layouts.add("inspector", tr("Candidate"), m_inspector, Qt::RightDockWidgetArea);
    auto* charts = m_layouts.add("charts", tr("Chart, left"), m_charts, Qt::BottomDockWidgetArea);
    auto* more = m_layouts.add("moreCharts", tr("Chart, right"), m_moreCharts, Qt::BottomDockWidgetArea);
    auto* time = m_layouts.add("time", tr("Time machine"), timeCard, Qt::BottomDockWidgetArea);
    splitDockWidget(charts, time, Qt::Vertical);
    splitDockWidget(charts, more, Qt::Horizontal);
    m_layouts.setCentre(centralWidget(), m_toolBar);
    m_layouts.ready();
}

/// Tab goes through the tool bar, then the panels as they stand, then the corner.
bool MainWindow::focusNextPrevChild(bool next)
{
    return moveFocus({m_toolBar, m_layouts.dock("setup"), m_layouts.dock("candidates"), m_error, m_alarm, m_pages, m_layouts.dock("inspector"), m_layouts.dock("charts"),
                      m_layouts.dock("moreCharts"), m_layouts.dock("time"), m_corner}, next);
}

QString MainWindow::describe(CandidateId id) const
{
    const auto* candidate = m_workspace.candidates().find(id);
    return candidate ? tr("%1, %2").arg(candidate->words.level(candidate->proposed.level), candidate->measured() ? measuredText(*candidate) : stateText(*candidate)) : QString();
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    if (!std::exchange(m_arranged, true))
        m_layouts.setStage(m_stage); // sizes are known now
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

void MainWindow::refreshPage()
{
    auto& w = m_workspace;
    const auto known = w.dataset().state();
    const bool looking = known == DatasetModel::State::Ready || known == DatasetModel::State::Inspecting;
    const auto stage = w.latest().hasRun() ? DockLayouts::Stage::Run : looking ? DockLayouts::Stage::Setup : DockLayouts::Stage::Start;
    if (stage != m_stage || !m_arranged) {
        m_stage = stage;
        QWidget* const pages[] = {m_start, m_space, m_canvas}; // by stage
        m_pages->setCurrentWidget(pages[static_cast<std::size_t>(stage)]);
        m_layouts.setStage(stage);
        m_toolBar->setVisible(stage != DockLayouts::Stage::Start);
        if (stage == DockLayouts::Stage::Run)
            m_canvas->view()->setFocus();
    }
    const auto subject = w.run().hasRun() ? w.run().info().name : QFileInfo(w.dataset().path()).fileName();
    setWindowTitle(subject.isEmpty() ? tr("Cellwright") : tr("%1 \u2013 Cellwright").arg(subject));
    const auto& run = w.latest();
    menuBar()->setCornerWidget(nullptr); // the menu bar measures a corner only when it gets one
    m_subject->setText(run.hasRun() ? tr("%1 \u00b7 %2 \u00b7 seed %3").arg(run.info().name, qs(run.info().strategy)).arg(run.info().seed) : subject);
    menuBar()->setCornerWidget(m_corner);
    m_corner->show();
    refreshActions();
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
