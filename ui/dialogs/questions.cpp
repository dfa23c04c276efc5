#include "ui/dialogs/questions.h"

#include <QMessageBox>
#include <QPushButton>

namespace cw::ui {

void ask(QWidget* parent, const Question& question, std::function<void()> done)
{
    auto* box = new QMessageBox(question.destructive ? QMessageBox::Warning : QMessageBox::Question, question.title, question.title, QMessageBox::Cancel, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(question.text);
    auto* action = box->addButton(question.action, question.destructive ? QMessageBox::DestructiveRole : QMessageBox::AcceptRole);
    QObject::connect(action, &QPushButton::clicked, parent, std::move(done));
    if (question.destructive)
        box->setDefaultButton(QMessageBox::Cancel);
    else
        box->setDefaultButton(action);
    box->open();
}

} // namespace cw::ui
