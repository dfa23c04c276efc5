#include "ui/inspectors/candidate_inspector.h"

#include <cmath>

#include <QScrollArea>

#include "core/arch/counts.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

QString tableRow(const QString& title, const QString& value)
{
    return QStringLiteral("<tr><td style='color:%1; padding-right:12px'>%2</td><td align='right'>%3</td></tr>").arg(name(theme().muted), title, value);
}
QString table(const QString& rows) { return QStringLiteral("<table width='100%' cellspacing='0' cellpadding='2'>%1</table>").arg(rows); }

} // namespace

CandidateInspector::CandidateInspector(const CandidateModel& candidates, const RunModel& run, Selection& selection, QWidget* parent)
    : QWidget(parent)
    , m_candidates(candidates)
    , m_run(run)
    , m_selection(selection)
    , m_card(new Card(tr("Candidate"), this))
    , m_pages(new QStackedWidget(this))
    , m_accuracy(makeLabel("huge", this))
    , m_what(makeLabel("muted", this))
    , m_note(makeLabel("warning", this))
    , m_facts(new QLabel(this))
    , m_blocks(new QLabel(this))
    , m_more(new QLabel(this))
    , m_curveTitle(makeLabel("title", this, tr("Training")))
    , m_curve(new CurveView(this))
    , m_save(new QPushButton(tr("Save cell\u2026"), this))
    , m_copy(new QPushButton(tr("Copy JSON"), this))
{
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(m_card);
    auto* empty = makeLabel("muted", this, tr("Click a cell in the table or a point in the chart to see it here."));
    empty->setWordWrap(true);
    empty->setAlignment(Qt::AlignCenter);
    m_pages->addWidget(empty);
    m_pages->addWidget(makePage());
    m_card->body()->addWidget(m_pages, 1);
    connect(&m_selection, &Selection::currentChanged, this, &CandidateInspector::refresh);
    connect(&m_run, &RunModel::stateChanged, this, &CandidateInspector::refresh);
    connect(&ThemeKeeper::instance(), &ThemeKeeper::changed, this, &CandidateInspector::refresh);
    connect(&m_candidates, &CandidateModel::candidateChanged, this, [this](CandidateId id) {
        if (id == m_selection.current())
            refresh();
    });
    refresh();
}

QWidget* CandidateInspector::makePage()
{
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 8, 0);
    column->setSpacing(6);
    auto* top = new QHBoxLayout;
    top->setSpacing(12);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_what);
    words->addWidget(m_note);
    top->addWidget(m_accuracy);
    top->addLayout(words, 1);
    for (auto* label : {m_what, m_note, m_facts, m_blocks, m_more})
        label->setWordWrap(true);
    for (auto* label : {m_facts, m_blocks, m_more}) {
        label->setTextFormat(Qt::RichText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    }
    connect(m_more, &QLabel::linkActivated, this, [this](const QString& link) { m_selection.select(link.toUInt()); });
    column->addLayout(top);
    column->addWidget(m_facts);
    column->addSpacing(4);
    column->addWidget(makeLabel("title", this, tr("Blocks")));
    column->addWidget(m_blocks);
    column->addSpacing(4);
    column->addWidget(m_curveTitle);
    column->addWidget(m_curve);
    column->addSpacing(4);
    column->addWidget(m_more);
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(content);

    auto* page = new QWidget(this);
    auto* box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(10);
    box->addWidget(scroll, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_save->setProperty("primary", true);
    buttons->addWidget(m_save, 1);
    buttons->addWidget(m_copy, 1);
    box->addLayout(buttons);
    return page;
}

QString CandidateInspector::proxyNote(const Candidate& candidate) const
{
    const auto& settings = m_run.info().settings;
    if (!candidate.measured() || !settings.has("steps"))
        return {};
    const auto steps = settings.integer("steps");
    const auto budget = steps > 0 ? tr("%1 training steps").arg(fullCount(steps)) : tr("%1 epochs").arg(settings.integer("epochs"));
    return tr("%1: a proxy, not a final result").arg(budget);
}

QString CandidateInspector::predictionRows(const Candidate& c) const
{
    if (!c.proposed.predicted)
        return tableRow(tr("predicted"), tr("none at this level"));
    auto rows = tableRow(tr("predicted"), predictionText(*c.proposed.predicted));
    if (c.measured()) {
        const double difference = c.evaluation->accuracy - c.proposed.predicted->mean;
        rows += tableRow(tr("measured \u2212 predicted"), tr("%1 points").arg((difference < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) + percentNumber(std::abs(difference))));
    }
    return rows;
}

QString CandidateInspector::factRows(const Candidate& c) const
{
    QString rows = tableRow(tr("parameters"), fullCount(c.proposed.parameters)) + tableRow(tr("multiply-adds"), shortCount(c.proposed.multiplyAdds));
    rows += tableRow(tr("level"), QString::number(c.proposed.level)) + tableRow(tr("chosen as"), roleText(c));
    if (c.proposed.parent)
        rows += tableRow(tr("grown from"), QStringLiteral("<a href='%1' style='color:%2; text-decoration:none'>#%1</a>").arg(c.proposed.parent).arg(name(theme().accent)));
    if (c.measured())
        rows += tableRow(tr("right"), tr("%1 of %2").arg(fullCount(c.evaluation->correct), fullCount(c.evaluation->total)));
    if (c.evaluation && c.evaluation->seconds > 0)
        rows += tableRow(tr("trained for"), duration(c.evaluation->seconds));
    return rows;
}

void CandidateInspector::refresh()
{
    const auto* c = m_candidates.find(m_selection.current());
    m_pages->setCurrentIndex(c ? 1 : 0);
    m_card->title()->setText(c ? tr("Candidate #%1").arg(c->proposed.id) : tr("Candidate"));
    if (!c)
        return;
    m_accuracy->setText(c->measured() ? percent(c->evaluation->accuracy) : QStringLiteral("\u2013"));
    m_what->setText(c->measured() ? tr("measured during search") : stateText(*c));
    const bool failed = c->evaluation && c->evaluation->outcome == Outcome::Failed;
    const auto note = failed ? qs(c->evaluation->message) : proxyNote(*c);
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    m_facts->setText(table(predictionRows(*c)));
    m_more->setText(table(factRows(*c)));

    // Sizes of the blocks: of all cells of the network together.
    std::vector<std::int64_t> sizes(static_cast<std::size_t>(std::max(c->proposed.arch.blockCount(), 0)), 0);
    if (const auto plan = planNetwork(c->proposed.arch, m_run.info().network()))
        for (const auto& node : countNetwork(*plan).nodes)
            if (node.block >= 0 && static_cast<std::size_t>(node.block) < sizes.size())
                sizes[static_cast<std::size_t>(node.block)] += node.parameters;
    QString rows;
    const auto blocks = c->proposed.arch.cells.empty() ? QStringList() : blockTexts(c->proposed.arch.cell());
    for (int i = 0; i < blocks.size(); ++i)
        rows += QStringLiteral("<tr><td style='color:%1; padding-right:8px'>%2</td><td>%3</td><td align='right' style='color:%1; padding-left:8px'>%4</td></tr>")
                    .arg(name(theme().muted))
                    .arg(i + 1)
                    .arg(blocks[i], shortCount(sizes[static_cast<std::size_t>(i)]));
    m_blocks->setText(table(rows));

    const auto curve = c->curve();
    m_curveTitle->setText(curve.empty() ? tr("Training") : tr("Training  \u00b7  loss %1").arg(curve.back().loss, 0, 'f', 2));
    m_curve->setCurve(curve);
}

} // namespace cw::ui
