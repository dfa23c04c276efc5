#pragma once
#include <QFrame>
#include <QLabel>
#include <QLineEdit>

namespace cw::ui {

class GraphView;

/// Find in the picture: hits are lit while typing; Enter and Shift+Enter step through them, Esc closes. A child of the view.
class FindBar final : public QFrame {
    Q_OBJECT
public:
    explicit FindBar(GraphView& view);
    void open();
    void close();
    QLineEdit* field() const { return m_field; }
    QLabel* count() const { return m_count; }
    /// The hits may have changed: another graph is shown, or one was stepped to.
    void refresh();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    GraphView& m_view;
    QLineEdit* m_field;
    QLabel* m_count;
};

} // namespace cw::ui
