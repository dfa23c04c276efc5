#pragma once
#include <functional>
#include <vector>

#include <QGridLayout>
#include <QLabel>
#include <QWidget>

#include "ui/models/search_setup.h"

namespace cw::ui {

/// A form made from the declared parameters: one row each, checked while typing; what differs from the preset stands out.
class ParameterForm final : public QWidget {
    Q_OBJECT
public:
    explicit ParameterForm(SearchSetup& setup, QWidget* parent = nullptr);
    /// Sentence of the first field that is refused now; empty when all are good.
    QString problem() const;

Q_SIGNALS:
    void problemChanged();

private:
    struct Row {
        std::string key;
        QWidget* editor = nullptr;
        QLabel* problem = nullptr;
        std::function<void()> load; ///< shows the value of the setup
    };
    void rebuild();
    void addRow(const ParameterSpec& spec);
    QWidget* makeChoice(const ParameterSpec& spec, Row& row);
    QWidget* makeCheck(const ParameterSpec& spec, Row& row);
    QWidget* makeList(const ParameterSpec& spec, Row& row);
    QWidget* makeLine(const ParameterSpec& spec, Row& row);
    void set(const std::string& key, const QString& text);
    void markDifferences();

    SearchSetup& m_setup;
    QGridLayout* m_grid;
    std::vector<Row> m_rows;
    bool m_loading = false;
};

} // namespace cw::ui
