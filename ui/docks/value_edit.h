#pragma once
#include <QLineEdit>

namespace cw::ui {

/// A line for one number with its unit, greyer, behind it, as long as both have room.
class ValueEdit final : public QLineEdit {
    Q_OBJECT
public:
    explicit ValueEdit(const QString& unit, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void makeRoom();
    int unitWidth() const;
    QString m_unit;
    bool m_shown = false;
};

} // namespace cw::ui
