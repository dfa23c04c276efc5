#include "ui/inspectors/decision_rows.h"

#include <algorithm>

#include <QPainter>
#include <QStringList>

#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kPad = 5, kBar = 4, kDot = 6;

QFont sized(QFont font, int pixels, bool bold)
{
    font.setPixelSize(pixels);
    font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    return font;
}

} // namespace

void DecisionRows::setRows(std::vector<Row> rows)
{
    if (rows == m_rows)
        return;
    if (rows.size() == m_rows.size()) {
        m_rows = std::move(rows);
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

QVariant DecisionRows::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const auto& row = at(index.row());
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != Qt::ToolTipRole)
        return {};
    auto text = (row.name.isEmpty() ? row.value : tr("%1: %2").arg(row.name, row.value)) + QStringLiteral(", ") + percent(row.probability);
    if (role == Qt::AccessibleTextRole && row.name.isEmpty() && row.chosen)
        text += tr(", chosen");
    if (role != Qt::DisplayRole && row.marked)
        text += tr(", otherwise than sampled");
    return text;
}

int DecisionDelegate::rowHeight(bool named) { return smallTextPixels() * 4 / 3 + (named ? smallTextPixels() * 4 / 3 : 0) + kBar + 2 * kPad; }

void DecisionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& t = theme();
    const auto* rows = qobject_cast<const DecisionRows*>(index.model());
    if (!rows)
        return;
    const auto& row = rows->at(index.row());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const auto box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool selected = option.state & QStyle::State_Selected, focused = option.state & QStyle::State_HasFocus, over = option.state & QStyle::State_MouseOver;
    if (selected || focused || over) {
        painter->setPen(focused ? QPen(t.accent, 1) : QPen(Qt::NoPen));
        painter->setBrush(selected ? QBrush(t.accentSoft) : over ? QBrush(t.raised) : QBrush(Qt::NoBrush));
        painter->drawRoundedRect(box, 5, 5);
    }
    const auto inner = option.rect.adjusted(kPad, kPad - 1, -kPad, -kPad + 1);
    const int line = smallTextPixels() * 4 / 3;
    int top = inner.top();
    const auto plain = sized(option.font, smallTextPixels(), false), bold = sized(option.font, smallTextPixels(), true);
    if (m_named) {
        painter->setFont(plain);
        painter->setPen(t.muted);
        painter->drawText(QRect(inner.left(), top, inner.width(), line), Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(plain).elidedText(row.name, Qt::ElideRight, inner.width()));
        top += line;
    }
    const auto number = percent(row.probability);
    painter->setFont(plain);
    painter->setPen(t.muted);
    const int numberWidth = QFontMetrics(plain).horizontalAdvance(number);
    painter->drawText(QRect(inner.left(), top, inner.width(), line), Qt::AlignRight | Qt::AlignVCenter, number);
    int left = inner.left();
    if (row.marked) { // a dot beside the words, which say it to readers too
        painter->setPen(Qt::NoPen);
        painter->setBrush(t.warning);
        painter->drawEllipse(QRectF(left, top + (line - kDot) / 2.0, kDot, kDot));
        left += kDot + 4;
    }
    const auto font = m_named || row.chosen ? bold : plain;
    painter->setFont(font);
    painter->setPen(t.text);
    const int room = inner.right() - numberWidth - 6 - left;
    painter->drawText(QRect(left, top, room, line), Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(font).elidedText(row.value, Qt::ElideRight, room));
    const QRectF track(inner.left(), top + line + 1, inner.width(), kBar);
    painter->setPen(Qt::NoPen);
    painter->setBrush(t.line);
    painter->drawRoundedRect(track, 2, 2);
    painter->setBrush(row.marked ? t.warning : row.chosen ? t.accent : t.edge);
    const double part = std::clamp(row.probability, 0.0, 1.0);
    painter->drawRoundedRect(QRectF(track.topLeft(), QSizeF(std::max(track.width() * part, 1.5), track.height())), 2, 2);
    painter->restore();
}

} // namespace cw::ui
