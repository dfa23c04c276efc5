#include "ui/docks/text_preview.h"

#include <QEvent>
#include <QPainter>

#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kAround = 8;

} // namespace

TextPreview::TextPreview(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Beginning of the text"));
    hide();
}

void TextPreview::setText(const QString& text)
{
    m_text = text;
    m_lines = text.split(QLatin1Char('\n'));
    setAccessibleDescription(text);
    setToolTip(text.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>")));
    updateGeometry();
    update();
    setVisible(!text.isEmpty());
}

QSize TextPreview::sizeHint() const { return {200, static_cast<int>(m_lines.size()) * fontMetrics().lineSpacing() + 2 * kAround}; }

void TextPreview::paintEvent(QPaintEvent*)
{
    const auto& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(t.edge, 1));
    painter.setBrush(t.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setPen(palette().color(QPalette::WindowText));
    int top = kAround;
    for (const auto& line : m_lines) {
        const QRect at(kAround, top, width() - 2 * kAround, fontMetrics().lineSpacing());
        if (at.bottom() >= height() - 1)
            break; // whole lines only
        painter.drawText(at, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, fontMetrics().elidedText(line, Qt::ElideRight, at.width()));
        top += at.height();
    }
}

void TextPreview::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    QWidget::changeEvent(event);
}

} // namespace cw::ui
