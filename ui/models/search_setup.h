#pragma once
#include <QObject>

#include "core/search/strategy.h"
#include "ui/models/run_info.h"

namespace cw::ui {

/// What the next search will be: strategy, space, preset, every parameter, seed, device, workers. Offers only what can learn
/// from the data at hand. UI thread only.
class SearchSetup final : public QObject {
    Q_OBJECT
public:
    explicit SearchSetup(QObject* parent = nullptr);

    const std::string& strategy() const { return m_strategy; }
    const std::string& space() const { return m_space; }
    const std::string& preset() const { return m_preset; }
    const Settings& settings() const { return m_settings; }
    std::uint64_t seed() const { return m_seed; }
    const std::string& device() const { return m_device; }
    int workers() const { return m_workers; }
    RunWords words() const { return wordsOf(m_strategy, m_space, m_settings); }
    /// Those that have a space for the data.
    std::vector<const StrategyInfo*> strategiesOffered() const;
    /// Those of the strategy that can learn from the data.
    std::vector<std::string> spacesOffered() const;
    std::vector<const Preset*> presetsOfStrategy() const; ///< in its space
    /// Whether the data are text. Only spaces that learn from such data are offered then; what was chosen before comes back with data
    /// of the other kind.
    void setText(bool text);
    bool text() const { return m_text; }
    /// Why something else is chosen than the user chose; empty when it is not.
    const QString& reason() const { return m_reason; }

    /// All three bring back the preset's values. A strategy keeps the space, and both the preset, where it has them.
    void setStrategy(std::string_view key);
    void setSpace(std::string_view space);
    void setPreset(std::string_view key);
    /// Refused with a sentence when the value is not allowed; the old one stays.
    Status set(std::string_view key, std::string_view value);
    void setSeed(std::uint64_t seed);
    void setDevice(std::string device);
    void setWorkers(int workers);
    /// Everything as a run had it: its strategy, preset, values, seed and device.
    void adopt(const RunInfo& run);
    bool differsFromPreset(std::string_view key) const;
    const std::string& presetText(std::string_view key) const { return m_ofPreset.text(key); }
    int differences() const;
    void resetToPreset();
    /// One value as the preset has it.
    void reset(std::string_view key);

Q_SIGNALS:
    void presetChanged(); ///< all values are new
    void changed();       ///< some value is

private:
    void load();
    void keepPreset();
    /// A choice for one kind of data.
    struct Choice {
        std::string strategy, space, preset;
    };
    bool m_text = false;
    Choice m_before; ///< of the other kind of data; empty: none yet
    QString m_reason;
    std::string m_strategy = "pnas", m_space = "pnas", m_preset = "quick", m_device = "auto";
    Settings m_settings, m_ofPreset;
    std::uint64_t m_seed = 1;
    int m_workers = 1;
};

} // namespace cw::ui
