#pragma once
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QWidget>

#include "ui/models/annotations.h"

namespace cw::ui {

/// Tags and note of one candidate. Tags are taken over with Return or when the focus goes on, the note while it is typed; undo and
/// redo are those of the annotations. annotations is borrowed. UI thread only.
class NotesEditor final : public QWidget {
    Q_OBJECT
public:
    explicit NotesEditor(Annotations& annotations, QWidget* parent = nullptr);
    void setCandidate(CandidateId id);
    QLineEdit* tagsEdit() const { return m_tags; }
    QPlainTextEdit* noteEdit() const { return m_note; }

Q_SIGNALS:
    void editingBegan(); ///< the focus came in: what is edited should stay

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void load();
    void commitTags();

    Annotations& m_annotations;
    CandidateId m_id = 0;
    QLineEdit* m_tags;
    QPlainTextEdit* m_note;
    bool m_loading = false;
};

} // namespace cw::ui
