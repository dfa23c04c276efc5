#include "ui/docks/cell_tab.h"

#include <algorithm>
#include <utility>

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "core/arch/architecture_graph.h"
#include "ui/models/arch_parts.h"
#include "ui/util/card.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr int kChildMilliseconds = 400; // a child stays long enough to be looked at

}

CellTab::CellTab(LayoutClient& layout, const CandidateModel& candidates, const PolicyModel& policy, const RunModel& run, const Selection& selection, QWidget* parent)
    : QWidget(parent)
    , m_candidates(candidates)
    , m_policy(policy)
    , m_run(run)
    , m_selection(selection)
    , m_view(new GraphView(layout, this))
    , m_page(new CanvasPage(m_view, this))
    , m_crumb(new QWidget(this))
    , m_placeText(makeLabel("title", this))
    , m_banner(new QWidget(this))
    , m_bannerText(makeLabel("warning", this))
{
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(4);
    box->addWidget(m_crumb);
    box->addWidget(m_banner);
    box->addWidget(m_page, 1);
    auto* crumb = new QHBoxLayout(m_crumb);
    crumb->setContentsMargins(0, 0, 0, 0);
    crumb->setSpacing(6);
    const auto link = [&](const QString& text, const QString& help) {
        auto* button = new QPushButton(text, this);
        button->setProperty("link", true);
        button->setToolTip(help);
        return button;
    };
    auto* back = link(tr("Network"), tr("Back to the whole network"));
    auto* plain = link(tr("Show the first cell"), tr("The cell as it stands first in the network"));
    crumb->addWidget(back);
    crumb->addWidget(makeLabel("muted", this, QStringLiteral("\u203a")));
    crumb->addWidget(m_placeText);
    crumb->addStretch(1);
    crumb->addWidget(plain);
    m_crumb->hide();
    auto* banner = new QHBoxLayout(m_banner);
    banner->setContentsMargins(0, 0, 0, 0);
    banner->setSpacing(8);
    auto* leave = link(tr("Back to what was sampled"), tr("Show the candidate as the controller sampled it"));
    leave->setObjectName(QStringLiteral("leaveHypothetical"));
    m_bannerText->setWordWrap(true);
    m_bannerText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    banner->addWidget(m_bannerText, 1);
    banner->addWidget(leave, 0, Qt::AlignTop);
    m_banner->hide();
    connect(leave, &QPushButton::clicked, this, &CellTab::leaveHypothetical);
    m_childSoon.setSingleShot(true);
    m_childSoon.setInterval(kChildMilliseconds);
    connect(&m_childSoon, &QTimer::timeout, this, &CellTab::takeChild);
    connect(&m_policy, &PolicyModel::childChanged, this, [this] {
        if (!m_policy.child())
            takeChild(); // forgotten: at once
        else if (!m_childSoon.isActive())
            m_childSoon.start();
    });
    connect(m_view, &GraphView::drawn, this, [this] { m_drawing = false; });
    connect(back, &QPushButton::clicked, this, &CellTab::networkRequested);
    connect(plain, &QPushButton::clicked, this, &CellTab::showPlain);
    connect(m_view, &GraphView::problemChanged, this, &CellTab::refreshMessage);
    connect(m_view, &GraphView::nodeSelected, this, &CellTab::nodeSelected);
    refresh();
}

void CellTab::refresh()
{
    const auto id = m_candidates.find(m_selection.current()) ? m_selection.current() : 0;
    const bool left = id != m_shown && std::exchange(m_hypothetical, std::nullopt);
    if (id != m_shown)
        m_place.reset();
    m_shown = id;
    draw();
    if (left)
        Q_EMIT hypotheticalLeft();
}

const Architecture* CellTab::shownArchitecture() const
{
    if (m_hypothetical)
        return &*m_hypothetical;
    if (const auto* candidate = m_candidates.find(m_shown))
        return &candidate->proposed.arch;
    return m_child ? &m_child->arch : nullptr;
}

/// The newest one, where it can be seen and the one before is drawn: layouts never pile up.
void CellTab::takeChild()
{
    if (m_policy.child() && (m_shown || m_hypothetical || !isVisible()))
        return; // comes back when the selection does
    if (m_policy.child() && m_drawing && m_view->problem().isEmpty()) {
        m_childSoon.start();
        return;
    }
    m_child = m_policy.child();
    draw();
    Q_EMIT childShown();
}

void CellTab::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!m_shown && m_policy.child())
        takeChild();
}

void CellTab::showHypothetical(Architecture arch, const QString& inWords)
{
    m_hypothetical = std::move(arch);
    m_place.reset();
    m_bannerText->setText(inWords);
    draw();
}

void CellTab::leaveHypothetical()
{
    if (!m_hypothetical)
        return;
    m_hypothetical.reset();
    draw();
    Q_EMIT hypotheticalLeft();
}

void CellTab::setStyle(GraphStyle style)
{
    if (m_style == style)
        return;
    m_style = style;
    draw();
}

void CellTab::showNetworkCell(int index)
{
    m_place = index;
    draw();
}

void CellTab::showPlain()
{
    if (!m_place)
        return;
    m_place.reset();
    draw();
    m_view->setFocus();
}

void CellTab::draw()
{
    if (!m_shown && !m_hypothetical)
        m_child = m_policy.child();
    const auto* arch = shownArchitecture();
    const auto plan = arch ? planNetwork(*arch, m_run.info().network()) : Result<NetworkPlan>(NetworkPlan{});
    if (!arch || !plan || (m_place && *m_place >= static_cast<int>(plan->cells.size())))
        m_place.reset();
    m_graph = {};
    if (arch)
        m_graph = m_place ? networkCellGraph(*plan, *m_place, m_style) : architectureGraph(*arch, plan ? &*plan : nullptr, m_style);
    m_crumb->setVisible(m_place.has_value());
    m_banner->setVisible(m_hypothetical.has_value());
    if (m_place) {
        const bool reduction = plan->cells[static_cast<std::size_t>(*m_place)].reduction;
        const auto place = tr("cell %1 of %2").arg(*m_place + 1).arg(plan->cells.size());
        m_placeText->setText(reduction ? tr("%1, reduction").arg(place) : place);
    }
    const auto text = qs(toText(m_graph));
    const bool same = std::exchange(m_drawn, text) == text && m_view->problem().isEmpty();
    if (m_graph.nodes.empty())
        m_view->clear();
    else if (!same) {
        m_drawing = shownChild() != nullptr;
        const auto first = m_place ? m_placeText->text() : m_hypothetical ? m_bannerText->text() : shownChild() ? tr("Sampled now") : QString();
        m_view->showGraph(m_graph, (first.isEmpty() ? QString() : first + QStringLiteral(". ")) + archInWords(*arch));
    }
    refreshMessage();
}

void CellTab::refreshMessage()
{
    if (!m_shown && !shownArchitecture())
        m_page->setMessage(noCellText(m_run));
    else if (m_graph.nodes.empty())
        m_page->setMessage(m_shown ? tr("Candidate #%1 is of a kind that this version cannot draw; its figures are in the list.").arg(m_shown) : tr("This is of a kind that this version cannot draw."));
    else
        m_page->setMessage(m_view->problem());
}

void CellTab::nodeSelected(const std::string& id)
{
    const auto node = std::find_if(m_graph.nodes.begin(), m_graph.nodes.end(), [&](const GraphNode& each) { return each.id == id; });
    const auto* arch = shownArchitecture();
    const int block = node == m_graph.nodes.end() || !arch ? -1 : m_place ? node->block : partOfNode(*arch, *node);
    if (std::exchange(m_block, block) != block && m_telling)
        Q_EMIT blockSelected(block);
}

void CellTab::selectBlock(int block)
{
    if (m_block == block)
        return;
    const auto* arch = shownArchitecture();
    // The sum of a block in place of one of its operations; layers and nodes are one thing.
    const GraphNode* found = nullptr;
    for (const auto& node : m_graph.nodes)
        if (arch && block >= 0 && (m_place ? node.block : partOfNode(*arch, node)) == block && (!found || node.half < 0))
            found = &node;
    m_telling = false;
    m_view->selectNode(found ? found->id : std::string());
    m_telling = true;
    m_block = block;
}

} // namespace cw::ui
