#pragma once
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace cw::ui {

/// A quiet surface with 8 px corners: a title (none when empty), room for controls beside it, and a body. Children are owned as Qt does.
class Card final : public QFrame {
    Q_OBJECT
public:
    explicit Card(const QString& title, QWidget* parent = nullptr);
    /// In place of the title.
    void setHeading(QWidget* widget);
    /// To the right of the title.
    void addToHeader(QWidget* widget);
    QVBoxLayout* body() const { return m_body; }
    QLabel* title() const { return m_title; }

private:
    QLabel* m_title;
    QHBoxLayout* m_header;
    QVBoxLayout* m_body;
};

/// A label of one of the style sheet's roles: "title", "heading", "large", "huge", "muted", "warning", "good", "bad".
QLabel* makeLabel(const char* role, QWidget* parent, const QString& text = {});
/// Sets a property that the style sheet looks at, and applies it.
void setStyleProperty(QWidget* widget, const char* name, const QVariant& value);

} // namespace cw::ui
