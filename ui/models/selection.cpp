#include "ui/models/selection.h"

#include <algorithm>

namespace cw::ui {

bool Selection::isChosen(CandidateId id) const { return std::find(m_chosen.begin(), m_chosen.end(), id) != m_chosen.end(); }

void Selection::select(CandidateId id)
{
    setLive(false);
    set({id}, id);
}

void Selection::selectMany(std::vector<CandidateId> ids, CandidateId current)
{
    if (ids.empty())
        return;
    setLive(false);
    const bool among = std::find(ids.begin(), ids.end(), current) != ids.end();
    const auto shown = among ? current : ids.back();
    set(std::move(ids), shown);
}

void Selection::toggle(CandidateId id)
{
    auto ids = m_chosen;
    if (!isChosen(id)) {
        ids.push_back(id);
    } else if (ids.size() > 1) { // the last one stays
        std::erase(ids, id);
        id = ids.back();
    }
    setLive(false);
    set(std::move(ids), id);
}

void Selection::follow(CandidateId id)
{
    m_followed = id;
    if (m_live)
        set(id ? std::vector{id} : std::vector<CandidateId>{}, id);
}

void Selection::backToLive()
{
    setLive(true);
    set(m_followed ? std::vector{m_followed} : std::vector<CandidateId>{}, m_followed);
}

void Selection::clear()
{
    m_followed = 0;
    setLive(true);
    set({}, 0);
}

void Selection::set(std::vector<CandidateId> chosen, CandidateId current)
{
    const bool moved = m_current != current, changed = m_chosen != chosen;
    m_current = current;
    m_chosen = std::move(chosen);
    if (moved)
        Q_EMIT currentChanged(current);
    if (changed)
        Q_EMIT chosenChanged();
}

void Selection::setLive(bool live)
{
    if (m_live == live)
        return;
    m_live = live;
    Q_EMIT liveChanged(live);
}

} // namespace cw::ui
