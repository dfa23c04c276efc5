#include "ui/charts/predicted_measured_chart.h"

#include <QLocale>
#include <QToolTip>
#include <QVBoxLayout>

#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kRefreshMilliseconds = 200;

QString legendEntry(const PredictedMeasured::Level& row)
{
    const auto number = [](double v) { return QLocale().toString(v, 'f', 2); };
    auto text = QStringLiteral("<span style='color:%1'>\u25cf</span>&nbsp;").arg(name(levelColour(row.level)))
        + PredictedMeasuredChart::tr("level %1").arg(row.level);
    if (row.beamPoints >= 2)
        text += QStringLiteral(" \u00b7 ") + PredictedMeasuredChart::tr("beam \u03c1 %1").arg(number(row.beam));
    if (row.trust)
        text += QStringLiteral(" \u00b7 ") + PredictedMeasuredChart::tr("trust \u03c1 %1 [%2, %3]").arg(number(row.trust->spearman), number(row.trust->low), number(row.trust->high));
    return QStringLiteral("<nobr>%1</nobr>").arg(text);
}

} // namespace

PredictedMeasuredChart::PredictedMeasuredChart(const CandidateModel& candidates, const RunModel& run, Selection& selection, QWidget* parent)
    : QWidget(parent)
    , m_candidates(candidates)
    , m_run(run)
    , m_scatter(ScatterView::create(true, this))
    , m_legend(new QLabel(this))
    , m_empty(new QLabel(this))
    , m_stack(new QStackedWidget(this))
{
    m_legend->setProperty("role", QStringLiteral("muted"));
    m_legend->setWordWrap(true);
    m_legend->setToolTip(tr("\u03c1 is Spearman's rank correlation of predicted and measured accuracy. Beam: over the cells chosen for their prediction, which cuts it off at one side. "
                            "Trust: over cells drawn at random from those not chosen, with its 95 % interval."));
    m_empty->setProperty("role", QStringLiteral("muted"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setContentsMargins(40, 0, 40, 24);
    m_scatter->setAxisTitles(tr("predicted accuracy, %"), tr("measured accuracy (proxy), %"));
    m_scatter->setAccessibleName(tr("Predicted against measured accuracy"));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_scatter);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(4);
    box->addWidget(m_legend);
    box->addWidget(m_stack, 1);

    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefreshMilliseconds);
    connect(&m_refresh, &QTimer::timeout, this, &PredictedMeasuredChart::refresh);
    connect(&candidates, &CandidateModel::batchApplied, this, [this](bool finished) {
        if (finished && !m_refresh.isActive())
            m_refresh.start();
    });
    connect(&run, &RunModel::stateChanged, this, [this] { m_refresh.start(); });
    connect(&ThemeKeeper::instance(), &ThemeKeeper::changed, this, &PredictedMeasuredChart::refresh);
    connect(&selection, &Selection::currentChanged, m_scatter, [this](CandidateId id) { m_scatter->setSelected(id); });
    connect(m_scatter, &ScatterView::pointClicked, &selection, [&selection](CandidateId id) { selection.select(id); });
    connect(m_scatter, &ScatterView::pointHovered, this, &PredictedMeasuredChart::describe);
    refresh();
}

void PredictedMeasuredChart::refresh()
{
    m_shown = predictedMeasured(m_candidates, m_run);
    std::vector<ChartGroup> groups;
    QStringList legend;
    for (const auto& row : m_shown.levels) {
        groups.push_back({tr("level %1").arg(row.level), levelColour(row.level)});
        legend << legendEntry(row);
    }
    m_legend->setText(legend.join(QStringLiteral(" &nbsp;&nbsp; ")));
    m_legend->setVisible(!legend.isEmpty());
    m_empty->setText(m_shown.empty);
    m_stack->setCurrentIndex(m_shown.points.empty() ? 0 : 1);
    m_scatter->setPoints(std::move(groups), m_shown.points);
}

void PredictedMeasuredChart::describe(CandidateId id, const QPoint& at)
{
    const auto* c = id ? m_candidates.find(id) : nullptr;
    if (!c || !c->proposed.predicted || !c->evaluation) {
        QToolTip::hideText();
        return;
    }
    QToolTip::showText(at, tr("<b>#%1</b>, level %2<br>measured (proxy) %3<br>predicted %4<br>%5")
                               .arg(id)
                               .arg(c->proposed.level)
                               .arg(percent(c->evaluation->accuracy), predictionText(*c->proposed.predicted), blockTexts(c->proposed.arch.cell()).join(QStringLiteral("<br>"))), m_scatter);
}

} // namespace cw::ui
