#pragma once
#include <memory>

#include <QMimeData>
#include <QTemporaryDir>
#include <QWidget>

#include "ui/export/picture_file.h"

namespace cw::ui {

/// A cell that leaves the window by drag and drop: as the files NAME.svg and NAME.json for folders and mails, as image/svg+xml for
/// drawing programs, as JSON text for editors. Keeps the files until the next drag or its own end, since the target may copy them
/// late. UI thread only.
class CellDrag final {
public:
    /// name: without an ending, "fashion-mnist-143". Null with nothing on the pointer where the files cannot be written.
    std::unique_ptr<QMimeData> mimeData(const Picture& picture, const QString& json, const QString& name);
    /// Starts the drag from the widget; returns when it is dropped, as drags do. False when it could not start.
    bool start(QWidget* from, const Picture& picture, const QString& json, const QString& name);

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

} // namespace cw::ui
