#pragma once
#include <functional>

#include <QString>

class QWidget;

namespace cw::ui {

/// A question whose answer is done later: never blocks, Cancel changes nothing. Destructive questions have Cancel as the default.
struct Question {
    QString title, text, action;
    bool destructive = false;
};
void ask(QWidget* parent, const Question& question, std::function<void()> done);

} // namespace cw::ui
