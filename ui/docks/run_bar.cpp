#include "ui/docks/run_bar.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>

#include "ui/util/card.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr int kNarrowest = 420, kRoomy = 105; // pixels; letters

/// Shortens what does not fit, with dots.
class ElidedLabel final : public QLabel {
public:
    using QLabel::QLabel;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        style()->drawItemText(&painter, contentsRect(), Qt::AlignLeft | Qt::AlignVCenter, palette(), isEnabled(), fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width()), foregroundRole());
    }
};

}

RunBar::RunBar(const RunModel& latest, const RunModel& shown, QWidget* parent)
    : QWidget(parent)
    , m_latest(latest)
    , m_shown(shown)
    , m_pill(new QFrame(this))
    , m_state(new ElidedLabel(m_pill))
    , m_part(makeLabel("muted", m_pill))
    , m_progress(new QProgressBar(m_pill))
{
    auto* box = new QHBoxLayout(this);
    box->setContentsMargins(6, 0, 4, 0);
    box->setSpacing(18);
    auto* pill = new QVBoxLayout(m_pill);
    pill->setContentsMargins(12, 6, 12, 7);
    pill->setSpacing(5);
    auto* line = new QHBoxLayout;
    line->setSpacing(12);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    line->addWidget(m_state, 1);
    line->addWidget(m_part);
    pill->addLayout(line);
    pill->addWidget(m_progress);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 1000);
    m_progress->setAccessibleName(tr("Progress of the search"));
    m_pill->setMinimumWidth(120);
    m_pill->setMaximumWidth(460);
    box->addWidget(m_pill, 4);
    m_best = addFigure(tr("best measured (proxy)"));
    m_control = addFigure(tr("random control"));
    m_left = addFigure(tr("time left"));
    m_trust = addFigure(tr("trust in predictor"));
    box->addStretch(1);
    connect(&m_latest, &RunModel::changed, this, &RunBar::refresh);
    connect(&m_shown, &RunModel::changed, this, &RunBar::refresh);
    refresh();
}

RunBar::Figure RunBar::addFigure(const QString& title)
{
    auto* column = new QVBoxLayout;
    column->setSpacing(1);
    Figure figure{makeLabel("muted", this, title), new QLabel(this)};
    figure.value->setProperty("tone", QStringLiteral("plain"));
    column->addWidget(figure.title);
    column->addWidget(figure.value);
    qobject_cast<QHBoxLayout*>(layout())->addLayout(column);
    return figure;
}

/// Small enough that the tool bar never puts the figures away; what does not fit is shortened instead.
QSize RunBar::minimumSizeHint() const { return {kNarrowest, QWidget::minimumSizeHint().height()}; }

bool RunBar::narrow() const { return width() < kRoomy * fontMetrics().averageCharWidth(); }

void RunBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    refresh();
}

void RunBar::setControl(const QString& figure, const QString& help)
{
    m_controlText = figure;
    m_control.value->setText(figure);
    m_control.value->setToolTip(help);
    m_control.title->setToolTip(help);
    refresh();
}

void RunBar::refresh()
{
    const bool active = isActive(m_latest.state()) && m_latest.hasRun();
    m_state->setText(m_latest.stateText());
    m_state->setToolTip(m_latest.stateText());
    setStyleProperty(m_pill, "pill", active ? QVariant(QStringLiteral("active")) : QVariant(true));
    setStyleProperty(m_state, "role", QString::fromLatin1(active ? "pill" : "title"));
    m_part->setVisible(active && !narrow());
    m_part->setText(QStringLiteral("%1\u202f%").arg(static_cast<int>(m_latest.progress() * 100)));
    m_progress->setVisible(active);
    // Opening the engine has no measure: a moving bar says that something happens.
    const bool unknown = m_latest.state() == SessionState::Preparing && m_latest.progress() <= 0;
    m_progress->setRange(0, unknown ? 0 : 1000);
    m_progress->setValue(static_cast<int>(m_latest.progress() * 1000));

    const auto words = m_shown.words();
    const bool predicts = words.kind().predicts, has = m_shown.hasRun();
    show(m_best, has);
    show(m_control, has && !m_controlText.isEmpty() && (!narrow() || !predicts));
    show(m_left, has);
    show(m_trust, has && predicts);
    m_best.value->setText(m_shown.bestText());
    const bool plain = !words.kind().shares && !words.lowerIsBetter();
    m_best.title->setText(narrow() ? tr("best (%1)").arg(words.brief()) : plain ? tr("best measured (proxy)") : tr("best %1").arg(words.name()));
    m_best.value->setToolTip(words.help());
    m_left.title->setText(m_latest.state() == SessionState::Finished ? tr("search took") : tr("time left"));
    m_left.value->setText(m_latest.timeLeftText());
    m_left.value->setToolTip(words.kind().shares ? tr("From the pace of the rounds so far.") : tr("From the pace so far; deeper levels take longer for each cell."));
    m_trust.value->setText(narrow() ? m_shown.trustText().section(QLatin1String(" ["), 0, 0) : m_shown.trustText());
    m_trust.value->setToolTip(m_shown.trustHelp());
    const auto tone = m_shown.trust() == RunModel::Trust::Good ? "good" : m_shown.trust() == RunModel::Trust::Weak ? "warning" : "plain";
    setStyleProperty(m_trust.value, "tone", QString::fromLatin1(tone));
    auto figures = tr("%1, %2 %3").arg(m_latest.stateText(), plain ? tr("best measured (proxy)") : tr("best %1").arg(words.name()), m_shown.bestText());
    if (predicts)
        figures += tr(", trust in the predictor %1").arg(m_shown.trustText());
    setAccessibleDescription(m_shown.evaluated() > 0 ? figures : m_latest.stateText());
}

void RunBar::show(const Figure& figure, bool visible)
{
    figure.title->setVisible(visible);
    figure.value->setVisible(visible);
}

} // namespace cw::ui
