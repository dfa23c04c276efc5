#include "ui/inspectors/ablation_view.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kSpace = 8, kLeastBar = 36, kBar = 8;

QString title(const BlockAblation& b) { return AblationView::tr("without block %1").arg(b.block); }
/// Short where there is no room: the title of the section says that all of it is predicted.
QString figure(const BlockAblation& b, bool brief = false)
{
    // The cell less the cell without the block: what is lost is told as a loss.
    const auto number = percentNumber(std::abs(b.difference));
    const bool zero = std::abs(b.difference) < 5e-4;
    const auto text = (zero ? QString() : b.difference > 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) + number;
    return (brief ? AblationView::tr("%1 \u00b1 %2") : AblationView::tr("%1 \u00b1 %2 (pred.)")).arg(text, percentNumber(b.spread));
}

QFont smallFont(QFont font)
{
    font.setPixelSize(smallTextPixels());
    return font;
}

} // namespace

AblationView::AblationView(QWidget* parent)
    : QWidget(parent)
{
    auto policy = QSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("What the predictor expects without each block"));
}

void AblationView::setBlocks(std::vector<BlockAblation> blocks)
{
    m_blocks = std::move(blocks);
    setAccessibleDescription(toText());
    setToolTip(tr("Points of accuracy that the predictor expects to be lost (\u2212) or won (+) when the block is taken out and its readers read its first input instead. "
                  "A prediction, never a measurement."));
    updateGeometry();
    update();
}

QString AblationView::toText() const
{
    QStringList lines;
    for (const auto& block : m_blocks)
        lines << title(block) + QStringLiteral("  ") + figure(block);
    return lines.join(QLatin1Char('\n'));
}

bool AblationView::besides(int width) const
{
    const QFontMetrics metrics(smallFont(font()));
    return std::all_of(m_blocks.begin(), m_blocks.end(), [&](const BlockAblation& b) {
        return metrics.horizontalAdvance(title(b)) + metrics.horizontalAdvance(figure(b)) + 2 * kSpace + kLeastBar <= width;
    });
}

int AblationView::rowHeight(int width) const { return QFontMetrics(smallFont(font())).height() + (besides(width) ? 5 : kBar + 7); }
int AblationView::heightForWidth(int width) const { return rowHeight(width) * static_cast<int>(m_blocks.size()); }
QSize AblationView::sizeHint() const { return {240, heightForWidth(240)}; }
QSize AblationView::minimumSizeHint() const { return {120, heightForWidth(width())}; }

void AblationView::paintEvent(QPaintEvent*)
{
    if (m_blocks.empty())
        return;
    const auto& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(smallFont(font()));
    const auto metrics = painter.fontMetrics();
    const bool between = besides(width());
    double largest = 1e-4;
    int titles = 0, figures = 0;
    for (const auto& b : m_blocks) {
        largest = std::max(largest, std::abs(b.difference) + b.spread);
        titles = std::max(titles, metrics.horizontalAdvance(title(b)));
        figures = std::max(figures, metrics.horizontalAdvance(figure(b)));
    }
    const int step = rowHeight(width());
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        const auto& b = m_blocks[i];
        const QRect row(0, static_cast<int>(i) * step, width(), step);
        const QRect line(0, row.top(), width(), metrics.height());
        painter.setPen(t.muted);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, title(b));
        painter.setPen(t.text);
        const bool brief = metrics.horizontalAdvance(title(b)) + metrics.horizontalAdvance(figure(b)) + kSpace > width();
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, figure(b, brief));
        const QRectF bar = between ? QRectF(titles + kSpace, line.center().y() - kBar / 2.0 + 1, width() - titles - figures - 2 * kSpace, kBar)
                                   : QRectF(0, line.bottom() + 2, width(), kBar);
        auto colour = b.difference >= 0 ? t.warning : t.edge;
        colour.setAlpha(190);
        const double scale = bar.width() / largest, length = std::abs(b.difference) * scale;
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), std::max(length, 1.5), bar.height()), 2, 2);
        painter.setPen(QPen(t.text, 1));
        const double from = bar.left() + std::max(length - b.spread * scale, 0.0), to = bar.left() + length + b.spread * scale;
        painter.drawLine(QPointF(from, bar.center().y()), QPointF(to, bar.center().y()));
    }
}

} // namespace cw::ui
