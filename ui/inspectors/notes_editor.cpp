#include "ui/inspectors/notes_editor.h"

#include <QCompleter>
#include <QKeyEvent>
#include <QRegularExpression>
#include <QStringListModel>
#include <QTextDocument>
#include <QVBoxLayout>

#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {

NotesEditor::NotesEditor(Annotations& annotations, QWidget* parent)
    : QWidget(parent)
    , m_annotations(annotations)
    , m_tags(new QLineEdit(this))
    , m_note(new QPlainTextEdit(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_tags);
    column->addWidget(m_note);
    m_tags->setPlaceholderText(tr("tags, with spaces between"));
    m_tags->setAccessibleName(tr("Tags of the candidate"));
    m_tags->setCompleter(new QCompleter(new QStringListModel(this), this));
    m_tags->completer()->setCaseSensitivity(Qt::CaseInsensitive);
    m_note->setPlaceholderText(tr("note"));
    m_note->setAccessibleName(tr("Note on the candidate"));
    m_note->setTabChangesFocus(true);
    m_note->setUndoRedoEnabled(false); // the window's undo holds each change already
    m_note->setFixedHeight(4 * textPixels() + 22);
    m_note->setProperty("card", true); // a frame around it
    m_tags->installEventFilter(this);
    m_note->installEventFilter(this);
    connect(m_tags, &QLineEdit::editingFinished, this, &NotesEditor::commitTags);
    connect(m_note, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_loading && m_id)
            m_annotations.setNote(m_id, m_note->toPlainText());
    });
    connect(&m_annotations, &Annotations::changed, this, [this](CandidateId id) {
        if (id == m_id || id == 0)
            load();
    });
}

void NotesEditor::setCandidate(CandidateId id)
{
    if (id == m_id)
        return;
    commitTags();
    m_annotations.endTyping();
    m_id = id;
    m_tags->setModified(false);
    load();
}

void NotesEditor::load()
{
    const auto& annotation = m_annotations.get(m_id);
    m_loading = true;
    QStringList tags;
    for (const auto& tag : annotation.tags)
        tags << qs(tag);
    if (!m_tags->isModified() && m_tags->text() != tags.join(QLatin1Char(' ')))
        m_tags->setText(tags.join(QLatin1Char(' ')));
    if (m_note->toPlainText() != qs(annotation.note)) {
        const int place = m_note->textCursor().position();
        m_note->setPlainText(qs(annotation.note));
        auto cursor = m_note->textCursor();
        cursor.setPosition(std::min(place, static_cast<int>(m_note->toPlainText().size())));
        m_note->setTextCursor(cursor);
    }
    static_cast<QStringListModel*>(m_tags->completer()->model())->setStringList(m_annotations.allTags());
    m_loading = false;
}

void NotesEditor::commitTags()
{
    if (!m_tags->isModified() || !m_id)
        return;
    static const QRegularExpression between(QStringLiteral("[\\s,]+"));
    m_tags->setModified(false);
    m_annotations.setTags(m_id, m_tags->text().split(between, Qt::SkipEmptyParts));
    load();
}

bool NotesEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusIn)
        Q_EMIT editingBegan();
    if (event->type() == QEvent::FocusOut && watched == m_note)
        m_annotations.endTyping();
    if (watched != m_note || (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress))
        return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    const bool undo = key->matches(QKeySequence::Undo), redo = key->matches(QKeySequence::Redo);
    if (!undo && !redo)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride) {
        event->ignore(); // the window's own action, where there is one
        return true;
    }
    undo ? m_annotations.undoStack()->undo() : m_annotations.undoStack()->redo();
    return true;
}

} // namespace cw::ui
