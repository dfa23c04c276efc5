#pragma once
#include <QLabel>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>

#include "ui/charts/chart_legend.h"
#include "ui/charts/chart_table.h"
#include "ui/charts/chart_view.h"
#include "ui/models/selection.h"

namespace cw::ui {

/// One chart of the table with its legend, its variants and its words when empty; follows the models and shares the one selection.
/// Draws anew at most every 200 ms and only when something finished. Borrows models, selection and row. UI thread only.
class ChartPanel final : public QWidget {
    Q_OBJECT
public:
    ChartPanel(const ChartRow& row, const ChartSources& sources, Selection& selection, QWidget* parent = nullptr);

    const ChartRow& row() const { return m_row; }
    ChartView* view() const { return m_view; }
    const ChartContent& content() const { return m_content; }
    int variant() const { return m_variant; }
    void setVariant(int variant);
    /// At once, without waiting for the next turn.
    void refresh();
    void resetZoom() { m_view->resetZoom(); }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void connectModels();
    void fillVariants();
    void takeSelection();
    void describe(CandidateId id, const QPoint& at);

    const ChartRow& m_row;
    ChartSources m_sources;
    Selection& m_selection;
    ChartLegend* m_legend;
    QToolButton* m_variants;
    QLabel* m_empty;
    ChartView* m_view;
    QToolButton* m_whole; ///< over the view while it is zoomed
    QStackedWidget* m_stack;
    QTimer m_refresh;
    ChartContent m_content;
    QString m_run; ///< folder of the run that is drawn
    int m_variant = 0;
};

} // namespace cw::ui
