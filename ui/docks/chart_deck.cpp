#include "ui/docks/chart_deck.h"

#include <QCoreApplication>
#include <QMenu>
#include <QSettings>

namespace cw::ui {
namespace {

QString titleOf(const ChartRow& row) { return QCoreApplication::translate("Charts", row.title); }

} // namespace

ChartDeck::ChartDeck(const char* name, QStringView firstKey, const ChartSources& sources, Selection& selection, QWidget* parent)
    : QWidget(parent)
    , m_name(QStringLiteral("chart/%1").arg(QLatin1String(name)))
    , m_sources(sources)
    , m_selection(selection)
    , m_title(new QToolButton(this))
    , m_stack(new QStackedWidget(this))
{
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    auto* card = new Card({}, this);
    box->addWidget(card);
    m_title->setPopupMode(QToolButton::InstantPopup);
    m_title->setProperty("heading", true);
    m_title->setFocusPolicy(Qt::StrongFocus);
    m_title->setToolTip(tr("Show another chart here"));
    auto* menu = new QMenu(m_title);
    for (const auto& row : charts())
        menu->addAction(titleOf(row), this, [this, &row] {
            setChart(QString::fromLatin1(row.key));
            remember();
        });
    m_title->setMenu(menu);
    card->setHeading(m_title);
    card->body()->addWidget(m_stack, 1);
    const auto kept = QSettings().value(m_name).toString();
    setChart(findChart(kept) ? QStringView(kept) : firstKey);
}

ChartPanel* ChartDeck::panel() const { return qobject_cast<ChartPanel*>(m_stack->currentWidget()); }

/// A chart is made when it is first shown.
void ChartDeck::setChart(QStringView key)
{
    const auto* row = findChart(key);
    if (!row)
        return;
    ChartPanel* shown = nullptr;
    for (int i = 0; i < m_stack->count(); ++i)
        if (auto* panel = qobject_cast<ChartPanel*>(m_stack->widget(i)); panel && &panel->row() == row)
            shown = panel;
    if (!shown)
        m_stack->addWidget(shown = new ChartPanel(*row, m_sources, m_selection, m_stack));
    m_stack->setCurrentWidget(shown);
    m_title->setText(titleOf(*row) + QStringLiteral(" \u25be"));
    m_title->setAccessibleName(tr("Chart: %1").arg(titleOf(*row)));
}

void ChartDeck::remember() { QSettings().setValue(m_name, QLatin1String(panel()->row().key)); }

} // namespace cw::ui
