#include "core/search/inline_pool.h"

#include <algorithm>
#include <utility>

namespace cw {

InlinePool::InlinePool(std::unique_ptr<Evaluator> evaluator, Evaluator::Progress progress)
    : m_evaluator(std::move(evaluator)), m_progress(std::move(progress))
{
}

void InlinePool::submit(EvaluationRequest request)
{
    const std::scoped_lock lock(m_mutex);
    m_entries.push_back({std::move(request)});
}

Result<Evaluation> InlinePool::collect(Control& control)
{
    Control child(&control);
    EvaluationRequest request;
    bool skipped = false;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_entries.empty())
            return Error{ErrorCode::Internal, "There is no child to wait for.", {}};
        request = m_entries.front().request;
        skipped = m_entries.front().skipped;
        m_training = &child;
    }
    Evaluation result;
    result.outcome = Outcome::Skipped;
    try {
        if (!skipped)
            result = train(request, child);
    } catch (const Cancelled&) {
        const std::scoped_lock lock(m_mutex);
        m_training = nullptr;
        if (!child.stopRequested() || control.stopRequested()) // the whole search was stopped: the child stays submitted
            throw;
    }
    result.id = request.id;
    {
        const std::scoped_lock lock(m_mutex);
        m_training = nullptr;
        m_entries.pop_front();
    }
    if (m_arrival)
        m_arrival(request, result);
    return result;
}

Evaluation InlinePool::train(const EvaluationRequest& request, Control& control)
{
    Evaluation failed;
    failed.outcome = Outcome::Failed;
    try {
        auto result = m_evaluator->evaluate(request, control, m_progress);
        if (result)
            return *std::move(result);
        failed.message = result.error().message;
    } catch (const std::exception& e) {
        failed.message = std::string("Its training ended because of an internal error: ") + e.what();
    }
    return failed;
}

std::size_t InlinePool::pending() const
{
    const std::scoped_lock lock(m_mutex);
    return m_entries.size();
}

void InlinePool::skip(CandidateId id)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [=](const Entry& e) { return e.request.id == id; });
    if (found == m_entries.end())
        return;
    found->skipped = true;
    if (found == m_entries.begin() && m_training)
        m_training->requestStop();
}

void InlinePool::clear()
{
    const std::scoped_lock lock(m_mutex);
    m_entries.clear();
}

} // namespace cw
