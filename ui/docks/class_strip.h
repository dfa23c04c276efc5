#pragma once
#include <QWidget>

#include "ui/models/dataset_model.h"

namespace cw::ui {

/// Sample pictures and, under them, one bar a class as high as its share of the training part. Pointer and arrow keys name
/// class and count. Borrows the model.
class ClassStrip final : public QWidget {
    Q_OBJECT
public:
    explicit ClassStrip(const DatasetModel& dataset, QWidget* parent = nullptr);
    void refresh();
    /// "Sandal: 6,000 training pictures"; empty for no class.
    QString classText(int index) const;
    int current() const { return m_current; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void currentChanged(int index); ///< -1: none

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Column {
        double left = 0, width = 0;
    };
    Column column(int index) const;
    double pictureSide() const;
    int classAt(double x) const;
    void setCurrent(int index);

    const DatasetModel& m_dataset;
    std::vector<std::int64_t> m_counts;
    std::int64_t m_largest = 1;
    int m_current = -1;
};

} // namespace cw::ui
