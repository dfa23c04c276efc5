#include "ui/models/model_text.h"

#include <QStringList>

namespace cw::ui {

QString modelText(const QAbstractItemModel& model, const QList<int>& columns)
{
    auto shown = columns;
    if (shown.isEmpty())
        for (int column = 0; column < model.columnCount(); ++column)
            shown << column;
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (const int column : shown)
            cells << model.index(row, column).data().toString();
        lines << cells.join(QStringLiteral(" | "));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace cw::ui
