#include "core/arch/words.h"

#include "core/arch/macro.h"
#include "core/arch/operation.h"
#include "core/arch/recurrent.h"

namespace cw {

std::string inQuotes(std::string_view text)
{
    constexpr std::size_t kLongest = 40;
    std::string result = "\"";
    for (const char c : text.substr(0, kLongest))
        result += c >= ' ' && c <= '~' ? c : '?';
    return result + (text.size() > kLongest ? "…\"" : "\"");
}

std::string unknownInput(std::string_view name) { return "unknown input " + inQuotes(name) + "; known: c-2, c-1 and earlier blocks b1, b2, …"; }

std::string unknownOperation(std::string_view name)
{
    std::string known;
    for (const auto& op : kOps)
        known += (known.empty() ? "" : ", ") + std::string(op.name) + " (" + std::string(op.key) + ")";
    return "unknown operation " + inQuotes(name) + "; known: " + known + ".";
}

std::string unknownMacroOperation(std::string_view name)
{
    std::string known;
    for (const auto& op : kMacroOps)
        known += (known.empty() ? "" : ", ") + std::string(op.name) + " (" + std::string(op.key) + ")";
    return "unknown operation " + inQuotes(name) + "; layers have " + known + ".";
}

std::string unknownActivation(std::string_view name)
{
    std::string known;
    for (const auto& row : kActivations)
        known += (known.empty() ? "" : ", ") + std::string(row.key);
    return "unknown activation " + inQuotes(name) + "; known: " + known + ".";
}

} // namespace cw
