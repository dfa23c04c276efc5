#include "ui/docks/drop_picture.h"

#include <QPainter>
#include <QPainterPath>

#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kWide = 132, kHigh = 88;

/// A small photograph: frame, sun and hills, around the origin.
void drawPhoto(QPainter& p, const QPointF& at, double turn, const QColor& line, const QColor& fill, const QColor& accent)
{
    p.save();
    p.translate(at);
    p.rotate(turn);
    p.setPen(QPen(line, 1.6));
    p.setBrush(fill);
    const QRectF frame(-19, -15, 38, 30);
    p.drawRoundedRect(frame, 4, 4);
    p.setPen(Qt::NoPen);
    p.setBrush(accent);
    p.drawEllipse(QPointF(9, -6), 3.4, 3.4);
    QPainterPath hills(QPointF(-15, 11));
    hills.lineTo(-5, -3);
    hills.lineTo(3, 6);
    hills.lineTo(8, 1);
    hills.lineTo(15, 11);
    hills.closeSubpath();
    p.drawPath(hills);
    p.restore();
}

/// A sheet of text: a page with lines of words, around the origin.
void drawSheet(QPainter& p, const QPointF& at, double turn, const QColor& line, const QColor& fill)
{
    p.save();
    p.translate(at);
    p.rotate(turn);
    p.setPen(QPen(line, 1.6));
    p.setBrush(fill);
    p.drawRoundedRect(QRectF(-14, -18, 28, 36), 3, 3);
    constexpr double kLines[] = {16, 18, 12, 17, 9};
    for (int i = 0; i < 5; ++i)
        p.drawLine(QPointF(-9, -11 + 5.5 * i), QPointF(-9 + kLines[i], -11 + 5.5 * i));
    p.restore();
}

} // namespace

DropPicture::DropPicture(QWidget* parent)
    : QWidget(parent)
{
    setFixedSize(sizeHint());
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void DropPicture::setOver(bool over)
{
    m_over = over;
    update();
}

void DropPicture::paintEvent(QPaintEvent*)
{
    const auto& t = theme();
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    p.scale(width() / kWide, height() / kHigh);
    const auto line = m_over ? t.accent : t.edge;
    const auto fill = m_over ? t.accentSoft : t.surface;
    const double fall = m_over ? 5 : 0;
    drawPhoto(p, {42, 27 + fall}, -12, line, fill, t.input.lightness() < 128 ? t.good : t.band);
    drawSheet(p, {92, 24 + fall}, 10, line, fill);
    drawPhoto(p, {66, 20 + fall}, 0, line, fill, t.accent);
    // The folder in front of them.
    QPainterPath folder;
    folder.moveTo(18, 44);
    folder.lineTo(18, 80);
    folder.quadTo(18, 86, 24, 86);
    folder.lineTo(108, 86);
    folder.quadTo(114, 86, 114, 80);
    folder.lineTo(114, 52);
    folder.quadTo(114, 46, 108, 46);
    folder.lineTo(60, 46);
    folder.lineTo(53, 38);
    folder.lineTo(24, 38);
    folder.quadTo(18, 38, 18, 44);
    p.setPen(QPen(line, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    p.setBrush(m_over ? t.accentSoft : t.raised);
    p.drawPath(folder);
}

} // namespace cw::ui
