#include "ui/docks/error_bar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QTimer>

#include "ui/util/card.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr int kNoticeMilliseconds = 6000;

}

ErrorBar::ErrorBar(QWidget* parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
    , m_copy(new QPushButton(tr("Copy details"), this))
    , m_close(new QPushButton(tr("Close"), this))
{
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_copy->setProperty("link", true);
    auto* box = new QHBoxLayout(this);
    box->setContentsMargins(14, 9, 10, 9);
    box->setSpacing(14);
    box->addWidget(m_text, 1);
    box->addWidget(m_copy);
    box->addWidget(m_close);
    connect(m_close, &QPushButton::clicked, this, &QWidget::hide);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_text->text() + QLatin1Char('\n') + m_detail); });
    hide();
}

void ErrorBar::showError(const Error& error)
{
    m_detail = qs(error.detail);
    showText(qs(error.message), "error");
    m_copy->setVisible(!m_detail.isEmpty());
}

void ErrorBar::showNotice(const QString& text)
{
    showText(text, "warning");
    m_copy->hide();
    QTimer::singleShot(kNoticeMilliseconds, this, [this, text] {
        if (m_text->text() == text)
            hide();
    });
}

void ErrorBar::showText(const QString& text, const char* kind)
{
    m_text->setText(text);
    setStyleProperty(this, "notice", QString::fromLatin1(kind));
    setAccessibleName(text);
    show();
}

QString ErrorBar::text() const { return isHidden() ? QString() : m_text->text(); }

} // namespace cw::ui
