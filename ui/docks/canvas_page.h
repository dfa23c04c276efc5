#pragma once
#include <QLabel>
#include <QStackedWidget>

#include "ui/models/run_model.h"

namespace cw::ui {

/// Something to see, or a sentence in the middle that says why there is nothing and what to do. UI thread only.
class CanvasPage final : public QStackedWidget {
    Q_OBJECT
public:
    /// Takes the content over.
    explicit CanvasPage(QWidget* content, QWidget* parent = nullptr);
    /// Empty: the content.
    void setMessage(const QString& sentence);
    QString message() const { return currentIndex() == 0 ? m_message->text() : QString(); }

private:
    QLabel* m_message;
};

/// Why no cell is there yet.
QString noCellText(const RunModel& run);

} // namespace cw::ui
