#pragma once
#include <QObject>

#include "ui/charts/chart_table.h"
#include "ui/dialogs/export_request.h"
#include "ui/export/cell_drag.h"
#include "ui/models/selection.h"

namespace cw::ui {

/// What can leave the window now, and the ways it leaves: files, the clipboard, a drag. Everything is of the selection and of the
/// moment that the views show. Nothing waits; the end comes by written() or failed(). Borrows all but the parent. UI thread only.
class TakeAway final : public QObject {
    Q_OBJECT
public:
    TakeAway(LayoutClient& layout, SerialWorker& worker, const ChartSources& sources, const Selection& selection, QObject* parent = nullptr);

    ExportOffer offer() const;
    void write(const ExportRequest& request);
    /// The shown cell as vectors, as a picture and as words.
    void copyCell(const PictureStyle& style);
    /// The shown cell as files, under the pointer; returns when it is dropped.
    void dragCell(QWidget* from, const PictureStyle& style);

Q_SIGNALS:
    void written(const QString& path);
    void copied();
    void failed(const cw::Error& error);

private:
    const Candidate* shown() const;
    std::optional<NetworkPlan> plan(const Candidate& candidate) const;
    QString title(const Candidate& candidate) const;
    void drawCell(const PictureStyle& style, GraphExporter::Drawn drawn);
    void writeTable(const QString& path, GraphExporter::Done done);

    ChartSources m_sources;
    const Selection& m_selection;
    GraphExporter m_exporter;
    CellDrag m_drag;
};

} // namespace cw::ui
