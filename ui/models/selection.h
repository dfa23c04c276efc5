#pragma once
#include <vector>

#include <QObject>

#include "core/search/evaluation.h"

namespace cw::ui {

/// The one selection that all views share: a current candidate, shown in detail, and the chosen ones (it among them), which
/// may be many. While nothing was selected by hand it follows the search ("live"). UI thread only.
class Selection final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    CandidateId current() const { return m_current; } ///< 0: none
    /// In the order in which they were chosen; empty when there is no current one.
    const std::vector<CandidateId>& chosen() const { return m_chosen; }
    bool isChosen(CandidateId id) const;
    bool live() const { return m_live; }
    /// By the user, in any view: this one alone; stays.
    void select(CandidateId id);
    /// Many at once (a rubber band, rows of the list); current: which of them is shown, 0: the last.
    void selectMany(std::vector<CandidateId> ids, CandidateId current = 0);
    /// Adds or takes away one (Ctrl+click).
    void toggle(CandidateId id);
    /// By the search: taken only while live. 0: nothing is there yet.
    void follow(CandidateId id);
    void backToLive();
    void clear();

Q_SIGNALS:
    void currentChanged(cw::CandidateId id);
    void chosenChanged();
    void liveChanged(bool live);

private:
    void set(std::vector<CandidateId> chosen, CandidateId current);
    void setLive(bool live);
    std::vector<CandidateId> m_chosen;
    CandidateId m_current = 0, m_followed = 0;
    bool m_live = true;
};

} // namespace cw::ui
