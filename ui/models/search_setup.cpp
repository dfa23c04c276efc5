#include "ui/models/search_setup.h"

#include <algorithm>
#include <thread>

namespace cw::ui {

namespace {

/// The spaces of a strategy, written "micro,macro", that learn from such data.
std::vector<std::string> spacesFor(const StrategyInfo& strategy, bool text)
{
    std::vector<std::string> spaces;
    for (auto rest = strategy.spaces; !rest.empty();) {
        const auto end = std::min(rest.find(','), rest.size());
        if (const auto space = rest.substr(0, end); learnsFromText(space) == text)
            spaces.emplace_back(space);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return spaces;
}

} // namespace

SearchSetup::SearchSetup(QObject* parent)
    : QObject(parent)
    , m_workers(static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 8u)))
{
    load();
}

std::vector<const Preset*> SearchSetup::presetsOfStrategy() const
{
    std::vector<const Preset*> found;
    for (const auto& p : presets())
        if (p.strategy == m_strategy && p.space == m_space)
            found.push_back(&p);
    return found;
}

std::vector<const StrategyInfo*> SearchSetup::strategiesOffered() const
{
    std::vector<const StrategyInfo*> offered;
    for (const auto& row : strategies())
        if (!spacesFor(row, m_text).empty())
            offered.push_back(&row);
    return offered;
}

std::vector<std::string> SearchSetup::spacesOffered() const
{
    const auto* row = findStrategy(m_strategy);
    return row ? spacesFor(*row, m_text) : std::vector<std::string>{};
}

void SearchSetup::setStrategy(std::string_view key)
{
    if (m_strategy == key)
        return;
    m_strategy = key;
    m_reason.clear();
    const auto spaces = spacesOffered();
    if (!spaces.empty() && std::find(spaces.begin(), spaces.end(), m_space) == spaces.end())
        m_space = spaces.front();
    keepPreset();
    load();
}

void SearchSetup::setSpace(std::string_view space)
{
    const auto spaces = spacesOffered();
    if (m_space == space || std::find(spaces.begin(), spaces.end(), space) == spaces.end())
        return;
    m_space = space;
    m_reason.clear();
    keepPreset();
    load();
}

void SearchSetup::keepPreset()
{
    const auto known = presetsOfStrategy();
    if (!known.empty() && std::none_of(known.begin(), known.end(), [this](const auto* p) { return p->key == m_preset; }))
        m_preset = known.front()->key;
}

void SearchSetup::setText(bool text)
{
    if (m_text == text)
        return;
    m_text = text;
    const Choice chosen{m_strategy, m_space, m_preset};
    m_reason.clear();
    if (learnsFromText(m_space) != text) { // else an adopted run has brought what fits already
        if (!m_before.strategy.empty()) {
            m_strategy = m_before.strategy, m_space = m_before.space, m_preset = m_before.preset;
        } else if (const auto offered = strategiesOffered(); !offered.empty()) {
            const auto* row = findStrategy(m_strategy);
            if (!row || spacesFor(*row, text).empty())
                m_strategy = offered.front()->key;
            m_space = spacesOffered().front();
            keepPreset();
        }
        m_before = chosen;
        const auto* row = findStrategy(m_strategy);
        const auto title = row ? QString::fromUtf8(row->title.data(), static_cast<qsizetype>(row->title.size())) : QString();
        m_reason = text ? tr("The data are text, so %1 is set up: only recurrent cells learn from text.").arg(title) : tr("The data are pictures, so %1 is set up again.").arg(title);
    }
    load();
}

void SearchSetup::setPreset(std::string_view key)
{
    m_preset = key;
    load();
}

void SearchSetup::resetToPreset() { load(); }

void SearchSetup::reset(std::string_view key) { (void)set(key, m_ofPreset.text(key)); }

void SearchSetup::adopt(const RunInfo& run)
{
    auto made = makeSettings(run.strategy, run.space, run.preset);
    if (!made)
        return; // of a newer version
    m_strategy = run.strategy, m_space = run.space, m_preset = run.preset;
    m_text = learnsFromText(run.space);
    m_reason.clear();
    m_seed = run.seed, m_device = run.device;
    m_settings = m_ofPreset = std::move(*made);
    for (const auto& spec : run.settings.specs())
        if (m_settings.has(spec.key))
            (void)m_settings.set(spec.key, run.settings.text(spec.key));
    Q_EMIT presetChanged();
    Q_EMIT changed();
}

void SearchSetup::load()
{
    if (auto made = makeSettings(m_strategy, m_space, m_preset); made)
        m_settings = m_ofPreset = std::move(*made);
    Q_EMIT presetChanged();
    Q_EMIT changed();
}

Status SearchSetup::set(std::string_view key, std::string_view value)
{
    auto status = m_settings.set(key, value);
    if (status)
        Q_EMIT changed();
    return status;
}

void SearchSetup::setSeed(std::uint64_t seed)
{
    m_seed = seed;
    Q_EMIT changed();
}

void SearchSetup::setDevice(std::string device)
{
    m_device = std::move(device);
    Q_EMIT changed();
}

void SearchSetup::setWorkers(int workers)
{
    m_workers = workers;
    Q_EMIT changed();
}

bool SearchSetup::differsFromPreset(std::string_view key) const { return m_settings.text(key) != m_ofPreset.text(key); }

int SearchSetup::differences() const
{
    const auto specs = m_settings.specs();
    return static_cast<int>(std::count_if(specs.begin(), specs.end(), [this](const auto& spec) { return differsFromPreset(spec.key); }));
}

} // namespace cw::ui
