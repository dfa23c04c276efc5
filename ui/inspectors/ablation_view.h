#pragma once
#include <vector>

#include <QWidget>

#include "core/search/ablation.h"

namespace cw::ui {

/// What the predictor expects of the cell without each of its blocks, as bars with the spread as a whisker. Always a prediction.
class AblationView final : public QWidget {
    Q_OBJECT
public:
    explicit AblationView(QWidget* parent = nullptr);
    void setBlocks(std::vector<BlockAblation> blocks);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    /// "without block 1  −1.9 ± 0.3 (pred.)", a line each.
    QString toText() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int rowHeight(int width) const;
    bool besides(int width) const; ///< the bar stands between name and figure
    std::vector<BlockAblation> m_blocks;
};

} // namespace cw::ui
