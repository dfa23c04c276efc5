#include "ui/docks/class_strip.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kBars = 30, kSpace = 4, kBetween = 6;
constexpr double kLargestPicture = 40;
constexpr std::size_t kNamedClasses = 20;

} // namespace

ClassStrip::ClassStrip(const DatasetModel& dataset, QWidget* parent)
    : QWidget(parent)
    , m_dataset(dataset)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
}

double ClassStrip::pictureSide() const
{
    const auto count = std::max<std::size_t>(1, m_dataset.samples().size());
    const double width = std::max(this->width(), 160);
    return std::min(kLargestPicture, (width - static_cast<double>(count - 1) * kSpace) / static_cast<double>(count));
}

QSize ClassStrip::sizeHint() const
{
    const int pictures = m_dataset.samples().empty() ? 0 : static_cast<int>(std::ceil(pictureSide())) + kBetween;
    return {160, pictures + kBars + 2};
}

void ClassStrip::refresh()
{
    m_counts.clear();
    for (const auto& split : m_dataset.info().splits)
        if (split.split == Split::Train)
            m_counts = split.perClass;
    m_largest = std::max<std::int64_t>(1, m_counts.empty() ? 1 : *std::max_element(m_counts.begin(), m_counts.end()));
    QStringList words;
    for (std::size_t i = 0; i < m_counts.size() && i < m_dataset.info().classes.size() && i < kNamedClasses; ++i)
        words << tr("%1: %2").arg(qs(m_dataset.info().classes[i]), fullCount(m_counts[i]));
    if (m_counts.size() > kNamedClasses)
        words << tr("and %1 more classes").arg(m_counts.size() - kNamedClasses);
    setAccessibleName(tr("Training pictures in each class"));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    setCurrent(-1);
    updateGeometry();
    update();
}

QString ClassStrip::classText(int index) const
{
    if (index < 0 || index >= static_cast<int>(m_counts.size()) || index >= static_cast<int>(m_dataset.info().classes.size()))
        return {};
    const auto at = static_cast<std::size_t>(index);
    return m_counts[at] == 1 ? tr("%1: 1 training picture").arg(qs(m_dataset.info().classes[at]))
                             : tr("%1: %2 training pictures").arg(qs(m_dataset.info().classes[at]), fullCount(m_counts[at]));
}

ClassStrip::Column ClassStrip::column(int index) const
{
    const auto count = static_cast<double>(m_counts.size());
    const double gap = count > 40 ? 1 : kSpace;
    const double side = std::max(0.5, (width() - (count - 1) * gap) / count);
    return {index * (side + gap), side};
}

int ClassStrip::classAt(double x) const
{
    if (m_counts.empty() || x < 0 || x > width())
        return -1;
    return std::min(static_cast<int>(m_counts.size()) - 1, static_cast<int>(x / width() * static_cast<double>(m_counts.size())));
}

void ClassStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const auto& t = theme();
    const auto& samples = m_dataset.samples();
    const double side = pictureSide();
    // Each class has its pictures above its bar where there is room for that.
    const bool aligned = m_counts.size() <= samples.size();
    std::vector<int> placed(m_counts.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        double left = static_cast<double>(i) * (side + kSpace);
        const auto label = static_cast<std::size_t>(samples[i].label);
        if (aligned && label < placed.size())
            left = column(samples[i].label).left + placed[label]++ * (side + kSpace);
        const QRectF at(left, 0, side, side);
        QPainterPath clip;
        clip.addRoundedRect(at, 3, 3);
        painter.save();
        painter.setClipPath(clip);
        painter.drawImage(at, samples[i].picture);
        painter.restore();
    }
    painter.setPen(Qt::NoPen);
    for (int i = 0; i < static_cast<int>(m_counts.size()); ++i) {
        const auto [left, width] = column(i);
        const double radius = std::min(3.0, width / 3);
        const double part = static_cast<double>(m_counts[static_cast<std::size_t>(i)]) / static_cast<double>(m_largest);
        const double tall = std::max(1.5, part * kBars), bottom = height() - 1;
        painter.setBrush(t.raised);
        painter.drawRoundedRect(QRectF(left, bottom - kBars, width, kBars), radius, radius);
        painter.setBrush(i == m_current ? t.accent : t.band);
        painter.drawRoundedRect(QRectF(left, bottom - tall, width, tall), radius, radius);
    }
    if (hasFocus()) {
        painter.setPen(QPen(t.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, height() - kBars - 1.5, -0.5, -0.5), 4, 4);
    }
}

void ClassStrip::setCurrent(int index)
{
    if (m_current == index)
        return;
    m_current = index;
    update();
    Q_EMIT currentChanged(index);
}

void ClassStrip::mouseMoveEvent(QMouseEvent* event) { setCurrent(classAt(event->position().x())); }
void ClassStrip::leaveEvent(QEvent*) { setCurrent(-1); }

void ClassStrip::keyPressEvent(QKeyEvent* event)
{
    const int last = static_cast<int>(m_counts.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Left: setCurrent(std::max(0, m_current - 1)); break;
    case Qt::Key_Right: setCurrent(std::min(last, m_current + 1)); break;
    case Qt::Key_Home: setCurrent(std::min(0, last)); break;
    case Qt::Key_End: setCurrent(last); break;
    default: QWidget::keyPressEvent(event); break;
    }
}

void ClassStrip::focusOutEvent(QFocusEvent* event)
{
    setCurrent(-1);
    QWidget::focusOutEvent(event);
}

void ClassStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    updateGeometry();
}

} // namespace cw::ui
