#pragma once
#include <vector>

#include <QLayout>

namespace cw::ui {

/// Buttons beside each other, each line filled evenly, in as many lines as the width asks for: a narrow panel clips none.
class FlowLayout final : public QLayout {
public:
    explicit FlowLayout(int spacing, QWidget* parent = nullptr);
    ~FlowLayout() override;
    void addItem(QLayoutItem* item) override;
    int count() const override;
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return Qt::Horizontal; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return arrange({0, 0, width, 0}, false); }
    QSize minimumSize() const override;
    QSize sizeHint() const override;
    void setGeometry(const QRect& rect) override;

private:
    /// Returns the height; moves the items only when asked to.
    int arrange(const QRect& rect, bool place) const;
    std::vector<QLayoutItem*> m_items;
};

} // namespace cw::ui
