#include "ui/docks/error_bar.h"

#include <algorithm>
#include <utility>

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QRegularExpression>

#include "ui/util/card.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr int kNoticeMilliseconds = 6000;
constexpr int kDetailLines = 5;

} // namespace

qsizetype endOfFirstSentence(const QString& text)
{
    static const QRegularExpression end(QStringLiteral("[.!?\u2026][\\)\"\u201d]?\\s+(?=\\p{Lu}|/|\")"));
    const auto match = end.match(text);
    return match.hasMatch() ? match.capturedEnd() : text.size();
}

ErrorBar::ErrorBar(QWidget* parent)
    : QFrame(parent)
    , m_what(makeLabel("title", this))
    , m_rest(new QLabel(this))
    , m_detail(new QPlainTextEdit(this))
    , m_action(new QPushButton(this))
    , m_details(new QPushButton(tr("Details"), this))
    , m_copy(new QPushButton(tr("Copy"), this))
    , m_close(new QPushButton(tr("Close"), this))
{
    for (auto* label : {m_what, m_rest}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_details->setCheckable(true);
    m_details->setProperty("quiet", true);
    m_copy->setProperty("quiet", true);
    m_detail->setReadOnly(true);
    m_detail->setAccessibleName(tr("Details"));
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_what);
    words->addWidget(m_rest);
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    line->addLayout(words, 1);
    for (auto* button : {m_details, m_copy, m_action, m_close})
        line->addWidget(button, 0, Qt::AlignTop);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(14, 9, 10, 9);
    box->setSpacing(6);
    box->addLayout(line);
    box->addWidget(m_detail);
    m_leave.setSingleShot(true);
    m_leave.setInterval(kNoticeMilliseconds);
    connect(&m_leave, &QTimer::timeout, this, &ErrorBar::leave);
    connect(m_close, &QPushButton::clicked, this, &ErrorBar::leave);
    connect(m_details, &QPushButton::toggled, m_detail, &QWidget::setVisible);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        const auto detail = m_detail->toPlainText();
        QGuiApplication::clipboard()->setText(detail.isEmpty() ? text() : text() + QLatin1Char('\n') + detail);
    });
    connect(m_action, &QPushButton::clicked, this, [this] {
        const auto callback = std::exchange(m_callback, nullptr);
        leave();
        if (callback)
            callback();
    });
    hide();
}

void ErrorBar::showError(const Error& error) { showErrorWithAction(error, {}, nullptr); }

void ErrorBar::showErrorWithAction(const Error& error, const QString& action, std::function<void()> callback)
{
    m_leave.stop();
    m_error = error;
    m_errorAction = action;
    m_errorCallback = callback;
    const auto detail = qs(error.detail);
    m_detail->setPlainText(detail);
    const int lines = std::clamp(static_cast<int>(detail.count(QLatin1Char('\n'))) + 1, 1, kDetailLines);
    m_detail->setFixedHeight(m_detail->fontMetrics().lineSpacing() * lines + 16);
    m_details->setChecked(false);
    m_detail->hide();
    m_details->setVisible(!detail.isEmpty());
    m_copy->show();
    setAction(action, std::move(callback));
    showText(qs(error.message), true);
}

void ErrorBar::showNotice(const QString& text)
{
    m_detail->clear();
    m_detail->hide();
    m_details->hide();
    m_copy->hide();
    setAction({}, nullptr);
    showText(text, false);
    m_leave.start();
}

/// A notice makes room for the error that it stood before; an error is done with.
void ErrorBar::leave()
{
    m_leave.stop();
    hide();
    const bool notice = property("notice").toString() == QLatin1String("quiet");
    const auto error = std::exchange(m_error, std::nullopt);
    if (notice && error)
        showErrorWithAction(*error, m_errorAction, m_errorCallback);
}

void ErrorBar::setAction(const QString& text, std::function<void()> callback)
{
    m_action->setText(text);
    m_action->setVisible(!text.isEmpty());
    m_callback = std::move(callback);
}

void ErrorBar::showText(const QString& text, bool error)
{
    const auto end = error ? endOfFirstSentence(text) : 0;
    m_what->setText(text.left(end).trimmed());
    m_what->setVisible(end > 0);
    m_rest->setText(text.mid(end).trimmed());
    m_rest->setVisible(!m_rest->text().isEmpty());
    if (error)
        setStyleProperty(this, "notice", QStringLiteral("error"));
    else
        setStyleProperty(this, "notice", QStringLiteral("quiet"));
    setStyleProperty(this, "card", !error);
    setAccessibleName(text);
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void ErrorBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        leave();
    else
        QFrame::keyPressEvent(event);
}

void ErrorBar::enterEvent(QEnterEvent* event)
{
    m_leave.stop();
    QFrame::enterEvent(event);
}

void ErrorBar::leaveEvent(QEvent* event)
{
    if (m_copy->isHidden())
        m_leave.start();
    QFrame::leaveEvent(event);
}

QString ErrorBar::text() const
{
    if (isHidden())
        return {};
    return m_what->text().isEmpty() ? m_rest->text() : m_rest->text().isEmpty() ? m_what->text() : m_what->text() + QLatin1Char(' ') + m_rest->text();
}

} // namespace cw::ui
