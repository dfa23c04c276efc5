#pragma once
#include <QRectF>
#include <QWidget>

namespace cw::ui {

class GraphScene;

/// A small card with the whole graph as blocks of colour and a frame around the part that is in view; pressing or dragging
/// in it asks to move there. The scene is borrowed. UI thread only.
class Minimap final : public QWidget {
    Q_OBJECT
public:
    explicit Minimap(const GraphScene& scene, QWidget* parent = nullptr);
    void setVisiblePart(const QRectF& scene);
    /// Where the frame stands on the card, in its pixels.
    QRectF frame() const;
    QSize sizeHint() const override { return {150, 84}; }

Q_SIGNALS:
    void centreWanted(const QPointF& scene);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent*) override {} // the canvas below shall not take it for a click

private:
    QTransform fromScene() const;
    const GraphScene& m_scene;
    QRectF m_part;
};

} // namespace cw::ui
