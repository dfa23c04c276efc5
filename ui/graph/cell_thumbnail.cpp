#include "ui/graph/cell_thumbnail.h"

#include <algorithm>
#include <vector>

#include <QPainter>
#include <QPainterPath>

namespace cw::ui {
namespace {

constexpr double kPadding = 4, kCorner = 5, kDepthGap = 3, kLargestSquare = 11;

/// Blocks by depth: what reads only the cell's inputs first.
std::vector<std::vector<const Block*>> byDepth(const Cell& cell)
{
    std::vector<std::size_t> depths;
    std::vector<std::vector<const Block*>> columns;
    for (const auto& block : cell.blocks) {
        std::size_t depth = 0;
        for (const auto input : {block.a.input, block.b.input})
            if (input >= kFirstBlock && static_cast<std::size_t>(input - kFirstBlock) < depths.size())
                depth = std::max(depth, depths[input - kFirstBlock] + 1);
        depths.push_back(depth);
        columns.resize(std::max(columns.size(), depth + 1));
        columns[depth].push_back(&block);
    }
    return columns;
}

void paintCell(QPainter& painter, const QRectF& room, const Cell& cell)
{
    const auto depths = byDepth(cell);
    if (depths.empty())
        return;
    // One to three blocks above each other, whichever leaves the squares largest.
    int high = 1;
    double pitch = 0;
    for (int tall = 1; tall <= 3; ++tall) {
        int columns = 0, used = 1;
        for (const auto& blocks : depths) {
            columns += (static_cast<int>(blocks.size()) + tall - 1) / tall;
            used = std::max(used, std::min(tall, static_cast<int>(blocks.size())));
        }
        const double gaps = kDepthGap * static_cast<double>(depths.size() - 1);
        const double size = std::min((room.width() - gaps) / columns, room.height() / (2 * used));
        if (size > pitch)
            pitch = size, high = tall;
    }
    pitch = std::min(pitch, kLargestSquare);
    const double square = pitch * 0.8, corner = square * 0.25;

    std::vector<QRectF> places;
    std::vector<QColor> colours;
    double x = 0;
    for (const auto& blocks : depths) {
        const auto count = static_cast<int>(blocks.size());
        for (int first = 0; first < count; first += high) {
            const int here = std::min(high, count - first);
            for (int i = 0; i < 2 * here; ++i) {
                const auto* block = blocks[static_cast<std::size_t>(first + i / 2)];
                places.emplace_back(x, (i - here) * pitch, square, square);
                colours.push_back(QColor::fromRgb(info(i % 2 == 0 ? block->a.op : block->b.op).rgb));
            }
            x += pitch;
        }
        x += kDepthGap;
    }
    const double width = x - kDepthGap - (pitch - square);
    painter.translate(room.center() - QPointF(width / 2, -(pitch - square) / 2));
    for (std::size_t i = 0; i < places.size(); ++i) {
        painter.setBrush(colours[i]);
        painter.drawRoundedRect(places[i], corner, corner);
    }
}

/// Layers as squares along a line (in as many rows as leave them largest), skips as arcs over it.
void paintLayers(QPainter& painter, const QRectF& room, const MacroNetwork& network, const QColor& line)
{
    const auto count = static_cast<int>(network.layers.size());
    const int rows = count > 12 ? 2 : 1, columns = (count + rows - 1) / rows;
    const double pitch = std::min({room.width() / columns, room.height() / (rows * 2.0), kLargestSquare}), square = pitch * 0.8;
    const double height = room.height() / rows, left = room.center().x() - columns * pitch / 2;
    const auto place = [&](int layer) { // 0-based
        return QPointF(left + (layer % columns + 0.5) * pitch, room.top() + (layer / columns + 1) * height - square / 2 - 1);
    };
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(line, 0.8));
    for (int layer = 0; layer < count; ++layer)
        for (int source = 1; source <= layer; ++source) {
            if (!network.layers[static_cast<std::size_t>(layer)].skipsFrom(source) || place(source - 1).y() != place(layer).y())
                continue;
            const auto from = place(source - 1), to = place(layer);
            const double rise = std::min((to.x() - from.x()) * 0.5, height - square - 2);
            QPainterPath arc(from - QPointF(0, square / 2));
            arc.quadTo(QPointF((from.x() + to.x()) / 2, from.y() - square / 2 - 2 * rise + 2), to - QPointF(0, square / 2));
            painter.drawPath(arc);
        }
    painter.setPen(Qt::NoPen);
    for (int layer = 0; layer < count; ++layer) {
        painter.setBrush(QColor::fromRgb(info(network.layers[static_cast<std::size_t>(layer)].op).rgb));
        painter.drawRoundedRect(QRectF(place(layer) - QPointF(square / 2, square / 2), QSizeF(square, square)), square * 0.25, square * 0.25);
    }
}

/// Nodes as discs in columns by depth, each joined to the one it reads.
void paintNodes(QPainter& painter, const QRectF& room, const RecurrentCell& cell, const QColor& line)
{
    std::vector<int> depth, row, high;
    for (const auto& node : cell.nodes) {
        const int at = depth.empty() ? 0 : depth[std::min<std::size_t>(node.previous, depth.size() - 1)] + 1;
        high.resize(std::max<std::size_t>(high.size(), static_cast<std::size_t>(at) + 1), 0);
        depth.push_back(at);
        row.push_back(high[static_cast<std::size_t>(at)]++);
    }
    if (depth.empty())
        return;
    const int tall = *std::max_element(high.begin(), high.end());
    const double pitch = std::min({room.width() / static_cast<double>(high.size()), room.height() / tall, kLargestSquare + 3}), disc = std::min(pitch * 0.62, kLargestSquare);
    const double left = room.center().x() - pitch * static_cast<double>(high.size()) / 2;
    const auto place = [&](std::size_t i) {
        const int here = high[static_cast<std::size_t>(depth[i])];
        return QPointF(left + (depth[i] + 0.5) * pitch, room.center().y() + (row[i] - (here - 1) / 2.0) * pitch);
    };
    painter.setPen(QPen(line, 0.8));
    for (std::size_t i = 1; i < cell.nodes.size(); ++i)
        painter.drawLine(place(std::min<std::size_t>(cell.nodes[i].previous, i - 1)), place(i));
    painter.setPen(Qt::NoPen);
    for (std::size_t i = 0; i < cell.nodes.size(); ++i) {
        painter.setBrush(QColor::fromRgb(info(cell.nodes[i].activation).rgb));
        painter.drawEllipse(place(i), disc / 2, disc / 2);
    }
}

/// Everything that the picture depends on.
QByteArray keyOf(const Architecture& arch, const QSize& size, bool dark, double pixelRatio)
{
    QByteArray key;
    key.reserve(64);
    const auto add = [&key](auto value) { key.append(reinterpret_cast<const char*>(&value), sizeof value); };
    for (const auto& cell : arch.cells) {
        for (const auto& block : cell.blocks)
            for (const auto& half : {block.a, block.b})
                add(half.input), add(half.op);
        key += '\xff';
    }
    for (const auto& layer : arch.macro.layers)
        add(layer.op), add(layer.skips);
    key += '|';
    for (const auto& node : arch.recurrent.nodes)
        add(node.previous), add(node.activation);
    return key + QByteArray::number(size.width()) + (dark ? 'd' : 'l') + QByteArray::number(size.height()) + '@' + QByteArray::number(pixelRatio);
}

} // namespace

void paintThumbnail(QPainter& painter, const QRectF& box, const Architecture& arch, const Theme& theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.line, 1));
    painter.setBrush(theme.dark ? theme.window : theme.surface);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), kCorner, kCorner);
    painter.setPen(Qt::NoPen);
    const auto room = box.adjusted(kPadding, kPadding, -kPadding, -kPadding);
    if (!arch.macro.layers.empty())
        paintLayers(painter, room, arch.macro, theme.edge);
    if (!arch.recurrent.nodes.empty())
        paintNodes(painter, room, arch.recurrent, theme.edge);
    const double width = room.width() / static_cast<double>(std::max<std::size_t>(arch.cells.size(), 1));
    for (std::size_t i = 0; i < arch.cells.size(); ++i) {
        painter.save();
        const QRectF part(room.left() + width * static_cast<double>(i), room.top(), width, room.height());
        paintCell(painter, arch.cells.size() > 1 ? part.adjusted(1, 0, -1, 0) : part, arch.cells[i]);
        painter.restore();
    }
    painter.restore();
}

QPixmap ThumbnailCache::get(const Architecture& arch, const QSize& size, const Theme& theme, double pixelRatio)
{
    const auto key = keyOf(arch, size, theme.dark, pixelRatio);
    if (const auto* known = m_pixmaps.object(key))
        return *known;
    QPixmap pixmap(size * pixelRatio);
    pixmap.setDevicePixelRatio(pixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintThumbnail(painter, QRectF(QPointF(0, 0), size), arch, theme);
    painter.end();
    ++m_drawn;
    m_pixmaps.insert(key, new QPixmap(pixmap));
    return pixmap;
}

} // namespace cw::ui
