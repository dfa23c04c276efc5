#include "ui/inspectors/blocks_view.h"

#include <algorithm>

#include <QLabel>
#include <QPainter>
#include <QStyle>

#include "core/arch/counts.h"
#include "ui/models/candidate_model.h"
#include "ui/util/card.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kPad = 5, kSquare = 9, kSpace = 6;

/// Of every block, in all cells of the network together.
std::vector<std::int64_t> blockSizes(const Architecture& arch, const NetworkShape& network)
{
    std::vector<std::int64_t> sizes;
    for (const auto& cell : arch.cells)
        sizes.resize(sizes.size() + cell.blocks.size(), 0);
    if (const auto plan = planNetwork(arch, network))
        for (const auto& node : countNetwork(*plan).nodes)
            if (node.block >= 0 && static_cast<std::size_t>(node.block) < sizes.size())
                sizes[static_cast<std::size_t>(node.block)] += node.parameters;
    return sizes;
}

} // namespace

BlockRow::BlockRow(int number, const Block& block, std::int64_t parameters, QWidget* parent)
    : QAbstractButton(parent)
    , m_number(QString::number(number))
    , m_parts{halfText(block.a), halfText(block.b)}
    , m_size(shortCount(parameters))
    , m_colours{info(block.a.op).rgb, info(block.b.op).rgb}
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    auto policy = QSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Block %1: %2 plus %3, %4 parameters").arg(m_number, m_parts[0], m_parts[1], m_size));
    setToolTip(tr("%1 parameters in all cells of the network. Click to show the block in the cell.").arg(fullCount(parameters)));
}

int BlockRow::lineHeight() const { return std::max(fontMetrics().height(), kSquare + 2) + 3; }
int BlockRow::partWidth(int part) const { return kSquare + 4 + fontMetrics().horizontalAdvance(m_parts[part]); }
int BlockRow::numberWidth() const { return fontMetrics().horizontalAdvance(m_number) + kSpace + 1; }

int BlockRow::sizeWidth() const { return kSpace + fontMetrics().horizontalAdvance(m_size); }

BlockRow::Lines BlockRow::lines(int width) const
{
    const int room = width - 2 * kPad - numberWidth(), plus = fontMetrics().horizontalAdvance(QStringLiteral("+")) + 2 * kSpace;
    if (partWidth(0) + plus + partWidth(1) + sizeWidth() <= room)
        return {0, 0};
    return {1, partWidth(0) + sizeWidth() <= room ? 0 : partWidth(1) + sizeWidth() <= room ? 1 : 2};
}

QSize BlockRow::sizeHint() const { return {220, heightForWidth(220)}; }
QSize BlockRow::minimumSizeHint() const
{
    return {2 * kPad + numberWidth() + std::max({partWidth(0), partWidth(1), sizeWidth()}), lineHeight() + 2 * kPad - 4};
}
int BlockRow::heightForWidth(int width) const
{
    const auto at = lines(width);
    return lineHeight() * (1 + std::max(at.second, at.size)) + 2 * kPad - 4;
}

void BlockRow::paintEvent(QPaintEvent*)
{
    const auto& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isChecked() || underMouse() || hasFocus()) {
        painter.setPen(hasFocus() ? QPen(t.accent, 1) : QPen(Qt::NoPen));
        painter.setBrush(isChecked() ? QBrush(t.accentSoft) : underMouse() ? QBrush(t.raised) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    }
    const auto at = lines(width());
    const int line = lineHeight(), top = kPad - 2, left = kPad + numberWidth();
    const auto word = [&](int x, int y, const QColor& colour, const QString& text, Qt::Alignment alignment = Qt::AlignLeft) {
        painter.setPen(colour);
        painter.drawText(QRect(x, top + y * line, width() - kPad - x, line), alignment | Qt::AlignVCenter, text);
    };
    const auto part = [&](int index, int x, int y) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor::fromRgb(m_colours[index]));
        painter.drawRoundedRect(QRectF(x, top + y * line + (line - kSquare) / 2.0, kSquare, kSquare), 2.5, 2.5);
        word(x + kSquare + 4, y, t.text, m_parts[index]);
    };
    word(kPad, 0, t.muted, m_number);
    word(kPad, at.size, t.muted, m_size, Qt::AlignRight);
    part(0, left, 0);
    if (at.second == 1) {
        part(1, left, 1);
        return;
    }
    const int plus = left + partWidth(0) + kSpace;
    word(plus, 0, t.muted, QStringLiteral("+"));
    part(1, plus + fontMetrics().horizontalAdvance(QStringLiteral("+")) + kSpace, 0);
}

BlocksView::BlocksView(QWidget* parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(1);
    setAccessibleName(tr("Blocks"));
}

void BlocksView::setArchitecture(const Architecture& arch, const NetworkShape& network)
{
    const auto sizes = blockSizes(arch, network);
    if (arch == m_arch && sizes == m_sizes)
        return;
    m_arch = arch;
    m_sizes = sizes;
    m_rows.clear();
    while (auto* item = m_column->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int cellNumber = 0;
    for (const auto& cell : arch.cells) {
        if (arch.cells.size() > 1)
            m_column->addWidget(makeLabel("muted", this, tr("Cell %1").arg(++cellNumber)));
        int number = 0;
        for (const auto& block : cell.blocks) {
            const auto at = static_cast<int>(m_rows.size());
            auto* row = new BlockRow(++number, block, sizes[m_rows.size()], this);
            connect(row, &QAbstractButton::clicked, this, [this, at](bool on) {
                selectBlock(on ? at : -1);
                Q_EMIT blockSelected(on ? at : -1);
            });
            m_column->addWidget(row);
            m_rows.push_back(row);
        }
    }
}

int BlocksView::selected() const
{
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (m_rows[i]->isChecked())
            return static_cast<int>(i);
    return -1;
}

void BlocksView::selectBlock(int block)
{
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_rows[i]->setChecked(static_cast<int>(i) == block);
}

} // namespace cw::ui
