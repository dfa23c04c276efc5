#include "ui/docks/settings_panel.h"

#include <algorithm>
#include <limits>

#include <QFormLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QStylePainter>

#include "ui/docks/forecast_box.h"
#include "ui/docks/run_settings.h"
#include "ui/models/arch_parts.h"
#include "ui/models/forecast_model.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr int kScrollRoom = 8; // between content and scroll bar
constexpr int kMostWorkers = 64;

/// A box whose text is cut with dots where it is narrow.
class NarrowBox final : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QStylePainter painter(this);
        QStyleOptionComboBox option;
        initStyleOption(&option);
        painter.drawComplexControl(QStyle::CC_ComboBox, option);
        const auto room = style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this).width();
        option.currentText = fontMetrics().elidedText(option.currentText, Qt::ElideRight, room - 2);
        painter.drawControl(QStyle::CE_ComboBoxLabel, option);
    }
};

QScrollArea* scrolled(QWidget* content, QWidget* parent)
{
    auto* area = new QScrollArea(parent);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(content);
    area->setFocusPolicy(Qt::NoFocus); // its fields have it
    QObject::connect(area->verticalScrollBar(), &QScrollBar::rangeChanged, content, [content](int, int most) {
        auto margins = content->layout()->contentsMargins();
        margins.setRight(most > 0 ? kScrollRoom : 0);
        content->layout()->setContentsMargins(margins);
    });
    return area;
}

void selectData(QComboBox* box, const std::string& key) { box->setCurrentIndex(box->findData(qs(key))); }

} // namespace

SettingsPanel::SettingsPanel(SearchSetup& setup, const RunModel& run, QWidget* parent)
    : QWidget(parent)
    , m_setup(setup)
    , m_run(run)
    , m_card(new Card(tr("Search"), this))
    , m_pages(new QStackedWidget(this))
    , m_strategy(new NarrowBox(this))
    , m_space(new NarrowBox(this))
    , m_preset(new NarrowBox(this))
    , m_device(new QComboBox(this))
    , m_presetHelp(makeLabel("muted", this))
    , m_reason(makeLabel("muted", this))
    , m_seed(new QSpinBox(this))
    , m_workers(new QSpinBox(this))
    , m_parameters(new ParameterForm(setup, this))
    , m_summary(new RunSettings(this))
    , m_start(new QPushButton(tr("Start search"), this))
    , m_reset(new QPushButton(tr("Back to the preset"), this))
    , m_newSearch(new QPushButton(tr("New search\u2026"), this))
    , m_again(new QPushButton(tr("Search again"), this))
{
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(m_card);
    m_pages->addWidget(makeForm());
    m_pages->addWidget(makeSummary());
    m_card->body()->addWidget(m_pages, 1);
    const auto text = [](const QComboBox* from) { return from->currentData().toString().toStdString(); };
    connect(m_strategy, &QComboBox::currentIndexChanged, this, [this, text] {
        if (!m_loading)
            m_setup.setStrategy(text(m_strategy));
    });
    connect(m_space, &QComboBox::currentIndexChanged, this, [this, text] {
        if (!m_loading)
            m_setup.setSpace(text(m_space));
    });
    connect(m_preset, &QComboBox::currentIndexChanged, this, [this, text] {
        if (!m_loading)
            m_setup.setPreset(text(m_preset));
    });
    connect(m_device, &QComboBox::currentIndexChanged, this, [this, text] {
        if (!m_loading)
            m_setup.setDevice(text(m_device));
    });
    connect(m_seed, &QSpinBox::valueChanged, this, [this](int seed) {
        if (!m_loading)
            m_setup.setSeed(static_cast<std::uint64_t>(seed));
    });
    connect(m_workers, &QSpinBox::valueChanged, this, [this](int workers) { m_setup.setWorkers(workers); });
    connect(m_start, &QPushButton::clicked, this, &SettingsPanel::startRequested);
    connect(m_newSearch, &QPushButton::clicked, this, &SettingsPanel::newSearchRequested);
    connect(m_again, &QPushButton::clicked, this, [this] {
        m_setup.adopt(m_run.info());
        Q_EMIT searchAgainRequested();
    });
    connect(m_reset, &QPushButton::clicked, &m_setup, &SearchSetup::resetToPreset);
    connect(&m_setup, &SearchSetup::presetChanged, this, &SettingsPanel::load);
    connect(&m_setup, &SearchSetup::changed, this, &SettingsPanel::refreshHints);
    connect(m_parameters, &ParameterForm::problemChanged, this, &SettingsPanel::validChanged);
    connect(&m_run, &RunModel::changed, this, &SettingsPanel::refreshSummary);
    load();
    refreshSummary();
}

void SettingsPanel::setForecast(const ForecastModel& forecast)
{
    m_forecast = &forecast;
    m_foot->insertWidget(0, new ForecastBox(forecast, this));
    connect(&forecast, &ForecastModel::changed, this, &SettingsPanel::validChanged);
}

QWidget* SettingsPanel::makeForm()
{
    for (auto* box : {m_strategy, m_space, m_preset}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(10);
    }
    m_strategy->setAccessibleName(tr("Strategy"));
    m_space->setAccessibleName(tr("What is searched"));
    m_preset->setAccessibleName(tr("Preset"));
    m_presetHelp->setWordWrap(true);
    m_reason->setWordWrap(true);
    m_reset->setProperty("link", true);
    m_start->setProperty("primary", true);
    m_start->setMinimumHeight(34);
    m_start->setObjectName(QStringLiteral("start"));

    auto* content = new QWidget(this);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(6);
    inner->addWidget(m_reason);
    inner->addWidget(m_strategy);
    inner->addWidget(m_space);
    inner->addWidget(m_preset);
    inner->addWidget(m_presetHelp);
    inner->addWidget(m_reset, 0, Qt::AlignLeft);
    auto* machine = new Section(tr("Machine"), content);
    fillMachine(machine);
    inner->addWidget(m_parameters);
    inner->addWidget(machine);
    inner->addStretch(1);

    auto* page = new QWidget(this);
    m_foot = new QVBoxLayout;
    m_foot->setSpacing(8);
    m_foot->addWidget(m_start);
    auto* box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(8);
    box->addWidget(scrolled(content, page), 1);
    box->addLayout(m_foot);
    return page;
}

void SettingsPanel::fillMachine(Section* section)
{
    const std::pair<QString, const char*> devices[] = {{tr("automatic"), "auto"}, {tr("processor"), "cpu"}, {tr("GPU (CUDA)"), "cuda"}};
    for (const auto& [title, key] : devices)
        m_device->addItem(title, QString::fromLatin1(key));
    m_device->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_device->setMinimumContentsLength(6);
    for (auto* box : {m_seed, m_workers}) {
        box->setButtonSymbols(QAbstractSpinBox::NoButtons);
        box->setAlignment(Qt::AlignRight);
        box->setFocusPolicy(Qt::StrongFocus);
    }
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setToolTip(tr("The same seed with the same settings and data gives the same search, bit for bit, on a processor."));
    m_workers->setRange(1, kMostWorkers);
    m_workers->setValue(m_setup.workers());
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(8);
    form->setVerticalSpacing(4);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const std::pair<QString, QWidget*> rows[] = {{tr("Seed"), m_seed}, {tr("Workers"), m_workers}, {tr("Device"), m_device}};
    for (const auto& [title, field] : rows) {
        auto* label = makeLabel("muted", section, title);
        label->setBuddy(field);
        field->setAccessibleName(title);
        field->setAccessibleDescription(field->toolTip());
        form->addRow(label, field);
    }
    section->body()->addLayout(form);
}

QWidget* SettingsPanel::makeSummary()
{
    m_again->setProperty("link", true);
    m_again->setCursor(Qt::PointingHandCursor);
    m_again->setToolTip(tr("Search again with these settings: seed and values can still be changed"));
    m_again->setAccessibleName(tr("Search again with these settings"));
    auto* page = new QWidget(this);
    auto* box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(scrolled(m_summary, page), 1);
    auto* line = new QHBoxLayout;
    line->addWidget(m_again);
    line->addStretch(1);
    line->addWidget(m_newSearch);
    box->addLayout(line);
    return page;
}

void SettingsPanel::load()
{
    m_loading = true;
    m_strategy->clear();
    for (const auto* row : m_setup.strategiesOffered()) {
        m_strategy->addItem(qs(row->title), qs(row->key));
        m_strategy->setItemData(m_strategy->count() - 1, qs(row->summary), Qt::ToolTipRole);
    }
    selectData(m_strategy, m_setup.strategy());
    m_space->clear();
    for (const auto& space : m_setup.spacesOffered()) {
        m_space->addItem(spaceTitle(space), qs(space));
        m_space->setItemData(m_space->count() - 1, spaceHelp(space), Qt::ToolTipRole);
    }
    selectData(m_space, m_setup.space());
    m_space->setVisible(m_space->count() > 1);
    m_space->setToolTip(spaceHelp(m_setup.space()));
    m_reason->setText(m_setup.reason());
    m_reason->setVisible(!m_setup.reason().isEmpty());
    m_preset->clear();
    for (const auto* preset : m_setup.presetsOfStrategy())
        m_preset->addItem(qs(preset->title), qs(preset->key));
    selectData(m_preset, m_setup.preset());
    selectData(m_device, m_setup.device());
    m_seed->setValue(static_cast<int>(std::min<std::uint64_t>(m_setup.seed(), std::numeric_limits<int>::max())));
    m_loading = false;
    refreshHints();
}

void SettingsPanel::refreshHints()
{
    QString help;
    for (const auto* preset : m_setup.presetsOfStrategy())
        if (preset->key == m_setup.preset())
            help = qs(preset->summary);
    m_presetHelp->setText(help);
    m_presetHelp->setVisible(!help.isEmpty());
    m_reset->setVisible(m_setup.differences() > 0);
    const bool shares = m_setup.words().kind().shares;
    m_workers->setEnabled(!shares);
    m_workers->setToolTip(shares ? tr("One network holds the weights of all candidates, so there is one worker.")
                                 : tr("How many candidates train at the same time. The results do not depend on it."));
    m_workers->setAccessibleDescription(m_workers->toolTip());
}

bool SettingsPanel::valid() const { return m_parameters->problem().isEmpty() && (!m_forecast || m_forecast->problem().isEmpty()); }

void SettingsPanel::refreshSummary()
{
    m_pages->setCurrentIndex(m_run.hasRun() ? 1 : 0);
    if (!m_run.hasRun())
        return;
    const bool idle = !m_run.live() || !isActive(m_run.state());
    m_newSearch->setVisible(idle); // while it searches there is nothing to begin
    m_again->setVisible(idle);
    m_summary->setRun(m_run.info(), m_run.live() ? m_setup.workers() : 0);
}

} // namespace cw::ui
