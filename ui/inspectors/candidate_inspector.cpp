#include "ui/inspectors/candidate_inspector.h"

#include <cmath>

#include <QPainter>
#include <QResizeEvent>
#include <QScrollArea>

#include "ui/inspectors/flow_layout.h"
#include "ui/inspectors/inspector_text.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

enum Page { kEmpty, kOne, kMany };

/// Full in the colour of stars, or its outline.
QIcon starIcon(bool on)
{
    constexpr double kSide = 16;
    QPixmap pixmap(QSize(2 * int(kSide), 2 * int(kSide)));
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPolygonF star;
    for (int i = 0; i < 10; ++i) {
        const double angle = M_PI * (i / 5.0 - 0.5), radius = i % 2 ? kSide * 0.19 : kSide * 0.46;
        star << QPointF(kSide / 2 + radius * std::cos(angle), kSide * 0.52 + radius * std::sin(angle));
    }
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(on ? theme().warning : theme().muted, 1.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(on ? QBrush(theme().warning) : QBrush(Qt::NoBrush));
    painter.drawPolygon(star);
    painter.end();
    return QIcon(pixmap);
}

QScrollArea* scrolled(QWidget* content, QWidget* parent)
{
    auto* scroll = new QScrollArea(parent);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    return scroll;
}

} // namespace

CandidateInspector::CandidateInspector(const CandidateModel& candidates, const RunModel& run, Selection& selection, Annotations& annotations, QWidget* parent)
    : QWidget(parent)
    , m_candidates(candidates)
    , m_run(run)
    , m_selection(selection)
    , m_annotations(annotations)
    , m_card(new Card(tr("Candidate"), this))
    , m_pages(new QStackedWidget(this))
    , m_star(new QToolButton(this))
    , m_accuracy(makeLabel("huge", this))
    , m_what(makeLabel("muted", this))
    , m_proxy(makeLabel("warning", this))
    , m_prediction(new QLabel(this))
    , m_facts(new QLabel(this))
    , m_family(new QLabel(this))
    , m_noAblation(makeLabel("muted", this))
    , m_summary(new QLabel(this))
    , m_blocks(new BlocksView(this))
    , m_curve(new CurveView(this))
    , m_ablation(new AblationView(this))
    , m_notes(new NotesEditor(annotations, this))
    , m_save(new QPushButton(tr("Export\u2026"), this))
    , m_compare(new QPushButton(tr("Compare"), this))
    , m_copy(new QPushButton(tr("Copy"), this))
    , m_compareMany(new QPushButton(tr("Compare"), this))
    , m_exportTable(new QPushButton(tr("Export table\u2026"), this))
{
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(m_card);
    m_star->setProperty("quiet", true);
    m_card->addToHeader(m_star);
    auto* empty = makeLabel("muted", this, tr("Click a candidate in the list or a point in a chart to see it here."));
    empty->setWordWrap(true);
    empty->setAlignment(Qt::AlignCenter);
    for (auto* label : {m_what, m_proxy, m_prediction, m_facts, m_family, m_noAblation, m_summary})
        label->setWordWrap(true);
    for (auto* label : {m_prediction, m_facts, m_family, m_summary}) {
        label->setTextFormat(Qt::RichText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
        connect(label, &QLabel::linkActivated, this, &CandidateInspector::follow);
    }
    m_pages->addWidget(empty);
    m_pages->addWidget(makePage());
    m_pages->addWidget(makeSummary());
    m_card->body()->addWidget(m_pages, 1);

    connect(m_star, &QToolButton::clicked, this, [this] { m_annotations.toggleStars(m_selection.chosen()); });
    connect(m_notes, &NotesEditor::editingBegan, this, [this] { // what is written about must not be replaced by the search
        if (m_selection.live() && m_selection.current())
            m_selection.select(m_selection.current());
    });
    connect(m_blocks, &BlocksView::blockSelected, this, &CandidateInspector::blockSelected);
    connect(m_compare, &QPushButton::clicked, this, &CandidateInspector::compareRequested);
    connect(m_compareMany, &QPushButton::clicked, this, &CandidateInspector::compareRequested);
    connect(m_exportTable, &QPushButton::clicked, this, &CandidateInspector::exportTableRequested);
    connect(&m_selection, &Selection::currentChanged, this, &CandidateInspector::refresh);
    connect(&m_selection, &Selection::chosenChanged, this, &CandidateInspector::refresh);
    connect(&m_run, &RunModel::stateChanged, this, &CandidateInspector::refresh);
    connect(&m_annotations, &Annotations::changed, this, &CandidateInspector::refreshStar);
    connect(&ThemeKeeper::instance(), &ThemeKeeper::changed, this, &CandidateInspector::refresh);
    connect(&m_candidates, &QAbstractItemModel::modelReset, this, &CandidateInspector::refresh);
    connect(&m_run, &RunModel::changed, this, [this] {
        if (std::exchange(m_folder, m_run.info().folder) != m_run.info().folder) { // another run's candidates have the same numbers
            m_answers.clear();
            m_asked.clear();
        }
    });
    connect(&m_candidates, &CandidateModel::candidateChanged, this, [this](CandidateId id) {
        const auto* changed = m_candidates.find(id);
        m_stale = m_stale || m_selection.isChosen(id) || (changed && changed->proposed.parent == m_selection.current());
    });
    connect(&m_candidates, &CandidateModel::batchApplied, this, [this] { // once for all that a batch changed
        if (std::exchange(m_stale, false))
            refresh();
    });
    refresh();
}

QWidget* CandidateInspector::makeSection(QBoxLayout* column, const QString& title, QWidget* content)
{
    auto* section = new QWidget(this);
    auto* box = new QVBoxLayout(section);
    box->setContentsMargins(0, 6, 0, 0);
    box->setSpacing(4);
    auto* heading = makeLabel("title", section, title);
    heading->setWordWrap(true);
    box->addWidget(heading);
    box->addWidget(content);
    column->addWidget(section);
    return section;
}

QWidget* CandidateInspector::makePage()
{
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 6, 0);
    column->setSpacing(5);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_what);
    words->addWidget(m_proxy);
    m_top = new QBoxLayout(QBoxLayout::LeftToRight);
    m_top->setSpacing(10);
    m_top->addWidget(m_accuracy);
    m_top->addLayout(words, 1);
    column->addLayout(m_top);
    column->addWidget(m_prediction);
    m_partsTitle = makeSection(column, tr("Blocks"), m_blocks)->findChild<QLabel*>();
    m_decisionsSection = makeSection(column, tr("Decisions of the controller"), new QWidget(this));
    m_decisionsSection->hide();
    m_trainingSection = makeSection(column, tr("Training"), m_curve);
    m_familySection = makeSection(column, tr("Parent and children"), m_family);
    auto* worth = new QWidget(this);
    auto* worthBox = new QVBoxLayout(worth);
    worthBox->setContentsMargins(0, 0, 0, 0);
    worthBox->addWidget(m_ablation);
    worthBox->addWidget(m_noAblation);
    m_worthSection = makeSection(column, tr("Why it stands out (predicted)"), worth);
    makeSection(column, tr("Tags and note"), m_notes);
    makeSection(column, tr("Figures"), m_facts);
    column->addStretch(1);

    auto* page = new QWidget(this);
    auto* box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(10);
    box->addWidget(scrolled(content, page), 1);
    auto* buttons = new FlowLayout(6);
    m_save->setProperty("primary", true);
    m_save->setToolTip(tr("Save this one"));
    m_copy->setToolTip(tr("Copy this cell as JSON"));
    m_compare->setToolTip(tr("Show the chosen cells beside each other"));
    for (auto* button : {m_save, m_compare, m_copy})
        buttons->addWidget(button);
    box->addLayout(buttons);
    return page;
}

QWidget* CandidateInspector::makeSummary()
{
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 6, 0);
    column->addWidget(m_summary);
    column->addStretch(1);
    auto* page = new QWidget(this);
    auto* box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(10);
    box->addWidget(scrolled(content, page), 1);
    auto* buttons = new FlowLayout(6);
    m_compareMany->setProperty("primary", true);
    buttons->addWidget(m_compareMany);
    buttons->addWidget(m_exportTable);
    box->addLayout(buttons);
    return page;
}

void CandidateInspector::setDecisions(DecisionModel& decisions)
{
    m_decisions = new DecisionsView(decisions, m_decisionsSection);
    m_decisionsSection->layout()->addWidget(m_decisions);
    refresh();
}

void CandidateInspector::refresh()
{
    const auto* candidate = m_candidates.find(m_selection.current());
    const bool many = m_selection.chosen().size() > 1;
    m_pages->setCurrentIndex(many ? kMany : candidate ? kOne : kEmpty);
    m_card->title()->setText(many ? tr("%1 candidates").arg(fullCount(static_cast<std::int64_t>(m_selection.chosen().size())))
                                  : candidate ? tr("Candidate #%1").arg(candidate->proposed.id) : tr("Candidate"));
    refreshStar();
    m_notes->setCandidate(candidate && !many ? candidate->proposed.id : 0);
    if (m_decisions && (!candidate || many))
        m_decisions->setCandidate(0, {});
    if (many)
        showSummary();
    else if (candidate)
        showCandidate(*candidate);
}

void CandidateInspector::showSummary()
{
    std::vector<const Candidate*> chosen;
    for (const auto id : m_selection.chosen())
        if (const auto* candidate = m_candidates.find(id))
            chosen.push_back(candidate);
    m_summary->setText(summaryTable(chosen));
}

void CandidateInspector::showCandidate(const Candidate& c)
{
    const auto& run = m_run.info();
    const auto& kind = c.words.kind();
    m_accuracy->setText(c.measured() ? measuredText(c) : QStringLiteral("\u2013"));
    m_accuracy->setToolTip(c.words.help());
    m_what->setText(!c.measured()              ? stateText(c)
                    : kind.shares              ? c.words.name()
                    : c.evaluation->diverged   ? tr("measured during search, after its training diverged")
                    : c.words.lowerIsBetter()  ? tr("perplexity, measured during search")
                                               : tr("measured during search"));
    m_partsTitle->setText(partsTitle(c.proposed.arch.space));
    m_trainingSection->setVisible(!kind.shares);
    m_familySection->setVisible(!kind.policy);
    m_worthSection->setVisible(!kind.policy);
    m_decisionsSection->setVisible(kind.learns && m_decisions);
    if (m_decisions)
        m_decisions->setCandidate(kind.learns ? c.proposed.id : 0, c.proposed.arch);
    const bool failed = c.evaluation && c.evaluation->outcome == Outcome::Failed;
    const auto note = failed ? qs(c.evaluation->message) : proxyNote(c, run);
    m_proxy->setText(note);
    m_proxy->setVisible(!note.isEmpty());
    m_prediction->setText(predictionTable(c));
    m_prediction->setVisible(!m_prediction->text().isEmpty());
    m_blocks->setArchitecture(c.proposed.arch, run.network());
    const auto steps = run.settings.has("steps") ? run.settings.integer("steps") : 0;
    m_curve->setCurve(c.evaluation ? finishedCurve(c.evaluation->curve, steps) : liveCurve(c.losses, c.progress ? c.progress->steps : 0));
    m_family->setText(familyText(c, m_candidates));
    m_facts->setText(factTable(c));
    refreshAblation(c);
}

void CandidateInspector::refreshAblation(const Candidate& c)
{
    const auto id = c.proposed.id;
    const auto* stored = m_candidates.ablation(id);
    if (const auto answered = m_answers.find(id); !stored && answered != m_answers.end())
        stored = &answered->second;
    const bool shown = stored && !stored->empty();
    m_ablation->setVisible(shown);
    m_noAblation->setVisible(!shown);
    if (shown)
        m_ablation->setBlocks(*stored);
    else if (c.proposed.arch.blockCount() < 2)
        m_noAblation->setText(tr("none: the cell has one block"));
    else if (c.proposed.role == CandidateRole::Random)
        m_noAblation->setText(tr("none: cells drawn at random are not predicted"));
    else
        m_noAblation->setText(m_run.live() ? tr("not known yet: the predictor tells it after each level") : tr("not known: the predictor had not told it up to here"));
    if (!stored && c.proposed.arch.blockCount() > 1 && c.proposed.role != CandidateRole::Random && m_run.live() && m_asked.insert(id).second)
        Q_EMIT ablationWanted(id);
}

void CandidateInspector::setAblation(CandidateId id, const std::vector<BlockAblation>& blocks)
{
    m_answers[id] = blocks;
    if (id == m_selection.current())
        refresh();
}

void CandidateInspector::refreshStar()
{
    const auto& chosen = m_selection.chosen();
    const bool all = m_annotations.allStarred(chosen);
    m_star->setVisible(!chosen.empty());
    m_star->setIcon(starIcon(all));
    m_star->setToolTip(all ? tr("Take the star away") : tr("Mark with a star"));
    m_star->setAccessibleName(m_star->toolTip());
}

void CandidateInspector::follow(const QString& link)
{
    if (link == QLatin1String("children"))
        Q_EMIT filterRequested(QStringLiteral("parent:%1").arg(m_selection.current()));
    else
        m_selection.select(link.toUInt());
}

void CandidateInspector::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    // A narrow panel has no room for words beside the large figure.
    m_top->setDirection(event->size().width() < 19 * textPixels() ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

} // namespace cw::ui
