#include "ui/docks/canvas_page.h"

#include "ui/util/card.h"

namespace cw::ui {

CanvasPage::CanvasPage(QWidget* content, QWidget* parent)
    : QStackedWidget(parent)
    , m_message(makeLabel("muted", this))
{
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setMargin(20);
    addWidget(m_message);
    addWidget(content);
    setCurrentIndex(1);
}

void CanvasPage::setMessage(const QString& sentence)
{
    m_message->setText(sentence);
    setCurrentIndex(sentence.isEmpty() ? 1 : 0);
}

QString noCellText(const RunModel& run)
{
    if (run.live() && isActive(run.state()) && run.hasRun() && run.words().kind().shares)
        return CanvasPage::tr("The Cell tab shows the child that is sampled now. Candidates appear with the first derivation, at the end of a round or by Derive.");
    if (run.live() && isActive(run.state()) && run.hasRun())
        return CanvasPage::tr("The first cell appears here as soon as it trains.");
    if (run.hasRun())
        return CanvasPage::tr("This run holds no cells yet.");
    return CanvasPage::tr("Press Start search: the first cell appears here within seconds.");
}

} // namespace cw::ui
