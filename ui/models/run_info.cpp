#include "ui/models/run_info.h"

#include "core/search/child_network.h"
#include "core/search/enas_parameters.h"
#include "core/search/strategy.h"
#include "ui/util/text.h"

namespace cw::ui {

int RunInfo::levels() const { return settings.has("blocks") ? static_cast<int>(settings.integer("blocks")) : 1; }

RunWords RunInfo::words() const { return strategy.empty() ? RunWords() : wordsOf(strategy, space, settings); }

RunWords wordsOf(std::string_view strategy, std::string_view space, const Settings& settings)
{
    return {strategy, space, sharesWeights(settings)};
}

QString RunInfo::strategyTitle() const
{
    const auto* row = findStrategy(strategy);
    return row ? qs(row->title) : qs(strategy);
}

QString RunInfo::presetTitle() const
{
    for (const auto& p : presets())
        if (p.strategy == strategy && p.space == space && p.key == preset)
            return qs(p.title);
    return qs(preset);
}

NetworkShape RunInfo::network() const
{
    if (!settings.has("filters"))
        return {.image = image, .classes = classes};
    return networkShape(settings, image, classes);
}

RunInfo runInfo(const std::filesystem::path& folder, const RunHeader& header)
{
    RunInfo info;
    info.folder = pathText(folder);
    info.name = pathText(folder.stem());
    info.strategy = header.strategy, info.space = header.space, info.preset = header.preset;
    if (auto made = makeSettings(header.strategy, header.space, header.preset); made)
        info.settings = std::move(*made);
    // A run of an older version may lack or name other settings: what is known is shown.
    if (header.settings.is_object())
        for (const auto& [key, value] : header.settings.items())
            (void)info.settings.apply(nlohmann::json{{key, value}});
    info.seed = header.seed;
    if (const auto device = header.versions.find("device"); device != header.versions.end() && device->is_string())
        info.device = device->get<std::string>();
    info.dataPath = qs(header.dataPath), info.dataTitle = qs(header.dataTitle);
    info.image = header.image;
    info.classes = static_cast<int>(header.classes.size());
    return info;
}

} // namespace cw::ui
