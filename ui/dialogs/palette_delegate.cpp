#include "ui/dialogs/palette_delegate.h"

#include <QPainter>

#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kPad = 10;

/// Draws the text letter by letter in runs of one weight; returns where it ends.
int drawLetters(QPainter& painter, QRect place, const QString& text, const QVariantList& bold)
{
    auto font = painter.font();
    for (int i = 0; i < text.size();) {
        const bool isBold = bold.contains(i);
        int end = i;
        while (end < text.size() && bold.contains(end) == isBold)
            ++end;
        font.setWeight(isBold ? QFont::Bold : QFont::Normal);
        painter.setFont(font);
        const auto part = text.mid(i, end - i);
        painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, part);
        place.setLeft(place.left() + painter.fontMetrics().horizontalAdvance(part));
        i = end;
    }
    return place.left();
}

} // namespace

void PaletteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& t = theme();
    const bool enabled = index.flags().testFlag(Qt::ItemIsEnabled) && index.data(PaletteReason).isNull();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(option.state & QStyle::State_Selected ? t.accentSoft : t.raised);
        painter->drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), 6, 6);
    }
    QFont plain = option.font, small = option.font;
    plain.setPixelSize(textPixels());
    small.setPixelSize(smallTextPixels());
    auto place = option.rect.adjusted(kPad, 0, -kPad, 0);
    painter->setFont(small);
    painter->setPen(t.muted);
    if (const auto key = index.data(PaletteKey).toString(); !key.isEmpty()) {
        painter->drawText(place, Qt::AlignVCenter | Qt::AlignRight, key);
        place.setRight(place.right() - painter->fontMetrics().horizontalAdvance(key) - 2 * kPad);
    }
    painter->setFont(plain);
    painter->setPen(enabled ? t.text : t.disabled);
    const auto text = QFontMetrics(plain).elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideMiddle, place.width());
    place.setLeft(drawLetters(*painter, place, text, index.data(PaletteLetters).toList()) + kPad);
    painter->setFont(small);
    painter->setPen(enabled ? t.muted : t.disabled);
    const auto reason = index.data(PaletteReason).toString();
    const auto about = reason.isEmpty() ? index.data(PalettePath).toString() : index.data(PalettePath).toString() + QStringLiteral("  \u00b7  ") + reason;
    painter->drawText(place, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, painter->fontMetrics().elidedText(about, Qt::ElideRight, place.width()));
    painter->restore();
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {200, textPixels() * 2 + 5}; }

} // namespace cw::ui
