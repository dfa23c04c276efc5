#include "core/search/parameters.h"

#include <algorithm>
#include <charconv>
#include <cmath>


#include <nlohmann/json.hpp>

namespace cw {
namespace {

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        if (end > 0)
            parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

bool contains(const std::vector<std::string>& items, std::string_view item) { return std::find(items.begin(), items.end(), item) != items.end(); }

template<class Number>
bool parseNumber(std::string_view text, Number& value)
{
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    return ec == std::errc{} && end == text.data() + text.size();
}

/// Shortest text that reads back exactly.
std::string numberText(double value)
{
    char buffer[32];
    const auto [end, ec] = std::to_chars(buffer, buffer + sizeof buffer, value);
    return {buffer, ec == std::errc{} ? end : buffer};
}

Error refusal(const ParameterSpec& spec, std::string_view text)
{
    std::string allowed;
    switch (spec.kind) {
    case ParameterKind::Integer: allowed = "a whole number from " + numberText(spec.low) + " to " + numberText(spec.high); break;
    case ParameterKind::Real: allowed = "a number from " + numberText(spec.low) + " to " + numberText(spec.high); break;
    case ParameterKind::Boolean: allowed = "true or false"; break;
    case ParameterKind::Choice: allowed = "one of " + std::string(spec.choices); break;
    case ParameterKind::List: allowed = "one or more of " + std::string(spec.choices) + ", joined by commas"; break;
    }
    return {ErrorCode::InvalidArgument, std::string(spec.key) + " cannot be \"" + std::string(text) + "\": it takes " + allowed + ".", {}};
}

/// Normalized text of a valid value; empty when it is not valid.
std::string normalized(const ParameterSpec& spec, std::string_view text)
{
    switch (spec.kind) {
    case ParameterKind::Integer: {
        std::int64_t value = 0;
        const bool ok = parseNumber(text, value) && static_cast<double>(value) >= spec.low && static_cast<double>(value) <= spec.high;
        return ok ? std::to_string(value) : "";
    }
    case ParameterKind::Real: {
        double value = 0;
        const bool ok = parseNumber(text, value) && std::isfinite(value) && value >= spec.low && value <= spec.high;
        return ok ? numberText(value) : "";
    }
    case ParameterKind::Boolean:
        if (text == "true" || text == "1" || text == "on" || text == "yes")
            return "true";
        return text == "false" || text == "0" || text == "off" || text == "no" ? "false" : "";
    case ParameterKind::Choice: return contains(split(spec.choices, '|'), text) ? std::string(text) : "";
    case ParameterKind::List: {
        const auto wanted = split(text, ',');
        const auto known = split(spec.choices, '|');
        for (const auto& item : wanted)
            if (!contains(known, item))
                return "";
        std::string joined; // in the order of the declaration, each once
        for (const auto& item : known)
            if (contains(wanted, item))
                joined += (joined.empty() ? "" : ",") + item;
        return joined;
    }
    }
    return "";
}

std::string jsonAsText(const nlohmann::json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_array()) {
        std::string joined;
        for (const auto& item : value)
            joined += (joined.empty() ? "" : ",") + jsonAsText(item);
        return joined;
    }
    return value.is_number_float() ? numberText(value.get<double>()) : value.dump();
}

} // namespace

Settings::Settings(std::vector<ParameterSpec> specs)
    : m_specs(std::move(specs))
{
    for (const auto& spec : m_specs)
        m_values.emplace(spec.key, normalized(spec, spec.defaultValue));
}

const ParameterSpec* Settings::spec(std::string_view key) const
{
    for (const auto& s : m_specs)
        if (s.key == key)
            return &s;
    return nullptr;
}

Status Settings::set(std::string_view key, std::string_view text)
{
    const auto* s = spec(key);
    if (!s) {
        std::string known;
        for (const auto& each : m_specs)
            known += (known.empty() ? "" : ", ") + std::string(each.key);
        return Error{ErrorCode::InvalidArgument, "There is no setting \"" + std::string(key) + "\". Known: " + known + ".", {}};
    }
    auto value = normalized(*s, text);
    if (value.empty())
        return refusal(*s, text);
    m_values.find(key)->second = std::move(value);
    return {};
}

bool Settings::has(std::string_view key) const { return m_values.find(key) != m_values.end(); }

std::int64_t Settings::integer(std::string_view key) const
{
    std::int64_t value = 0;
    parseNumber(text(key), value);
    return value;
}

double Settings::real(std::string_view key) const
{
    double value = 0;
    parseNumber(text(key), value);
    return value;
}

bool Settings::boolean(std::string_view key) const { return text(key) == "true"; }

const std::string& Settings::text(std::string_view key) const
{
    static const std::string empty;
    const auto found = m_values.find(key);
    return found == m_values.end() ? empty : found->second;
}

std::vector<std::string> Settings::list(std::string_view key) const { return split(text(key), ','); }

nlohmann::json Settings::toJson() const
{
    auto object = nlohmann::json::object();
    for (const auto& s : m_specs) {
        auto& value = object[std::string(s.key)];
        switch (s.kind) {
        case ParameterKind::Integer: value = integer(s.key); break;
        case ParameterKind::Real: value = real(s.key); break;
        case ParameterKind::Boolean: value = boolean(s.key); break;
        case ParameterKind::Choice: value = text(s.key); break;
        case ParameterKind::List: value = list(s.key); break;
        }
    }
    return object;
}

Status Settings::apply(const nlohmann::json& object)
{
    if (!object.is_object())
        return Error{ErrorCode::InvalidArgument, "Settings are a JSON object of names and values.", {}};
    for (const auto& [key, value] : object.items())
        if (auto status = set(key, jsonAsText(value)); !status)
            return status;
    return {};
}

} // namespace cw
