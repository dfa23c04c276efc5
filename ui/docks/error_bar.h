#pragma once
#include <functional>
#include <optional>

#include <QFrame>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTimer>

#include "core/base/result.h"

namespace cw::ui {

/// What happened, and under it what was kept and what to do; stays until it is closed. Also tells good news, which go by
/// themselves after some seconds, unless they are looked at. Tells screen readers. UI thread only.
class ErrorBar final : public QFrame {
    Q_OBJECT
public:
    explicit ErrorBar(QWidget* parent = nullptr);
    void showError(const cw::Error& error);
    /// With a button that closes the bar and calls back.
    void showErrorWithAction(const cw::Error& error, const QString& action, std::function<void()> callback);
    /// In place of an error only for some seconds: that comes back.
    void showNotice(const QString& text);
    QString text() const; ///< empty while nothing is shown
    QPushButton* actionButton() const { return m_action; }
    QPushButton* detailsButton() const { return m_details; }
    QPushButton* copyButton() const { return m_copy; }
    QPushButton* closeButton() const { return m_close; }

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void showText(const QString& text, bool error);
    void setAction(const QString& text, std::function<void()> callback);
    void leave();
    QLabel *m_what, *m_rest;
    QPlainTextEdit* m_detail;
    QPushButton *m_action, *m_details, *m_copy, *m_close;
    std::function<void()> m_callback;
    std::optional<Error> m_error; ///< not closed yet
    QString m_errorAction;
    std::function<void()> m_errorCallback;
    QTimer m_leave;
};

/// Where the first sentence of an error's text ends: it says what happened, the rest what was kept and what to do.
/// A dot within a name or a number ends nothing.
qsizetype endOfFirstSentence(const QString& text);

} // namespace cw::ui
