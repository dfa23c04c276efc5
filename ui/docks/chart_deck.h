#pragma once
#include <QStackedWidget>
#include <QToolButton>

#include "ui/charts/chart_panel.h"
#include "ui/util/card.h"

namespace cw::ui {

/// A card that shows one chart of the table, chosen by its title; the choice is remembered under `name`. UI thread only.
class ChartDeck final : public QWidget {
    Q_OBJECT
public:
    ChartDeck(const char* name, QStringView firstKey, const ChartSources& sources, Selection& selection, QWidget* parent = nullptr);
    ChartPanel* panel() const; ///< the chart shown
    void setChart(QStringView key);

private:
    void remember();
    QString m_name;
    ChartSources m_sources;
    Selection& m_selection;
    QToolButton* m_title;
    QStackedWidget* m_stack;
};

} // namespace cw::ui
