#include "ui/models/selection.h"

namespace cw::ui {

void Selection::select(CandidateId id)
{
    setLive(false);
    setCurrent(id);
}

void Selection::follow(CandidateId id)
{
    m_followed = id;
    if (m_live)
        setCurrent(id);
}

void Selection::backToLive()
{
    setLive(true);
    if (m_followed)
        setCurrent(m_followed);
}

void Selection::clear()
{
    m_followed = 0;
    setLive(true);
    setCurrent(0);
}

void Selection::setCurrent(CandidateId id)
{
    if (m_current == id)
        return;
    m_current = id;
    Q_EMIT currentChanged(id);
}

void Selection::setLive(bool live)
{
    if (m_live == live)
        return;
    m_live = live;
    Q_EMIT liveChanged(live);
}

} // namespace cw::ui
