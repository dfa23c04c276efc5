#pragma once
#include <map>

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/models/recent_runs.h"

namespace cw::ui {

class DatasetModel;
class DropPicture;
class RunRow;

/// The empty window: one big drop target, the sample data, recent runs. Borrows its models.
class StartPage final : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(RecentRuns& recent, QWidget* parent = nullptr);
    /// While something that can be dropped is over the window.
    void setDropHint(bool over);
    /// Data that could not be used are explained here, with what would work.
    void setDataset(const DatasetModel& dataset);
    /// Why the last thing that was dropped cannot be used; empty: nothing to say.
    void setProblem(const QString& path, const QString& sentence);
    QPushButton* sampleButton() const { return m_sample; }
    QString problemText() const { return m_problem->isHidden() ? QString() : m_problem->text(); }

Q_SIGNALS:
    void openDataRequested();
    void sampleRequested();
    void sampleTextRequested();
    void openRunRequested();
    void runChosen(const QString& folder);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void fillTarget();
    void refresh();
    void fillFacts();
    RecentRuns& m_recent;
    QFrame* m_target;
    DropPicture* m_picture;
    QLabel *m_title, *m_help, *m_problem, *m_recentTitle;
    QPushButton *m_sample, *m_sampleText, *m_folder, *m_run;
    QWidget* m_recentBox;
    QVBoxLayout* m_runs;
    std::map<QString, RunRow*> m_rows;
};

} // namespace cw::ui
