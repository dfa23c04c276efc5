#include "ui/docks/compare_tab.h"

#include <algorithm>

#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/util/card.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kSideWidth = 28; // letters' heights: room for a cell whose words can be read

} // namespace

CompareTab::CompareTab(LayoutClient& layout, const CandidateModel& candidates, const RunModel& run, const Selection& selection, QWidget* parent)
    : QWidget(parent)
    , m_layout(layout)
    , m_candidates(candidates)
    , m_run(run)
    , m_selection(selection)
    , m_content(new QWidget(this))
    , m_grid(new QGridLayout)
    , m_page(nullptr)
    , m_verdict(new QLabel(this))
    , m_note(makeLabel("muted", this))
{
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 8, 0);
    column->setSpacing(8);
    m_grid->setHorizontalSpacing(2 * kGap);
    m_grid->setVerticalSpacing(4);
    column->addLayout(m_grid, 1);
    column->addWidget(m_note);
    m_verdict->setWordWrap(true);
    m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_note->setWordWrap(true);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::StrongFocus);
    scroll->setAccessibleName(tr("Compared candidates"));
    scroll->setWidget(m_content);
    m_page = new CanvasPage(scroll, this);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(4);
    box->addWidget(m_verdict);
    box->addWidget(m_page, 1);
    m_fit.setSingleShot(true);
    m_fit.setInterval(0);
    connect(&m_fit, &QTimer::timeout, this, &CompareTab::fit);
    connect(&ThemeKeeper::instance(), &ThemeKeeper::changed, this, &CompareTab::refresh);
    refresh();
}

std::vector<CompareSide*> CompareTab::sides() const { return {m_sides.begin(), m_sides.begin() + static_cast<std::ptrdiff_t>(m_shown)}; }

void CompareTab::setStyle(GraphStyle style)
{
    m_style = style;
    refresh();
}

void CompareTab::setLeftToRight(bool leftToRight)
{
    m_leftToRight = leftToRight;
    for (auto* side : m_sides)
        side->view()->setLeftToRight(leftToRight);
}

void CompareTab::refresh()
{
    m_stale = true;
    if (isVisible())
        compareNow();
}

void CompareTab::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_stale)
        compareNow();
}

void CompareTab::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void CompareTab::addSide()
{
    auto* side = new CompareSide(m_layout, m_content);
    side->view()->setLeftToRight(m_leftToRight);
    m_sides.push_back(side);
    connect(side, &CompareSide::drawn, &m_fit, qOverload<>(&QTimer::start));
    connect(side, &CompareSide::candidateRequested, this, &CompareTab::candidateRequested);
    Q_EMIT viewAdded(side->view());
}

void CompareTab::compareNow()
{
    m_stale = false;
    const auto ids = toCompare(m_candidates, m_selection.chosen());
    const auto before = std::exchange(m_shown, ids.size() >= 2 ? ids.size() : 0);
    if (m_shown == 0) {
        m_page->setMessage(m_candidates.rowCount() < 2 ? noCellText(m_run)
                                                       : tr("Choose two to four candidates to compare: Ctrl+click them in the list or in a chart, or press C on each."));
        m_verdict->hide();
        return;
    }
    m_page->setMessage({});
    std::vector<const Candidate*> candidates;
    for (const auto id : ids)
        candidates.push_back(m_candidates.find(id));
    const auto comparison = compare(candidates);
    while (m_sides.size() < m_shown)
        addSide();
    for (std::size_t i = 0; i < m_sides.size(); ++i) {
        m_sides[i]->setVisible(i < m_shown);
        if (i < m_shown)
            m_sides[i]->setCandidate(*candidates[i], m_run.info().network(), comparison, i, m_style);
    }
    m_verdict->show();
    m_verdict->setText(comparison.verdict.join(QLatin1Char('\n')));
    auto note = tr("Differences are from #%1. A dashed frame: a block that not all of them have.").arg(ids.front());
    if (m_selection.chosen().size() > ids.size())
        note = tr("The four best measured of %1 chosen.").arg(m_selection.chosen().size()) + QLatin1Char(' ') + note;
    m_note->setText(note);
    if (before != m_shown) {
        m_columns = 0;
        arrange();
    }
}

void CompareTab::arrange()
{
    m_fit.start();
    const int shown = static_cast<int>(m_shown), columns = std::clamp(width() / (kSideWidth * textPixels()), 1, std::max(shown, 1));
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (int i = 0; i < shown; ++i)
        m_sides[static_cast<std::size_t>(i)]->place(m_grid, i / columns * CompareSide::kRows, i % columns);
    for (int i = 0; i < Comparison::kMost; ++i) {
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
        m_grid->setRowStretch(i * CompareSide::kRows + CompareSide::kViewRow, i * columns < shown ? 1 : 0);
    }
}

void CompareTab::fit()
{
    double smallest = 0;
    for (auto* side : sides()) {
        side->view()->fit();
        const double scale = side->view()->transform().m11();
        smallest = smallest > 0 ? std::min(smallest, scale) : scale;
    }
    for (auto* side : sides())
        side->view()->zoomBy(smallest / side->view()->transform().m11());
}

void CompareTab::zoomBy(double factor)
{
    for (auto* side : sides())
        side->view()->zoomBy(factor);
}

void CompareTab::resetZoom()
{
    for (auto* side : sides())
        side->view()->resetZoom();
}

} // namespace cw::ui
