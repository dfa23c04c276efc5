#include "ui/docks/parameter_form.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

#include "ui/util/card.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

QStringList choices(const ParameterSpec& spec) { return qs(spec.choices).split(QLatin1Char('|')); }

QString range(const ParameterSpec& spec)
{
    if (spec.kind != ParameterKind::Integer && spec.kind != ParameterKind::Real)
        return {};
    return QStringLiteral("<br>") + ParameterForm::tr("%1 to %2 %3").arg(QString::number(spec.low, 'g', 12), QString::number(spec.high, 'g', 12), qs(spec.unit));
}

QString tip(const ParameterSpec& spec)
{
    return QStringLiteral("<b>%1</b><br>%2%3<br><i>%4</i>").arg(qs(spec.title), qs(spec.help), range(spec), qs(spec.key));
}

} // namespace

ParameterForm::ParameterForm(SearchSetup& setup, QWidget* parent)
    : QWidget(parent)
    , m_setup(setup)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 4, 0);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(1, 1);
    connect(&m_setup, &SearchSetup::presetChanged, this, &ParameterForm::rebuild);
    connect(&m_setup, &SearchSetup::changed, this, &ParameterForm::markDifferences);
    rebuild();
}

void ParameterForm::rebuild()
{
    const auto specs = m_setup.settings().specs();
    const bool same = specs.size() == m_rows.size()
        && std::equal(specs.begin(), specs.end(), m_rows.begin(), [](const auto& spec, const auto& row) { return spec.key == row.key; });
    if (!same) {
        m_rows.clear();
        while (auto* item = m_grid->takeAt(0)) {
            delete item->widget();
            delete item;
        }
        for (const auto& spec : specs)
            addRow(spec);
    }
    m_loading = true;
    for (auto& row : m_rows) {
        row.load();
        row.problem->hide();
        setStyleProperty(row.editor, "invalid", false);
    }
    m_loading = false;
    markDifferences();
    Q_EMIT problemChanged();
}

void ParameterForm::addRow(const ParameterSpec& spec)
{
    Row row;
    row.key = spec.key;
    switch (spec.kind) {
    case ParameterKind::Choice: row.editor = makeChoice(spec, row); break;
    case ParameterKind::Boolean: row.editor = makeCheck(spec, row); break;
    case ParameterKind::List: row.editor = makeList(spec, row); break;
    default: row.editor = makeLine(spec, row); break;
    }
    row.editor->setToolTip(tip(spec));
    row.editor->setObjectName(qs(spec.key));
    row.editor->setAccessibleName(spec.unit.empty() ? qs(spec.title) : QStringLiteral("%1, %2").arg(qs(spec.title), qs(spec.unit)));
    row.editor->setAccessibleDescription(qs(spec.help));
    auto* label = makeLabel("muted", this, qs(spec.title));
    label->setBuddy(row.editor);
    label->setToolTip(tip(spec));
    label->setWordWrap(true);
    row.problem = makeLabel("bad", this);
    row.problem->setWordWrap(true);
    row.problem->hide();
    const int line = m_grid->rowCount();
    m_grid->addWidget(label, line, 0);
    m_grid->addWidget(row.editor, line, 1);
    m_grid->addWidget(row.problem, line + 1, 0, 1, 2);
    m_rows.push_back(std::move(row));
}

QWidget* ParameterForm::makeChoice(const ParameterSpec& spec, Row& row)
{
    auto* box = new QComboBox(this);
    box->addItems(choices(spec));
    row.load = [this, box, key = row.key] { box->setCurrentText(qs(m_setup.settings().text(key))); };
    connect(box, &QComboBox::currentTextChanged, this, [this, key = row.key](const QString& text) { set(key, text); });
    return box;
}

QWidget* ParameterForm::makeCheck(const ParameterSpec&, Row& row)
{
    auto* box = new QCheckBox(this);
    row.load = [this, box, key = row.key] { box->setChecked(m_setup.settings().boolean(key)); };
    connect(box, &QCheckBox::toggled, this, [this, key = row.key](bool on) { set(key, on ? QStringLiteral("true") : QStringLiteral("false")); });
    return box;
}

QWidget* ParameterForm::makeList(const ParameterSpec& spec, Row& row)
{
    auto* button = new QToolButton(this);
    auto* menu = new QMenu(button);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    const auto all = choices(spec);
    for (const auto& choice : all)
        menu->addAction(choice)->setCheckable(true);
    const auto chosen = [menu] {
        QStringList on;
        for (const auto* action : menu->actions())
            if (action->isChecked())
                on << action->text();
        return on;
    };
    const auto relabel = [button, chosen, count = all.size()] {
        const auto on = chosen();
        button->setText(on.size() <= 2 ? on.join(QStringLiteral(", ")) : ParameterForm::tr("%1 of %2").arg(on.size()).arg(count));
    };
    row.load = [this, menu, relabel, key = row.key] {
        const auto values = qs(m_setup.settings().text(key)).split(QLatin1Char(','));
        for (auto* action : menu->actions())
            action->setChecked(values.contains(action->text()));
        relabel();
    };
    connect(menu, &QMenu::triggered, this, [this, chosen, relabel, key = row.key] {
        set(key, chosen().join(QLatin1Char(',')));
        relabel();
    });
    return button;
}

QWidget* ParameterForm::makeLine(const ParameterSpec& spec, Row& row)
{
    auto* line = new QLineEdit(this);
    line->setAlignment(Qt::AlignRight);
    if (!spec.unit.empty())
        line->setPlaceholderText(qs(spec.unit));
    row.load = [this, line, key = row.key] { line->setText(qs(m_setup.settings().text(key))); };
    connect(line, &QLineEdit::textChanged, this, [this, key = row.key](const QString& text) { set(key, text.trimmed()); });
    return line;
}

void ParameterForm::set(const std::string& key, const QString& text)
{
    if (m_loading)
        return;
    const auto status = m_setup.set(key, text.toStdString());
    for (auto& row : m_rows)
        if (row.key == key) {
            row.problem->setText(status ? QString() : qs(status.error().message));
            row.problem->setVisible(!status);
            setStyleProperty(row.editor, "invalid", !status);
        }
    Q_EMIT problemChanged();
}

QString ParameterForm::problem() const
{
    for (const auto& row : m_rows)
        if (!row.problem->isHidden())
            return row.problem->text();
    return {};
}

void ParameterForm::markDifferences()
{
    for (auto& row : m_rows)
        setStyleProperty(row.editor, "changed", m_setup.differsFromPreset(row.key));
}

} // namespace cw::ui
