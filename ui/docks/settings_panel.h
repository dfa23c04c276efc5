#pragma once
#include <QComboBox>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>

#include "ui/docks/parameter_form.h"
#include "ui/models/run_model.h"
#include "ui/util/card.h"

namespace cw::ui {

class ForecastBox;
class ForecastModel;
class RunSettings;

/// Before a search: strategy, space, preset, all parameters, machine, forecast, Start. Once a run is there: its settings, to read.
/// Borrows its models.
class SettingsPanel final : public QWidget {
    Q_OBJECT
public:
    SettingsPanel(SearchSetup& setup, const RunModel& run, QWidget* parent = nullptr);
    /// Shows what the search will take; settings it refuses cannot be started with.
    void setForecast(const ForecastModel& forecast);
    /// Whether the form's values can be started with.
    bool valid() const;
    QPushButton* startButton() const { return m_start; }
    QComboBox* strategyBox() const { return m_strategy; }
    QComboBox* spaceBox() const { return m_space; }
    QString reason() const { return m_reason->isHidden() ? QString() : m_reason->text(); }
    ParameterForm* form() const { return m_parameters; }
    RunSettings* summary() const { return m_summary; }

Q_SIGNALS:
    void startRequested();
    void newSearchRequested();
    /// The setup has the run's settings already (SearchSetup::adopt); the data of the run should be opened.
    void searchAgainRequested();
    void validChanged();

private:
    QWidget* makeForm();
    QWidget* makeSummary();
    void fillMachine(Section* section);
    void load();
    void refreshSummary();
    void refreshHints();

    SearchSetup& m_setup;
    const RunModel& m_run;
    const ForecastModel* m_forecast = nullptr;
    Card* m_card;
    QStackedWidget* m_pages;
    QComboBox *m_strategy, *m_space, *m_preset, *m_device;
    QLabel *m_presetHelp, *m_reason;
    QSpinBox *m_seed, *m_workers;
    ParameterForm* m_parameters;
    RunSettings* m_summary;
    QVBoxLayout* m_foot = nullptr;
    QPushButton *m_start, *m_reset, *m_newSearch, *m_again;
    bool m_loading = false;
};

} // namespace cw::ui
