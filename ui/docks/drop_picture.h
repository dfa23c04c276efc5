#pragma once
#include <QWidget>

namespace cw::ui {

/// Pictures and a text that fall into a folder, drawn as lines in the theme's colours: what the empty window asks for.
class DropPicture final : public QWidget {
    Q_OBJECT
public:
    explicit DropPicture(QWidget* parent = nullptr);
    void setOver(bool over);
    QSize sizeHint() const override { return {132, 88}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_over = false;
};

} // namespace cw::ui
