#include "ui/docks/dock_layouts.h"

#include <algorithm>

#include <QEvent>
#include <QSettings>
#include <QVBoxLayout>

#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kVersion = 1; // of the states kept: a newer set of docks does not take an older one's places

struct Row {
    DockLayouts::Kind kind;
    const char* key;
    const char* hidden;   ///< names of docks, each between spaces
    double left, right, bottom; ///< parts of the window
};
constexpr Row kRows[] = {
    {DockLayouts::Kind::Search, "search", "", 0.205, 0.225, 0.33},
    {DockLayouts::Kind::Inspect, "inspect", " setup charts moreCharts ", 0.22, 0.27, 0.1},
    {DockLayouts::Kind::Present, "present", " setup candidates inspector ", 0.2, 0.2, 0.4},
};

const Row& row(DockLayouts::Kind kind) { return kRows[static_cast<std::size_t>(kind)]; }
QString stateKey(DockLayouts::Kind kind) { return QStringLiteral("layout/%1").arg(QLatin1String(row(kind).key)); }

} // namespace

DockLayouts::DockLayouts(QMainWindow& window)
    : QObject(&window)
    , m_window(window)
{
    m_fit.setSingleShot(true);
    m_fit.setInterval(0);
    connect(&m_fit, &QTimer::timeout, this, &DockLayouts::fitEdges);
    const auto wanted = QSettings().value(QStringLiteral("layout/current")).toString();
    for (const auto& each : kRows)
        if (wanted == QLatin1String(each.key))
            m_current = each.kind;
}

QDockWidget* DockLayouts::add(const char* name, const QString& title, QWidget* content, Qt::DockWidgetArea area)
{
    auto* dock = new QDockWidget(title, &m_window);
    dock->setObjectName(QString::fromLatin1(name));
    dock->setFeatures(QDockWidget::DockWidgetClosable);
    auto* noTitle = new QWidget(dock);
    dock->setTitleBarWidget(noTitle);
    // A window of its own is moved and closed by the frame that the system gives it.
    connect(dock, &QDockWidget::topLevelChanged, dock, [dock, noTitle](bool floats) { dock->setTitleBarWidget(floats ? nullptr : noTitle); });
    auto* frame = new QWidget(dock);
    auto* box = new QVBoxLayout(frame);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(content);
    dock->setWidget(frame);
    m_window.addDockWidget(area, dock);
    m_docks << dock;
    watch(frame);
    dock->installEventFilter(this); // the frame does not hear when its dock moves
    return dock;
}

void DockLayouts::watch(QWidget* part)
{
    m_parts << part;
    part->installEventFilter(this);
}

bool DockLayouts::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show || event->type() == QEvent::Move)
        m_fit.start();
    return QObject::eventFilter(watched, event);
}

/// Whatever touches an edge of the window keeps the gap there that separators keep between docks.
void DockLayouts::fitEdges()
{
    for (auto* part : m_parts) {
        if (!part->isVisible() || !part->layout() || part->window() != &m_window)
            continue;
        const QRect place(part->mapTo(&m_window, QPoint(0, 0)), part->size());
        const auto gap = [](bool touches) { return touches ? kGap : 0; };
        const int top = m_top ? m_top->mapTo(&m_window, QPoint(0, m_top->height())).y() : 0;
        const QMargins margins(gap(place.left() <= 2), gap(m_top && m_top->isVisible() && place.top() <= top + 2), gap(place.right() >= m_window.width() - 3), gap(place.bottom() >= m_window.height() - 3));
        if (part->layout()->contentsMargins() == margins)
            continue;
        part->layout()->setContentsMargins(margins);
        part->layout()->activate();
        part->updateGeometry();
    }
}

void DockLayouts::setCentre(QWidget* centre, QWidget* toolBar)
{
    m_top = toolBar;
    watch(centre);
}

void DockLayouts::ready() { m_places = m_window.saveState(kVersion); }

QDockWidget* DockLayouts::dock(const char* name) const
{
    const auto found = std::find_if(m_docks.begin(), m_docks.end(), [&](const auto* d) { return d->objectName() == QLatin1String(name); });
    return found == m_docks.end() ? nullptr : *found;
}

void DockLayouts::setStage(Stage stage)
{
    if (m_stage == Stage::Run && stage != Stage::Run)
        save();
    m_stage = stage;
    if (stage == Stage::Run) {
        show();
        return;
    }
    m_window.restoreState(m_places, kVersion);
    for (auto* dock : m_docks)
        dock->setVisible(stage == Stage::Setup && dock == m_docks.front());
    if (stage == Stage::Setup)
        m_window.resizeDocks({m_docks.front()}, {std::clamp(m_window.width() * 3 / 10, 300, 430)}, Qt::Horizontal);
}

void DockLayouts::show()
{
    const auto kept = QSettings().value(stateKey(m_current)).toByteArray();
    if (kept.isEmpty() || !m_window.restoreState(kept, kVersion))
        arrange();
}

void DockLayouts::apply(Kind kind)
{
    if (m_stage != Stage::Run || kind == m_current)
        return;
    save();
    m_current = kind;
    show();
}

void DockLayouts::reset()
{
    QSettings().remove(stateKey(m_current));
    if (m_stage == Stage::Run)
        arrange();
}

void DockLayouts::save()
{
    QSettings settings;
    settings.setValue(QStringLiteral("layout/current"), QLatin1String(row(m_current).key));
    if (m_stage == Stage::Run)
        settings.setValue(stateKey(m_current), m_window.saveState(kVersion));
}

void DockLayouts::arrange()
{
    m_window.restoreState(m_places, kVersion);
    const auto& r = row(m_current);
    const auto hidden = QString::fromLatin1(r.hidden);
    QList<QDockWidget*> left, right, bottom;
    for (auto* dock : m_docks) {
        dock->setVisible(!hidden.contains(QLatin1Char(' ') + dock->objectName() + QLatin1Char(' ')));
        if (dock->isHidden())
            continue;
        switch (m_window.dockWidgetArea(dock)) {
        case Qt::LeftDockWidgetArea: left << dock; break;
        case Qt::RightDockWidgetArea: right << dock; break;
        default: bottom << dock;
        }
    }
    const auto share = [this](const QList<QDockWidget*>& docks, int size, Qt::Orientation orientation) {
        if (!docks.isEmpty())
            m_window.resizeDocks(docks, QList<int>(docks.size(), size), orientation);
    };
    const auto part = [](int whole, double fraction, int low, int high) { return std::clamp(static_cast<int>(whole * fraction), low, high); };
    share(left.mid(0, 1), part(m_window.width(), r.left, 236, 340), Qt::Horizontal);
    share(right.mid(0, 1), part(m_window.width(), r.right, 240, 400), Qt::Horizontal);
    if (!bottom.isEmpty())
        share(bottom.mid(0, 1), part(m_window.height(), r.bottom, 60, 600), Qt::Vertical);
    if (bottom.size() > 1) // two charts side by side, of equal width
        share(bottom.mid(0, 2), m_window.width() / 3, Qt::Horizontal);
    if (left.size() > 1)
        m_window.resizeDocks(left.mid(0, 2), {m_window.height() * 40 / 100, m_window.height() * 50 / 100}, Qt::Vertical);
}

void DockLayouts::moveTo(QDockWidget* dock, Qt::DockWidgetArea area)
{
    dock->setFloating(false);
    m_window.addDockWidget(area, dock);
    dock->show();
}

void DockLayouts::fillMenu(QMenu* menu)
{
    menu->clear();
    for (auto* dock : m_docks) {
        auto* sub = menu->addMenu(dock->windowTitle());
        sub->addAction(dock->toggleViewAction());
        dock->toggleViewAction()->setText(tr("&Shown"));
        dock->toggleViewAction()->setEnabled(m_stage == Stage::Run);
        sub->addSeparator();
        const std::pair<QString, Qt::DockWidgetArea> places[] = {{tr("To the &left"), Qt::LeftDockWidgetArea}, {tr("To the &right"), Qt::RightDockWidgetArea}, {tr("To the &bottom"), Qt::BottomDockWidgetArea}};
        for (const auto& [title, area] : places)
            sub->addAction(title, this, [this, dock, area = area] { moveTo(dock, area); })->setEnabled(m_stage == Stage::Run);
        sub->addAction(tr("A window of its &own"), this, [dock] {
               dock->setFloating(true);
               dock->show();
           })->setEnabled(m_stage == Stage::Run);
    }
}

} // namespace cw::ui
