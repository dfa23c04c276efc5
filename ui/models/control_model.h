#pragma once
#include <memory>
#include <vector>

#include <QObject>
#include <QStringList>

#include "core/search/efficiency.h"
#include "core/search/random_control.h"
#include "ui/models/control_runs.h"
#include "ui/models/run_info.h"
#include "ui/util/serial_worker.h"

namespace cw::ui {

class RunModel;

/// The random control of the run in the window: random runs on the same data, space, blocks and training that lie beside it, and how
/// their best of n grows. One run gives a band over orders of the same draws, several a band over seeds. Beside it, what runs of every
/// strategy that trains its children reached with as many models. Files are read on the
/// worker; changed() tells when something was found. UI thread only.
class ControlModel final : public QObject {
    Q_OBJECT
public:
    enum class Over { Nothing, Orders, Seeds };
    struct Figure {
        bool known = false;
        QString text; ///< "84.0 ± 0.3 % after 40 cells", or "not run yet"
        QString help; ///< one sentence: what it is
    };

    explicit ControlModel(SerialWorker& worker, QObject* parent = nullptr);

    /// Keeps to the run of this model from now on (borrowed): looks again when another run comes and when its state changes.
    void follow(const RunModel& run);
    /// Looks for controls of this run beside its folder; one without a folder has none.
    void setRun(const RunInfo& run);
    /// Further folders that hold runs.
    void setFolders(const QStringList& folders);
    void refresh();
    /// What was found, as the worker brings it; for tests and for runs that are no folders.
    void setRuns(std::vector<ControlRun> runs);

    Over over() const;
    const std::vector<BestOf>& curve() const { return m_found.curve; } ///< best of the first n, n = 1 …
    double secondsPerCell() const { return m_found.secondsPerCell; }
    /// Mean of the best of all other runs beside the shown one, by strategy and top (core/search/efficiency.h).
    const std::vector<EfficiencyCurve>& beside() const { return m_found.beside; }
    int runs() const { return static_cast<int>(m_found.runs.size()); }
    int cells() const { return static_cast<int>(m_found.curve.size()); }
    /// The shown run is itself the only one: a random search.
    bool ownOnly() const { return m_found.runs.size() == 1 && m_found.runs.front().own; }
    QString curveName() const; ///< "random control, 40 cells: mean, 5–95 % over orders of the same draws"
    /// What random cells reached with as many models as this run has trained.
    Figure figure(int models) const;
    QString toText() const; ///< for tests

Q_SIGNALS:
    void changed();

private:
    /// What is made from the runs found; takes its time with thousands of draws.
    struct Found {
        std::vector<ControlRun> runs; ///< random ones that count
        int leftOut = 0;              ///< too short beside the others
        std::vector<BestOf> curve;
        double secondsPerCell = 0;
        std::vector<EfficiencyCurve> beside;
    };
    static Found weigh(std::vector<ControlRun> runs);
    void take(Found found);

    SerialWorker& m_worker;
    QString m_folder;
    QStringList m_further;
    std::shared_ptr<Control> m_job;
    Found m_found;
};

} // namespace cw::ui
