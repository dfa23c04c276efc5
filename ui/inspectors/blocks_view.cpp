#include "ui/inspectors/blocks_view.h"

#include <algorithm>
#include <utility>

#include <QLabel>
#include <QPainter>
#include <QStyle>

#include "core/arch/counts.h"
#include "core/arch/macro_plan.h"
#include "ui/util/card.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kPad = 5, kSquare = 9, kSpace = 6;

/// Of every part, in all cells of the network together; 0 where it is not known.
std::vector<std::int64_t> partSizes(const Architecture& arch, const std::vector<ArchPart>& parts, const NetworkShape& network)
{
    std::vector<std::int64_t> sizes(parts.size(), 0);
    if (const auto plan = arch.macro.layers.empty() ? Result<MacroPlan>(Error{}) : planMacro(arch, network))
        for (const auto& node : countNetwork(*plan).nodes)
            if (node.block >= 0 && static_cast<std::size_t>(node.block) < sizes.size())
                sizes[static_cast<std::size_t>(node.block)] += node.parameters;
    if (arch.cells.empty())
        return sizes;
    if (const auto plan = planNetwork(arch, network))
        for (const auto& node : countNetwork(*plan).nodes) {
            const bool second = arch.cells.size() > 1 && node.cell >= 0 && node.cell < static_cast<int>(plan->cells.size()) && plan->cells[static_cast<std::size_t>(node.cell)].reduction;
            const auto part = static_cast<std::size_t>(std::max(node.block, 0)) + (second ? arch.cells.front().blocks.size() : 0);
            if (node.block >= 0 && part < sizes.size())
                sizes[part] += node.parameters;
        }
    return sizes;
}

} // namespace

BlockRow::BlockRow(const QString& name, const ArchPart& part, std::int64_t parameters, QWidget* parent)
    : QAbstractButton(parent)
    , m_number(QString::number(part.number))
    , m_joint(part.joint)
    , m_size(parameters > 0 || part.joint == QLatin1String("+") ? shortCount(parameters) : QString())
{
    for (std::size_t i = 0; i < std::min<std::size_t>(part.pieces.size(), 2); ++i) {
        m_parts[i] = part.pieces[i].text;
        m_colours[i] = part.pieces[i].colour;
    }
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    auto policy = QSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    const bool halves = part.joint == QLatin1String("+");
    auto words = halves ? tr("%1: %2 plus %3").arg(name, m_parts[0], m_parts[1]) : tr("%1: %2").arg(name, part.text());
    if (!m_size.isEmpty())
        words += tr(", %1 parameters").arg(m_size);
    setAccessibleName(words);
    setToolTip(m_size.isEmpty() ? tr("Click to show it in the drawing.") : (halves ? tr("%1 parameters in all cells of the network. Click to show the block in the cell.") : tr("%1 parameters. Click to show it in the drawing.")).arg(fullCount(parameters)));
}

int BlockRow::lineHeight() const { return std::max(fontMetrics().height(), kSquare + 2) + 3; }
int BlockRow::partWidth(int part) const { return (m_colours[part] ? kSquare + 4 : 0) + fontMetrics().horizontalAdvance(m_parts[part]); }
int BlockRow::numberWidth() const { return fontMetrics().horizontalAdvance(m_number) + kSpace + 1; }

int BlockRow::sizeWidth() const { return m_size.isEmpty() ? 0 : kSpace + fontMetrics().horizontalAdvance(m_size); }

BlockRow::Lines BlockRow::lines(int width) const
{
    const int room = width - 2 * kPad - numberWidth(), plus = m_parts[1].isEmpty() ? 0 : fontMetrics().horizontalAdvance(m_joint) + 2 * kSpace;
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
        if (!m_colours[index])
            return word(x, y, t.muted, fontMetrics().elidedText(m_parts[index], Qt::ElideRight, width() - kPad - x));
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
    if (m_parts[1].isEmpty())
        return;
    const int plus = left + partWidth(0) + kSpace;
    word(plus, 0, t.muted, m_joint);
    part(1, plus + fontMetrics().horizontalAdvance(m_joint) + kSpace, 0);
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
    const auto parts = partsOf(arch);
    const auto sizes = partSizes(arch, parts, network);
    if (arch == m_arch && sizes == m_sizes)
        return;
    m_arch = arch;
    m_sizes = sizes;
    m_rows.clear();
    while (auto* item = m_column->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    setAccessibleName(partsTitle(arch.space));
    int cell = -1;
    for (const auto& part : parts) {
        if (const auto name = cellName(arch, part.cell); std::exchange(cell, part.cell) != part.cell && !name.isEmpty())
            m_column->addWidget(makeLabel("muted", this, name.left(1).toUpper() + name.mid(1)));
        const auto at = static_cast<int>(m_rows.size());
        auto* row = new BlockRow(partName(arch.space, part.number, true), part, sizes[m_rows.size()], this);
        connect(row, &QAbstractButton::clicked, this, [this, at](bool on) {
            selectBlock(on ? at : -1);
            Q_EMIT blockSelected(on ? at : -1);
        });
        m_column->addWidget(row);
        m_rows.push_back(row);
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
