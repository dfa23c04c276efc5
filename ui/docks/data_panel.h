#pragma once
#include <QFrame>
#include <QProgressBar>
#include <QPushButton>

#include "ui/models/dataset_model.h"
#include "ui/models/run_model.h"
#include "ui/util/card.h"

namespace cw::ui {

class ClassStrip;
class TextPreview;

/// What the data is: name, kind, counts, balance, pictures (or the beginning of the text), parts, what was left out and why. Loading shows progress and can be
/// cancelled; data that cannot be used says what would work. Borrows its models.
class DataPanel final : public QWidget {
    Q_OBJECT
public:
    DataPanel(DatasetModel& dataset, const RunModel& run, QWidget* parent = nullptr);
    /// What the panel says, a line each; for tests and screen readers.
    QString text() const;

Q_SIGNALS:
    void changeRequested();
    void sampleRequested();
    void sampleTextRequested();

private:
    void refresh();
    void refreshNothing();
    void refreshReady();
    void refreshPictures();
    void refreshRun();
    void refreshProgress();
    void refreshClass(int index);
    void showProblems();
    QFrame* makeWays();

    DatasetModel& m_dataset;
    const RunModel& m_run;
    Card* m_card;
    QLabel *m_name, *m_facts, *m_class, *m_parts, *m_duplicates, *m_notes, *m_list, *m_activity;
    ClassStrip* m_strip;
    TextPreview* m_preview;
    QProgressBar* m_progress;
    QPushButton *m_problems, *m_cancel, *m_change, *m_all;
    QFrame* m_ways; ///< what to do when there is nothing usable
    QString m_missing; ///< path of a run's data that is no longer there
};

/// "balanced", "slightly uneven 1:1.4", "imbalanced 1:7".
QString balanceText(const DatasetInfo& info);
/// What data can be dropped, in a sentence.
QString usableDataText();
/// The same behind an explanation that does not say it yet.
QString withUsableData(const QString& text);

} // namespace cw::ui
