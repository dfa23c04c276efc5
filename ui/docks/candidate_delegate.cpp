#include "ui/docks/candidate_delegate.h"

#include <QPainter>

#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr int kPad = 7, kMargin = 2;
constexpr QChar kStar(0x2605);

QFont textFont(QFont font, bool small, bool bold)
{
    font.setPixelSize(small ? smallTextPixels() : textPixels());
    font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    return font;
}

/// The longest that fits; the last one is cut.
QString fitting(const QFontMetrics& metrics, const QStringList& texts, int width)
{
    for (const auto& text : texts)
        if (metrics.horizontalAdvance(text) <= width)
            return text;
    return metrics.elidedText(texts.back(), Qt::ElideRight, width);
}

QColor stateColour(const Candidate& c)
{
    if (c.measured())
        return theme().text;
    return c.evaluation && c.evaluation->outcome == Outcome::Failed ? theme().bad : c.progress ? theme().accent : theme().muted;
}

QStringList sizeTexts(const Candidate& c, int sortColumn)
{
    const auto level = c.words.level(c.proposed.level);
    const bool madds = sortColumn == CandidateModel::MultiplyAdds;
    const auto size = madds ? CandidateList::tr("%1 multiply-adds").arg(countText(c.proposed.multiplyAdds)) : countText(c.proposed.parameters);
    const QString dot = QStringLiteral(" \u00b7 ");
    if (madds)
        return {level + dot + size, CandidateList::tr("%1 m.-adds").arg(countText(c.proposed.multiplyAdds)), countText(c.proposed.multiplyAdds)};
    return {level + dot + size, c.words.levelShort(c.proposed.level) + dot + size, level};
}

QString predictedText(const Candidate& c, int sortColumn)
{
    if (sortColumn == CandidateModel::Difference && !differenceText(c).isEmpty())
        return CandidateList::tr("%1 to pred.").arg(differenceText(c));
    return c.proposed.predicted ? CandidateList::tr("pred. %1").arg(percentNumber(c.proposed.predicted->mean)) : QString();
}

} // namespace

CandidateDelegate::CandidateDelegate(const CandidateList& list, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_list(list)
{
}

int CandidateDelegate::rowHeight() { return textPixels() * 4 / 3 + smallTextPixels() * 4 / 3 + 2 * (kPad + kMargin) - 2; }

QSize CandidateDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {200, rowHeight()}; }

void CandidateDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& t = theme();
    const auto& c = m_list.candidate(index);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setClipRect(option.rect);
    const auto box = QRectF(option.rect).adjusted(0.5, kMargin / 2.0, -0.5, -kMargin / 2.0);
    const bool selected = option.state & QStyle::State_Selected, focused = (option.state & QStyle::State_HasFocus) && (option.state & QStyle::State_Active);
    if (selected || focused || (option.state & QStyle::State_MouseOver)) {
        painter->setPen(focused ? QPen(t.accent, 1) : QPen(Qt::NoPen));
        painter->setBrush(selected ? QBrush(t.accentSoft) : (option.state & QStyle::State_MouseOver) ? QBrush(t.raised) : QBrush(Qt::NoBrush));
        painter->drawRoundedRect(box, 6, 6);
    }
    const auto inner = box.toRect().adjusted(kPad, kPad - 1, -kPad, -kPad + 1);
    if (const auto above = index.siblingAtRow(index.row() - 1); m_list.groups() && above.isValid() && m_list.candidate(above).proposed.level != c.proposed.level) {
        painter->setPen(QPen(t.edge, 1)); // another derivation begins
        painter->drawLine(QPointF(box.left() + 4, option.rect.top() + 0.5), QPointF(box.right() - 4, option.rect.top() + 0.5));
        painter->setPen(Qt::NoPen);
    }
    const bool narrow = inner.width() < 13 * textPixels(); // then the words need the room
    const int space = narrow ? 6 : 9, stampHeight = inner.height(), stampWidth = std::min(stampHeight * 8 / 5, inner.width() / (narrow ? 5 : 4));
    const QRect stamp(inner.left(), inner.top(), stampWidth, stampHeight);
    const auto ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
    painter->drawPixmap(stamp.topLeft(), m_thumbnails.get(c.proposed.arch, stamp.size(), t, ratio));
    paintFigures(*painter, inner.adjusted(stampWidth + space, 0, 0, 0), c, m_list.annotation(index));
    if (c.progress && c.progress->steps > 0) { // how far its training is, along the lower edge
        const auto track = QRectF(inner.left() + stampWidth + space, box.bottom() - 3, inner.width() - stampWidth - space, 2);
        painter->setPen(Qt::NoPen);
        painter->setBrush(t.line);
        painter->drawRoundedRect(track, 1, 1);
        painter->setBrush(t.accent);
        const double part = std::clamp(static_cast<double>(c.progress->step) / static_cast<double>(c.progress->steps), 0.0, 1.0);
        painter->drawRoundedRect(QRectF(track.topLeft(), QSizeF(track.width() * part, track.height())), 1, 1);
    }
    painter->restore();
}

void CandidateDelegate::paintFigures(QPainter& painter, const QRect& area, const Candidate& c, const Annotation& a) const
{
    const auto& t = theme();
    const QRect upper(area.left(), area.top() - 2, area.width(), area.height() / 2 + 2), lower(area.left(), area.top() + area.height() / 2, area.width(), area.height() / 2 + 2);
    const auto line = [&](const QRect& rect, const QFont& font, const QColor& colour, Qt::Alignment alignment, const QString& text) {
        painter.setFont(font);
        painter.setPen(colour);
        painter.drawText(rect, alignment | Qt::AlignVCenter | Qt::TextSingleLine, text);
        return QFontMetrics(font).horizontalAdvance(text);
    };
    // Above: what it is called and what it reached; below: its size and what was expected of it. The right side is never cut.
    const auto bold = textFont(painter.font(), false, true), plain = textFont(painter.font(), false, false), small = textFont(painter.font(), true, false);
    const auto id = QStringLiteral("#%1").arg(c.proposed.id);
    const int idWidth = line(upper, bold, t.text, Qt::AlignLeft, id);
    const auto reachedFont = c.measured() ? bold : plain;
    const auto reached = c.measured() ? measuredText(c)
                                      : fitting(QFontMetrics(reachedFont), {stateText(c), stateText(c).section(QLatin1Char(' '), 0, 0)}, upper.width() - idWidth - 6);
    const int right = line(upper, reachedFont, stateColour(c), Qt::AlignRight, reached);
    const int starWidth = QFontMetrics(bold).horizontalAdvance(kStar);
    if (a.star) {
        const int beside = upper.right() - right - starWidth - 5;
        line(QRect(std::max(beside, upper.left() + idWidth + 3), upper.top(), starWidth + 2, upper.height()), bold, t.warning, Qt::AlignLeft, QString(kStar));
    }
    auto predicted = predictedText(c, m_list.sortColumn());
    if (c.words.kind().shares && c.measured()) // what the figure above it is
        predicted = fitting(QFontMetrics(small), {CandidateList::tr("shared weights"), CandidateList::tr("shared w.")}, lower.width() / 2);
    const int used = line(lower, small, t.muted, Qt::AlignRight, predicted);
    const int room = lower.width() - used - (used ? 8 : 0);
    line(lower, small, t.muted, Qt::AlignLeft, fitting(QFontMetrics(small), sizeTexts(c, m_list.sortColumn()), room));
}

} // namespace cw::ui
