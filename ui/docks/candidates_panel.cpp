#include "ui/docks/candidates_panel.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QSortFilterProxyModel>

#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

/// Says the order in the title of the sorted column, where a reader and a screen reader find it.
class SortedCandidates final : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        const auto value = QSortFilterProxyModel::headerData(section, orientation, role);
        if (role != Qt::DisplayRole || orientation != Qt::Horizontal || section != sortColumn())
            return value;
        return value.toString() + (sortOrder() == Qt::DescendingOrder ? QStringLiteral(" \u2193") : QStringLiteral(" \u2191"));
    }
};

} // namespace

CandidatesPanel::CandidatesPanel(CandidateModel& candidates, Selection& selection, QWidget* parent)
    : QWidget(parent)
    , m_candidates(candidates)
    , m_selection(selection)
    , m_card(new Card(tr("Candidates"), this))
    , m_count(makeLabel("muted", this))
    , m_table(new QTableView(this))
    , m_sorted(new SortedCandidates(this))
{
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(m_card);
    m_card->addToHeader(m_count);
    m_card->body()->addWidget(m_table, 1);
    m_sorted->setSourceModel(&candidates);
    m_sorted->setSortRole(CandidateModel::SortRole);
    m_table->setModel(m_sorted);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(CandidateModel::Measured, Qt::DescendingOrder);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setTabKeyNavigation(false);
    m_table->setAccessibleName(tr("Candidates"));
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    // Fixed heights and widths: nothing is measured per row, so 10,000 rows cost what one screen of them costs.
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(textPixels() * 2);
    auto* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setStretchLastSection(true);
    header->setSortIndicatorShown(true);
    constexpr int widths[CandidateModel::kColumns] = {56, 44, 88, 112, 58, 84, 106, 110, 400};
    for (int column = 0; column < CandidateModel::kColumns; ++column)
        m_table->setColumnWidth(column, widths[column] * textPixels() / 12);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (now.isValid() && !m_following)
            m_selection.select(now.data(CandidateModel::IdRole).toUInt());
    });
    // A click on the row that is followed already also means: stay here.
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& at) { m_selection.select(at.data(CandidateModel::IdRole).toUInt()); });
    connect(&m_selection, &Selection::currentChanged, this, &CandidatesPanel::showSelection);
    connect(&candidates, &CandidateModel::batchApplied, this, [this] {
        const auto rows = m_candidates.rowCount();
        m_count->setText(rows > 0 ? tr("%1 cells").arg(fullCount(rows)) : QString());
    });
}

void CandidatesPanel::showSelection(CandidateId id)
{
    const int row = m_candidates.rowOf(id);
    m_following = true;
    if (row < 0) {
        m_table->selectionModel()->clear();
    } else {
        const auto at = m_sorted->mapFromSource(m_candidates.index(row, 0));
        // The search does not scroll the table under the user's eyes; a selection made elsewhere is brought into view.
        m_table->setAutoScroll(!m_selection.live());
        m_table->selectionModel()->setCurrentIndex(at, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        m_table->setAutoScroll(true);
    }
    m_following = false;
}

void CandidatesPanel::step(int step)
{
    if (m_sorted->rowCount() == 0)
        return;
    const auto current = m_table->currentIndex();
    const int row = current.isValid() ? std::clamp(current.row() + step, 0, m_sorted->rowCount() - 1) : 0;
    m_selection.select(m_sorted->index(row, 0).data(CandidateModel::IdRole).toUInt());
}

} // namespace cw::ui
