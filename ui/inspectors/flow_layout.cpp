#include "ui/inspectors/flow_layout.h"

#include <algorithm>

#include <QWidget>

namespace cw::ui {

FlowLayout::FlowLayout(int spacing, QWidget* parent)
    : QLayout(parent)
{
    setSpacing(spacing);
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout()
{
    for (auto* item : m_items)
        delete item;
}

void FlowLayout::addItem(QLayoutItem* item) { m_items.push_back(item); }
int FlowLayout::count() const { return static_cast<int>(m_items.size()); }
QLayoutItem* FlowLayout::itemAt(int index) const { return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)] : nullptr; }

QLayoutItem* FlowLayout::takeAt(int index)
{
    auto* item = itemAt(index);
    if (item)
        m_items.erase(m_items.begin() + index);
    return item;
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const auto* item : m_items)
        size = size.expandedTo(item->minimumSize());
    return size;
}

QSize FlowLayout::sizeHint() const
{
    int width = -spacing(), height = 0;
    for (const auto* item : m_items) {
        width += spacing() + item->sizeHint().width();
        height = std::max(height, item->sizeHint().height());
    }
    return {std::max(width, 0), height};
}

void FlowLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

int FlowLayout::arrange(const QRect& rect, bool place) const
{
    int y = rect.top();
    for (std::size_t first = 0; first < m_items.size();) {
        auto last = first;
        int used = m_items[first]->sizeHint().width(), height = m_items[first]->sizeHint().height();
        while (last + 1 < m_items.size() && used + spacing() + m_items[last + 1]->sizeHint().width() <= rect.width()) {
            used += spacing() + m_items[++last]->sizeHint().width();
            height = std::max(height, m_items[last]->sizeHint().height());
        }
        const int inLine = static_cast<int>(last - first) + 1;
        int x = rect.left(), spare = std::max(rect.width() - used, 0);
        for (auto i = first; i <= last; ++i) {
            const int share = spare / (inLine - static_cast<int>(i - first));
            const int width = std::min(m_items[i]->sizeHint().width() + share, rect.width());
            spare -= share;
            if (place)
                m_items[i]->setGeometry({x, y, width, height});
            x += width + spacing();
        }
        y += height + spacing();
        first = last + 1;
    }
    return std::max(y - spacing() - rect.top(), 0);
}

} // namespace cw::ui
