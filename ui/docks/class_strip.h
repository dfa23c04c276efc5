#pragma once
#include <QWidget>

#include "ui/models/dataset_model.h"

namespace cw::ui {

/// Sample pictures and, under them, one bar a class as high as its share of the training part. Hover names class and count.
class ClassStrip final : public QWidget {
    Q_OBJECT
public:
    explicit ClassStrip(const DatasetModel& dataset, QWidget* parent = nullptr);
    void refresh();
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRectF barRect(int index) const;
    const DatasetModel& m_dataset;
    std::vector<std::int64_t> m_counts;
    std::int64_t m_largest = 1;
};

} // namespace cw::ui
