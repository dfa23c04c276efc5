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
    for (const auto& choice : chartChoices())
        keys << choice.key;
    return keys;
}

Status renderChart(const QString& run, const QString& key, const PictureStyle& style, const QString& format, const QString& path)
{
    const auto choice = findChartChoice(key);
    if (!choice)
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
    const ChartSources sources{(*read)->candidates, (*read)->run, control, (*read)->policy};
    if (const auto why = choice->row->content(sources, choice->variant).empty; !why.isEmpty())
        return Error{ErrorCode::NotFound, QCoreApplication::translate("Render", "There is nothing to draw in this chart yet. %1 Nothing was written.").arg(why).toStdString(), {}};
    const auto picture = chartPicture(*choice->row, sources, style.dark, choice->variant);
    const auto content = pictureContent(picture, format, style.scale);
    return content ? writeExport(toPath(path), content->toStdString()) : Status(content.error());
}

} // namespace cw::ui
