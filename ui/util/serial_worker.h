#pragma once
#include <functional>
#include <memory>
#include <vector>

#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include "core/base/control.h"

namespace cw::ui {

/// One thread for files, data sets and exports: jobs run one after the other. UI thread only, except post().
/// The destructor cancels what runs and waits for it; a job must poll its control.
class SerialWorker final : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void()>;
    using Job = std::function<Done(Control&)>;

    explicit SerialWorker(QObject* parent = nullptr);
    ~SerialWorker() override;

    /// Runs the job on the worker; what it returns is called on the UI thread, unless `context` is gone or the job was
    /// cancelled (Control::requestStop on what this returns). No exception may leave the job but Cancelled.
    std::shared_ptr<Control> run(QObject* context, Job job);
    /// From a running job: calls `done` on the UI thread while `context` lives.
    void post(const QPointer<QObject>& context, Done done);
    bool idle() const { return m_pool.activeThreadCount() == 0; }

private:
    QThreadPool m_pool;
    std::vector<std::weak_ptr<Control>> m_controls;
};

} // namespace cw::ui
