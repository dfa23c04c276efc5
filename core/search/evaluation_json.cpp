#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/search/evaluation.h"

namespace cw {
namespace {
constexpr std::array<std::string_view, 3> kOutcomes{"measured", "skipped", "failed"};
}

nlohmann::json toJson(const Evaluation& e)
{
    auto curve = nlohmann::json::array();
    for (const auto& p : e.curve)
        curve.push_back({p.epoch, p.loss, p.accuracy});
    return {{"id", e.id}, {"outcome", kOutcomes[static_cast<std::size_t>(e.outcome)]}, {"accuracy", e.accuracy}, {"correct", e.correct}, {"total", e.total},
            {"loss", e.loss}, {"seconds", e.seconds}, {"cpu_seconds", e.cpuSeconds}, {"diverged", e.diverged}, {"curve", std::move(curve)}, {"message", e.message}};
}

Result<Evaluation> evaluationFromJson(const nlohmann::json& value)
{
    const auto number = [](const nlohmann::json& v) { return v.is_null() ? std::nan("") : v.get<double>(); }; // JSON has no NaN
    try {
        Evaluation e;
        e.id = value.at("id").get<CandidateId>();
        const auto outcome = std::find(kOutcomes.begin(), kOutcomes.end(), value.at("outcome").get<std::string>());
        if (outcome == kOutcomes.end())
            return Error{ErrorCode::Corrupt, "A stored result has an unknown outcome.", value.dump()};
        e.outcome = static_cast<Outcome>(outcome - kOutcomes.begin());
        e.accuracy = number(value.at("accuracy"));
        e.correct = value.at("correct").get<std::int64_t>();
        e.total = value.at("total").get<std::int64_t>();
        e.loss = number(value.at("loss"));
        e.seconds = number(value.at("seconds"));
        e.cpuSeconds = number(value.at("cpu_seconds"));
        e.diverged = value.at("diverged").get<bool>();
        for (const auto& p : value.at("curve"))
            e.curve.push_back({p.at(0).get<int>(), number(p.at(1)), number(p.at(2))});
        e.message = value.at("message").get<std::string>();
        return e;
    } catch (const nlohmann::json::exception& error) {
        return Error{ErrorCode::Corrupt, "A stored result cannot be read.", error.what()};
    }
}

} // namespace cw
