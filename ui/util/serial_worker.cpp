#include "ui/util/serial_worker.h"

#include <algorithm>

namespace cw::ui {

SerialWorker::SerialWorker(QObject* parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

SerialWorker::~SerialWorker()
{
    for (const auto& control : m_controls)
        if (const auto alive = control.lock())
            alive->requestStop();
    m_pool.clear();
    m_pool.waitForDone();
}

std::shared_ptr<Control> SerialWorker::run(QObject* context, Job job)
{
    auto control = std::make_shared<Control>();
    m_controls.erase(std::remove_if(m_controls.begin(), m_controls.end(), [](const auto& c) { return c.expired(); }), m_controls.end());
    m_controls.push_back(control);
    m_pool.start([this, control, job = std::move(job), target = QPointer<QObject>(context)] {
        try {
            control->check();
            auto done = job(*control);
            post(target, [control, done = std::move(done)] {
                if (done && !control->stopRequested())
                    done();
            });
        } catch (const Cancelled&) {
        }
    });
    return control;
}

void SerialWorker::post(const QPointer<QObject>& context, Done done)
{
    QMetaObject::invokeMethod(this, [context, done = std::move(done)] {
        if (context)
            done();
    }, Qt::QueuedConnection);
}

} // namespace cw::ui
