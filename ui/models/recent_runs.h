#pragma once
#include <map>
#include <memory>
#include <optional>

#include <QDateTime>
#include <QObject>
#include <QStringList>

#include "core/base/control.h"
#include "ui/models/run_words.h"

namespace cw::ui {

class SerialWorker;

/// What a list says about a run without opening it. A plain value.
struct RunFacts {
    QString folder, name;
    QDateTime when; ///< of the last thing that happened in it
    QString data, strategy;
    int done = 0, planned = 0;
    std::optional<double> best; ///< measured in the search, greater is better
    RunWords words;             ///< how it is read
    bool finished = false, early = false, running = false;
    QString problem; ///< why it cannot be read; empty when it can

    QString bestText() const;  ///< "91.3 %", or a dash
    QString stateText() const; ///< "finished", "stopped at 41 of 184", "cannot be read"
    QString whenText() const;  ///< "today 14:05", "12 May 2026"
};

/// Run folders opened or made lately, newest first, kept between starts; gone ones are not listed. UI thread only.
class RecentRuns final : public QObject {
    Q_OBJECT
public:
    explicit RecentRuns(QObject* parent = nullptr);
    QStringList folders() const;
    void add(const QString& folder);
    void remove(const QString& folder);

    /// From now on facts are read on this worker, which outlives this object's use of it.
    void setWorker(SerialWorker& worker) { m_worker = &worker; }
    /// Nothing until they have been read; see readFacts().
    const RunFacts* facts(const QString& folder) const;
    /// Reads the facts of all folders anew, in place of a reading under way; factsRead() follows. Does nothing without a worker.
    void readFacts();
    void stopReading(); ///< something else needs the worker

Q_SIGNALS:
    void changed();
    void factsRead();

private:
    SerialWorker* m_worker = nullptr;
    std::shared_ptr<Control> m_reading;
    std::map<QString, RunFacts> m_facts;
};

/// Reads the run's database; blocks. For a worker.
RunFacts readRunFacts(const QString& folder);
/// dataDirectory()/runs/<date-time>-<dataset>.cwrun, a name that is free.
QString newRunFolder(const QString& dataPath);

} // namespace cw::ui
