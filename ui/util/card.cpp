#include "ui/util/card.h"

#include <QStyle>
#include <QVariant>

namespace cw::ui {

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent)
    , m_title(makeLabel("title", this, title))
    , m_header(new QHBoxLayout)
    , m_body(new QVBoxLayout)
{
    setProperty("card", true);
    setAccessibleName(title);
    m_header->setSpacing(8);
    m_header->addWidget(m_title);
    m_header->addStretch(1);
    m_body->setSpacing(6);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(13, 10, 13, 11);
    box->setSpacing(title.isEmpty() ? 0 : 8);
    m_title->setVisible(!title.isEmpty());
    box->addLayout(m_header);
    box->addLayout(m_body, 1);
}

void Card::addToHeader(QWidget* widget) { m_header->addWidget(widget); }

void Card::setHeading(QWidget* widget)
{
    m_title->hide();
    m_header->insertWidget(0, widget);
    layout()->setSpacing(8);
}

QLabel* makeLabel(const char* role, QWidget* parent, const QString& text)
{
    auto* label = new QLabel(text, parent);
    label->setProperty("role", QString::fromLatin1(role));
    return label;
}

void setStyleProperty(QWidget* widget, const char* name, const QVariant& value)
{
    if (widget->property(name) == value)
        return;
    widget->setProperty(name, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace cw::ui
