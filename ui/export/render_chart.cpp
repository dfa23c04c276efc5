#include "ui/export/render_chart.h"

#include <QCoreApplication>

#include "core/export/cell_export.h"
#include "ui/export/chart_picture.h"
#include "ui/export/run_reader.h"
#include "ui/models/control_runs.h"
#include "ui/util/text.h"

namespace cw::ui {

QStringList chartKeys()
{
    QStringList keys;
    for (const auto& row : charts())
        keys << QString::fromLatin1(row.key);
    return keys;
}

Status renderChart(const QString& run, const QString& key, const PictureStyle& style, const QString& format, const QString& path)
{
    const auto* row = findChart(key);
    if (!row)
        return Error{ErrorCode::InvalidArgument,
                     QCoreApplication::translate("Render", "There is no chart \u201c%1\u201d. Known: %2. Nothing was written.").arg(key, chartKeys().join(QStringLiteral(", "))).toStdString(), {}};
    const auto read = readRun(run);
    if (!read)
        return read.error();
    SerialWorker worker;
    ControlModel control(worker);
    Control unstopped;
    const std::filesystem::path beside[] = {std::filesystem::absolute(toPath(run)).parent_path()};
    control.setRuns(findControlRuns(toPath(run), beside, unstopped));
    const auto picture = chartPicture(*row, {(*read)->candidates, (*read)->run, control}, style.dark);
    const auto content = pictureContent(picture, format, style.scale);
    return content ? writeExport(toPath(path), content->toStdString()) : Status(content.error());
}

} // namespace cw::ui
