#include "ui/graph/graph_minimap.h"

#include <algorithm>

#include <QMouseEvent>
#include <QPainter>

#include "ui/graph/graph_scene.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kInset = 7, kSmallestBlock = 4;

} // namespace

Minimap::Minimap(const GraphScene& scene, QWidget* parent)
    : QWidget(parent)
    , m_scene(scene)
{
    setAccessibleName(tr("Overview of the picture"));
    setToolTip(tr("Drag to move the part that is shown"));
    setCursor(Qt::PointingHandCursor);
}

void Minimap::setVisiblePart(const QRectF& scene)
{
    m_part = scene;
    update();
}

QTransform Minimap::fromScene() const
{
    const auto picture = m_scene.picture();
    if (picture.isEmpty())
        return {};
    const QRectF room = QRectF(rect()).adjusted(kInset, kInset, -kInset, -kInset);
    const double scale = std::min(room.width() / picture.width(), room.height() / picture.height());
    return QTransform::fromTranslate(room.center().x(), room.center().y()).scale(scale, scale).translate(-picture.center().x(), -picture.center().y());
}

QRectF Minimap::frame() const { return fromScene().mapRect(m_part).intersected(QRectF(rect()).adjusted(2, 2, -2, -2)); }

void Minimap::paintEvent(QPaintEvent*)
{
    const auto& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(t.line, 1));
    painter.setBrush(t.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    const auto map = fromScene();
    painter.setPen(QPen(t.line, 1));
    painter.setBrush(Qt::NoBrush);
    for (const auto* edge : m_scene.edges())
        painter.drawPath(map.map(edge->path()));
    painter.setPen(Qt::NoPen);
    for (const auto* node : m_scene.nodes()) {
        auto block = map.mapRect(node->body());
        const double side = std::max(kSmallestBlock, block.height());
        block = QRectF(block.center().x() - std::max(side, block.width()) / 2, block.center().y() - side / 2, std::max(side, block.width()), side);
        painter.setBrush(node->isChosen() ? t.accent : nodeColour(node->node(), t));
        painter.drawRoundedRect(block, 1.5, 1.5);
    }
    const auto part = frame();
    if (part.isEmpty())
        return;
    auto fill = t.accent;
    fill.setAlpha(28);
    painter.setPen(QPen(t.accent, 1.5));
    painter.setBrush(fill);
    painter.drawRoundedRect(part, 3, 3);
}

void Minimap::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        Q_EMIT centreWanted(fromScene().inverted().map(event->position()));
}

void Minimap::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        Q_EMIT centreWanted(fromScene().inverted().map(event->position()));
}

} // namespace cw::ui
