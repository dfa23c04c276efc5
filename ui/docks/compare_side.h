#pragma once
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

#include "core/arch/network_plan.h"
#include "ui/graph/graph_view.h"
#include "ui/models/comparison.h"

namespace cw::ui {

/// One of the compared: name, cell with a dashed frame around what differs, figures, blocks. Its widgets stand in rows of a grid
/// that all sides share, so that they stand level, and belong to the grid's widget. UI thread only.
class CompareSide final : public QObject {
    Q_OBJECT
public:
    CompareSide(LayoutClient& layout, QWidget* parent);
    static constexpr int kRows = 4; ///< of the grid, for one side
    static constexpr int kViewRow = 1;
    void place(QGridLayout* grid, int row, int column);
    GraphView* view() const { return m_view; }
    void setVisible(bool visible);
    /// Draws again only what is new.
    void setCandidate(const Candidate& candidate, const NetworkShape& network, const Comparison& comparison, std::size_t side, GraphStyle style);
    QString text() const; ///< figures and blocks, plain
    int marks() const;    ///< frames drawn

Q_SIGNALS:
    void drawn();
    void candidateRequested(cw::CandidateId id); ///< its name was pressed

private:
    void mark();

    QPushButton* m_name;
    GraphView* m_view;
    QLabel *m_figures, *m_blocks;
    CandidateId m_id = 0;
    std::vector<bool> m_differs;
    QString m_drawn; ///< what the view shows, as text
};

} // namespace cw::ui
