#pragma once
#include <QLabel>
#include <QPushButton>
#include <QTimer>

#include "ui/graph/graph_view.h"
#include "ui/models/search_setup.h"
#include "ui/util/card.h"

namespace cw::ui {

/// Before a search: what it will choose among, one drawn at random after the other. Borrows all but the parent. UI thread only.
class SpacePage final : public QWidget {
    Q_OBJECT
public:
    SpacePage(SearchSetup& setup, LayoutClient& layout, QWidget* parent = nullptr);
    GraphView* view() const { return m_view; }
    QString text() const { return m_count->text(); }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void refresh();
    void drawAnother();
    SearchSetup& m_setup;
    GraphView* m_view;
    QLabel* m_count;
    QPushButton* m_another;
    QTimer m_next, m_soon;
    std::uint64_t m_seed = 0;
};

} // namespace cw::ui
