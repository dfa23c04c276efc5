#include "ui/docks/candidates_panel.h"

#include <algorithm>

#include <QActionGroup>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QSettings>

#include "ui/docks/candidate_delegate.h"
#include "ui/models/arch_parts.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

struct Order {
    CandidateModel::Column column;
    const char* title;
    Qt::SortOrder order; ///< the one that is wanted first
};
constexpr Order kOrders[] = {
    {CandidateModel::Measured, QT_TRANSLATE_NOOP("cw::ui::CandidatesPanel", "measured"), Qt::DescendingOrder},
    {CandidateModel::Predicted, QT_TRANSLATE_NOOP("cw::ui::CandidatesPanel", "predicted"), Qt::DescendingOrder},
    {CandidateModel::Level, QT_TRANSLATE_NOOP("cw::ui::CandidatesPanel", "level"), Qt::DescendingOrder},
    {CandidateModel::Parameters, QT_TRANSLATE_NOOP("cw::ui::CandidatesPanel", "parameters"), Qt::AscendingOrder},
    {CandidateModel::MultiplyAdds, QT_TRANSLATE_NOOP("cw::ui::CandidatesPanel", "multiply-adds"), Qt::AscendingOrder},
    {CandidateModel::Id, QT_TRANSLATE_NOOP("cw::ui::CandidatesPanel", "newest"), Qt::DescendingOrder},
    {CandidateModel::Difference, QT_TRANSLATE_NOOP("cw::ui::CandidatesPanel", "measured \u2212 predicted"), Qt::DescendingOrder},
};
constexpr int kAnchors = 5;
constexpr auto kTableSetting = "candidates/asTable";

/// Lines for the list, columns for the table.
QIcon pageIcon(bool table)
{
    QPixmap pixmap(32, 32);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setPen(QPen(theme().muted, 1.4));
    for (const int y : {4, 8, 12}) {
        if (table) {
            for (const int x : {2, 7, 12})
                painter.drawLine(x, y, x + 3, y);
        } else {
            painter.drawLine(2, y, 3, y);
            painter.drawLine(6, y, 14, y);
        }
    }
    return QIcon(pixmap);
}

} // namespace

CandidatesPanel::CandidatesPanel(CandidateModel& candidates, Selection& selection, Annotations& annotations, QWidget* parent)
    : QWidget(parent)
    , m_candidates(candidates)
    , m_selection(selection)
    , m_rows(candidates, annotations)
    , m_card(new Card(tr("Candidates"), this))
    , m_filter(new FilterLine(this))
    , m_count(makeLabel("muted", this))
    , m_problem(makeLabel("bad", this))
    , m_sort(new QToolButton(this))
    , m_switch(new QToolButton(this))
    , m_pages(new QStackedWidget(this))
    , m_list(new QListView(this))
    , m_table(new QTableView(this))
{
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(m_card);
    m_card->addToHeader(m_switch);
    m_sort->setProperty("link", true);
    m_switch->setProperty("quiet", true);
    m_switch->setObjectName(QStringLiteral("asTable"));
    m_filter->setProperty("search", true);
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(m_count, 1);
    line->addWidget(m_sort);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_card->body()->addWidget(m_filter);
    m_card->body()->addWidget(m_problem);
    m_card->body()->addLayout(line);
    m_card->body()->addWidget(m_pages, 1);
    m_pages->addWidget(m_list);
    m_pages->addWidget(m_table);
    setMinimumWidth(200);

    // Around what the views do when rows come and go: it must not be taken for a choice of the user.
    connect(&m_rows, &QAbstractItemModel::rowsAboutToBeInserted, this, &CandidatesPanel::keepPlace);
    connect(&m_rows, &QAbstractItemModel::layoutAboutToBeChanged, this, &CandidatesPanel::keepPlace);
    connect(&m_rows, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] { ++m_showing; });
    connect(&m_rows, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this] { ++m_showing; });
    buildViews();
    connect(&m_rows, &QAbstractItemModel::rowsInserted, this, [this] { --m_showing; });
    connect(&m_rows, &QAbstractItemModel::rowsRemoved, this, [this] { --m_showing; });
    connect(&m_rows, &QAbstractItemModel::rowsInserted, this, &CandidatesPanel::restorePlace);
    connect(&m_rows, &QAbstractItemModel::layoutChanged, this, &CandidatesPanel::restorePlace);
    connect(&m_rows, &QAbstractItemModel::rowsInserted, this, &CandidatesPanel::showSelection); // what the filter lets in again

    connect(m_filter, &FilterLine::filterChanged, this, [this](const CandidateFilter& filter) {
        m_rows.setFilter(filter);
        refreshCount();
        showSelection();
    });
    connect(m_filter, &FilterLine::problemChanged, this, [this](const QString& sentence) {
        m_problem->setText(sentence);
        m_problem->setVisible(!sentence.isEmpty());
    });
    connect(m_filter, &QLineEdit::returnPressed, this, [this] { list()->setFocus(); });
    connect(m_switch, &QToolButton::clicked, this, [this] { setAsTable(!asTable()); });
    connect(&m_rows, &CandidateList::sortChanged, this, [this] {
        refreshHeader();
        list()->scrollToTop();
    });
    connect(&m_selection, &Selection::currentChanged, this, &CandidatesPanel::showSelection);
    connect(&m_selection, &Selection::chosenChanged, this, &CandidatesPanel::showSelection);
    connect(&candidates, &CandidateModel::batchApplied, this, &CandidatesPanel::refreshCount);
    connect(&annotations, &Annotations::changed, this, &CandidatesPanel::refreshCount);
    connect(&ThemeKeeper::instance(), &ThemeKeeper::changed, this, &CandidatesPanel::refreshHeader);
    connect(&candidates, &QAbstractItemModel::headerDataChanged, this, &CandidatesPanel::followWords);
    buildSortMenu();
    followWords();
    setAsTable(QSettings().value(QLatin1String(kTableSetting), false).toBool());
    refreshCount();
}

void CandidatesPanel::prepareView(QAbstractItemView* view)
{
    view->setModel(&m_rows);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setFrameShape(QFrame::NoFrame);
    view->setTabKeyNavigation(false);
    view->setAccessibleName(tr("Candidates"));
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    // A click on the row that is followed already also means: stay here.
    connect(view, &QAbstractItemView::clicked, this, &CandidatesPanel::takeSelection);
}

void CandidatesPanel::buildViews()
{
    prepareView(m_list);
    m_list->setItemDelegate(new CandidateDelegate(m_rows, this));
    // Fixed heights and widths in both: nothing is measured per row, so 10,000 rows cost what one screen of them costs.
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->viewport()->setAttribute(Qt::WA_Hover);

    prepareView(m_table);
    m_table->setSelectionModel(m_list->selectionModel());
    m_chosen = m_list->selectionModel();
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(CandidateModel::Measured, Qt::DescendingOrder);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(textPixels() * 2);
    auto* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setStretchLastSection(true);
    header->setSortIndicatorShown(true);
    constexpr int widths[CandidateModel::kColumns] = {66, 44, 88, 112, 88, 58, 84, 106, 110, 400};
    for (int column = 0; column < CandidateModel::kColumns; ++column)
        m_table->setColumnWidth(column, widths[column] * textPixels() / 12);
    connect(m_chosen, &QItemSelectionModel::selectionChanged, this, &CandidatesPanel::takeSelection);
    connect(m_chosen, &QItemSelectionModel::currentChanged, this, &CandidatesPanel::takeSelection);
}

void CandidatesPanel::buildSortMenu()
{
    auto* menu = new QMenu(m_sort);
    auto* group = new QActionGroup(menu);
    for (const auto& order : kOrders) {
        auto* action = menu->addAction(tr(order.title));
        action->setCheckable(true);
        action->setData(order.column);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, column = order.column] { sortBy(column); });
    }
    m_sort->setMenu(menu);
    m_sort->setPopupMode(QToolButton::InstantPopup);
    m_sort->setToolTip(tr("Order of the list; choosing the same again turns it round"));
    refreshHeader();
}

/// Another kind of run: what can be sorted by is called otherwise, and the list begins as it is of use.
void CandidatesPanel::followWords()
{
    const auto& words = m_candidates.words();
    for (auto* action : m_sort->menu()->actions()) {
        const int column = action->data().toInt();
        if (column == CandidateModel::Level)
            action->setText(words.levelWord());
        if (column == CandidateModel::Measured)
            action->setText(words.kind().shares ? words.name() : words.lowerIsBetter() ? words.noun() : tr("measured"));
        const bool predicted = column == CandidateModel::Predicted || column == CandidateModel::Difference;
        action->setVisible(!predicted || words.kind().predicts || !words.kind().policy);
    }
    m_table->setColumnHidden(CandidateModel::Predicted, words.kind().policy);
    m_table->setColumnHidden(CandidateModel::Difference, words.kind().policy);
    m_filter->setPlaceholderText(words.lowerIsBetter() ? QStringLiteral("level:3 op:tanh <200 \u2605") : QStringLiteral("level:3 op:sep5 >90 \u2605"));
    const auto column = words.kind().shares ? CandidateModel::Level : CandidateModel::Measured;
    m_table->sortByColumn(column, column == CandidateModel::Measured && words.lowerIsBetter() ? Qt::AscendingOrder : Qt::DescendingOrder);
    refreshHeader();
}

void CandidatesPanel::sortBy(CandidateModel::Column column)
{
    auto order = Qt::DescendingOrder;
    for (const auto& known : kOrders)
        if (known.column == column)
            order = known.order;
    if (column == CandidateModel::Measured && m_candidates.words().lowerIsBetter())
        order = Qt::AscendingOrder;
    if (m_rows.sortColumn() == column)
        order = m_rows.sortOrder() == Qt::DescendingOrder ? Qt::AscendingOrder : Qt::DescendingOrder;
    m_table->sortByColumn(column, order);
}

void CandidatesPanel::refreshHeader()
{
    const auto arrow = m_rows.sortOrder() == Qt::DescendingOrder ? QStringLiteral(" \u2193") : QStringLiteral(" \u2191");
    auto title = m_rows.headerData(m_rows.sortColumn(), Qt::Horizontal, Qt::DisplayRole).toString().toLower();
    for (auto* action : m_sort->menu() ? m_sort->menu()->actions() : QList<QAction*>()) {
        const bool sorted = action->data().toInt() == m_rows.sortColumn();
        action->setChecked(sorted);
        if (sorted)
            title = m_rows.sortColumn() == CandidateModel::Difference ? tr("difference") : m_rows.sortColumn() == CandidateModel::MultiplyAdds ? tr("mult.-adds") : action->text();
    }
    m_sort->setText(title.remove(arrow) + arrow);
    m_sort->setAccessibleName(tr("Order: %1").arg(title));
    m_switch->setIcon(pageIcon(!asTable()));
    m_switch->setToolTip(asTable() ? tr("Show as a list") : tr("Show as a table"));
    m_switch->setAccessibleName(m_switch->toolTip());
    m_list->viewport()->update();
}

void CandidatesPanel::refreshCount()
{
    const auto all = m_candidates.rowCount(), shown = m_rows.rowCount();
    m_count->setText(all == 0 ? tr("No candidates yet.") : shown == all ? (all == 1 ? tr("1 %1").arg(archNoun(m_candidates.at(0).proposed.arch.space)) : tr("%1 %2").arg(fullCount(all), archNouns(m_candidates.at(0).proposed.arch.space))) : tr("%1 of %2").arg(fullCount(shown), fullCount(all)));
}

QAbstractItemView* CandidatesPanel::list() const { return asTable() ? static_cast<QAbstractItemView*>(m_table) : m_list; }

void CandidatesPanel::setAsTable(bool table)
{
    if (table != asTable())
        QSettings().setValue(QLatin1String(kTableSetting), table);
    m_pages->setCurrentIndex(table ? 1 : 0);
    setFocusProxy(list());
    refreshHeader();
}

void CandidatesPanel::showSelection()
{
    if (m_taking)
        return; // the views show it already
    ++m_showing;
    std::vector<int> rows;
    for (const auto id : m_selection.chosen())
        if (const auto at = m_rows.indexOf(id); at.isValid())
            rows.push_back(at.row());
    std::sort(rows.begin(), rows.end());
    QItemSelection ranges;
    for (std::size_t i = 0; i < rows.size();) { // neighbours as one range
        auto last = i;
        while (last + 1 < rows.size() && rows[last + 1] == rows[last] + 1)
            ++last;
        ranges.select(m_rows.index(rows[i], 0), m_rows.index(rows[last], m_rows.columnCount() - 1));
        i = last + 1;
    }
    m_chosen->select(ranges, QItemSelectionModel::ClearAndSelect);
    // The search does not scroll the list under the user's eyes; a selection made elsewhere is brought into view.
    const auto current = m_rows.indexOf(m_selection.current());
    for (auto* view : {static_cast<QAbstractItemView*>(m_list), static_cast<QAbstractItemView*>(m_table)})
        view->setAutoScroll(!m_selection.live());
    m_chosen->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    for (auto* view : {static_cast<QAbstractItemView*>(m_list), static_cast<QAbstractItemView*>(m_table)})
        view->setAutoScroll(true);
    --m_showing;
}

void CandidatesPanel::takeSelection()
{
    if (m_showing > 0)
        return;
    std::vector<CandidateId> ids;
    for (const auto& index : m_chosen->selectedRows())
        ids.push_back(index.data(CandidateModel::IdRole).toUInt());
    if (ids.empty()) {
        QMetaObject::invokeMethod(this, &CandidatesPanel::showSelection, Qt::QueuedConnection); // something stays selected
        return;
    }
    m_taking = true;
    m_selection.selectMany(std::move(ids), m_chosen->currentIndex().data(CandidateModel::IdRole).toUInt());
    m_taking = false;
}

void CandidatesPanel::selectAll() { list()->selectAll(); }

void CandidatesPanel::step(int step)
{
    if (m_rows.rowCount() == 0)
        return;
    const auto current = m_chosen->currentIndex();
    const int row = current.isValid() ? std::clamp(current.row() + step, 0, m_rows.rowCount() - 1) : 0;
    m_selection.select(m_rows.index(row, 0).data(CandidateModel::IdRole).toUInt());
}

void CandidatesPanel::keepPlace()
{
    m_anchors.clear();
    auto* view = list();
    if (view->verticalScrollBar()->value() == 0)
        return;
    const auto top = view->indexAt({view->viewport()->width() / 2, 1});
    for (int row = top.row(); top.isValid() && row < std::min(top.row() + kAnchors, m_rows.rowCount()); ++row)
        m_anchors.emplace_back(m_rows.index(row, 0), row);
}

void CandidatesPanel::restorePlace()
{
    // What the user reads stays where it is when better cells come in above it. The middle move: a row may itself be the one that moved.
    std::vector<int> moves;
    for (const auto& [index, row] : m_anchors)
        if (index.isValid())
            moves.push_back(index.row() - row);
    m_anchors.clear();
    std::sort(moves.begin(), moves.end());
    if (moves.empty() || moves[moves.size() / 2] == 0)
        return;
    const int height = asTable() ? m_table->verticalHeader()->defaultSectionSize() : CandidateDelegate::rowHeight();
    auto* bar = list()->verticalScrollBar();
    const int to = bar->value() + moves[moves.size() / 2] * height;
    bar->setMaximum(std::max(bar->maximum(), to)); // the view itself adjusts it later
    bar->setValue(to);
}

} // namespace cw::ui
