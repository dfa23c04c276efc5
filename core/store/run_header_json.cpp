#include "core/store/run_header_json.h"

namespace cw {

nlohmann::json toJson(const RunHeader& h)
{
    return {{"strategy", h.strategy}, {"space", h.space}, {"preset", h.preset}, {"settings", h.settings}, {"seed", h.seed},
            {"data", {{"path", h.dataPath}, {"fingerprint", h.dataFingerprint}, {"kind", h.dataKind}, {"title", h.dataTitle}, {"classes", h.classes},
                      {"words", h.words},
                      {"image", {{"channels", h.image.channels}, {"height", h.image.height}, {"width", h.image.width}}}}},
            {"versions", h.versions}};
}

Result<RunHeader> runHeaderFromJson(const nlohmann::json& value)
{
    try {
        RunHeader h;
        h.strategy = value.at("strategy").get<std::string>();
        h.space = value.at("space").get<std::string>();
        h.preset = value.at("preset").get<std::string>();
        h.settings = value.at("settings");
        h.seed = value.at("seed").get<std::uint64_t>();
        const auto& data = value.at("data");
        h.dataPath = data.at("path").get<std::string>();
        h.dataFingerprint = data.at("fingerprint").get<std::string>();
        h.dataKind = data.at("kind").get<std::string>();
        h.dataTitle = data.at("title").get<std::string>();
        h.classes = data.at("classes").get<std::vector<std::string>>();
        h.words = data.value("words", std::int64_t{0}); // runs of 0.1 have none
        const auto& image = data.at("image");
        h.image = {image.at("channels").get<int>(), image.at("height").get<int>(), image.at("width").get<int>()};
        h.versions = value.at("versions");
        return h;
    } catch (const nlohmann::json::exception& e) {
        return Error{ErrorCode::Corrupt, "The header of the run cannot be read.", e.what()};
    }
}

} // namespace cw
