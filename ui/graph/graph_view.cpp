#include "ui/graph/graph_view.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QPainter>
#include <QStyle>

#include "ui/graph/find_bar.h"
#include "ui/graph/graph_accessible.h"
#include "ui/graph/graph_legend.h"
#include "ui/graph/graph_minimap.h"
#include "ui/graph/graph_picture.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kDots = 24;
constexpr int kInset = 10;

bool shareNodes(const Graph& a, const Graph& b)
{
    return std::any_of(a.nodes.begin(), a.nodes.end(), [&](const GraphNode& x) { return std::any_of(b.nodes.begin(), b.nodes.end(), [&](const GraphNode& y) { return x.id == y.id; }); });
}

} // namespace

GraphView::GraphView(LayoutClient& layout, QWidget* parent)
    : QGraphicsView(parent)
    , m_layout(layout)
    , m_scene(theme())
    , m_camera(*this)
    , m_minimap(new Minimap(m_scene, this))
    , m_legend(new Legend(this))
    , m_find(nullptr)
    , m_font(QApplication::font())
{
    installGraphAccessible();
    setScene(&m_scene);
    setRenderHint(QPainter::Antialiasing);
    setOptimizationFlags(QGraphicsView::DontSavePainterState | QGraphicsView::DontAdjustForAntialiasing);
    setTransformationAnchor(QGraphicsView::NoAnchor);
    setResizeAnchor(QGraphicsView::NoAnchor);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setLayoutDirection(Qt::LeftToRight); // the direction of reading is the graph's own
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Nothing shown"));
    viewport()->grabGesture(Qt::PinchGesture);
    m_find = new FindBar(*this);
    m_minimap->hide();
    m_legend->hide();
    connect(m_minimap, &Minimap::centreWanted, this, [this](const QPointF& scene) {
        m_framing = Framing::Free;
        m_camera.setFrame({m_camera.scale(), scene});
    });
    connect(&m_scene, &GraphScene::moved, this, &GraphView::moveCamera);
    connect(&m_scene, &GraphScene::settled, this, [this] {
        refreshMinimap();
        Q_EMIT drawn();
    });
    connect(&ThemeKeeper::instance(), &ThemeKeeper::changed, this, [this] {
        viewport()->update();
        m_minimap->update();
        m_legend->update();
    });
}

GraphView::~GraphView()
{
    // The scene goes before the view: neither may tell the other while it does.
    m_scene.disconnect(this);
    setScene(nullptr);
}

void GraphView::showGraph(const Graph& graph, const QString& inWords)
{
    if (graph.nodes.empty()) {
        clear();
        return;
    }
    m_wanted = graph;
    setAccessibleName(inWords);
    ask();
}

void GraphView::ask()
{
    m_font = QApplication::font();
    const int request = ++m_request;
    m_layout.layOut(this, layoutRequest(*m_wanted, m_leftToRight), [this, request](const LayoutResult& result) {
        if (request != m_request)
            return; // cleared meanwhile
        setProblem(result.error);
        if (result.error.isEmpty() && request == m_request) // who was told may want something else by now
            draw(*m_wanted, result);
    });
}

void GraphView::draw(const Graph& graph, const LayoutResult& layout)
{
    const bool related = m_scene.graph() && shareNodes(*m_scene.graph(), graph);
    const bool turned = m_scene.layout() && m_scene.layout()->leftToRight != layout.leftToRight;
    if (m_framing == Framing::Free && (!related || turned))
        m_framing = Framing::Readable;
    const bool moves = m_animated && related && isVisible() && style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0;
    const auto before = selectedNode();
    m_from = m_camera.frame();
    m_legend->setEntries(legendEntries(graph));
    m_findAt = -1;
    // The new picture is framed from its first step on; settled() may come before show() returns.
    m_camera.setPicture(graphBounds(graph, layout));
    m_readable = readableZoom(graph, layout.leftToRight);
    placeOverlays();
    m_to = m_framing == Framing::Free ? m_from : wantedFrame();
    m_scene.show(graph, layout, moves ? kMoveMilliseconds : 0);
    if (!m_findText.isEmpty())
        find(m_findText);
    if (before != selectedNode())
        Q_EMIT nodeSelected(selectedNode());
}

void GraphView::moveCamera(double share)
{
    if (m_framing == Framing::Free)
        return; // the user took it
    m_camera.setFrame({m_from.scale * std::pow(m_to.scale / m_from.scale, share), m_from.centre + (m_to.centre - m_from.centre) * share});
}

GraphCamera::Frame GraphView::wantedFrame() const
{
    const auto whole = m_camera.framed(0, legendRoom());
    // All of it is worth a word or two, but not all of them.
    return m_framing == Framing::Whole || whole.scale > 0.8 * m_readable ? whole : m_camera.framed(m_readable, legendRoom());
}

void GraphView::clear()
{
    ++m_request; // an answer under way draws nothing any more
    const bool chosen = m_scene.chosen() >= 0;
    m_wanted.reset();
    m_scene.clearGraph();
    m_camera.setPicture({});
    m_legend->setEntries({});
    m_findAt = -1;
    if (m_framing == Framing::Free)
        m_framing = Framing::Readable;
    setAccessibleName(tr("Nothing shown"));
    setProblem({});
    placeOverlays();
    m_find->refresh();
    if (chosen)
        Q_EMIT nodeSelected({});
}

void GraphView::setLeftToRight(bool leftToRight)
{
    if (m_leftToRight == leftToRight)
        return;
    m_leftToRight = leftToRight;
    if (m_wanted)
        ask();
}

void GraphView::fit()
{
    m_scene.finishMoving();
    m_framing = Framing::Whole;
    if (m_scene.graph())
        m_camera.setFrame(wantedFrame());
    refreshMinimap();
}

void GraphView::resetZoom() { zoomBy(1 / m_camera.scale()); }
void GraphView::zoomBy(double factor) { zoomAround(QPointF(viewport()->width(), viewport()->height()) / 2, factor); }

void GraphView::zoomAround(const QPointF& at, double factor)
{
    m_framing = Framing::Free;
    m_camera.zoomAt(at, factor);
    refreshMinimap();
}

void GraphView::setMinimapVisible(bool visible)
{
    m_minimapWanted = visible;
    refreshMinimap();
}

void GraphView::setLegendVisible(bool visible)
{
    m_legendWanted = visible;
    placeOverlays();
    if (m_scene.graph() && m_framing != Framing::Free)
        m_camera.setFrame(wantedFrame());
}

int GraphView::legendRoom() const { return m_legend->isHidden() ? 0 : m_legend->height() + kInset / 2; }

void GraphView::placeOverlays()
{
    const int width = std::max(viewport()->width() - 2 * kInset, 1);
    // Beside the overview where that costs no row, else below it; so whether the overview is there or not, nothing jumps.
    const auto map = m_minimap->sizeHint();
    const int narrow = std::max(width - map.width() - kInset, 1);
    const bool beside = m_legend->sizeIn(narrow).height() == m_legend->sizeIn(width).height();
    const auto size = m_legend->sizeIn(beside ? narrow : width);
    const int high = size.height();
    m_legend->setVisible(m_legendWanted && high > 0 && m_wanted && 3 * high < height());
    m_legend->setGeometry(QRect(QPoint(kInset, height() - high - kInset / 2), size));
    const int above = beside || m_legend->isHidden() ? 0 : high;
    m_minimap->setGeometry(width + kInset - map.width(), height() - map.height() - kInset - above, map.width(), map.height());
    const int bar = std::min(m_find->sizeHint().width() + 60, width);
    m_find->setGeometry(width + kInset - bar, kInset, bar, m_find->sizeHint().height());
    refreshMinimap();
}

void GraphView::refreshMinimap()
{
    const auto seen = m_camera.visible();
    const bool partly = m_scene.graph() && !seen.contains(m_scene.picture().adjusted(6, 6, -6, -6));
    const bool room = width() > 2 * m_minimap->width() && height() > 2 * m_minimap->height();
    m_minimap->setVisible(m_minimapWanted && partly && room);
    m_minimap->setVisiblePart(seen);
}

void GraphView::drawBackground(QPainter* painter, const QRectF& rect)
{
    if (!m_scene.graph())
        return;
    double step = kDots;
    while (step * m_camera.scale() < kDots * 0.7)
        step *= 2;
    while (step * m_camera.scale() > kDots * 1.4)
        step /= 2;
    std::vector<QPointF> dots;
    for (double y = std::floor(rect.top() / step) * step; y <= rect.bottom(); y += step)
        for (double x = std::floor(rect.left() / step) * step; x <= rect.right(); x += step)
            dots.emplace_back(x, y);
    QPen pen(theme().line, 1.4);
    pen.setCosmetic(true);
    pen.setCapStyle(Qt::RoundCap);
    painter->setPen(pen);
    painter->drawPoints(dots.data(), static_cast<int>(dots.size()));
}

void GraphView::setProblem(const QString& sentence)
{
    if (m_problem == sentence)
        return;
    m_problem = sentence;
    Q_EMIT problemChanged(sentence);
}

} // namespace cw::ui
