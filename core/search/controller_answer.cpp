#include "core/search/controller_answer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/arch/arch_text.h"

namespace cw {
namespace {

using nlohmann::json;

struct KindRow {
    DecisionKind kind;
    std::string_view name;
};
constexpr std::array kKinds{KindRow{DecisionKind::Input, "input"}, KindRow{DecisionKind::Operation, "operation"},
                            KindRow{DecisionKind::Skip, "skip"}};

json refusal(ErrorCode code, const std::string& message) { return {{"error", {{"code", key(code)}, {"message", message}}}}; }

json decisionJson(const DecisionSpace& space, int index, const DecisionProbabilities& at)
{
    const auto& spec = space.decisions()[static_cast<std::size_t>(index)];
    json options = json::array();
    for (std::size_t i = 0; i < at.probabilities.size(); ++i)
        options.push_back({{"name", space.optionName(index, static_cast<int>(i))}, {"probability", at.probabilities[i]}});
    return {{"name", space.decisionName(index)},
            {"kind", std::ranges::find(kKinds, spec.kind, &KindRow::kind)->name},
            {"cell", spec.cell},
            {"node", spec.node},
            {"slot", spec.slot},
            {"choice", at.choice},
            {"options", std::move(options)}};
}

/// Nothing for a kind or choice that does not exist; throws what json throws.
std::optional<AnsweredDecision> decisionFromJson(const json& value)
{
    AnsweredDecision decision;
    decision.name = value.at("name").get<std::string>();
    const auto row = std::ranges::find(kKinds, value.at("kind").get<std::string>(), &KindRow::name);
    if (row == kKinds.end())
        return std::nullopt;
    for (const auto& option : value.at("options"))
        decision.options.push_back({option.at("name").get<std::string>(), option.at("probability").get<double>()});
    decision.spec = {row->kind, value.at("cell").get<int>(), value.at("node").get<int>(), value.at("slot").get<int>(),
                     static_cast<int>(decision.options.size())};
    decision.choice = value.at("choice").get<int>();
    return decision.choice >= 0 && decision.choice < decision.spec.options ? std::optional(std::move(decision)) : std::nullopt;
}

Error errorFromJson(const json& value)
{
    Error error{ErrorCode::Internal, value.at("message").get<std::string>(), value.value("detail", std::string{})};
    const auto code = value.at("code").get<std::string>();
    for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) // a code of a newer version reads as internal
        if (code == key(static_cast<ErrorCode>(i)))
            error.code = static_cast<ErrorCode>(i);
    return error;
}

Error unreadable(const std::string& detail) { return {ErrorCode::Corrupt, "The controller's answer cannot be read. Ask again.", detail}; }

} // namespace

json controllerAnswer(const Controller& controller, const Architecture& arch, int decision, int choice)
{
    const auto& space = controller.space();
    auto choices = space.encode(arch);
    if (!choices)
        return refusal(choices.error().code, choices.error().message);
    const auto specs = space.decisions();
    if (decision < -1 || decision >= static_cast<int>(specs.size()))
        return refusal(ErrorCode::InvalidArgument, "There is no decision " + std::to_string(decision + 1) + "; this search makes "
                                                       + std::to_string(specs.size()) + ".");
    if (decision >= 0) {
        const auto at = static_cast<std::size_t>(decision);
        if (choice < 0 || choice >= specs[at].options)
            return refusal(ErrorCode::InvalidArgument, "The decision \"" + space.decisionName(decision) + "\" has "
                                                           + std::to_string(specs[at].options) + " options; there is no option "
                                                           + std::to_string(choice + 1) + ".");
        choices->resize(at + 1);
        choices->back() = choice;
        *choices = controller.complete(*choices).choices;
    }
    const auto probabilities = controller.probabilities(*choices);
    json decisions = json::array();
    for (std::size_t i = 0; i < probabilities.size(); ++i)
        decisions.push_back(decisionJson(space, static_cast<int>(i), probabilities[i]));
    const auto made = space.decode(*choices);
    return {{"decisions", std::move(decisions)},
            {"log_probability", controller.evaluate(*choices).logProbability},
            {"architecture", toJson(made)},
            {"text", toText(made)}};
}

Result<ControllerAnswer> controllerAnswerFromJson(const json& answer)
{
    try {
        if (answer.is_object() && answer.contains("error"))
            return errorFromJson(answer.at("error"));
        ControllerAnswer result;
        for (const auto& decision : answer.at("decisions")) {
            auto read = decisionFromJson(decision);
            if (!read)
                return unreadable("a kind or choice that does not exist");
            result.decisions.push_back(std::move(*read));
        }
        result.logProbability = answer.at("log_probability").get<double>();
        auto arch = architectureFromJson(answer.at("architecture"));
        if (!arch)
            return arch.error();
        result.architecture = std::move(*arch);
        return result;
    } catch (const json::exception& e) {
        return unreadable(e.what());
    }
}

Result<Controller> storedController(const DecisionSpace& space, const ControllerSettings& settings, const NamedBuffers& buffers)
{
    constexpr std::uint64_t kAnySeed = 1; // every weight is replaced
    Controller controller(space, settings, kAnySeed);
    if (const auto restored = controller.restore(buffers); !restored)
        return restored.error();
    return Result<Controller>(std::move(controller));
}

} // namespace cw
