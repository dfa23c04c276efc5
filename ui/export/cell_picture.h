#pragma once
#include <functional>
#include <memory>
#include <optional>

#include <QObject>

#include "core/arch/architecture_graph.h"
#include "core/arch/network_graph.h"
#include "ui/export/picture_file.h"
#include "ui/graph/layout_client.h"
#include "ui/util/serial_worker.h"

namespace cw::ui {

/// How a graph is drawn to be taken away. On paper light is right, so dark is asked for.
struct PictureStyle {
    GraphStyle custom = GraphStyle::Boxes;
    bool leftToRight = true, dark = false;
    double scale = kDefaultScale; ///< PNG only
};

/// Draws graphs as pictures and writes them, as on the canvas: layout by the layout program, files by the worker; nothing waits.
/// Files are written whole or not at all; errors are sentences. UI thread only; borrows layout and worker.
class GraphExporter final : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void(const Status&)>;
    using Drawn = std::function<void(const Result<Picture>&)>;
    GraphExporter(LayoutClient& layout, SerialWorker& worker, QObject* parent = nullptr);

    /// A graph as a picture, when its layout is there.
    void draw(const Graph& graph, const QString& title, const PictureStyle& style, Drawn drawn);
    /// format: of cellFormats() or pictureFormats(). plan gives shapes and sizes; it may be missing.
    void exportCell(const Architecture& arch, const std::optional<NetworkPlan>& plan, const QString& title, const PictureStyle& style, const QString& format, const QString& path, Done done);
    /// The whole network of a plan, repeated cells folded; svg, pdf, png or dot.
    void exportNetwork(const NetworkPlan& plan, const QString& title, const PictureStyle& style, const QString& format, const QString& path, Done done);
    /// The same of a graph that is there already.
    void exportNetwork(const Graph& graph, const QString& title, const PictureStyle& style, const QString& format, const QString& path, Done done);
    void exportPicture(const Picture& picture, const PictureStyle& style, const QString& format, const QString& path, Done done);
    /// Anything else, made on the worker.
    void write(std::function<Result<std::string>()> content, const QString& path, Done done);

private:
    void exportGraph(const Graph& graph, const QString& title, const PictureStyle& style, const QString& format, const QString& path, Done done);
    LayoutClient& m_layout;
    SerialWorker& m_worker;
};

/// SVG, a picture and words of it on the clipboard: each program pastes what it can use.
void copyPicture(const Picture& picture, const QString& words);

} // namespace cw::ui
