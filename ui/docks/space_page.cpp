#include "ui/docks/space_page.h"

#include "core/arch/architecture_graph.h"
#include "core/search/space_preview.h"
#include "ui/models/arch_parts.h"
#include "ui/models/run_info.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr int kEach = 4000, kSoon = 150; // milliseconds

}

SpacePage::SpacePage(SearchSetup& setup, LayoutClient& layout, QWidget* parent)
    : QWidget(parent)
    , m_setup(setup)
    , m_view(new GraphView(layout, this))
    , m_count(makeLabel("muted", this))
    , m_another(new QPushButton(tr("Another"), this))
{
    auto* card = new Card(tr("What the search chooses among"), this);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(card);
    m_count->setWordWrap(true);
    m_another->setProperty("quiet", true);
    m_another->setToolTip(tr("Draw another one at random"));
    card->addToHeader(m_another);
    card->body()->addWidget(m_count);
    card->body()->addWidget(m_view, 1);
    m_next.setInterval(kEach);
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoon);
    connect(m_another, &QPushButton::clicked, this, &SpacePage::drawAnother);
    connect(&m_next, &QTimer::timeout, this, &SpacePage::drawAnother);
    connect(&m_soon, &QTimer::timeout, this, &SpacePage::refresh);
    const auto soon = [this] {
        if (isVisible())
            m_soon.start();
    };
    connect(&m_setup, &SearchSetup::changed, this, soon);
    connect(&m_setup, &SearchSetup::presetChanged, this, soon);
}

void SpacePage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
    m_next.start();
}

void SpacePage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_next.stop();
}

void SpacePage::refresh()
{
    const auto size = spaceSize(m_setup.space(), m_setup.settings());
    const auto nouns = archNouns(m_setup.space());
    const auto& kind = wordsOf(m_setup.strategy(), m_setup.space(), m_setup.settings()).kind();
    const auto drawn = size.empty()                   ? tr("One of the %1 that these settings allow, drawn at random.").arg(nouns)
                       : m_setup.space() == "pnas"    ? tr("One of %1 different %2 that these settings allow, drawn at random.").arg(hugeCount(size), nouns)
                                                      : tr("One of %1 %2 that can be chosen with these settings, drawn at random.").arg(hugeCount(size), nouns);
    const auto how = kind.shares && kind.learns ? tr("One network holds the weights of all of them; a controller learns which are worth sampling.")
                     : kind.shares              ? tr("One network holds the weights of all of them; children are drawn at random.")
                     : kind.predicts            ? tr("The search trains a few of them, learns what works, and predicts the rest.")
                     : kind.learns              ? tr("A controller samples some of them, each is trained from scratch, and it learns from how well they do.")
                                                : tr("The search trains some of them as they are drawn.");
    m_count->setText(drawn + QLatin1Char(' ') + how);
    drawAnother();
}

void SpacePage::drawAnother()
{
    const auto arch = drawFromSpace(m_setup.space(), m_setup.settings(), ++m_seed);
    if (arch)
        m_view->showGraph(architectureGraph(*arch, nullptr, GraphStyle::Boxes), archInWords(*arch));
    else
        m_view->clear();
    if (m_next.isActive())
        m_next.start();
}

} // namespace cw::ui
