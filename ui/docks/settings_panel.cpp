#include "ui/docks/settings_panel.h"

#include <limits>

#include <QFormLayout>

#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr int kScrollRoom = 8; // between content and scroll bar

QScrollArea* scrolled(QWidget* content, QWidget* parent)
{
    auto* area = new QScrollArea(parent);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(content);
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
    , m_strategy(new QComboBox(this))
    , m_preset(new QComboBox(this))
    , m_device(new QComboBox(this))
    , m_presetHelp(makeLabel("muted", this))
    , m_summary(new QLabel(this))
    , m_differences(makeLabel("muted", this))
    , m_seed(new QSpinBox(this))
    , m_workers(new QSpinBox(this))
    , m_all(new QToolButton(this))
    , m_parameters(new ParameterForm(setup, this))
    , m_start(new QPushButton(tr("Start search"), this))
    , m_reset(new QPushButton(tr("Reset to preset"), this))
    , m_newSearch(new QPushButton(tr("New search\u2026"), this))
{
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(m_card);
    m_pages->addWidget(makeForm());
    m_pages->addWidget(makeSummary());
    m_card->body()->addWidget(m_pages, 1);
    connect(m_strategy, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_loading)
            m_setup.setStrategy(m_strategy->currentData().toString().toStdString());
    });
    connect(m_preset, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_loading)
            m_setup.setPreset(m_preset->currentData().toString().toStdString());
    });
    connect(m_device, &QComboBox::currentIndexChanged, this, [this] { m_setup.setDevice(m_device->currentData().toString().toStdString()); });
    connect(m_seed, &QSpinBox::valueChanged, this, [this](int seed) { m_setup.setSeed(static_cast<std::uint64_t>(seed)); });
    connect(m_workers, &QSpinBox::valueChanged, this, [this](int workers) { m_setup.setWorkers(workers); });
    connect(m_start, &QPushButton::clicked, this, &SettingsPanel::startRequested);
    connect(m_newSearch, &QPushButton::clicked, this, &SettingsPanel::newSearchRequested);
    connect(m_reset, &QPushButton::clicked, &m_setup, &SearchSetup::resetToPreset);
    connect(&m_setup, &SearchSetup::presetChanged, this, &SettingsPanel::loadPresets);
    connect(&m_setup, &SearchSetup::changed, this, &SettingsPanel::refreshHints);
    connect(m_parameters, &ParameterForm::problemChanged, this, &SettingsPanel::validChanged);
    connect(&m_run, &RunModel::changed, this, &SettingsPanel::refreshSummary);
    loadPresets();
    refreshSummary();
}

QWidget* SettingsPanel::makeForm()
{
    for (const auto& row : strategies()) {
        m_strategy->addItem(qs(row.title), qs(row.key));
        m_strategy->setItemData(m_strategy->count() - 1, qs(row.summary), Qt::ToolTipRole);
    }
    const std::pair<QString, const char*> devices[] = {{tr("automatic"), "auto"}, {tr("processor"), "cpu"}, {tr("GPU (CUDA)"), "cuda"}};
    for (const auto& [title, key] : devices)
        m_device->addItem(title, QString::fromLatin1(key));
    for (auto* box : {m_strategy, m_preset, m_device}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(box == m_device ? 8 : 16);
    }
    for (auto* box : {m_seed, m_workers})
        box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setValue(static_cast<int>(m_setup.seed()));
    m_seed->setToolTip(tr("The same seed with the same settings and data gives the same search, bit for bit, on a processor."));
    m_workers->setRange(1, 64);
    m_workers->setValue(m_setup.workers());
    m_workers->setToolTip(tr("How many candidates train at the same time. The results do not depend on it."));
    m_presetHelp->setWordWrap(true);
    m_differences->setWordWrap(true);
    m_all->setText(tr("All parameters"));
    m_all->setProperty("link", true);
    m_all->setCheckable(true);
    m_all->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_all->setArrowType(Qt::RightArrow);
    m_parameters->hide();
    m_reset->setProperty("link", true);
    m_start->setProperty("primary", true);
    m_start->setMinimumHeight(34);
    m_start->setObjectName(QStringLiteral("start"));
    connect(m_all, &QToolButton::toggled, this, [this](bool open) {
        m_parameters->setVisible(open);
        m_all->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    });

    auto* content = new QWidget(this);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(10);
    form->setVerticalSpacing(6);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows); // long names get a line of their own where it is narrow
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto add = [&](const QString& title, QWidget* field) {
        auto* label = makeLabel("muted", content, title);
        label->setBuddy(field);
        field->setAccessibleName(title);
        form->addRow(label, field);
    };
    add(tr("Strategy"), m_strategy);
    add(tr("Preset"), m_preset);
    form->addRow(m_presetHelp);
    add(tr("Seed"), m_seed);
    add(tr("Device"), m_device);
    add(tr("Workers"), m_workers);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, kScrollRoom, 0);
    inner->setSpacing(6);
    inner->addLayout(form);
    auto* line = new QHBoxLayout;
    line->addWidget(m_all);
    line->addStretch(1);
    line->addWidget(m_reset);
    inner->addLayout(line);
    inner->addWidget(m_differences);
    inner->addWidget(m_parameters);
    inner->addStretch(1);

    auto* page = new QWidget(this);
    auto* box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(10);
    box->addWidget(scrolled(content, page), 1);
    box->addWidget(m_start);
    return page;
}

QWidget* SettingsPanel::makeSummary()
{
    m_summary->setContentsMargins(0, 0, kScrollRoom, 0);
    m_summary->setTextFormat(Qt::RichText);
    m_summary->setWordWrap(true);
    m_summary->setAlignment(Qt::AlignTop);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* page = new QWidget(this);
    auto* box = new QVBoxLayout(page);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(scrolled(m_summary, page), 1);
    box->addWidget(m_newSearch);
    return page;
}

void SettingsPanel::loadPresets()
{
    m_loading = true;
    selectData(m_strategy, m_setup.strategy());
    m_preset->clear();
    for (const auto* preset : m_setup.presetsOfStrategy())
        m_preset->addItem(qs(preset->title), qs(preset->key));
    selectData(m_preset, m_setup.preset());
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
    const int differences = m_setup.differences();
    m_reset->setVisible(differences > 0);
    m_differences->setVisible(differences > 0);
    m_differences->setText(differences == 1 ? tr("One value differs from the preset.") : tr("%1 values differ from the preset.").arg(differences));
}

bool SettingsPanel::valid() const { return m_parameters->problem().isEmpty(); }

void SettingsPanel::refreshSummary()
{
    m_pages->setCurrentIndex(m_run.hasRun() ? 1 : 0);
    m_newSearch->setEnabled(!m_run.live() || !isActive(m_run.state()));
    if (!m_run.hasRun())
        return;
    const auto& info = m_run.info();
    QString rows;
    const auto add = [&rows](const QString& title, const QString& value) {
        rows += QStringLiteral("<tr><td style='color:%1; padding-right:10px'>%2</td><td align='right'>%3</td></tr>").arg(name(theme().muted), title.toHtmlEscaped(), value.toHtmlEscaped());
    };
    add(tr("Strategy"), info.strategyTitle());
    add(tr("Preset"), info.presetTitle());
    add(tr("Seed"), QString::number(info.seed));
    for (const auto& spec : info.settings.specs()) {
        const auto value = qs(info.settings.text(spec.key));
        add(qs(spec.title), spec.kind == ParameterKind::List ? tr("%1 of %2").arg(value.split(QLatin1Char(',')).size()).arg(qs(spec.choices).split(QLatin1Char('|')).size()) : value);
    }
    const auto text = QStringLiteral("<table width='100%' cellspacing='0' cellpadding='2'>%1</table>").arg(rows);
    if (m_summary->text() != text)
        m_summary->setText(text);
}

} // namespace cw::ui
