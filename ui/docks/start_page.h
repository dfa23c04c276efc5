#pragma once
#include <QFrame>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/models/recent_runs.h"

namespace cw::ui {

/// The empty window: one big drop target, the sample data, recent runs.
class StartPage final : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(RecentRuns& recent, QWidget* parent = nullptr);
    /// While something that can be dropped is over the window.
    void setDropHint(bool over);

Q_SIGNALS:
    void openDataRequested();
    void sampleRequested();
    void openRunRequested();
    void runChosen(const QString& folder);

private:
    void refresh();
    RecentRuns& m_recent;
    QFrame* m_target;
    QLabel* m_recentTitle;
    QVBoxLayout* m_runs;
};

} // namespace cw::ui
