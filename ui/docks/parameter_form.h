#pragma once
#include <map>
#include <vector>

#include <QPushButton>
#include <QVBoxLayout>
#include <QWidget>

#include "ui/docks/parameter_row.h"
#include "ui/docks/section.h"

namespace cw::ui {

/// A form made from the declared parameters alone: a section for each group, a row for each parameter, checked while typing.
/// What few change is behind "more"; what differs from the preset stands out and is never hidden. Borrows the setup.
class ParameterForm final : public QWidget {
    Q_OBJECT
public:
    explicit ParameterForm(SearchSetup& setup, QWidget* parent = nullptr);
    /// Sentence of the first field that is refused now; empty when all are good.
    QString problem() const;
    ParameterRow* row(std::string_view key) const; ///< null: no such parameter
    Section* section(ParameterGroup group) const;  ///< null: it has no parameters

Q_SIGNALS:
    void problemChanged();

private:
    struct Group {
        Section* section = nullptr;
        QWidget* advanced = nullptr;
        QVBoxLayout* advancedRows = nullptr;
        QPushButton* more = nullptr;
    };
    void rebuild();
    void refill();
    Group& group(ParameterGroup key);
    void addRow(const ParameterSpec& spec);
    void markDifferences();
    void toggleMore(Group& group, bool open);

    SearchSetup& m_setup;
    QVBoxLayout* m_box;
    std::vector<ParameterRow*> m_rows;
    std::map<ParameterGroup, Group> m_groups;
};

QString groupTitle(ParameterGroup group);

} // namespace cw::ui
