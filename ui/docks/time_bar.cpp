#include "ui/docks/time_bar.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QSignalBlocker>

#include "ui/util/card.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kSteps = 1000, kHandle = 7, kGroove = 4;

/// "02:14:31", or "07:58" below an hour.
QString clockText(double seconds)
{
    const auto all = static_cast<qint64>(seconds);
    const auto two = [](qint64 value) { return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0')); };
    const auto tail = two(all / 60 % 60) + QLatin1Char(':') + two(all % 60);
    return all >= 3600 ? two(all / 3600) + QLatin1Char(':') + tail : tail;
}

QFont smallFont(const QWidget& widget)
{
    auto font = widget.font();
    font.setPixelSize(smallTextPixels());
    return font;
}

} // namespace

LevelSlider::LevelSlider(QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
{
    setRange(0, kSteps);
    setSingleStep(kSteps / 100);
    setPageStep(kSteps / 10);
    setMinimumWidth(120);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(&ThemeKeeper::instance(), &ThemeKeeper::changed, this, qOverload<>(&QWidget::update));
}

void LevelSlider::setMarks(std::vector<Timeline::Mark> marks, double allSeconds, const RunWords& words)
{
    m_words = words;
    m_marks = std::move(marks);
    m_all = allSeconds;
    update();
}

QSize LevelSlider::sizeHint() const { return {400, QFontMetrics(smallFont(*this)).height() + 2 * kHandle + 6}; }

double LevelSlider::xOf(double part) const { return kHandle + part * (width() - 2.0 * kHandle); }

void LevelSlider::moveTo(double x)
{
    const double part = std::clamp((x - kHandle) / std::max(1.0, width() - 2.0 * kHandle), 0.0, 1.0);
    setValue(static_cast<int>(part * kSteps + 0.5));
}

void LevelSlider::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        moveTo(event->position().x());
    setFocus(Qt::MouseFocusReason);
    event->accept();
}

void LevelSlider::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        moveTo(event->position().x());
    event->accept();
}

void LevelSlider::paintEvent(QPaintEvent*)
{
    const auto& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(smallFont(*this));
    const double y = height() - kHandle - 2;
    const double at = xOf(static_cast<double>(value()) / kSteps);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.line);
    painter.drawRoundedRect(QRectF(xOf(0), y - kGroove / 2.0, xOf(1) - xOf(0), kGroove), 2, 2);
    painter.setBrush(isEnabled() ? t.accent : t.edge);
    painter.drawRoundedRect(QRectF(xOf(0), y - kGroove / 2.0, at - xOf(0), kGroove), 2, 2);
    const QFontMetricsF metrics(painter.font());
    double written = -1;
    for (const auto& mark : m_marks) {
        const double x = xOf(m_all > 0 ? mark.seconds / m_all : 0);
        painter.setPen(QPen(t.edge, 1));
        painter.drawLine(QPointF(x, y - kHandle - 1), QPointF(x, y + kHandle - 2));
        const auto text = m_words.level(mark.level);
        if (x + 4 < written || x + 4 + metrics.horizontalAdvance(text) > width())
            continue; // levels that were short: the line alone
        painter.setPen(t.muted);
        painter.drawText(QPointF(x + 4, metrics.ascent()), text);
        written = x + 12 + metrics.horizontalAdvance(text);
    }
    painter.setPen(QPen(hasFocus() ? t.text : t.surface, hasFocus() ? 2 : 1.5));
    painter.setBrush(isEnabled() ? t.accent : t.edge);
    painter.drawEllipse(QPointF(at, y), kHandle - 1, kHandle - 1);
}

TimeBar::TimeBar(Timeline& timeline, const RunModel& latest, QWidget* parent)
    : QWidget(parent)
    , m_timeline(timeline)
    , m_latest(latest)
    , m_play(new QPushButton(this))
    , m_end(new QPushButton(this))
    , m_title(makeLabel("heading", this, tr("Time machine")))
    , m_text(makeLabel("muted", this))
    , m_slider(new LevelSlider(this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    for (auto* widget : std::initializer_list<QWidget*>{m_play, m_title, m_slider, m_text, m_end})
        row->addWidget(widget, widget == m_slider ? 1 : 0);
    m_slider->setAccessibleName(tr("Moment of the search that the views show"));
    connect(m_play, &QPushButton::clicked, this, [this] { m_timeline.play(!m_timeline.playing()); });
    connect(m_end, &QPushButton::clicked, this, [this] { m_timeline.seekEnd(); });
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) {
        m_timeline.play(false);
        if (value >= kSteps)
            m_timeline.seekEnd();
        else
            m_timeline.seek(m_timeline.allSeconds() * value / kSteps);
    });
    connect(&m_timeline, &Timeline::changed, this, &TimeBar::refresh);
    connect(&m_latest, &RunModel::stateChanged, this, &TimeBar::refresh);
    refresh();
}

void TimeBar::refresh()
{
    const bool any = m_timeline.allSeconds() > 0, live = m_latest.live() && isActive(m_latest.state());
    const QSignalBlocker quiet(m_slider);
    m_slider->setEnabled(any);
    m_play->setEnabled(any);
    m_slider->setMarks(m_timeline.marks(), m_timeline.allSeconds(), m_latest.words());
    m_slider->setValue(any ? static_cast<int>(kSteps * m_timeline.seconds() / m_timeline.allSeconds() + 0.5) : kSteps);
    m_play->setText(m_timeline.playing() ? QStringLiteral("\u275a\u275a") : QStringLiteral("\u25b6"));
    m_play->setAccessibleName(m_timeline.playing() ? tr("Stop playing") : tr("Play the run again"));
    m_play->setToolTip(m_play->accessibleName());
    const auto all = clockText(m_timeline.allSeconds());
    m_text->setText(!m_timeline.atEnd() ? tr("%1 of %2").arg(clockText(m_timeline.seconds()), all) : live ? tr("live %1").arg(all) : all);
    m_end->setText(live ? tr("Back to now") : tr("Back to the end"));
    m_end->setVisible(!m_timeline.atEnd());
    m_slider->setAccessibleDescription(m_text->text());
}

} // namespace cw::ui
