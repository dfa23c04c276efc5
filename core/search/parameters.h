#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace cw {

enum class ParameterKind { Integer, Real, Boolean, Choice, List };
/// Where a form shows it.
enum class ParameterGroup { Search, Predictor, Controller, Network, Training, Data };

/// One number or choice that a user may set. The form in the window, the --set flags and the check of JSON come from it.
struct ParameterSpec {
    std::string_view key;   ///< "beam_width"
    std::string_view title; ///< "Beam width K"
    std::string_view unit;  ///< "cells", "epochs", "" …
    ParameterKind kind = ParameterKind::Integer;
    double low = 0, high = 0;       ///< inclusive; Integer and Real
    std::string_view defaultValue;  ///< as typed by a user
    std::string_view choices;       ///< "mlp|lstm"; Choice: one of them; List: any of them joined by ','
    std::string_view help;          ///< one sentence
    ParameterGroup group = ParameterGroup::Search;
    bool advanced = false;          ///< few change it: forms show it on demand
};

/// Checked values for a set of specs. Values are kept as normalized text; a plain value, copy it freely.
class Settings {
public:
    Settings() = default;
    explicit Settings(std::vector<ParameterSpec> specs); ///< all defaults

    /// Refuses unknown keys and values out of range with a sentence that says what is allowed.
    Status set(std::string_view key, std::string_view text);
    bool has(std::string_view key) const;
    std::int64_t integer(std::string_view key) const; ///< key must exist
    double real(std::string_view key) const;
    bool boolean(std::string_view key) const;
    const std::string& text(std::string_view key) const;
    std::vector<std::string> list(std::string_view key) const;

    std::span<const ParameterSpec> specs() const { return m_specs; }
    const ParameterSpec* spec(std::string_view key) const;
    /// Typed by kind: numbers, booleans, strings, arrays.
    nlohmann::json toJson() const;
    /// Applies an object of values; unknown keys are refused.
    Status apply(const nlohmann::json& object);

private:
    std::vector<ParameterSpec> m_specs;
    std::map<std::string, std::string, std::less<>> m_values;
};

} // namespace cw
