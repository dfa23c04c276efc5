#include "ui/dialogs/choose_folder.h"

#include <QFileDialog>

namespace cw::ui {

void chooseFolder(QWidget* parent, const QString& title, const QString& start, std::function<void(const QString&)> done)
{
    auto* dialog = new QFileDialog(parent, title, start);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(done));
    dialog->open();
}

} // namespace cw::ui
