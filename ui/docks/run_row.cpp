#include "ui/docks/run_row.h"

#include <QFileInfo>
#include <QKeyEvent>
#include <QPainter>

#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kPadding = 14, kBetween = 16;

QFont sized(QFont font, int pixels, bool strong = false)
{
    font.setPixelSize(pixels);
    if (strong)
        font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

RunRow::RunRow(const QString& folder, QWidget* parent)
    : QAbstractButton(parent)
{
    m_facts.folder = folder;
    m_facts.name = QFileInfo(folder).completeBaseName();
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setToolTip(folder);
    setFacts(nullptr);
}

void RunRow::setFacts(const RunFacts* facts)
{
    m_read = facts != nullptr;
    if (facts)
        m_facts = *facts;
    setText(m_facts.name);
    QStringList words{tr("Open the run %1").arg(m_facts.name)};
    if (m_read) {
        words << m_facts.strategy << m_facts.whenText() << m_facts.stateText();
        if (m_facts.best)
            words << tr("best %1 (%2)").arg(m_facts.bestText(), m_facts.words.brief());
        setToolTip(m_facts.problem.isEmpty() ? m_facts.folder : m_facts.folder + QLatin1Char('\n') + m_facts.problem);
    }
    words.removeAll(QString());
    setAccessibleName(words.join(QStringLiteral(", ")));
    update();
}

QSize RunRow::sizeHint() const { return {420, QFontMetrics(sized(font(), textPixels())).height() + QFontMetrics(sized(font(), smallTextPixels())).height() + 20}; }
QSize RunRow::minimumSizeHint() const { return {260, sizeHint().height()}; }

void RunRow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void RunRow::enterEvent(QEnterEvent* event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void RunRow::leaveEvent(QEvent* event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void RunRow::paintEvent(QPaintEvent*)
{
    const auto& t = theme();
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(hasFocus() ? t.accent : t.line, 1));
    p.setBrush(isDown() ? t.accentSoft : underMouse() ? t.hover : t.surface);
    p.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);

    const auto plain = sized(font(), textPixels(), true), small = sized(font(), smallTextPixels());
    const QFontMetrics plainWords(plain), smallWords(small);
    const QRect inner = rect().adjusted(kPadding, 0, -kPadding, 0);
    const int lines = plainWords.height() + smallWords.height() + 2, top = (height() - lines) / 2;
    const QRect first(inner.left(), top, inner.width(), plainWords.height());
    const QRect second(inner.left(), first.bottom() + 3, inner.width(), smallWords.height());

    // Right: the best measured, and what it is.
    int room = inner.width();
    if (m_read && m_facts.best) {
        const auto label = tr("best (%1)").arg(m_facts.words.brief());
        p.setFont(plain);
        p.setPen(t.text);
        p.drawText(first, Qt::AlignRight | Qt::AlignVCenter, m_facts.bestText());
        p.setFont(small);
        p.setPen(t.muted);
        p.drawText(second, Qt::AlignRight | Qt::AlignVCenter, label);
        room -= std::max(plainWords.horizontalAdvance(m_facts.bestText()), smallWords.horizontalAdvance(label)) + kBetween;
    }
    p.setFont(plain);
    p.setPen(t.text);
    p.drawText(first, Qt::AlignLeft | Qt::AlignVCenter, plainWords.elidedText(m_read && !m_facts.data.isEmpty() ? m_facts.data : m_facts.name, Qt::ElideMiddle, room));
    p.setFont(small);
    int x = second.left();
    const auto say = [&](const QString& text, const QColor& colour) {
        if (text.isEmpty() || x >= second.left() + room)
            return;
        const auto shown = (x > second.left() ? QStringLiteral(" \u00b7 ") : QString()) + text;
        const auto cut = smallWords.elidedText(shown, Qt::ElideRight, second.left() + room - x);
        p.setPen(colour);
        p.drawText(QRect(x, second.top(), room, second.height()), Qt::AlignLeft | Qt::AlignVCenter, cut);
        x += smallWords.horizontalAdvance(cut);
    };
    if (!m_read)
        return say(tr("reading\u2026"), t.muted);
    say(m_facts.stateText(), !m_facts.problem.isEmpty() ? t.bad : m_facts.finished ? t.good : t.warning);
    say(m_facts.whenText(), t.muted);
    say(m_facts.strategy, t.muted);
}

} // namespace cw::ui
