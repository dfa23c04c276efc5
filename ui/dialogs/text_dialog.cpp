#include "ui/dialogs/text_dialog.h"

#include <QDialogButtonBox>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include "ui/util/card.h"

namespace cw::ui {
namespace {

QDialog* makeDialog(QWidget* parent, const QString& title, QVBoxLayout*& box)
{
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    box = new QVBoxLayout(dialog);
    box->setContentsMargins(20, 18, 20, 16);
    box->setSpacing(12);
    box->addWidget(makeLabel("heading", dialog, title));
    return dialog;
}

void finish(QDialog* dialog, QVBoxLayout* box)
{
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    box->addWidget(buttons);
    dialog->open();
}

} // namespace

QDialog* showText(QWidget* parent, const QString& title, const QString& sentence, const QString& text)
{
    QVBoxLayout* box = nullptr;
    auto* dialog = makeDialog(parent, title, box);
    auto* label = makeLabel("muted", dialog, sentence);
    label->setWordWrap(true);
    auto* view = new QPlainTextEdit(text, dialog);
    view->setReadOnly(true);
    view->setLineWrapMode(QPlainTextEdit::NoWrap);
    box->addWidget(label);
    box->addWidget(view, 1);
    dialog->resize(620, 420);
    finish(dialog, box);
    return dialog;
}

QDialog* showAbout(QWidget* parent)
{
    QVBoxLayout* box = nullptr;
    auto* dialog = makeDialog(parent, QDialog::tr("Cellwright %1").arg(QStringLiteral(CELLWRIGHT_VERSION)), box);
    auto* text = new QLabel(QDialog::tr("<p>Searches neural architectures and lets you watch, understand and take away what it finds. "
                                        "It works offline and sends nothing.</p>"
                                        "<p>Free software under the GNU General Public License, version 3 or later, without any warranty. "
                                        "The layout program cellwright-layout is under the MIT licence and uses Graphviz.</p>"
                                        "<p>Method: Liu et al., <i>Progressive Neural Architecture Search</i>, ECCV 2018.</p>"
                                        "<p>Qt %1</p>").arg(QString::fromLatin1(qVersion())), dialog);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setMinimumWidth(420);
    box->addWidget(text);
    finish(dialog, box);
    return dialog;
}

} // namespace cw::ui
