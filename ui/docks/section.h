#pragma once
#include <QAbstractButton>
#include <QLabel>
#include <QVBoxLayout>
#include <QWidget>

namespace cw::ui {

/// A part of a form under a title that opens and closes it; beside the title a short word about what is inside.
/// Children are owned as Qt does.
class Section final : public QWidget {
    Q_OBJECT
public:
    explicit Section(const QString& title, QWidget* parent = nullptr);
    QWidget* content() const { return m_content; }
    QVBoxLayout* body() const { return m_body; }
    QAbstractButton* button() const { return m_button; }
    bool isOpen() const { return m_button->isChecked(); }
    void setOpen(bool open) { m_button->setChecked(open); }
    /// In the accent's colour; empty: none.
    void setHint(const QString& hint);

private:
    QAbstractButton* m_button;
    QLabel* m_hint;
    QWidget* m_content;
    QVBoxLayout* m_body;
};

} // namespace cw::ui
