#include "core/arch/arch_text.h"

#include <charconv>
#include <cstring>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "core/arch/words.h"
#include "core/arch/zoo.h"
#include "core/base/files.h"

namespace cw {
namespace {

constexpr std::string_view kPnasPrefix = "pnas:";
constexpr std::uint64_t kMaxFileBytes = 1U << 20;

Error wrongText(std::string_view text, const std::string& why)
{
    return {ErrorCode::InvalidArgument, "The architecture " + inQuotes(text) + " cannot be read: " + why, {}};
}

std::string blockPlace(std::size_t block) { return "block " + std::to_string(block + 1) + ": "; }

/// The part before the separator; the rest stays in text. Nothing left gives an empty part.
std::string_view takePart(std::string_view& text, char separator)
{
    const auto end = text.find(separator);
    const auto part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return part;
}

/// Reads "c-2.sep5"; a sentence when it is not that.
std::string readHalf(std::string_view text, Half& half)
{
    const auto dot = text.find('.');
    if (dot == std::string_view::npos)
        return inQuotes(text) + " is not of the form input.operation, as in c-1.sep3.";
    const int input = inputFromName(text.substr(0, dot));
    if (input < 0)
        return unknownInput(text.substr(0, dot));
    const auto op = findOp(text.substr(dot + 1));
    if (!op)
        return unknownOperation(text.substr(dot + 1));
    half = {static_cast<InputId>(input), *op};
    return {};
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
    std::string text = arch.space + ":";
    for (const auto& block : arch.cell().blocks) {
        if (text.back() != ':')
            text += '/';
        text.append(inputName(block.a.input)).append(".").append(info(block.a.op).name).append("+");
        text.append(inputName(block.b.input)).append(".").append(info(block.b.op).name);
    }
    return text;
}

Result<Architecture> architectureFromText(std::string_view text)
{
    if (!text.starts_with(kPnasPrefix))
        return wrongText(text, "it must begin with the name of its space, \"pnas:\".");
    std::vector<Block> blocks;
    for (auto rest = text.substr(kPnasPrefix.size()); blocks.empty() || !rest.empty();) {
        const auto part = takePart(rest, '/');
        const auto plus = part.find('+');
        const auto place = blockPlace(blocks.size());
        if (plus == std::string_view::npos || part.find('+', plus + 1) != std::string_view::npos)
            return wrongText(text, place + inQuotes(part) + " is not two halves joined by \"+\", as in c-1.sep3+c-2.max3.");
        Block block;
        if (const auto problem = readHalf(part.substr(0, plus), block.a); !problem.empty())
            return wrongText(text, place + problem);
        if (const auto problem = readHalf(part.substr(plus + 1), block.b); !problem.empty())
            return wrongText(text, place + problem);
        if (blocks.size() == kMaxBlocks)
            return wrongText(text, "it has more than " + std::to_string(kMaxBlocks) + " blocks.");
        blocks.push_back(block);
    }
    if (text.back() == '/')
        return wrongText(text, "nothing follows the last \"/\".");
    auto arch = pnasArchitecture(std::move(blocks));
    if (const auto problem = validityProblem(arch); !problem.empty())
        return wrongText(text, problem);
    return arch;
}

Result<Architecture> resolveArchitecture(const std::string& text)
{
    if (text.starts_with(kPnasPrefix))
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
