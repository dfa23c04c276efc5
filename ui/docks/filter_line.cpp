#include "ui/docks/filter_line.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QStringListModel>

#include "ui/util/card.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

/// Completes the last word alone; what stands before it stays.
class LastWord final : public QCompleter {
public:
    using QCompleter::QCompleter;
    QStringList splitPath(const QString& text) const override { return {text.mid(start(text))}; }
    QString pathFromIndex(const QModelIndex& index) const override
    {
        const auto text = static_cast<QLineEdit*>(widget())->text();
        return text.left(start(text)) + QCompleter::pathFromIndex(index);
    }

private:
    static qsizetype start(const QString& text)
    {
        const auto word = text.lastIndexOf(QLatin1Char(' ')) + 1;
        return word < text.size() && text[word] == QLatin1Char('-') ? word + 1 : word;
    }
};

} // namespace

FilterLine::FilterLine(QWidget* parent)
    : QLineEdit(parent)
{
    setPlaceholderText(QStringLiteral("level:3 op:sep5 >90 \u2605"));
    setAccessibleName(tr("Filter of the candidates"));
    setToolTip(filterHelp());
    setClearButtonEnabled(true);
    auto* completer = new LastWord(filterWords(), this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    setCompleter(completer);
    connect(this, &QLineEdit::textChanged, this, &FilterLine::read);
}

void FilterLine::setFilterText(const QString& text) { setText(text); }

void FilterLine::read(const QString& text)
{
    const auto filter = parseFilter(text);
    setStyleProperty(this, "invalid", !filter);
    Q_EMIT problemChanged(filter ? QString() : qs(filter.error().message));
    if (filter)
        Q_EMIT filterChanged(*filter);
}

void FilterLine::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty())
        clear();
    else
        QLineEdit::keyPressEvent(event);
}

} // namespace cw::ui
