#include "ui/charts/chart_panel.h"

#include <algorithm>
#include <utility>

#include <QActionGroup>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolTip>
#include <QVBoxLayout>

#include "ui/util/card.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kRefreshMilliseconds = 200;

QString translated(const char* text) { return QCoreApplication::translate("Charts", text); }

} // namespace

ChartPanel::ChartPanel(const ChartRow& row, const ChartSources& sources, Selection& selection, QWidget* parent)
    : QWidget(parent)
    , m_row(row)
    , m_sources(sources)
    , m_selection(selection)
    , m_legend(new ChartLegend(this))
    , m_variants(new QToolButton(this))
    , m_empty(makeLabel("muted", this))
    , m_view(ChartView::create(this))
    , m_whole(new QToolButton(m_view))
    , m_stack(new QStackedWidget(this))
{
    m_legend->setHelp(translated(row.help));
    m_view->setAccessibleName(translated(row.title));
    m_view->setAccessibleDescription(translated(row.help));
    m_whole->setText(tr("Show all"));
    m_whole->setToolTip(tr("Shows the whole chart again (double click, or 0)."));
    m_whole->setFocusPolicy(Qt::StrongFocus);
    m_whole->hide();
    auto* corner = new QHBoxLayout(m_view); // over the plot: a button that comes must not move the point under the pointer
    corner->setContentsMargins(0, 22, 16, 0);
    corner->addWidget(m_whole, 0, Qt::AlignTop | Qt::AlignRight);
    m_variants->setProperty("link", true);
    m_variants->setFocusPolicy(Qt::StrongFocus);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setContentsMargins(40, 0, 40, 24);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    fillVariants();

    auto* head = new QHBoxLayout;
    head->setSpacing(kGap);
    head->addWidget(m_legend, 1, Qt::AlignTop);
    head->addWidget(m_variants, 0, Qt::AlignTop);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(4);
    box->addLayout(head);
    box->addWidget(m_stack, 1);
    connectModels();
    refresh();
    takeSelection();
}

void ChartPanel::connectModels()
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefreshMilliseconds);
    connect(&m_refresh, &QTimer::timeout, this, &ChartPanel::refresh);
    const auto soon = [this] {
        if (!m_refresh.isActive())
            m_refresh.start();
    };
    connect(&m_sources.policy, &PolicyModel::changed, this, soon);
    connect(&m_sources.candidates, &CandidateModel::batchApplied, this, [soon](bool finished) {
        if (finished)
            soon();
    });
    connect(&m_sources.run, &RunModel::stateChanged, this, soon);
    connect(&m_sources.control, &ControlModel::changed, this, soon);
    connect(&ThemeKeeper::instance(), &ThemeKeeper::changed, this, &ChartPanel::refresh);
    connect(&m_selection, &Selection::currentChanged, this, &ChartPanel::takeSelection);
    connect(&m_selection, &Selection::chosenChanged, this, &ChartPanel::takeSelection);
    connect(m_view, &ChartView::pointClicked, this, [this](CandidateId id, Qt::KeyboardModifiers modifiers) {
        modifiers.testFlag(Qt::ControlModifier) ? m_selection.toggle(id) : m_selection.select(id);
    });
    connect(m_view, &ChartView::pointsChosen, this, [this](const std::vector<CandidateId>& ids) { m_selection.selectMany(ids); });
    connect(m_view, &ChartView::pointHovered, this, &ChartPanel::describe);
    connect(m_view, &ChartView::zoomChanged, m_whole, &QWidget::setVisible);
    connect(m_whole, &QToolButton::clicked, m_view, &ChartView::resetZoom);
}

void ChartPanel::fillVariants()
{
    m_variants->setVisible(!m_row.variants.empty());
    if (m_row.variants.empty())
        return;
    auto* menu = new QMenu(m_variants);
    auto* group = new QActionGroup(menu);
    for (std::size_t i = 0; i < m_row.variants.size(); ++i) {
        auto* action = menu->addAction(translated(m_row.variants[i].title));
        action->setCheckable(true);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, i] { setVariant(static_cast<int>(i)); });
    }
    m_variants->setMenu(menu);
    m_variants->setPopupMode(QToolButton::InstantPopup);
    setVariant(0);
}

void ChartPanel::setVariant(int variant)
{
    if (variant < 0 || variant >= static_cast<int>(m_row.variants.size()))
        return;
    const bool other = variant != m_variant;
    m_variant = variant;
    const auto name = translated(m_row.variants[static_cast<std::size_t>(variant)].title);
    m_variants->setText(name + QStringLiteral(" \u25be"));
    m_variants->setAccessibleName(tr("%1: %2").arg(translated(m_row.title), name));
    m_variants->menu()->actions().at(variant)->setChecked(true);
    if (!other)
        return;
    m_view->resetZoom(); // other values along the axis
    refresh();
}

void ChartPanel::refresh()
{
    m_refresh.stop();
    if (const auto& folder = m_sources.run.info().folder; std::exchange(m_run, folder) != folder)
        m_view->resetZoom(); // another run stands elsewhere
    m_content = m_row.content(m_sources, m_variant);
    m_legend->setContent(m_content);
    m_variants->setVisible(!m_row.variants.empty() && m_content.empty.isEmpty());
    m_empty->setText(m_content.empty);
    m_stack->setCurrentIndex(m_content.empty.isEmpty() ? 1 : 0);
    if (!m_content.empty.isEmpty())
        m_view->resetZoom();
    m_view->setContent(m_content);
}

void ChartPanel::resizeEvent(QResizeEvent* event)
{
    // A low chart gives its height to the plot.
    m_legend->setMostLines(std::clamp(height() / (smallTextPixels() * 6), 1, 5));
    QWidget::resizeEvent(event);
}

void ChartPanel::takeSelection() { m_view->setSelection(m_selection.current(), m_selection.chosen()); }

void ChartPanel::describe(CandidateId id, const QPoint& at)
{
    const auto text = id ? m_row.hover(m_sources, id) : QString();
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(at, text, m_view);
}

} // namespace cw::ui
