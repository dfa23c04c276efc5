#pragma once
#include <QAction>
#include <QToolButton>
#include <QWidget>

#include "core/arch/graph.h"

namespace cw::ui {

/// The small controls of the canvas: custom, direction, fit. Where the room is narrow the first two share one menu.
class CanvasControls final : public QWidget {
    Q_OBJECT
public:
    explicit CanvasControls(QWidget* parent = nullptr);
    /// Show a choice without telling.
    void setStyle(GraphStyle style);
    void setLeftToRight(bool leftToRight);
    void setNarrow(bool narrow);
    int wideWidth() const; ///< what all of it needs

Q_SIGNALS:
    void styleChosen(cw::GraphStyle style);
    void leftToRightChosen(bool leftToRight);
    void fitRequested();

private:
    QAction *m_boxes, *m_edges, *m_across, *m_down;
    QToolButton *m_style, *m_direction, *m_both, *m_fit;
};

} // namespace cw::ui
