#pragma once
#include <QFrame>
#include <QLabel>
#include <QPushButton>

#include "core/base/result.h"

namespace cw::ui {

/// What happened, what was kept, what to do: one line above the views, closed by the user. Also tells good news briefly.
class ErrorBar final : public QFrame {
    Q_OBJECT
public:
    explicit ErrorBar(QWidget* parent = nullptr);
    void showError(const Error& error);
    void showNotice(const QString& text);
    QString text() const;

private:
    void showText(const QString& text, const char* kind);
    QLabel* m_text;
    QPushButton *m_copy, *m_close;
    QString m_detail;
};

} // namespace cw::ui
