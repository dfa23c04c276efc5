#include "ui/docks/value_edit.h"

#include <QEvent>
#include <QPainter>

#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kGapToNumber = 5, kPadding = 8;

QFont smallFont(const QWidget* widget)
{
    auto font = widget->font();
    font.setPixelSize(smallTextPixels());
    return font;
}

} // namespace

ValueEdit::ValueEdit(const QString& unit, QWidget* parent)
    : QLineEdit(parent)
    , m_unit(unit)
{
    setAlignment(Qt::AlignRight);
    connect(this, &QLineEdit::textChanged, this, &ValueEdit::makeRoom);
}

int ValueEdit::unitWidth() const { return m_unit.isEmpty() ? 0 : QFontMetrics(smallFont(this)).horizontalAdvance(m_unit); }

void ValueEdit::makeRoom()
{
    const int unit = unitWidth();
    m_shown = unit > 0 && width() >= fontMetrics().horizontalAdvance(text()) + unit + kGapToNumber + 3 * kPadding;
    setTextMargins(0, 0, m_shown ? unit + kGapToNumber : 0, 0);
    update();
}

void ValueEdit::resizeEvent(QResizeEvent* event)
{
    QLineEdit::resizeEvent(event);
    makeRoom();
}

void ValueEdit::changeEvent(QEvent* event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        makeRoom();
}

void ValueEdit::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    if (!m_shown)
        return;
    QPainter painter(this);
    painter.setFont(smallFont(this));
    painter.setPen(theme().muted);
    painter.drawText(rect().adjusted(0, 0, -kPadding, 0), Qt::AlignRight | Qt::AlignVCenter, m_unit);
}

} // namespace cw::ui
