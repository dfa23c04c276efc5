#include "core/arch/arch_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "core/arch/published_text.h"
#include "core/arch/space_text.h"
#include "core/arch/words.h"
#include "core/arch/zoo.h"
#include "core/base/files.h"

namespace cw {
namespace {

constexpr std::uint64_t kMaxFileBytes = 1U << 20;

Error wrongText(std::string_view text, const std::string& why)
{
    return {ErrorCode::InvalidArgument, "The architecture " + inQuotes(text) + " cannot be read: " + why, {}};
}

/// The own string form of a space.
struct SpaceForm {
    std::string_view space;
    std::string (*write)(const Architecture&);
    std::string (*read)(std::string_view, Architecture&);
};
constexpr std::array kForms{
    SpaceForm{"pnas", [](const Architecture& arch) { return cellText(arch.cell()); },
              [](std::string_view text, Architecture& arch) { return cellFromText(text, arch.cells.emplace_back()); }},
    SpaceForm{"micro", microText, microFromText},
    SpaceForm{"macro", macroText, macroFromText},
    SpaceForm{"recurrent", recurrentText, recurrentFromText},
};

/// What stands before the first ':', if it names a form.
std::string_view formOf(std::string_view text)
{
    const auto name = text.substr(0, text.find(':'));
    if (name.size() == text.size())
        return {};
    return isKnownSpace(name) || findPublishedForm(name) ? name : std::string_view{};
}

} // namespace

std::string inputName(InputId input)
{
    if (input == kPrevPrev)
        return "c-2";
    if (input == kPrev)
        return "c-1";
    return "b" + std::to_string(input - kFirstBlock + 1);
}

int inputFromName(std::string_view name)
{
    if (name == "c-2")
        return kPrevPrev;
    if (name == "c-1")
        return kPrev;
    int block = 0;
    if (name.size() < 2 || name.size() > 3 || name.front() != 'b' || name[1] == '0' || name[1] == '-')
        return -1;
    const auto [end, ec] = std::from_chars(name.data() + 1, name.data() + name.size(), block);
    return ec == std::errc{} && end == name.data() + name.size() && block <= kMaxBlocks ? kFirstBlock + block - 1 : -1;
}

std::string toText(const Architecture& arch)
{
    const auto form = std::ranges::find(kForms, arch.space, &SpaceForm::space);
    return form == kForms.end() ? arch.space + ":" : arch.space + ":" + form->write(arch);
}

Result<Architecture> architectureFromText(std::string_view text)
{
    const auto name = formOf(text);
    if (name.empty()) {
        std::string known;
        for (const auto& form : publishedForms())
            known.append(", ").append(form.name);
        return wrongText(text, "it must begin with the name of its form and \":\"; known: " + knownSpaces() + known + ".");
    }
    const auto rest = text.substr(name.size() + 1);
    Architecture arch;
    std::string problem;
    if (const auto* published = findPublishedForm(name)) {
        arch.space = published->space;
        problem = published->read(rest, arch);
    } else {
        arch.space = name;
        problem = std::ranges::find(kForms, name, &SpaceForm::space)->read(rest, arch);
    }
    if (problem.empty())
        problem = validityProblem(arch);
    if (!problem.empty())
        return wrongText(text, problem);
    return arch;
}

Result<Architecture> resolveArchitecture(const std::string& text)
{
    if (!formOf(text).empty())
        return architectureFromText(text);
    if (const auto* entry = findInZoo(text))
        return architectureFromText(entry->text);
    std::error_code ignored;
    if (text.empty() || text.size() >= 4096 || std::strlen(text.c_str()) != text.size() || !std::filesystem::exists(text, ignored)) {
        std::string names;
        for (const auto& entry : zoo())
            names += (names.empty() ? "" : ", ") + std::string(entry.name);
        return Error{ErrorCode::NotFound,
                     inQuotes(text) + " is neither a file, nor a known architecture (" + names + "), nor a string like pnas:c-1.sep7+c-1.max3.", {}};
    }
    const auto value = readJson(text, kMaxFileBytes);
    if (!value)
        return value.error();
    auto arch = architectureFromJson(*value);
    if (!arch)
        return Error{arch.error().code, text + ": " + arch.error().message, arch.error().detail};
    return arch;
}

} // namespace cw
