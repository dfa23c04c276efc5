#include "ui/docks/class_strip.h"

#include <algorithm>

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kBars = 34, kSpace = 4, kPictures = 10;

}

ClassStrip::ClassStrip(const DatasetModel& dataset, QWidget* parent)
    : QWidget(parent)
    , m_dataset(dataset)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize ClassStrip::sizeHint() const
{
    const int picture = m_dataset.samples().empty() ? 0 : (std::max(width(), 200) - (kPictures - 1) * kSpace) / kPictures + 6;
    return {200, picture + kBars};
}

void ClassStrip::refresh()
{
    m_counts.clear();
    for (const auto& split : m_dataset.info().splits)
        if (split.split == Split::Train)
            m_counts = split.perClass;
    m_largest = std::max<std::int64_t>(1, m_counts.empty() ? 1 : *std::max_element(m_counts.begin(), m_counts.end()));
    QStringList words;
    for (std::size_t i = 0; i < m_counts.size() && i < m_dataset.info().classes.size() && i < 20; ++i)
        words << tr("%1: %2").arg(qs(m_dataset.info().classes[i]), fullCount(m_counts[i]));
    setAccessibleName(tr("Pictures per class"));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QRectF ClassStrip::barRect(int index) const
{
    const auto count = static_cast<double>(m_counts.size());
    const double gap = count > 40 ? 1 : kSpace;
    const double side = (width() - (count - 1) * gap) / count;
    const double part = static_cast<double>(m_counts[static_cast<std::size_t>(index)]) / static_cast<double>(m_largest);
    const double top = height() - kBars;
    return {index * (side + gap), top + (1 - part) * kBars, side, part * kBars};
}

void ClassStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const auto& t = theme();
    const auto& samples = m_dataset.samples();
    const double side = (width() - (kPictures - 1) * kSpace) / static_cast<double>(kPictures);
    for (std::size_t i = 0; i < samples.size(); ++i)
        painter.drawImage(QRectF(static_cast<double>(i) * (side + kSpace), 0, side, side), samples[i].picture);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.band);
    for (int i = 0; i < static_cast<int>(m_counts.size()); ++i) {
        const auto bar = barRect(i);
        const double radius = std::min(3.0, bar.width() / 3);
        painter.drawRoundedRect(bar, radius, radius);
    }
}

bool ClassStrip::event(QEvent* event)
{
    if (event->type() == QEvent::Resize)
        updateGeometry();
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (int i = 0; i < static_cast<int>(m_counts.size()); ++i) {
        const auto bar = barRect(i);
        if (help->pos().x() >= bar.left() && help->pos().x() <= bar.right() && static_cast<std::size_t>(i) < m_dataset.info().classes.size()) {
            QToolTip::showText(help->globalPos(), tr("%1: %2 training pictures").arg(qs(m_dataset.info().classes[static_cast<std::size_t>(i)]), fullCount(m_counts[static_cast<std::size_t>(i)])), this);
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

} // namespace cw::ui
