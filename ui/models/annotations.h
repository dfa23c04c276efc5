#pragma once
#include <map>
#include <memory>
#include <vector>

#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QUndoStack>

#include "core/store/annotations.h"
#include "ui/models/candidate_model.h"
#include "ui/util/serial_worker.h"

namespace cw::ui {

/// Stars, tags and notes of the run in the window, each change a step of the undo stack. They are read when a run is opened and
/// written by the worker shortly after a change. What cannot be written stays here and is said by failed(). UI thread only.
/// worker and candidates are borrowed.
class Annotations final : public QObject {
    Q_OBJECT
public:
    explicit Annotations(SerialWorker& worker, QObject* parent = nullptr);
    ~Annotations() override; ///< writes what waits

    /// Where the architectures of the candidates are looked up; null: numbers alone count.
    void setCandidates(const CandidateModel* candidates);
    /// Forgets the run before (what waits is written first) and reads this one's; empty: none. The same folder again: nothing.
    void setRun(const QString& folder);

    const Annotation& get(CandidateId id) const;
    QStringList allTags() const;
    bool allStarred(const std::vector<CandidateId>& ids) const; ///< not of none

    /// Each one undoable step: "Star #143", "Star 3 cells", "Tags of #143", "Note of #143".
    void setStar(const std::vector<CandidateId>& ids, bool on);
    /// Takes the stars away where all have one, else gives one to all.
    void toggleStars(const std::vector<CandidateId>& ids) { setStar(ids, !allStarred(ids)); }
    void setTags(CandidateId id, const QStringList& tags);
    /// Typing on is one step with what was typed before, until endTyping() or another step.
    void setNote(CandidateId id, const QString& note);
    void endTyping() { ++m_typing; }
    QUndoStack* undoStack() { return &m_undo; }

    /// Writes what waits, now; blocks for one small file.
    void flush();

Q_SIGNALS:
    void changed(cw::CandidateId id); ///< 0: all
    void failed(const cw::Error& error);

private:
    friend class AnnotationStep;
    struct Writer;
    void apply(CandidateId id, const Annotation& annotation);
    void push(CandidateId id, Annotation annotation, const QString& text, int typing = 0);
    std::uint64_t hashOf(CandidateId id) const;
    const AnnotationKey* keyOf(CandidateId id) const;
    void take(AnnotationBook book);
    void save();

    SerialWorker& m_worker;
    const CandidateModel* m_candidates = nullptr;
    QString m_folder;
    AnnotationBook m_book;
    mutable std::map<CandidateId, std::uint64_t> m_hashes;
    QUndoStack m_undo;
    QTimer m_saveSoon;
    std::shared_ptr<Writer> m_writer; ///< of the folder; outlives this while the worker writes
    bool m_dirty = false, m_loaded = true;
    int m_typing = 1;
};

} // namespace cw::ui
