#pragma once
#include <vector>

#include <QAbstractListModel>
#include <QStyledItemDelegate>

namespace cw::ui {

/// Choices with their probabilities, one a row: the decisions of an architecture, or the options of one decision. UI thread only.
class DecisionRows final : public QAbstractListModel {
    Q_OBJECT
public:
    struct Row {
        QString name;  ///< small and grey; may be empty
        QString value; ///< what is chosen
        double probability = 0;
        bool chosen = false, marked = false; ///< marked: otherwise than it was sampled
        bool operator==(const Row&) const = default;
    };
    using QAbstractListModel::QAbstractListModel;
    /// Rows of the same number change in place, so that the one in hand stays in hand.
    void setRows(std::vector<Row> rows);
    const Row& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
    /// "node 3: activation: tanh, 62.0 %", with what else is to be known.
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<Row> m_rows;
};

/// A row as words above or before a bar. Rows are equally high.
class DecisionDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    static int rowHeight(bool named);
    void setNamed(bool named) { m_named = named; } ///< rows have a name above them
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {160, rowHeight(m_named)}; }

private:
    bool m_named = true;
};

} // namespace cw::ui
