#pragma once
#include <QGraphicsView>

namespace cw::ui {

/// Where a view looks: how large, and what stands in its middle. Positions in the view are pixels of its viewport, finer than
/// whole ones. The picture can be pushed anywhere and enlarged as far as numbers go. The view is borrowed. UI thread only.
class GraphCamera {
public:
    explicit GraphCamera(QGraphicsView& view) : m_view(view) {}
    struct Frame {
        double scale = 1;
        QPointF centre; ///< in the scene
    };
    void setPicture(const QRectF& box); ///< what there is to see
    double scale() const { return m_view.transform().m11(); }
    QPointF toScene(const QPointF& at) const;
    QRectF visible() const; ///< part of the scene
    Frame frame() const;
    void setFrame(const Frame& frame);
    /// The picture in the middle of the viewport less `bottom` pixels at its foot, no smaller than `smallest`: what then does not
    /// fit begins at its beginning.
    Frame framed(double smallest, int bottom) const;
    void zoomAt(const QPointF& at, double factor);
    void pan(const QPointF& pixels);
    /// As little as brings the box into view.
    void reveal(const QRectF& box);

private:
    void lookAt(double scale, const QPointF& scene, const QPointF& at);
    QGraphicsView& m_view;
    QRectF m_picture;
    QPointF m_anchor, m_anchorAt; ///< repeated steps at one place keep one point, without the sum of their roundings
};

} // namespace cw::ui
