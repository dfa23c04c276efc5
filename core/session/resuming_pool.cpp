#include "core/session/resuming_pool.h"

#include <algorithm>
#include <utility>

#include "core/arch/canonical.h"

namespace cw {
namespace {

/// Calls waiting(false) on every way out.
struct Waiting {
    const std::function<void(bool)>& tell;
    explicit Waiting(const std::function<void(bool)>& t) : tell(t) { tell(true); }
    ~Waiting() { tell(false); }
};

} // namespace

ResumingPool::ResumingPool(std::unique_ptr<EvaluationPool> inner, RunStore& store, std::function<void(bool)> waiting)
    : m_inner(std::move(inner)), m_store(store), m_waiting(std::move(waiting))
{
    m_inner->setArrival([this](const EvaluationRequest& request, const Evaluation& evaluation) {
        if (auto status = m_store.storeResult(architectureHash(request.arch), evaluation); !status && !m_storeError)
            m_storeError = status.error();
    });
}

void ResumingPool::submit(EvaluationRequest request)
{
    const auto hash = architectureHash(request.arch);
    const auto known = m_store.storedResult(hash);
    const bool twin = std::any_of(m_entries.begin(), m_entries.end(), [=](const Entry& e) { return e.trains && e.hash == hash; });
    const bool trains = !twin && !(known && *known); // an unreadable result is trained anew
    m_entries.push_back({request.id, hash, trains});
    if (trains)
        m_inner->submit(std::move(request));
}

Result<Evaluation> ResumingPool::collect(Control& control)
{
    if (m_entries.empty())
        return Error{ErrorCode::Internal, "There is no child to wait for.", {}};
    const auto entry = m_entries.front();
    if (entry.trains)
        return train(entry, control);
    {
        const Waiting waiting(m_waiting);
        control.check(); // pause and stop act on known results too
    }
    auto known = m_store.storedResult(entry.hash);
    if (!known)
        return known.error();
    if (!*known)
        return Error{ErrorCode::Internal, "A stored result has vanished from the run.", {}};
    m_entries.pop_front();
    (*known)->id = entry.id;
    return **std::move(known);
}

Result<Evaluation> ResumingPool::train(const Entry& entry, Control& control)
{
    auto result = [&] {
        const Waiting waiting(m_waiting);
        return m_inner->collect(control);
    }();
    if (!result)
        return result;
    m_entries.pop_front();
    if (m_storeError)
        return *std::exchange(m_storeError, std::nullopt);
    if (auto status = m_store.storeResult(entry.hash, *result); !status) // no-op when it was stored on arrival
        return status.error();
    return result;
}

void ResumingPool::clear()
{
    m_inner->clear();
    m_entries.clear();
}

} // namespace cw
