#include "ui/docks/canvas_controls.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>

namespace cw::ui {
namespace {

constexpr int kSpacing = 2;
QString withArrow(const QString& text) { return text + QStringLiteral(" \u25be"); }

} // namespace

CanvasControls::CanvasControls(QWidget* parent)
    : QWidget(parent)
{
    const auto choice = [this](QActionGroup* group, const QString& text, auto chosen) {
        auto* action = new QAction(text, group);
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, chosen);
        return action;
    };
    auto* styles = new QActionGroup(this);
    m_boxes = choice(styles, tr("Operations in boxes"), [this] { Q_EMIT styleChosen(GraphStyle::Boxes); });
    m_edges = choice(styles, tr("Operations on edges"), [this] { Q_EMIT styleChosen(GraphStyle::Edges); });
    auto* directions = new QActionGroup(this);
    m_across = choice(directions, tr("Left to right"), [this] { Q_EMIT leftToRightChosen(true); });
    m_down = choice(directions, tr("Top down"), [this] { Q_EMIT leftToRightChosen(false); });

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpacing);
    const auto button = [&](const QString& text, const QString& help, const QList<QAction*>& actions) {
        auto* made = new QToolButton(this);
        made->setText(text);
        made->setToolTip(help);
        made->setProperty("quiet", true);
        made->setFocusPolicy(Qt::StrongFocus);
        if (!actions.isEmpty()) {
            auto* menu = new QMenu(made);
            menu->addActions(actions);
            made->setMenu(menu);
            made->setPopupMode(QToolButton::InstantPopup);
            made->setAccessibleName(help);
        }
        row->addWidget(made);
        return made;
    };
    m_style = button({}, tr("How operations are drawn"), {m_boxes, m_edges});
    m_direction = button({}, tr("Direction of the graph"), {m_across, m_down});
    auto* separator = new QAction(this);
    separator->setSeparator(true);
    m_both = button(withArrow(tr("View")), tr("How operations are drawn, and the direction"), {m_boxes, m_edges, separator, m_across, m_down});
    m_fit = button(tr("Fit"), tr("Show all of it (Ctrl+9)"), {});
    connect(m_fit, &QToolButton::clicked, this, &CanvasControls::fitRequested);
    setStyle(GraphStyle::Boxes);
    setLeftToRight(true);
    setNarrow(false);
}

void CanvasControls::setStyle(GraphStyle style)
{
    (style == GraphStyle::Boxes ? m_boxes : m_edges)->setChecked(true);
    m_style->setText(withArrow(style == GraphStyle::Boxes ? tr("Boxes") : tr("Edges")));
}

void CanvasControls::setLeftToRight(bool leftToRight)
{
    (leftToRight ? m_across : m_down)->setChecked(true);
    m_direction->setText(withArrow(leftToRight ? m_across->text() : m_down->text()));
}

void CanvasControls::setNarrow(bool narrow)
{
    m_style->setVisible(!narrow);
    m_direction->setVisible(!narrow);
    m_both->setVisible(narrow);
}

int CanvasControls::wideWidth() const { return m_style->sizeHint().width() + m_direction->sizeHint().width() + m_fit->sizeHint().width() + 2 * kSpacing; }

} // namespace cw::ui
