#include "ui/docks/parameter_form.h"

#include <algorithm>

namespace cw::ui {

QString groupTitle(ParameterGroup group)
{
    switch (group) {
    case ParameterGroup::Search: return ParameterForm::tr("Search");
    case ParameterGroup::Predictor: return ParameterForm::tr("Predictor");
    case ParameterGroup::Controller: return ParameterForm::tr("Controller");
    case ParameterGroup::Network: return ParameterForm::tr("Network");
    case ParameterGroup::Training: return ParameterForm::tr("Training");
    case ParameterGroup::Data: return ParameterForm::tr("Data");
    }
    return {};
}

ParameterForm::ParameterForm(SearchSetup& setup, QWidget* parent)
    : QWidget(parent)
    , m_setup(setup)
    , m_box(new QVBoxLayout(this))
{
    m_box->setContentsMargins(0, 0, 0, 0);
    m_box->setSpacing(0);
    connect(&m_setup, &SearchSetup::presetChanged, this, &ParameterForm::rebuild);
    connect(&m_setup, &SearchSetup::changed, this, &ParameterForm::markDifferences);
    rebuild();
}

void ParameterForm::rebuild()
{
    const auto specs = m_setup.settings().specs();
    const bool same = specs.size() == m_rows.size()
        && std::equal(specs.begin(), specs.end(), m_rows.begin(), [](const auto& spec, const auto* row) {
               const auto& known = row->spec(); // another space may call other things by the same name
               return spec.key == known.key && spec.title == known.title && spec.choices == known.choices && spec.low == known.low && spec.high == known.high && spec.help == known.help;
           });
    if (!same)
        refill();
    for (auto* row : m_rows)
        row->load();
    markDifferences();
    Q_EMIT problemChanged();
}

void ParameterForm::refill()
{
    std::map<ParameterGroup, bool> open;
    for (auto& [key, group] : m_groups) {
        open[key] = group.section->isOpen();
        delete group.section; // with its rows
    }
    m_groups.clear();
    m_rows.clear();
    // What is searched comes before how.
    const auto ofSpace = [space = spaceParameters(m_setup.space())](const ParameterSpec& spec) {
        return std::any_of(space.begin(), space.end(), [&](const auto& each) { return each.key == spec.key; });
    };
    for (const auto key : {ParameterGroup::Search, ParameterGroup::Predictor, ParameterGroup::Controller, ParameterGroup::Network, ParameterGroup::Training, ParameterGroup::Data})
        for (const bool first : {true, false})
            for (const auto& spec : m_setup.settings().specs())
                if (spec.group == key && ofSpace(spec) == first)
                    addRow(spec);
    // The order of the declaration, which rebuild() compares.
    const auto place = [this](const ParameterRow* row) {
        const auto specs = m_setup.settings().specs();
        return std::find_if(specs.begin(), specs.end(), [row](const auto& spec) { return spec.key == row->spec().key; }) - specs.begin();
    };
    std::sort(m_rows.begin(), m_rows.end(), [&](const auto* a, const auto* b) { return place(a) < place(b); });
    for (auto& [key, group] : m_groups) {
        const auto before = open.find(key);
        group.section->setOpen(before == open.end() ? key == ParameterGroup::Search : before->second);
    }
}

ParameterForm::Group& ParameterForm::group(ParameterGroup key)
{
    auto& group = m_groups[key];
    if (group.section)
        return group;
    group.section = new Section(groupTitle(key), this);
    group.advanced = new QWidget(group.section);
    group.advancedRows = new QVBoxLayout(group.advanced);
    group.advancedRows->setContentsMargins(0, 0, 0, 0);
    group.advancedRows->setSpacing(4);
    group.more = new QPushButton(group.section);
    group.more->setProperty("link", true);
    group.more->setCheckable(true);
    group.more->setCursor(Qt::PointingHandCursor);
    group.more->hide();
    group.section->body()->addWidget(group.advanced);
    group.section->body()->addWidget(group.more, 0, Qt::AlignLeft);
    connect(group.more, &QPushButton::toggled, this, [this, key](bool open) { toggleMore(m_groups[key], open); });
    m_box->addWidget(group.section);
    toggleMore(group, false);
    return group;
}

void ParameterForm::addRow(const ParameterSpec& spec)
{
    auto& into = group(spec.group);
    auto* row = new ParameterRow(m_setup, spec, spec.advanced ? into.advanced : into.section->content());
    connect(row, &ParameterRow::problemChanged, this, &ParameterForm::problemChanged);
    if (spec.advanced)
        into.advancedRows->addWidget(row);
    else
        into.section->body()->insertWidget(into.section->body()->count() - 2, row); // above the advanced ones and "more"
    m_rows.push_back(row);
}

void ParameterForm::toggleMore(Group& group, bool open)
{
    group.more->setText(open ? tr("less") : tr("more\u2026"));
    group.more->setAccessibleName(open ? tr("Fewer settings of %1").arg(group.section->button()->text()) : tr("More settings of %1").arg(group.section->button()->text()));
    markDifferences();
}

void ParameterForm::markDifferences()
{
    std::map<ParameterGroup, int> changed;
    std::map<ParameterGroup, bool> hidden;
    for (auto* row : m_rows) {
        row->markDifference();
        const auto key = row->spec().group;
        changed[key] += row->changed() ? 1 : 0;
        if (row->spec().advanced) {
            const bool shown = m_groups[key].more->isChecked() || row->changed() || !row->problem().isEmpty();
            row->setVisible(shown);
            hidden[key] = hidden[key] || !shown;
        }
    }
    for (auto& [key, group] : m_groups) {
        group.more->setVisible(hidden[key] || group.more->isChecked());
        group.section->setHint(changed[key] == 0 ? QString() : changed[key] == 1 ? tr("1 changed") : tr("%1 changed").arg(changed[key]));
    }
}

QString ParameterForm::problem() const
{
    for (const auto* row : m_rows)
        if (!row->problem().isEmpty())
            return row->problem();
    return {};
}

ParameterRow* ParameterForm::row(std::string_view key) const
{
    for (auto* row : m_rows)
        if (row->spec().key == key)
            return row;
    return nullptr;
}

Section* ParameterForm::section(ParameterGroup group) const
{
    const auto found = m_groups.find(group);
    return found == m_groups.end() ? nullptr : found->second.section;
}

} // namespace cw::ui
