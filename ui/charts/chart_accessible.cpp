#include "ui/charts/chart_accessible.h"

#include <map>

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>

#include "ui/charts/chart_view.h"

namespace cw::ui {
namespace {

ChartView* chartOf(QObject* object) { return qobject_cast<ChartView*>(object); }

/// The point at one place of the chart's order. It reads what the chart shows at the moment, so it outlives refreshes.
class PointAccessible final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    PointAccessible(ChartView* view, int index) : m_view(view), m_index(index) {}

    bool isValid() const override { return m_view && m_index < m_view->pointCount(); }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QString text(QAccessible::Text kind) const override { return isValid() && kind == QAccessible::Name ? m_view->pointText(m_index) : QString(); }
    void setText(QAccessible::Text, const QString&) override {}
    QRect rect() const override
    {
        const auto area = isValid() ? m_view->pointArea(m_index) : QRect();
        return area.isEmpty() ? QRect() : QRect(m_view->mapToGlobal(area.topLeft()), area.size());
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.selectable = state.multiSelectable = state.focusable = true;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.selected = m_view->isChosen(m_view->pointId(m_index));
        state.focused = m_view->hasFocus() && m_view->walkedPoint() == m_index;
        state.offscreen = m_view->pointArea(m_index).isEmpty();
        return state;
    }
    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString& name) override
    {
        if (isValid() && name == pressAction())
            Q_EMIT m_view->pointClicked(m_view->pointId(m_index), Qt::NoModifier);
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }
    int index() const { return m_index; }

private:
    QPointer<ChartView> m_view;
    int m_index;
};

class ChartAccessible final : public QAccessibleWidget {
public:
    explicit ChartAccessible(ChartView* view) : QAccessibleWidget(view, QAccessible::Chart) {}
    ~ChartAccessible() override
    {
        for (const auto& [index, id] : m_points)
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return view()->pointCount(); }
    QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= view()->pointCount())
            return nullptr;
        const auto known = m_points.find(index);
        if (known != m_points.end())
            return QAccessible::accessibleInterface(known->second);
        auto* point = new PointAccessible(view(), index); // Qt owns what is registered
        m_points[index] = QAccessible::registerAccessibleInterface(point);
        return point;
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        const auto* point = dynamic_cast<const PointAccessible*>(child);
        return point ? point->index() : -1;
    }
    QAccessibleInterface* childAt(int x, int y) const override { return child(view()->pointAt(view()->mapFromGlobal(QPoint(x, y)))); }
    QAccessibleInterface* focusChild() const override { return child(view()->walkedPoint()); }

private:
    ChartView* view() const { return static_cast<ChartView*>(object()); }
    mutable std::map<int, QAccessible::Id> m_points;
};

QAccessibleInterface* makeChartAccessible(const QString& className, QObject* object)
{
    auto* view = className == QLatin1String("cw::ui::ChartView") ? chartOf(object) : nullptr;
    return view ? new ChartAccessible(view) : nullptr;
}

} // namespace

void installChartAccessibility()
{
    QAccessible::removeFactory(&makeChartAccessible); // so that it is there once
    QAccessible::installFactory(&makeChartAccessible);
}

} // namespace cw::ui
