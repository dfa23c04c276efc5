#include "ui/models/search_setup.h"

#include <algorithm>
#include <thread>

namespace cw::ui {

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

void SearchSetup::setStrategy(std::string_view key)
{
    if (m_strategy == key)
        return;
    m_strategy = key;
    if (const auto* row = findStrategy(key))
        m_space = row->spaces.substr(0, row->spaces.find(','));
    const auto known = presetsOfStrategy();
    if (!known.empty() && std::none_of(known.begin(), known.end(), [this](const auto* p) { return p->key == m_preset; }))
        m_preset = known.front()->key;
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
