#include "ui/docks/chart_deck.h"

#include <utility>

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
    , m_first(firstKey.toString())
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
    m_title->setMenu(new QMenu(m_title));
    card->setHeading(m_title);
    card->body()->addWidget(m_stack, 1);
    connect(&m_sources.run, &RunModel::changed, this, &ChartDeck::followRun);
    followRun();
}

/// The charts offered are those of the kind of run shown.
void ChartDeck::followRun()
{
    const auto& kind = m_sources.run.words().kind();
    if (std::exchange(m_kind, &kind) == &kind)
        return;
    auto* menu = m_title->menu();
    menu->clear();
    for (const auto& row : charts())
        if (row.appliesTo(kind))
            menu->addAction(titleOf(row), this, [this, &row] {
                setChart(QString::fromLatin1(row.key));
                remember();
            });
    const bool right = m_name.endsWith(QLatin1String("right"));
    const auto applies = [&kind](QStringView key) {
        const auto* row = findChart(key);
        return row && row->appliesTo(kind);
    };
    const auto kept = QSettings().value(settingsKey()).toString(), usual = QString::fromLatin1(kind.charts[right ? 1 : 0].data());
    setChart(applies(kept) ? kept : applies(usual) ? usual : m_first);
}

QStringList ChartDeck::offered() const
{
    QStringList titles;
    for (const auto* action : m_title->menu()->actions())
        titles << action->text();
    return titles;
}

QString ChartDeck::settingsKey() const
{
    return m_kind == &RunWords().kind() ? m_name : m_name + QLatin1Char('/') + QString::fromLatin1(m_kind->strategy.data(), static_cast<qsizetype>(m_kind->strategy.size()));
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

void ChartDeck::remember() { QSettings().setValue(settingsKey(), QLatin1String(panel()->row().key)); }

} // namespace cw::ui
