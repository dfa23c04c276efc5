#include "ui/export/cell_drag.h"

#include <algorithm>

#include <QDrag>
#include <QFile>
#include <QPixmap>
#include <QUrl>

namespace cw::ui {
namespace {

constexpr int kPreview = 220; // pixels, the longer side

bool write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.flush();
}

} // namespace

std::unique_ptr<QMimeData> CellDrag::mimeData(const Picture& picture, const QString& json, const QString& name)
{
    const auto svg = pictureContent(picture, QStringLiteral("svg"));
    if (!svg)
        return {};
    auto folder = std::make_unique<QTemporaryDir>();
    const auto svgPath = folder->filePath(name + QStringLiteral(".svg")), jsonPath = folder->filePath(name + QStringLiteral(".json"));
    auto data = std::make_unique<QMimeData>();
    // Without files (a full disk) drawing programs and editors can still take it.
    if (folder->isValid() && write(svgPath, *svg) && write(jsonPath, json.toUtf8()))
        data->setUrls({QUrl::fromLocalFile(svgPath), QUrl::fromLocalFile(jsonPath)});
    data->setData(QStringLiteral("image/svg+xml"), *svg);
    data->setData(QStringLiteral("application/json"), json.toUtf8());
    data->setText(json);
    m_folder = std::move(folder);
    return data;
}

bool CellDrag::start(QWidget* from, const Picture& picture, const QString& json, const QString& name)
{
    auto data = mimeData(picture, json, name);
    if (!data)
        return false;
    auto* drag = new QDrag(from); // deletes itself
    drag->setMimeData(data.release());
    const double longer = std::max(picture.size.width(), picture.size.height()), scale = std::min(1.0, kPreview / longer);
    if (const auto preview = pictureImage(picture, scale * from->devicePixelRatioF())) {
        auto pixmap = QPixmap::fromImage(*preview);
        pixmap.setDevicePixelRatio(from->devicePixelRatioF());
        drag->setPixmap(pixmap);
        drag->setHotSpot({12, 12});
    }
    drag->exec(Qt::CopyAction);
    return true;
}

} // namespace cw::ui
