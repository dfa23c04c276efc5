#pragma once
#include <map>
#include <memory>
#include <optional>
#include <span>

#include <QObject>
#include <QString>
#include <QTimer>

#include "core/search/forecast.h"
#include "core/search/forecast_shared.h"
#include "core/search/pace.h"
#include "core/session/events.h"
#include "ui/models/run_info.h"
#include "ui/util/serial_worker.h"

namespace cw::ui {

class DatasetModel;
class SearchSetup;

/// What the next search would take, in words: made anew, off the UI thread, whenever settings or data change.
/// Learns this machine's pace from live runs and keeps it between starts. UI thread only; nothing blocks.
class ForecastModel final : public QObject {
    Q_OBJECT
public:
    ForecastModel(const SearchSetup& setup, const DatasetModel& dataset, QObject* parent = nullptr);

    /// Nothing without data, while it is computed for the first time, and where settings are impossible.
    const std::optional<Forecast>& forecast() const { return m_forecast; }
    /// Why these settings cannot be searched; empty when they can.
    const QString& problem() const { return m_problem; }

    QString candidatesText() const; ///< "184 candidates: 136 + 24 + 24", "12 derivations of 16 candidates"
    QString sharedText() const;     ///< "1.12 M shared parameters"; empty where each child has its own
    QString timeText() const;       ///< "about 8 to 14 min on 2 workers"
    QString sourceText() const;     ///< where the time comes from
    QString memoryText() const;     ///< "up to 0.7 GB of memory"
    /// The memory is more than this computer has.
    bool tooLarge() const;
    QString text() const; ///< all of it, a line each

    /// Events of a run that trains on this machine now. Not for recorded runs.
    void learn(const RunInfo& run, std::span<const Event> events);

Q_SIGNALS:
    void changed();

private:
    void recompute();
    void keepPace();

    const SearchSetup& m_setup;
    const DatasetModel& m_dataset;
    QTimer m_wait;
    std::shared_ptr<Control> m_running;
    std::optional<Forecast> m_forecast;
    QString m_problem;
    int m_workers = 1;
    Pace m_pace;
    bool m_paceKnown = false;
    QString m_learning; ///< folder of the run
    std::optional<PaceMeter> m_meter;
    std::optional<SharedPaceMeter> m_sharedMeter;
    std::string m_paceKey; ///< of the run learned from
    std::map<CandidateId, Architecture> m_waiting;
    SerialWorker m_worker; ///< its own: a forecast must not wait until a data set is decoded
};

/// "8 to 14 min": in one unit, as rough as a forecast is.
QString roughRange(double lowSeconds, double highSeconds);
/// "0.7 GB", "668 MB".
QString bytesText(std::int64_t bytes);

} // namespace cw::ui
