#include "ui/docks/parameter_row.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QMenu>
#include <QPainter>

#include "ui/docks/value_edit.h"
#include "ui/util/card.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kTitleShare = 11, kEditorShare = 9, kResetSide = 20, kNarrowest = 60;

QStringList choices(const ParameterSpec& spec) { return qs(spec.choices).split(QLatin1Char('|')); }

QString numberText(double value) { return QString::number(value, 'g', 12); }

QString tip(const ParameterSpec& spec, const QString& preset)
{
    QString range;
    if (spec.kind == ParameterKind::Integer || spec.kind == ParameterKind::Real)
        range = ParameterRow::tr("%1 to %2 %3").arg(numberText(spec.low), numberText(spec.high), qs(spec.unit)).trimmed() + QStringLiteral(" \u00b7 ");
    return QStringLiteral("<b>%1</b><br>%2<br>%3%4<br><i>%5</i>")
        .arg(qs(spec.title), qs(spec.help), range, ParameterRow::tr("preset: %1").arg(preset.toHtmlEscaped()), qs(spec.key));
}

/// An arrow that turns back, drawn: not every font has one.
class ResetButton final : public QToolButton {
public:
    explicit ResetButton(QWidget* parent) : QToolButton(parent) { setFixedSize(sizeHint()); }
    QSize sizeHint() const override { return {kResetSide, kResetSide}; }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        const auto& t = theme();
        if (hasFocus() || underMouse()) {
            p.setPen(hasFocus() ? QPen(t.accent, 1) : Qt::NoPen);
            p.setBrush(t.accentSoft);
            p.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
        }
        const QPointF middle = QRectF(rect()).center();
        constexpr double kRadius = 4.5;
        p.setPen(QPen(t.accent, 1.5, Qt::SolidLine, Qt::RoundCap));
        p.setBrush(Qt::NoBrush);
        p.drawArc(QRectF(middle.x() - kRadius, middle.y() - kRadius, 2 * kRadius, 2 * kRadius), -130 * 16, 270 * 16);
        const QPointF tip(middle.x() - kRadius * 0.77, middle.y() - kRadius * 0.64);
        p.drawLine(tip, tip + QPointF(-0.4, -3.6));
        p.drawLine(tip, tip + QPointF(3.4, 0.2));
    }
};

} // namespace

ParameterRow::ParameterRow(SearchSetup& setup, const ParameterSpec& spec, QWidget* parent)
    : QWidget(parent)
    , m_setup(setup)
    , m_spec(spec)
    , m_key(spec.key)
    , m_title(new QLabel(this))
    , m_problem(makeLabel("bad", this))
    , m_reset(new ResetButton(this))
{
    switch (spec.kind) {
    case ParameterKind::Choice: makeChoice(); break;
    case ParameterKind::Boolean: makeCheck(); break;
    case ParameterKind::List: makeList(); break;
    default: makeLine(); break;
    }
    const auto title = qs(spec.title);
    m_editor->setObjectName(qs(spec.key));
    m_editor->setAccessibleName(spec.unit.empty() ? title : QStringLiteral("%1, %2").arg(title, qs(spec.unit)));
    m_title->setBuddy(m_editor);
    m_title->setWordWrap(true);
    m_title->setTextFormat(Qt::RichText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_reset->setObjectName(qs(spec.key) + QStringLiteral(".reset"));
    m_reset->setFocusPolicy(Qt::StrongFocus);
    m_reset->setAccessibleName(tr("Reset %1 to the preset").arg(title));
    auto keep = m_reset->sizePolicy();
    keep.setRetainSizeWhenHidden(true); // fields stay in line
    m_reset->setSizePolicy(keep);
    connect(m_reset, &QToolButton::clicked, this, [this] {
        m_setup.reset(m_key);
        load();
        markDifference();
        m_editor->setFocus();
    });
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(4);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, kTitleShare);
    grid->setColumnStretch(2, kEditorShare);
    grid->addWidget(m_title, 0, 0);
    grid->addWidget(m_reset, 0, 1);
    grid->addWidget(m_editor, 0, 2);
    grid->addWidget(m_problem, 1, 0, 1, 3);
    connect(&ThemeKeeper::instance(), &ThemeKeeper::changed, this, &ParameterRow::markDifference);
}

void ParameterRow::makeLine()
{
    auto* line = new ValueEdit(qs(m_spec.unit), this);
    line->setMinimumWidth(kNarrowest);
    m_load = [this, line] { line->setText(qs(m_setup.settings().text(m_key))); };
    connect(line, &QLineEdit::textChanged, this, [this](const QString& text) { set(text.trimmed()); });
    m_editor = line;
}

void ParameterRow::makeChoice()
{
    auto* box = new QComboBox(this);
    box->addItems(choices(m_spec));
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(4);
    box->setFocusPolicy(Qt::StrongFocus);
    box->installEventFilter(this);
    m_load = [this, box] { box->setCurrentText(qs(m_setup.settings().text(m_key))); };
    connect(box, &QComboBox::currentTextChanged, this, &ParameterRow::set);
    m_editor = box;
}

bool ParameterRow::eventFilter(QObject* object, QEvent* event)
{
    if (event->type() != QEvent::Wheel || static_cast<QWidget*>(object)->hasFocus())
        return QWidget::eventFilter(object, event);
    event->ignore();
    return true;
}

void ParameterRow::makeCheck()
{
    auto* box = new QCheckBox(this);
    m_load = [this, box] { box->setChecked(m_setup.settings().boolean(m_key)); };
    connect(box, &QCheckBox::toggled, this, [this](bool on) { set(on ? QStringLiteral("true") : QStringLiteral("false")); });
    m_editor = box;
}

void ParameterRow::makeList()
{
    auto* button = new QToolButton(this);
    auto* menu = new QMenu(button);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    const auto all = choices(m_spec);
    for (const auto& choice : all)
        menu->addAction(choice)->setCheckable(true);
    const auto chosen = [menu] {
        QStringList on;
        for (const auto* action : menu->actions())
            if (action->isChecked())
                on << action->text();
        return on;
    };
    const auto relabel = [this, button, chosen, count = all.size()] {
        const auto on = chosen();
        button->setText(on.size() == count ? tr("all %1").arg(count) : on.size() == 1 ? on.front() : tr("%1 of %2").arg(on.size()).arg(count));
        button->setAccessibleDescription(on.join(QStringLiteral(", ")));
    };
    m_load = [this, menu, relabel] {
        const auto values = qs(m_setup.settings().text(m_key)).split(QLatin1Char(','));
        for (auto* action : menu->actions())
            action->setChecked(values.contains(action->text()));
        relabel();
    };
    connect(menu, &QMenu::triggered, this, [this, chosen, relabel] {
        set(chosen().join(QLatin1Char(',')));
        relabel();
    });
    m_editor = button;
}

void ParameterRow::load()
{
    m_loading = true;
    m_load();
    m_loading = false;
    showProblem({});
}

void ParameterRow::set(const QString& text)
{
    if (m_loading)
        return;
    const auto status = m_setup.set(m_key, text.toStdString());
    auto sentence = status ? QString() : qs(status.error().message);
    // The form says the name beside the field; the sentence for the command line begins with its key.
    if (const auto start = QStringLiteral("%1 cannot be").arg(qs(m_key)); sentence.startsWith(start))
        sentence.replace(0, start.size(), tr("This cannot be"));
    showProblem(sentence);
}

void ParameterRow::showProblem(const QString& sentence)
{
    const bool was = !m_problem->isHidden();
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
    setStyleProperty(m_editor, "invalid", !sentence.isEmpty());
    m_editor->setAccessibleDescription(sentence.isEmpty() ? qs(m_spec.help) : sentence);
    if (was != !sentence.isEmpty())
        Q_EMIT problemChanged();
}

void ParameterRow::markDifference()
{
    m_changed = m_setup.settings().has(m_key) && m_setup.differsFromPreset(m_key);
    const auto title = qs(m_spec.title).toHtmlEscaped();
    m_title->setText(m_changed ? QStringLiteral("<span style='color:%1'>\u25cf</span> <b>%2</b>").arg(name(theme().accent), title)
                               : QStringLiteral("<span style='color:%1'>%2</span>").arg(name(theme().muted), title));
    m_reset->setVisible(m_changed || !m_problem->isHidden());
    const auto preset = qs(m_setup.presetText(m_key));
    m_reset->setToolTip(tr("Back to the preset: %1").arg(preset));
    for (QWidget* widget : {m_editor, static_cast<QWidget*>(m_title)})
        widget->setToolTip(tip(m_spec, preset));
}

} // namespace cw::ui
