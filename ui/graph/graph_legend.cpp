#include "ui/graph/graph_legend.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QFontMetricsF>
#include <QPainter>

#include "ui/models/arch_parts.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kSwatch = 10, kBetween = 6, kAfter = 18, kEdge = 6;

QFont legendFont()
{
    auto font = QApplication::font();
    font.setPixelSize(smallTextPixels());
    return font;
}

std::size_t rankOf(const LegendEntry& entry)
{
    const auto known = operationWords();
    const auto found = std::find_if(known.begin(), known.end(), [&](const OperationWord& op) { return op.rgb == entry.rgb && qs(op.label) == entry.label; });
    return static_cast<std::size_t>(found - known.begin());
}

/// Calls place(entry, left, row) for each; the number of rows.
template <class Place>
int flow(const std::vector<LegendEntry>& entries, double width, const QFontMetricsF& metrics, Place place)
{
    double left = 0;
    int row = 0;
    for (const auto& entry : entries) {
        const double wide = kSwatch + kBetween + metrics.horizontalAdvance(entry.label);
        if (left > 0 && left + wide > width) {
            left = 0;
            ++row;
        }
        place(entry, left, row);
        left += wide + kAfter;
    }
    return entries.empty() ? 0 : row + 1;
}

} // namespace

std::vector<LegendEntry> legendEntries(const Graph& graph)
{
    std::vector<LegendEntry> entries;
    const auto add = [&](const std::string& label, std::uint32_t colour) {
        const LegendEntry entry{qs(label), colour};
        if (!label.empty() && colour != 0 && std::find(entries.begin(), entries.end(), entry) == entries.end())
            entries.push_back(entry);
    };
    for (const auto& node : graph.nodes)
        if (node.kind == GraphNodeKind::Operation)
            add(node.label, node.rgb);
    for (const auto& edge : graph.edges)
        add(edge.label, edge.rgb);
    std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return rankOf(a) < rankOf(b); });
    return entries;
}

QSizeF legendSize(const std::vector<LegendEntry>& entries, double width)
{
    const QFontMetricsF metrics(legendFont());
    double widest = 0;
    const int rows = flow(entries, width, metrics, [&](const LegendEntry& entry, double left, int) {
        widest = std::max(widest, left + kSwatch + kBetween + metrics.horizontalAdvance(entry.label) + 2);
    });
    return {widest, rows * (metrics.height() + kBetween)};
}

void paintLegend(QPainter& painter, const std::vector<LegendEntry>& entries, const QPointF& at, double width, const Theme& theme)
{
    const auto font = legendFont();
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    flow(entries, width, metrics, [&](const LegendEntry& entry, double left, int row) {
        const double top = at.y() + row * (metrics.height() + kBetween);
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor::fromRgb(entry.rgb));
        painter.drawRoundedRect(QRectF(at.x() + left, top + (metrics.height() - kSwatch) / 2, kSwatch, kSwatch), 2, 2);
        painter.setPen(theme.muted);
        const double text = at.x() + left + kSwatch + kBetween;
        painter.drawText(QRectF(text, top, metrics.horizontalAdvance(entry.label) + 2, metrics.height()), Qt::AlignVCenter | Qt::TextDontClip, entry.label);
    });
}

Legend::Legend(QWidget* parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
}

void Legend::setEntries(std::vector<LegendEntry> entries)
{
    m_entries = std::move(entries);
    QStringList names;
    for (const auto& entry : m_entries)
        names << entry.label;
    setAccessibleName(tr("Operations in the picture: %1").arg(names.join(QLatin1String(", "))));
    update();
}

QSize Legend::sizeIn(int width) const
{
    if (m_entries.empty())
        return {};
    const auto size = legendSize(m_entries, width - 2 * kEdge);
    return {std::min(static_cast<int>(std::ceil(size.width() + 2 * kEdge)), width), static_cast<int>(std::ceil(size.height() + kEdge))};
}

void Legend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    auto back = theme().surface;
    back.setAlpha(240);
    painter.setPen(Qt::NoPen);
    painter.setBrush(back);
    painter.drawRoundedRect(rect(), 6, 6);
    paintLegend(painter, m_entries, QPointF(kEdge, kEdge), width() - 2 * kEdge + 1, theme());
}

} // namespace cw::ui
