#include "ui/export/cell_picture.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>

#include "core/export/cell_export.h"
#include "ui/graph/graph_picture.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {

GraphExporter::GraphExporter(LayoutClient& layout, SerialWorker& worker, QObject* parent)
    : QObject(parent)
    , m_layout(layout)
    , m_worker(worker)
{
}

void GraphExporter::draw(const Graph& graph, const QString& title, const PictureStyle& style, Drawn drawn)
{
    if (graph.nodes.empty())
        return drawn(Error{ErrorCode::Unsupported, tr("There is nothing to draw here yet. Nothing was written.").toStdString(), {}});
    auto* owner = new QObject(this); // one a picture: the layout client drops what an owner asked before
    m_layout.layOut(owner, layoutRequest(graph, style.leftToRight), [=, drawn = std::move(drawn)](const LayoutResult& layout) {
        owner->deleteLater();
        if (!layout.error.isEmpty())
            return drawn(Error{ErrorCode::Internal, layout.error.toStdString(), {}});
        const GraphPicture form{.title = title};
        const auto& colours = themeOf(style.dark);
        Picture picture{title, graphPictureSize(graph, layout, form), colours.surface, {}};
        picture.paint = [graph, layout, form, &colours](QPainter& painter) { paintGraphPicture(painter, graph, layout, form, colours); };
        drawn(picture);
    });
}

void GraphExporter::write(std::function<Result<std::string>()> content, const QString& path, Done done)
{
    m_worker.run(this, [content = std::move(content), path, done = std::move(done)](Control&) -> SerialWorker::Done {
        const auto made = content();
        const Status status = made ? writeExport(toPath(path), *made) : Status(made.error());
        return [done, status] { done(status); };
    });
}

void GraphExporter::exportPicture(const Picture& picture, const PictureStyle& style, const QString& format, const QString& path, Done done)
{
    const auto text = [](const Result<QByteArray>& content) { return content ? Result<std::string>(content->toStdString()) : Result<std::string>(content.error()); };
    if (format == QLatin1String("png")) {
        auto image = pictureImage(picture, style.scale);
        if (!image)
            return done(image.error());
        return write([image = *image, text] { return text(pngContent(image)); }, path, std::move(done));
    }
    const auto content = pictureContent(picture, format);
    if (!content)
        return done(content.error());
    write([content = *content, text] { return text(content); }, path, std::move(done));
}

void GraphExporter::exportGraph(const Graph& graph, const QString& title, const PictureStyle& style, const QString& format, const QString& path, Done done)
{
    draw(graph, title, style, [=, this, done = std::move(done)](const Result<Picture>& picture) {
        if (picture)
            exportPicture(*picture, style, format, path, done);
        else
            done(picture.error());
    });
}

void GraphExporter::exportCell(const Architecture& arch, const std::optional<NetworkPlan>& plan, const QString& title, const PictureStyle& style, const QString& format, const QString& path,
                               Done done)
{
    if (isPictureFormat(format))
        return exportGraph(architectureGraph(arch, plan ? &*plan : nullptr, style.custom), title, style, format, path, std::move(done));
    write([arch, format = format.toStdString()] { return architectureContent(arch, format); }, path, std::move(done));
}

void GraphExporter::exportNetwork(const NetworkPlan& plan, const QString& title, const PictureStyle& style, const QString& format, const QString& path, Done done)
{
    exportNetwork(networkGraph(plan, true), title, style, format, path, std::move(done));
}

void GraphExporter::exportNetwork(const Graph& graph, const QString& title, const PictureStyle& style, const QString& format, const QString& path, Done done)
{
    if (format == QLatin1String("dot"))
        return write([graph, title] { return Result<std::string>(toDot(graph, title.toStdString())); }, path, std::move(done));
    exportGraph(graph, title, style, format, path, std::move(done));
}

void copyPicture(const Picture& picture, const QString& words)
{
    auto* data = new QMimeData;
    data->setText(words);
    if (const auto image = pictureImage(picture, kDefaultScale))
        data->setImageData(*image);
    if (const auto svg = pictureContent(picture, QStringLiteral("svg")))
        data->setData(QStringLiteral("image/svg+xml"), *svg);
    QApplication::clipboard()->setMimeData(data);
}

} // namespace cw::ui
