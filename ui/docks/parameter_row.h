#pragma once
#include <functional>

#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "ui/models/search_setup.h"

namespace cw::ui {

/// One declared parameter: title, field, and under them the sentence of a refused value. What differs from the preset has a
/// dot, a bold title and an arrow back. Borrows the setup.
class ParameterRow final : public QWidget {
    Q_OBJECT
public:
    ParameterRow(SearchSetup& setup, const ParameterSpec& spec, QWidget* parent = nullptr);
    const ParameterSpec& spec() const { return m_spec; }
    QWidget* editor() const { return m_editor; }
    QToolButton* resetButton() const { return m_reset; }
    /// Shows the setup's value; forgets what was refused.
    void load();
    /// After any value changed.
    void markDifference();
    bool changed() const { return m_changed; }
    QString problem() const { return m_problem->isHidden() ? QString() : m_problem->text(); }

Q_SIGNALS:
    void problemChanged();

protected:
    /// The wheel scrolls the form; it turns a field only when that has the focus.
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void makeLine();
    void makeChoice();
    void makeCheck();
    void makeList();
    void set(const QString& text);
    void showProblem(const QString& sentence);

    SearchSetup& m_setup;
    ParameterSpec m_spec;
    std::string m_key;
    QWidget* m_editor = nullptr;
    QLabel *m_title, *m_problem;
    QToolButton* m_reset;
    std::function<void()> m_load;
    bool m_loading = false, m_changed = false;
};

} // namespace cw::ui
