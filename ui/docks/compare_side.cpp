#include "ui/docks/compare_side.h"

#include <algorithm>

#include <QGraphicsItem>
#include <QPainter>
#include <QTextDocumentFragment>

#include "core/arch/architecture_graph.h"
#include "ui/graph/graph_items.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr double kAround = 5;
constexpr int kSmallestView = 160;

/// A dashed frame around a node, which it moves with. Lets the mouse through.
class DifferenceMark final : public QGraphicsItem {
public:
    enum { Type = UserType + 20 };
    explicit DifferenceMark(NodeItem* node)
        : QGraphicsItem(node)
        , m_box(node->body().translated(-node->pos()).adjusted(-kAround, -kAround, kAround, kAround))
    {
        setFlag(ItemStacksBehindParent);
        setAcceptedMouseButtons(Qt::NoButton);
    }
    int type() const override { return Type; }
    QRectF boundingRect() const override { return m_box.adjusted(-2, -2, 2, 2); }
    QPainterPath shape() const override { return {}; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override
    {
        QPen pen(theme().accent, 1.2, Qt::DashLine);
        pen.setCosmetic(true); // still a frame when the cell is small
        painter->setPen(pen);
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(m_box, 8, 8);
    }

private:
    QRectF m_box;
};

QString table(const QString& lines) { return QStringLiteral("<table cellspacing='0' cellpadding='1'>%1</table>").arg(lines); }
QString coloured(const QString& text, const QColor& colour) { return QStringLiteral("<span style='color:%1'>%2</span>").arg(name(colour), text.toHtmlEscaped()); }

QString figuresOf(const Comparison& comparison, std::size_t side)
{
    const auto at = static_cast<qsizetype>(side);
    QString lines;
    for (const auto& row : comparison.figures) // no line breaks: those beside stay level
        lines += QStringLiteral("<tr><td style='white-space:nowrap; padding-right:12px'>%1</td><td style='white-space:nowrap'>%2</td></tr>")
                     .arg(coloured(row.title, theme().muted),
                          row.values[at].toHtmlEscaped() + (row.differences[at].isEmpty() ? QString() : QStringLiteral("&nbsp; ") + coloured(row.differences[at], theme().accent)));
    return table(lines);
}

QString blocksOf(const Comparison& comparison, std::size_t side)
{
    const auto& all = comparison.sides[side];
    QString lines;
    for (std::size_t b = 0; b < all.differs.size(); ++b) {
        const auto text = (all.differs[b] ? CompareSide::tr("differs, %1") : CompareSide::tr("shared, %1")).arg(all.blocks[static_cast<qsizetype>(b)]);
        lines += QStringLiteral("<tr><td>%1</td></tr>").arg(coloured(text, all.differs[b] ? theme().text : theme().muted));
    }
    return table(lines);
}

} // namespace

CompareSide::CompareSide(LayoutClient& layout, QWidget* parent)
    : QObject(parent)
    , m_name(new QPushButton(parent))
    , m_view(new GraphView(layout, parent))
    , m_figures(new QLabel(parent))
    , m_blocks(new QLabel(parent))
{
    m_name->setProperty("link", true);
    m_name->setToolTip(tr("Show this one in the Cell tab"));
    m_view->setAnimated(false);
    m_view->setMinimapVisible(false);
    m_view->setLegendVisible(false);
    m_view->setMinimumHeight(kSmallestView);
    for (auto* label : {m_figures, m_blocks}) {
        label->setTextFormat(Qt::RichText);
        label->setAlignment(Qt::AlignTop);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_blocks->setWordWrap(true);
    connect(m_name, &QPushButton::clicked, this, [this] { Q_EMIT candidateRequested(m_id); });
    connect(m_view, &GraphView::drawn, this, [this] {
        mark();
        Q_EMIT drawn();
    });
}

void CompareSide::place(QGridLayout* grid, int row, int column)
{
    grid->addWidget(m_name, row, column, Qt::AlignLeft);
    grid->addWidget(m_view, row + kViewRow, column);
    grid->addWidget(m_figures, row + 2, column);
    grid->addWidget(m_blocks, row + 3, column);
}

void CompareSide::setVisible(bool visible)
{
    for (auto* widget : {static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_view), static_cast<QWidget*>(m_figures), static_cast<QWidget*>(m_blocks)})
        widget->setVisible(visible);
}

void CompareSide::setCandidate(const Candidate& candidate, const NetworkShape& network, const Comparison& comparison, std::size_t side, GraphStyle style)
{
    m_id = candidate.proposed.id;
    m_name->setText(QStringLiteral("#%1").arg(m_id));
    m_figures->setText(figuresOf(comparison, side));
    m_figures->setAccessibleName(comparison.inWords(side));
    m_blocks->setText(blocksOf(comparison, side));
    const auto plan = planNetwork(candidate.proposed.arch, network);
    const auto graph = architectureGraph(candidate.proposed.arch, plan ? &*plan : nullptr, style);
    const auto& differs = comparison.sides[side].differs;
    const bool sameMarks = std::exchange(m_differs, differs) == differs;
    const auto text = qs(toText(graph));
    if (std::exchange(m_drawn, text) != text)
        m_view->showGraph(graph, comparison.inWords(side));
    else if (!sameMarks)
        mark();
}

QString CompareSide::text() const
{
    return QTextDocumentFragment::fromHtml(m_figures->text()).toPlainText() + QLatin1Char('\n') + QTextDocumentFragment::fromHtml(m_blocks->text()).toPlainText();
}

void CompareSide::mark()
{
    for (auto* node : m_view->nodes()) {
        for (auto* child : node->childItems())
            if (child->type() == DifferenceMark::Type)
                delete child;
        const int block = node->node().block;
        if (block >= 0 && static_cast<std::size_t>(block) < m_differs.size() && m_differs[static_cast<std::size_t>(block)])
            new DifferenceMark(node); // its parent owns it
    }
}

int CompareSide::marks() const
{
    int count = 0;
    for (const auto* node : m_view->nodes())
        for (const auto* child : node->childItems())
            count += child->type() == DifferenceMark::Type;
    return count;
}

} // namespace cw::ui
