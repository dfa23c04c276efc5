#include "ui/docks/space_page.h"

#include "core/arch/architecture_graph.h"
#include "core/search/space_preview.h"
#include "ui/models/candidate_model.h"
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
    const auto drawn = size.empty() ? tr("One of the cells that these settings allow, drawn at random.")
                                    : tr("One of %1 different cells that these settings allow, drawn at random.").arg(fullCount(std::stoll(size)));
    m_count->setText(drawn + QLatin1Char(' ') + tr("The search trains a few of them, learns what works, and predicts the rest."));
    drawAnother();
}

void SpacePage::drawAnother()
{
    const auto arch = drawFromSpace(m_setup.space(), m_setup.settings(), ++m_seed);
    if (arch && !arch->cells.empty())
        m_view->showGraph(architectureGraph(*arch, nullptr, GraphStyle::Boxes), cellInWords(arch->cell()));
    if (m_next.isActive())
        m_next.start();
}

} // namespace cw::ui
