#pragma once
#include <QStackedWidget>
#include <QToolButton>

#include "ui/charts/chart_panel.h"
#include "ui/util/card.h"

namespace cw::ui {

/// A card that shows one chart of the table, chosen by its title among those that apply to the run shown; the choice is
/// remembered under `name` and the kind of run. UI thread only.
class ChartDeck final : public QWidget {
    Q_OBJECT
public:
    ChartDeck(const char* name, QStringView firstKey, const ChartSources& sources, Selection& selection, QWidget* parent = nullptr);
    ChartPanel* panel() const; ///< the chart shown
    void setChart(QStringView key);

    /// Titles of the charts offered now.
    QStringList offered() const;

private:
    void followRun();
    QString settingsKey() const;
    void remember();
    QString m_name, m_first;
    ChartSources m_sources;
    Selection& m_selection;
    const RunKind* m_kind = nullptr;
    QToolButton* m_title;
    QStackedWidget* m_stack;
};

} // namespace cw::ui
