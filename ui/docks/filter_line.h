#pragma once
#include <QLineEdit>

#include "core/base/result.h"
#include "ui/models/candidate_filter.h"

namespace cw::ui {

/// The line in which a filter is typed: completes the word at its end, explains itself in its tool tip, is cleared by Escape.
/// Speaks only when the text reads as a filter; otherwise the last one that did stays in force. UI thread only.
class FilterLine final : public QLineEdit {
    Q_OBJECT
public:
    explicit FilterLine(QWidget* parent = nullptr);
    /// As if typed.
    void setFilterText(const QString& text);

Q_SIGNALS:
    void filterChanged(const cw::ui::CandidateFilter& filter);
    void problemChanged(const QString& sentence); ///< empty: none

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void read(const QString& text);
};

} // namespace cw::ui
