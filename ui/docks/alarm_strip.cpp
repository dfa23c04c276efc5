#include "ui/docks/alarm_strip.h"

#include <QHBoxLayout>

#include "ui/util/card.h"

namespace cw::ui {
namespace {

/// What is alarming, whatever its figures are just now.
QString gistOf(QString sentence)
{
    sentence.removeIf([](QChar c) { return c.isDigit(); });
    return sentence;
}

} // namespace

AlarmStrip::AlarmStrip(const PolicyModel& policy, QWidget* parent)
    : QFrame(parent)
    , m_policy(policy)
    , m_text(makeLabel("warning", this))
    , m_dismiss(new QPushButton(tr("Dismiss"), this))
{
    setProperty("card", true);
    setAccessibleName(tr("Alarm"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_dismiss->setProperty("link", true);
    m_dismiss->setToolTip(tr("Hide this until something else is alarming"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(13, 8, 13, 8);
    row->setSpacing(12);
    row->addWidget(m_text, 1);
    row->addWidget(m_dismiss);
    connect(m_dismiss, &QPushButton::clicked, this, [this] {
        m_dismissed = gistOf(m_policy.alarm());
        refresh();
    });
    connect(&m_policy, &PolicyModel::alarmChanged, this, &AlarmStrip::refresh);
    refresh();
}

void AlarmStrip::refresh()
{
    const auto& sentence = m_policy.alarm();
    if (sentence.isEmpty())
        m_dismissed.clear();
    const bool shown = !sentence.isEmpty() && gistOf(sentence) != m_dismissed;
    if (shown)
        m_text->setText(QStringLiteral("\u26a0 ") + sentence);
    setVisible(shown);
    setAccessibleDescription(shown ? sentence : QString());
}

} // namespace cw::ui
