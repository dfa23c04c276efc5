#include "ui/graph/graph_accessible.h"

#include <algorithm>

#include <QAccessibleWidget>

#include "ui/graph/graph_items.h"
#include "ui/graph/graph_view.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

/// One node as a reader meets it.
class NodeAccessible final : public QAccessibleObject {
public:
    explicit NodeAccessible(NodeItem* item) : QAccessibleObject(item) {}
    QAccessibleInterface* parent() const override { return view() ? QAccessible::queryAccessibleInterface(view()) : nullptr; }
    QAccessibleInterface* child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.focusable = state.selectable = true;
        state.selected = item() && item()->isChosen();
        state.focused = state.selected && view() && view()->hasFocus();
        return state;
    }
    QRect rect() const override
    {
        if (!view() || !item())
            return {};
        const auto box = view()->mapFromScene(item()->body()).boundingRect();
        return {view()->viewport()->mapToGlobal(box.topLeft()), box.size()};
    }
    QString text(QAccessible::Text kind) const override
    {
        if (!item())
            return {};
        return kind == QAccessible::Name ? item()->name() : kind == QAccessible::Description ? neighbours() : QString();
    }

private:
    NodeItem* item() const { return qobject_cast<NodeItem*>(object()); }
    GraphView* view() const
    {
        const auto* scene = item() ? item()->scene() : nullptr;
        return scene ? qobject_cast<GraphView*>(scene->views().value(0)) : nullptr;
    }
    QString neighbours() const
    {
        const auto* graph = view() ? view()->graph() : nullptr;
        if (!graph)
            return {};
        QStringList from, to;
        const auto name = [&](int node) { return nodeToolTip(graph->nodes[static_cast<std::size_t>(node)]).section(QLatin1Char('\n'), 0, 0); };
        const auto through = [](const GraphEdge& edge, const QString& node) { return edge.rgb ? GraphView::tr("%1 of %2").arg(qs(edge.label), node) : node; };
        for (const auto& edge : graph->edges) {
            if (edge.to == item()->index())
                from << through(edge, name(edge.from));
            if (edge.from == item()->index())
                to << name(edge.to);
        }
        QStringList parts;
        if (!from.isEmpty())
            parts << GraphView::tr("fed by %1").arg(from.join(QLatin1String(", ")));
        if (!to.isEmpty())
            parts << GraphView::tr("feeds %1").arg(to.join(QLatin1String(", ")));
        return parts.join(QLatin1String("; "));
    }
};

/// The nodes, then whatever widgets lie on the canvas.
class GraphAccessible final : public QAccessibleWidget {
public:
    explicit GraphAccessible(GraphView* view) : QAccessibleWidget(view, QAccessible::List) {}
    int childCount() const override { return count() + QAccessibleWidget::childCount(); }
    QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= count())
            return QAccessibleWidget::child(index - count());
        return QAccessible::queryAccessibleInterface(nodes()[static_cast<std::size_t>(index)]);
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        const auto all = nodes();
        const auto found = child ? std::find(all.begin(), all.end(), child->object()) : all.end();
        if (found != all.end())
            return static_cast<int>(found - all.begin());
        const int widget = QAccessibleWidget::indexOfChild(child);
        return widget < 0 ? -1 : count() + widget;
    }
    QAccessibleInterface* childAt(int x, int y) const override
    {
        auto* item = view()->nodeAt(view()->viewport()->mapFromGlobal(QPoint(x, y)));
        return item ? QAccessible::queryAccessibleInterface(item) : QAccessibleWidget::childAt(x, y);
    }
    QAccessibleInterface* focusChild() const override
    {
        for (auto* item : nodes())
            if (item->isChosen() && view()->hasFocus())
                return QAccessible::queryAccessibleInterface(item);
        return QAccessibleWidget::focusChild();
    }

private:
    GraphView* view() const { return static_cast<GraphView*>(widget()); }
    std::vector<NodeItem*> nodes() const { return view()->nodes(); }
    int count() const { return static_cast<int>(nodes().size()); }
};

QAccessibleInterface* makeInterface(const QString& className, QObject* object)
{
    if (className == QLatin1String("cw::ui::GraphView"))
        if (auto* view = qobject_cast<GraphView*>(object))
            return new GraphAccessible(view);
    if (className == QLatin1String("cw::ui::NodeItem"))
        if (auto* item = qobject_cast<NodeItem*>(object))
            return new NodeAccessible(item);
    return nullptr;
}

} // namespace

void installGraphAccessible()
{
    QAccessible::removeFactory(&makeInterface);
    QAccessible::installFactory(&makeInterface);
}

void announceFocus(NodeItem* node)
{
    QAccessibleEvent event(node, QAccessible::Focus);
    QAccessible::updateAccessibility(&event);
}

} // namespace cw::ui
