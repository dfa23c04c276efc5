#include "core/export/candidates_csv.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "core/arch/arch_text.h"
#include "core/export/cell_export.h"
#include "core/search/enas_parameters.h"
#include "core/search/measure.h"

namespace cw {
namespace {

std::string number(std::int64_t value) { return std::to_string(value); }

/// The shortest text that reads back the same; what is no number is left empty.
std::string number(double value)
{
    if (!std::isfinite(value))
        return {};
    std::array<char, 32> text;
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} ? std::string(text.data(), end) : std::string{};
}

std::string roleName(const StoredCandidate& c)
{
    switch (c.proposed.role) {
    case CandidateRole::Beam: return "beam";
    case CandidateRole::Sampled: return "sampled";
    case CandidateRole::Random: return "random";
    case CandidateRole::Policy: return "policy";
    }
    return {};
}

std::string stateName(const StoredCandidate& c)
{
    if (!c.evaluation)
        return "waiting";
    switch (c.evaluation->outcome) {
    case Outcome::Measured: return c.evaluation->diverged ? "diverged" : "measured";
    case Outcome::Skipped: return "skipped";
    case Outcome::Failed: return "failed";
    }
    return {};
}

const Evaluation* measured(const StoredCandidate& c) { return c.evaluation && c.evaluation->outcome == Outcome::Measured ? &*c.evaluation : nullptr; }

constexpr std::string_view kMeasured = "measured";

struct Column {
    std::string_view name;
    std::string (*text)(const StoredCandidate& candidate);
};
// A new column is a row.
constexpr std::array kColumns{
    Column{"id", [](const StoredCandidate& c) { return number(std::int64_t{c.proposed.id}); }},
    Column{"level", [](const StoredCandidate& c) { return number(std::int64_t{c.proposed.level}); }},
    Column{"parent", [](const StoredCandidate& c) { return c.proposed.parent ? number(std::int64_t{c.proposed.parent}) : std::string{}; }},
    Column{"role", roleName},
    Column{"state", stateName},
    Column{kMeasured, nullptr}, // named and read by the run
    Column{"predicted", [](const StoredCandidate& c) { return c.proposed.predicted ? number(c.proposed.predicted->mean) : std::string{}; }},
    Column{"predicted_spread", [](const StoredCandidate& c) { return c.proposed.predicted ? number(c.proposed.predicted->spread) : std::string{}; }},
    Column{"parameters", [](const StoredCandidate& c) { return number(c.proposed.parameters); }},
    Column{"multiply_adds", [](const StoredCandidate& c) { return number(c.proposed.multiplyAdds); }},
    Column{"validation_loss", [](const StoredCandidate& c) { return measured(c) ? number(measured(c)->loss) : std::string{}; }},
    Column{"seconds", [](const StoredCandidate& c) { return c.evaluation ? number(c.evaluation->seconds) : std::string{}; }},
    Column{"architecture", [](const StoredCandidate& c) { return validityProblem(c.proposed.arch).empty() ? toText(c.proposed.arch) : std::string{}; }},
    Column{"message", [](const StoredCandidate& c) { return c.evaluation ? c.evaluation->message : std::string{}; }},
};

std::string quoted(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string result = "\"";
    for (const char c : text)
        result.append(c == '"' ? 2 : 1, c);
    return result + '"';
}

} // namespace

std::string candidatesCsv(std::span<const StoredCandidate> candidates, std::string_view space, bool shared)
{
    const auto& measure = measureOf(space);
    const auto key = std::string(measure.key);
    const auto name = shared ? key + "_with_shared_weights" : measure.greaterIsBetter ? "measured_proxy" : key + "_proxy";
    const auto reached = [&](const StoredCandidate& c) {
        const auto* e = measured(c);
        return !e ? std::string{} : number(measure.greaterIsBetter ? e->accuracy : measure.shown(e->accuracy));
    };
    std::string table;
    for (const auto& column : kColumns)
        table.append(table.empty() ? "" : ",").append(column.text ? column.name : name);
    table += "\r\n";
    for (const auto& candidate : candidates) {
        for (const auto& column : kColumns)
            table.append(&column == kColumns.data() ? "" : ",").append(quoted(column.text ? column.text(candidate) : reached(candidate)));
        table += "\r\n";
    }
    return table;
}

Result<std::size_t> exportCandidates(const std::filesystem::path& run, const std::filesystem::path& path)
{
    const auto store = RunStore::openForReading(run);
    if (!store)
        return store.error();
    const auto candidates = (*store)->candidates();
    if (!candidates)
        return candidates.error();
    const auto& header = (*store)->header();
    if (const auto status = writeExport(path, candidatesCsv(*candidates, header.space, sharesWeights(header.settings))); !status)
        return status.error();
    return candidates->size();
}

} // namespace cw
