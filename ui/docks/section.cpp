#include "ui/docks/section.h"

#include <QHBoxLayout>

#include "ui/util/card.h"

namespace cw::ui {

Section::Section(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_button(new QToolButton(this))
    , m_hint(makeLabel("pill", this))
    , m_content(new QWidget(this))
    , m_body(new QVBoxLayout(m_content))
{
    m_button->setText(title);
    m_button->setCheckable(true);
    m_button->setProperty("section", true);
    m_button->setProperty("quiet", true);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_button->setArrowType(Qt::RightArrow);
    m_button->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_button->setAccessibleName(title);
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(m_button);
    line->addStretch(1);
    line->addWidget(m_hint);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(2);
    box->addLayout(line);
    box->addWidget(m_content);
    m_body->setContentsMargins(0, 0, 0, 8);
    m_body->setSpacing(4);
    m_content->hide();
    m_hint->hide();
    connect(m_button, &QToolButton::toggled, this, [this](bool open) {
        m_content->setVisible(open);
        m_button->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
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
