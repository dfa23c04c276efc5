#pragma once
#include <vector>

#include <QSizeF>
#include <QString>
#include <QWidget>

#include "core/arch/graph.h"

class QPainter;

namespace cw::ui {

struct Theme;

/// An operation that occurs in a graph, in a box or on an edge.
struct LegendEntry {
    QString label;
    std::uint32_t rgb = 0;
    bool operator==(const LegendEntry&) const = default;
};
/// In the order of the tables of operations and activations; others after them, as they occur.
std::vector<LegendEntry> legendEntries(const Graph& graph);
/// What the entries take, in as many rows as the width asks for; empty without entries.
QSizeF legendSize(const std::vector<LegendEntry>& entries, double width);
/// From the top left corner on.
void paintLegend(QPainter& painter, const std::vector<LegendEntry>& entries, const QPointF& at, double width, const Theme& theme);

/// The legend as a quiet strip over the canvas; lets the mouse through.
class Legend final : public QWidget {
    Q_OBJECT
public:
    explicit Legend(QWidget* parent = nullptr);
    void setEntries(std::vector<LegendEntry> entries);
    const std::vector<LegendEntry>& entries() const { return m_entries; }
    /// What it needs where it may be this wide.
    QSize sizeIn(int width) const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<LegendEntry> m_entries;
};

} // namespace cw::ui
