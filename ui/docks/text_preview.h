#pragma once
#include <QStringList>
#include <QWidget>

namespace cw::ui {

/// The first lines of a text on a sheet of paper, each cut off where the sheet ends.
class TextPreview final : public QWidget {
    Q_OBJECT
public:
    explicit TextPreview(QWidget* parent = nullptr);
    /// Hidden where there is none.
    void setText(const QString& text);
    const QString& text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {80, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QString m_text;
    QStringList m_lines;
};

} // namespace cw::ui
