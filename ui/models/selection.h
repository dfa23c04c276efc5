#pragma once
#include <QObject>

#include "core/search/evaluation.h"

namespace cw::ui {

/// The one selected candidate that all views share. While nothing was selected by hand it follows the search ("live").
class Selection final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    CandidateId current() const { return m_current; } ///< 0: none
    bool live() const { return m_live; }
    /// By the user, in any view: stays.
    void select(CandidateId id);
    /// By the search: taken only while live.
    void follow(CandidateId id);
    void backToLive();
    void clear();

Q_SIGNALS:
    void currentChanged(cw::CandidateId id);
    void liveChanged(bool live);

private:
    void setCurrent(CandidateId id);
    void setLive(bool live);
    CandidateId m_current = 0, m_followed = 0;
    bool m_live = true;
};

} // namespace cw::ui
