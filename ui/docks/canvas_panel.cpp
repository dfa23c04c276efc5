#include "ui/docks/canvas_panel.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QSettings>
#include <QTextDocumentFragment>
#include <QVBoxLayout>

#include "ui/docks/canvas_controls.h"
#include "ui/docks/cell_tab.h"
#include "ui/docks/compare_tab.h"
#include "ui/docks/network_tab.h"
#include "ui/util/card.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr auto kStyleKey = "canvas/operationsOnEdges", kDirectionKey = "canvas/topDown";
constexpr int kTabSpacing = 2, kTabPadding = 14, kMargin = 13;

} // namespace

CanvasPanel::CanvasPanel(LayoutClient& layout, const CandidateModel& candidates, const PolicyModel& policy, const RunModel& run, Selection& selection, QWidget* parent)
    : QWidget(parent)
    , m_candidates(candidates)
    , m_run(run)
    , m_selection(selection)
    , m_cell(new CellTab(layout, candidates, policy, run, selection, this))
    , m_network(new NetworkTab(layout, candidates, run, selection, this))
    , m_compare(new CompareTab(layout, candidates, run, selection, this))
    , m_top(new QWidget(this))
    , m_controls(new CanvasControls(this))
    , m_stack(new QStackedWidget(this))
    , m_facts(makeLabel("muted", this))
    , m_following(makeLabel("good", this, QStringLiteral("\u25cf ") + tr("live")))
    , m_live(new QPushButton(tr("Back to live"), this))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* card = new QFrame(this);
    card->setProperty("card", true);
    card->setAccessibleName(tr("Canvas"));
    outer->addWidget(card);
    auto* box = new QVBoxLayout(card);
    box->setContentsMargins(kMargin, 8, kMargin, 11);
    box->setSpacing(6);
    m_top->setLayout(makeTabs());
    m_top->setMinimumWidth(1); // narrower than all of it: then the controls give way
    box->addWidget(m_top);
    box->addLayout(makeFacts());
    box->addWidget(m_stack, 1);
    for (auto* page : {static_cast<QWidget*>(m_cell), static_cast<QWidget*>(m_network), static_cast<QWidget*>(m_compare)})
        m_stack->addWidget(page);
    connectModels();
    const QSettings settings;
    setStyle(settings.value(QLatin1String(kStyleKey), false).toBool() ? GraphStyle::Edges : GraphStyle::Boxes);
    setLeftToRight(!settings.value(QLatin1String(kDirectionKey), false).toBool());
    refresh();
}

QLayout* CanvasPanel::makeTabs()
{
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kTabSpacing);
    auto* group = new QButtonGroup(this);
    const std::pair<QString, QString> texts[] = {{tr("Cell"), tr("The architecture of the selected candidate (Ctrl+1)")},
                                                 {tr("Network"), tr("The whole network that the search trains for it (Ctrl+2)")},
                                                 {tr("Compare"), tr("Chosen candidates side by side (Ctrl+3)")}};
    for (std::size_t i = 0; i < m_tabs.size(); ++i) {
        auto* button = new QPushButton(texts[i].first, this);
        button->setToolTip(texts[i].second);
        button->setProperty("tab", true);
        button->setCheckable(true);
        group->addButton(button);
        row->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, i] { setTab(static_cast<Tab>(i)); });
        m_tabs[i] = button;
    }
    m_tabs[0]->setChecked(true);
    row->addStretch(1);
    row->addWidget(m_controls);
    return row;
}

QLayout* CanvasPanel::makeFacts()
{
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    m_facts->setWordWrap(true);
    m_facts->setTextFormat(Qt::RichText);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_following->setToolTip(tr("The canvas follows the search: select a candidate to stay with it"));
    m_live->setToolTip(tr("Follow the search again: show the cell in training"));
    row->addWidget(m_facts, 1);
    row->addWidget(m_following);
    row->addWidget(m_live);
    return row;
}

void CanvasPanel::connectModels()
{
    connect(m_live, &QPushButton::clicked, &m_selection, &Selection::backToLive);
    connect(&m_selection, &Selection::currentChanged, this, &CanvasPanel::refresh);
    connect(&m_selection, &Selection::liveChanged, this, &CanvasPanel::refreshFacts);
    connect(&m_selection, &Selection::chosenChanged, this, [this] {
        refreshTabs();
        refreshFacts();
        m_compare->refresh();
    });
    connect(&m_candidates, &CandidateModel::candidateChanged, this, [this](CandidateId id) {
        if (id == m_selection.current())
            refreshFacts();
        if (m_tab == Tab::Compare && m_selection.isChosen(id))
            m_compare->refresh();
    });
    connect(&m_candidates, &QAbstractItemModel::modelReset, this, &CanvasPanel::refresh);
    connect(&m_run, &RunModel::stateChanged, this, &CanvasPanel::refresh);
    connect(&ThemeKeeper::instance(), &ThemeKeeper::changed, this, &CanvasPanel::refreshFacts);
    connect(m_controls, &CanvasControls::styleChosen, this, &CanvasPanel::setStyle);
    connect(m_controls, &CanvasControls::leftToRightChosen, this, &CanvasPanel::setLeftToRight);
    connect(m_controls, &CanvasControls::fitRequested, this, &CanvasPanel::fit);
    connect(m_cell, &CellTab::childShown, this, &CanvasPanel::refreshFacts);
    connect(m_cell, &CellTab::hypotheticalLeft, this, [this] {
        refreshFacts();
        Q_EMIT hypotheticalLeft();
    });
    connect(m_cell, &CellTab::blockSelected, this, &CanvasPanel::blockSelected);
    connect(m_cell, &CellTab::networkRequested, this, [this] {
        m_cell->showPlain();
        setTab(Tab::Network);
    });
    connect(m_network, &NetworkTab::cellRequested, this, [this](int index) {
        m_cell->showNetworkCell(index);
        setTab(Tab::Cell);
    });
    connect(m_compare, &CompareTab::candidateRequested, this, [this](CandidateId id) {
        m_selection.selectMany(m_selection.chosen(), id);
        setTab(Tab::Cell);
    });
    connectView(m_cell->view());
    connectView(m_network->view());
    connect(m_compare, &CompareTab::viewAdded, this, &CanvasPanel::connectView);
}

void CanvasPanel::connectView(GraphView* graph)
{
    connect(graph, &GraphView::pauseKey, this, &CanvasPanel::pauseKey);
    connect(graph, &GraphView::dragRequested, this, &CanvasPanel::dragRequested);
}

GraphView* CanvasPanel::view() const { return m_cell->view(); }

GraphView* CanvasPanel::currentView() const
{
    if (m_tab == Tab::Network)
        return m_network->view();
    const auto sides = m_compare->sides();
    return m_tab == Tab::Compare && !sides.empty() ? sides.front()->view() : m_cell->view();
}

void CanvasPanel::setTab(Tab tab)
{
    m_tabs[static_cast<std::size_t>(tab)]->setChecked(true);
    if (m_tab == tab)
        return;
    m_tab = tab;
    m_stack->setCurrentIndex(static_cast<int>(tab));
    refreshFacts();
    if (currentView()->isVisible())
        currentView()->setFocus();
    Q_EMIT tabChanged(tab);
}

void CanvasPanel::setStyle(GraphStyle style)
{
    m_controls->setStyle(style);
    if (m_style == style)
        return;
    m_style = style;
    m_cell->setStyle(style);
    m_compare->setStyle(style);
    fitControls();
    QSettings().setValue(QLatin1String(kStyleKey), style == GraphStyle::Edges);
    Q_EMIT styleChanged(style);
}

void CanvasPanel::setLeftToRight(bool leftToRight)
{
    m_controls->setLeftToRight(leftToRight);
    if (m_leftToRight == leftToRight)
        return;
    m_leftToRight = leftToRight;
    m_cell->view()->setLeftToRight(leftToRight);
    m_network->view()->setLeftToRight(leftToRight);
    m_compare->setLeftToRight(leftToRight);
    fitControls();
    QSettings().setValue(QLatin1String(kDirectionKey), !leftToRight);
    Q_EMIT leftToRightChanged(leftToRight);
}

void CanvasPanel::fit() { m_tab == Tab::Compare ? m_compare->fit() : currentView()->fit(); }
void CanvasPanel::resetZoom() { m_tab == Tab::Compare ? m_compare->resetZoom() : currentView()->resetZoom(); }
void CanvasPanel::zoomBy(double factor) { m_tab == Tab::Compare ? m_compare->zoomBy(factor) : currentView()->zoomBy(factor); }
void CanvasPanel::openFind() { currentView()->openFind(); }
void CanvasPanel::findNext(int direction) { currentView()->findNext(direction); }
void CanvasPanel::showHypothetical(const Architecture& arch, const QString& inWords)
{
    m_cell->showHypothetical(arch, inWords);
    setTab(Tab::Cell);
    refreshFacts();
}

void CanvasPanel::leaveHypothetical()
{
    m_cell->leaveHypothetical();
    refreshFacts();
}

bool CanvasPanel::hypothetical() const { return m_cell->hypothetical(); }
void CanvasPanel::selectBlock(int block) { m_cell->selectBlock(block); }

void CanvasPanel::refresh()
{
    m_cell->refresh();
    m_network->refresh();
    m_compare->refresh();
    refreshFacts();
    refreshTabs();
}

void CanvasPanel::refreshTabs()
{
    const auto count = toCompare(m_candidates, m_selection.chosen()).size();
    tabButton(Tab::Compare)->setText(count >= 2 ? tr("Compare (%1)").arg(count) : tr("Compare"));
    fitControls();
}

void CanvasPanel::refreshFacts()
{
    const auto* c = m_candidates.find(m_selection.current());
    const bool searching = m_run.live() && isActive(m_run.state());
    const auto heading = [](const QString& text) { return QStringLiteral("<span style='color:%1; font-weight:600; font-size:%2px'>%3</span>&nbsp; ").arg(name(theme().text)).arg(textPixels() * 5 / 4).arg(text); };
    m_live->setVisible(searching && !m_selection.live());
    const auto* child = c ? nullptr : m_cell->shownChild();
    m_following->setVisible(searching && m_selection.live() && (c || child));
    m_facts->setVisible(c || child);
    m_controls->setVisible(c || child);
    if (child && m_tab != Tab::Compare) {
        const auto reached = child->reward ? m_run.words().measured(*child->reward) : tr("trained on one mini-batch, not scored");
        m_facts->setText(heading(searching ? tr("Sampled now") : tr("Sampled at this moment")) + reached.toHtmlEscaped());
        return;
    }
    if (!c || m_tab == Tab::Compare) {
        const auto compared = toCompare(m_candidates, m_selection.chosen()).size();
        m_facts->setText(!c ? QString() : compared < 2 ? heading(tr("Compare")) : heading(tr("%1 candidates side by side").arg(compared)));
        return;
    }
    if (m_tab == Tab::Cell && m_cell->hypothetical()) { // the candidate's figures are not those of what is drawn
        m_facts->setText(heading(tr("What if")) + tr("in place of #%1").arg(c->proposed.id));
        return;
    }
    QStringList facts;
    facts << (c->measured() ? c->words.measured(c->evaluation->accuracy) : stateText(*c));
    if (c->proposed.predicted)
        facts << tr("predicted %1").arg(predictionText(*c->proposed.predicted));
    if (c->proposed.parameters > 0)
        facts << tr("%1 parameters").arg(shortCount(c->proposed.parameters));
    if (c->proposed.multiplyAdds > 0)
        facts << tr("%1 multiply-adds").arg(shortCount(c->proposed.multiplyAdds));
    for (auto& fact : facts) // lines break between facts only
        fact = fact.toHtmlEscaped().replace(QLatin1Char(' '), QChar::Nbsp).replace(QChar(0x202f), QChar::Nbsp);
    m_facts->setText(heading(QStringLiteral("#%1").arg(c->proposed.id)) + facts.join(QStringLiteral("&nbsp;\u00b7 ")));
}

QString CanvasPanel::facts() const { return QTextDocumentFragment::fromHtml(m_facts->text()).toPlainText().simplified(); }

void CanvasPanel::fitControls()
{
    int tabs = 0;
    for (auto* button : m_tabs) {
        auto bold = button->font(); // as the chosen one is written: the row stands still
        bold.setWeight(QFont::DemiBold);
        button->setMinimumWidth(QFontMetrics(bold).horizontalAdvance(button->text()) + 2 * kTabPadding);
        tabs += button->minimumWidth() + kTabSpacing;
    }
    m_controls->setNarrow(width() - 2 * kMargin < tabs + m_controls->wideWidth() + kMargin);
}

void CanvasPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitControls();
}

void CanvasPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitControls();
}

} // namespace cw::ui
