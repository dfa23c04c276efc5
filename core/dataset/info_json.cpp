#include "core/dataset/info_json.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace cw {

const char* key(Split split)
{
    switch (split) {
    case Split::Train: return "train";
    case Split::Validation: return "validation";
    case Split::Test: return "test";
    }
    return "train";
}

nlohmann::json toJson(const DatasetInfo& info)
{
    nlohmann::json value = {{"kind", info.kind}, {"title", info.title}, {"path", info.path.string()}, {"classes", info.classes},
                            {"shape", {info.shape.channels, info.shape.height, info.shape.width}}, {"sizes_differ", info.sizesDiffer},
                            {"mixed", info.greyAndColourMixed}, {"balance", info.balance}, {"problem_count", info.problemCount}, {"notes", info.notes}, {"words", info.words}};
    auto& splits = value["splits"] = nlohmann::json::array();
    for (const auto& split : info.splits)
        splits.push_back({{"split", static_cast<int>(split.split)}, {"per_class", split.perClass}, {"total", split.total}});
    auto& problems = value["problems"] = nlohmann::json::array();
    for (const auto& problem : info.problems)
        problems.push_back({problem.path, problem.reason});
    return value;
}

Result<DatasetInfo> infoFromJson(const nlohmann::json& value)
{
    const Error corrupt{ErrorCode::Corrupt, "The description in the cache file is damaged.", {}};
    try {
        DatasetInfo info;
        value.at("kind").get_to(info.kind);
        value.at("title").get_to(info.title);
        info.path = value.at("path").get<std::string>();
        value.at("classes").get_to(info.classes);
        const auto& shape = value.at("shape");
        info.shape = {shape.at(0).get<int>(), shape.at(1).get<int>(), shape.at(2).get<int>()};
        value.at("sizes_differ").get_to(info.sizesDiffer);
        value.at("mixed").get_to(info.greyAndColourMixed);
        value.at("balance").get_to(info.balance);
        value.at("problem_count").get_to(info.problemCount);
        value.at("notes").get_to(info.notes);
        info.words = value.value("words", std::int64_t{0}); // files written before there was text have none
        for (const auto& entry : value.at("splits")) {
            DatasetInfo::SplitCount split;
            const int which = entry.at("split").get<int>();
            entry.at("per_class").get_to(split.perClass);
            entry.at("total").get_to(split.total);
            if (which < 0 || which > static_cast<int>(Split::Test) || split.perClass.size() != info.classes.size())
                return corrupt;
            split.split = static_cast<Split>(which);
            info.splits.push_back(std::move(split));
        }
        for (const auto& entry : value.at("problems"))
            info.problems.push_back({entry.at(0).get<std::string>(), entry.at(1).get<std::string>()});
        return info;
    } catch (const nlohmann::json::exception& e) {
        return Error{corrupt.code, corrupt.message, e.what()};
    }
}

double classBalance(const DatasetInfo& info)
{
    for (const auto& split : info.splits)
        if (split.split == Split::Train && !split.perClass.empty()) {
            const auto [least, most] = std::minmax_element(split.perClass.begin(), split.perClass.end());
            return *most > 0 ? static_cast<double>(*least) / static_cast<double>(*most) : 0;
        }
    return 0;
}

} // namespace cw
