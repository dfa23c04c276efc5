#pragma once
#include <QString>

#include "core/arch/network_plan.h"
#include "core/search/parameters.h"
#include "core/store/run_store.h"
#include "ui/models/run_words.h"

namespace cw::ui {

/// What the window says about a run beside its events: live or read from disk, the views see no difference. A plain value.
struct RunInfo {
    QString folder, name;
    std::string strategy, space, preset;
    Settings settings;
    std::uint64_t seed = 1;
    std::string device = "auto";
    QString dataPath, dataTitle;
    ImageShape image;
    int classes = 10;

    int levels() const;           ///< of the whole run; the blocks of its final cells
    RunWords words() const;
    QString strategyTitle() const;
    QString presetTitle() const;
    NetworkShape network() const; ///< of the children trained in search
};

/// How a search of these is told.
RunWords wordsOf(std::string_view strategy, std::string_view space, const Settings& settings);
RunInfo runInfo(const std::filesystem::path& folder, const RunHeader& header);

} // namespace cw::ui
