#include "ui/docks/section.h"

#include <QHBoxLayout>
#include <QPainter>

#include "ui/util/card.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kArrow = 14, kPadding = 4;

/// A title behind a small arrow, as quiet as a label.
class SectionButton final : public QAbstractButton {
public:
    explicit SectionButton(QWidget* parent) : QAbstractButton(parent)
    {
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setCursor(Qt::PointingHandCursor);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    }
    QSize sizeHint() const override
    {
        const QFontMetrics words(titleFont());
        return {kArrow + words.horizontalAdvance(text()) + 2 * kPadding, words.height() + 2 * kPadding};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const auto& t = theme();
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        if (hasFocus()) {
            p.setPen(QPen(t.accent, 1));
            p.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
        }
        p.setPen(QPen(underMouse() ? t.accent : t.muted, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const QPointF middle(kPadding + 4, height() / 2.0);
        const QPointF open[] = {middle + QPointF(-3.5, -1.8), middle + QPointF(0, 1.8), middle + QPointF(3.5, -1.8)};
        const QPointF closed[] = {middle + QPointF(-1.8, -3.5), middle + QPointF(1.8, 0), middle + QPointF(-1.8, 3.5)};
        p.drawPolyline(isChecked() ? open : closed, 3);
        p.setFont(titleFont());
        p.setPen(underMouse() ? t.accent : t.text);
        p.drawText(rect().adjusted(kPadding + kArrow, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text());
    }

private:
    QFont titleFont() const
    {
        auto font = this->font();
        font.setWeight(QFont::DemiBold);
        return font;
    }
};

} // namespace

Section::Section(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_button(new SectionButton(this))
    , m_hint(makeLabel("pill", this))
    , m_content(new QWidget(this))
    , m_body(new QVBoxLayout(m_content))
{
    m_button->setText(title);
    m_button->setAccessibleName(title);
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(m_button);
    line->addStretch(1);
    line->addWidget(m_hint);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(3);
    box->addLayout(line);
    box->addWidget(m_content);
    m_body->setContentsMargins(kPadding, 0, 0, 8);
    m_body->setSpacing(4);
    m_content->hide();
    m_hint->hide();
    connect(m_button, &QAbstractButton::toggled, this, [this](bool open) {
        m_content->setVisible(open);
        m_button->setAccessibleDescription(open ? tr("Open") : tr("Closed"));
    });
}

void Section::setHint(const QString& hint)
{
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_button->setAccessibleName(hint.isEmpty() ? m_button->text() : QStringLiteral("%1, %2").arg(m_button->text(), hint));
}

} // namespace cw::ui
