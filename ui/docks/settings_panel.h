#pragma once
#include <QComboBox>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStackedWidget>
#include <QToolButton>

#include "ui/docks/parameter_form.h"
#include "ui/models/run_model.h"
#include "ui/util/card.h"

namespace cw::ui {

/// Before a search: strategy, preset, seed, device, workers, all parameters, Start. Once a run is there: its settings, to read.
class SettingsPanel final : public QWidget {
    Q_OBJECT
public:
    SettingsPanel(SearchSetup& setup, const RunModel& run, QWidget* parent = nullptr);
    /// Whether the form's values can be started with.
    bool valid() const;
    QPushButton* startButton() const { return m_start; }

Q_SIGNALS:
    void startRequested();
    void newSearchRequested();
    void validChanged();

private:
    QWidget* makeForm();
    QWidget* makeSummary();
    void loadPresets();
    void refreshSummary();
    void refreshHints();

    SearchSetup& m_setup;
    const RunModel& m_run;
    Card* m_card;
    QStackedWidget* m_pages;
    QComboBox *m_strategy, *m_preset, *m_device;
    QLabel *m_presetHelp, *m_summary, *m_differences;
    QSpinBox *m_seed, *m_workers;
    QToolButton* m_all;
    ParameterForm* m_parameters;
    QPushButton *m_start, *m_reset, *m_newSearch;
    bool m_loading = false;
};

} // namespace cw::ui
