#include "ui/docks/forecast_box.h"

#include <QVBoxLayout>

#include "ui/models/forecast_model.h"
#include "ui/util/card.h"

namespace cw::ui {

ForecastBox::ForecastBox(const ForecastModel& model, QWidget* parent)
    : QFrame(parent)
    , m_model(model)
    , m_candidates(makeLabel("muted", this))
    , m_time(makeLabel("title", this))
    , m_source(makeLabel("muted", this))
    , m_memory(makeLabel("muted", this))
{
    setProperty("pill", true);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(11, 8, 11, 9);
    box->setSpacing(2);
    for (auto* label : {m_time, m_source, m_candidates, m_memory}) {
        label->setWordWrap(true);
        box->addWidget(label);
    }
    connect(&m_model, &ForecastModel::changed, this, &ForecastBox::refresh);
    refresh();
}

void ForecastBox::refresh()
{
    const auto show = [](QLabel* label, QString text) {
        if (!text.isEmpty())
            text[0] = text[0].toUpper();
        label->setText(text);
        label->setVisible(!text.isEmpty());
    };
    const bool refused = !m_model.problem().isEmpty();
    show(m_time, refused ? tr("This cannot be searched") : m_model.timeText());
    show(m_source, refused ? m_model.problem() : m_model.sourceText());
    const auto shared = m_model.sharedText();
    show(m_candidates, refused ? QString() : shared.isEmpty() ? m_model.candidatesText() : m_model.candidatesText() + QStringLiteral(" \u00b7 ") + shared);
    show(m_memory, refused ? QString() : m_model.memoryText());
    setStyleProperty(m_source, "role", refused ? QStringLiteral("bad") : QStringLiteral("muted"));
    setStyleProperty(m_memory, "role", m_model.tooLarge() ? QStringLiteral("warning") : QStringLiteral("muted"));
    setVisible(!text().isEmpty());
    setAccessibleName(tr("Forecast"));
    setAccessibleDescription(text());
}

QString ForecastBox::text() const { return m_model.text(); }

} // namespace cw::ui
