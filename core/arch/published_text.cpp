#include "core/arch/published_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "core/arch/words.h"

namespace cw {
namespace {

constexpr std::array kMicroOps{OpId::SepConv3, OpId::SepConv5, OpId::AvgPool3, OpId::MaxPool3, OpId::Identity};
constexpr std::array kPaperActivations{Activation::Tanh, Activation::Relu, Activation::Identity, Activation::Sigmoid};
constexpr std::array kReleasedActivations{Activation::Tanh, Activation::Relu, Activation::Sigmoid, Activation::Identity};
using Numbers = std::vector<int>;
constexpr std::size_t kMostNumbers = kMaxLayers * (kMaxLayers + 1) / 2;

template<class Row, std::size_t size>
int numberOf(const std::array<Row, size>& rows, Row wanted)
{
    const auto found = std::find(rows.begin(), rows.end(), wanted);
    return found == rows.end() ? -1 : static_cast<int>(found - rows.begin());
}

/// Small whole numbers by blanks or commas. A sentence when there is anything else.
std::string readNumbers(std::string_view text, Numbers& numbers)
{
    constexpr std::string_view kBlanks = " \t\r\n,";
    for (auto begin = text.find_first_not_of(kBlanks); begin != std::string_view::npos; begin = text.find_first_not_of(kBlanks)) {
        text.remove_prefix(begin);
        const auto word = text.substr(0, text.find_first_of(kBlanks));
        int value = 0;
        const auto [end, ec] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (ec != std::errc{} || end != word.data() + word.size() || value < 0 || value > 99)
            return inQuotes(word) + " is not a number this form knows.";
        if (numbers.size() == kMostNumbers)
            return "it has more than " + std::to_string(kMostNumbers) + " numbers.";
        numbers.push_back(value);
        text.remove_prefix(word.size());
    }
    return {};
}

std::string joined(const Numbers& numbers)
{
    std::string text;
    for (const int number : numbers)
        text.append(text.empty() ? "" : " ").append(std::to_string(number));
    return text;
}

Error noNumber(const std::string& why) { return {ErrorCode::Unsupported, "This architecture has no such string of numbers: " + why, {}}; }

std::string readMicroCell(const Numbers& numbers, Cell& cell)
{
    cell.output = OutputRule::Loose;
    for (std::size_t i = 0; i + 3 < numbers.size(); i += 4) {
        Block block;
        Half* const halves[] = {&block.a, &block.b};
        for (std::size_t h = 0; h < 2; ++h) {
            const auto input = numbers[i + 2 * h], op = numbers[i + 2 * h + 1];
            if (input >= static_cast<int>(kFirstBlock + cell.blocks.size()))
                return "node " + std::to_string(cell.blocks.size() + kFirstBlock) + " reads " + std::to_string(input) + ", which does not stand before it.";
            if (op >= static_cast<int>(kMicroOps.size()))
                return "operation " + std::to_string(op) + " does not exist (0 to 4).";
            *halves[h] = {static_cast<InputId>(input), kMicroOps[static_cast<std::size_t>(op)]};
        }
        cell.blocks.push_back(block);
    }
    return {};
}

std::string readMicro(std::string_view text, Architecture& arch)
{
    const auto divider = text.find(';');
    std::array<Numbers, 2> parts;
    if (auto problem = readNumbers(text.substr(0, divider), parts[0]); !problem.empty())
        return problem;
    if (divider != std::string_view::npos) {
        if (auto problem = readNumbers(text.substr(divider + 1), parts[1]); !problem.empty())
            return problem;
    } else { // both cells without a divider, as the released scripts pass them
        const auto half = static_cast<std::ptrdiff_t>(parts[0].size() / 2);
        parts[1].assign(parts[0].begin() + half, parts[0].end());
        parts[0].resize(static_cast<std::size_t>(half));
    }
    arch.cells.resize(2);
    for (std::size_t c = 0; c < 2; ++c) {
        const auto place = std::string(c == 0 ? "normal" : "reduction") + " cell: ";
        if (parts[c].empty() || parts[c].size() % 4 != 0 || parts[c].size() > 4 * kMaxBlocks)
            return place + "expected 4 numbers a node (20 for 5 nodes), found " + std::to_string(parts[c].size()) + ".";
        if (auto problem = readMicroCell(parts[c], arch.cells[c]); !problem.empty())
            return place + problem;
    }
    return {};
}

Result<std::string> writeMicro(const Architecture& arch)
{
    std::string text;
    for (const auto& cell : arch.cells) {
        if (concatenated(cell) != concatenated({cell.blocks, OutputRule::Loose, {}}))
            return noNumber("its output is not the loose ends.");
        Numbers numbers;
        for (const auto& block : cell.blocks)
            for (const auto& half : {block.a, block.b}) {
                const int op = numberOf(kMicroOps, half.op);
                if (op < 0)
                    return noNumber("ENAS cells have no operation " + std::string(info(half.op).name) + ".");
                numbers.insert(numbers.end(), {half.input, op});
            }
        text += (text.empty() ? "" : "; ") + joined(numbers);
    }
    return text;
}

std::string readMacro(std::string_view text, Architecture& arch)
{
    Numbers numbers;
    const bool divided = text.find('|') != std::string_view::npos;
    if (text.ends_with('|'))
        return "nothing follows the last \"|\".";
    for (std::size_t layer = 0; !text.empty(); ++layer) {
        const auto end = text.find('|');
        const auto before = numbers.size();
        if (auto problem = readNumbers(text.substr(0, end), numbers); !problem.empty())
            return problem;
        if (divided && numbers.size() - before != layer + 1)
            return "layer " + std::to_string(layer + 1) + " must have " + std::to_string(layer + 1) + " numbers, its operation and "
                   + std::to_string(layer) + " skip bits; it has " + std::to_string(numbers.size() - before) + ".";
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    for (std::size_t at = 0; at < numbers.size();) {
        const auto index = arch.macro.layers.size();
        if (numbers.size() - at < index + 1)
            return "layer " + std::to_string(index + 1) + " lacks " + std::to_string(index + 1 - (numbers.size() - at)) + " of its skip bits.";
        MacroLayer layer;
        if (numbers[at] >= kMacroOpCount)
            return "operation " + std::to_string(numbers[at]) + " does not exist (0 to 5).";
        layer.op = static_cast<MacroOp>(numbers[at++]);
        for (std::size_t bit = 0; bit < index; ++bit, ++at) {
            if (numbers[at] > 1)
                return "a skip bit is 0 or 1, not " + std::to_string(numbers[at]) + ".";
            layer.skips |= static_cast<std::uint64_t>(numbers[at]) << bit;
        }
        arch.macro.layers.push_back(layer);
    }
    return {};
}

Result<std::string> writeMacro(const Architecture& arch)
{
    std::string text;
    for (std::size_t i = 0; i < arch.macro.layers.size(); ++i) {
        const auto& layer = arch.macro.layers[i];
        Numbers numbers{static_cast<int>(layer.op)};
        for (std::size_t bit = 0; bit < i; ++bit)
            numbers.push_back(layer.skipsFrom(static_cast<int>(bit)) ? 1 : 0);
        text += (text.empty() ? "" : " | ") + joined(numbers);
    }
    return text;
}

std::string readPairs(const Numbers& numbers, std::size_t at, const std::array<Activation, 4>& activations, RecurrentCell& cell)
{
    if ((numbers.size() - at) % 2 != 0)
        return "expected pairs of previous node and activation, found " + std::to_string(numbers.size()) + " numbers in all.";
    for (; at < numbers.size(); at += 2) {
        if (cell.nodes.size() == kMaxRecurrentNodes)
            return "it has more than " + std::to_string(kMaxRecurrentNodes) + " nodes.";
        if (numbers[at] >= static_cast<int>(cell.nodes.size()))
            return "node " + std::to_string(cell.nodes.size()) + " reads " + std::to_string(numbers[at]) + ", which does not stand before it.";
        if (numbers[at + 1] >= kActivationCount)
            return "activation " + std::to_string(numbers[at + 1]) + " does not exist (0 to 3).";
        cell.nodes.push_back({static_cast<std::uint8_t>(numbers[at]), activations[static_cast<std::size_t>(numbers[at + 1])]});
    }
    return {};
}

std::string readPaper(std::string_view text, Architecture& arch)
{
    Numbers numbers;
    if (auto problem = readNumbers(text, numbers); !problem.empty())
        return problem;
    if (numbers.empty() || numbers.front() >= kActivationCount)
        return "it must begin with the activation of node 0 (0 to 3).";
    arch.recurrent.nodes.push_back({0, kPaperActivations[static_cast<std::size_t>(numbers.front())]});
    return readPairs(numbers, 1, kPaperActivations, arch.recurrent);
}

std::string readReleased(std::string_view text, Architecture& arch)
{
    Numbers numbers;
    if (auto problem = readNumbers(text, numbers); !problem.empty())
        return problem;
    if (numbers.empty())
        return "it has no numbers.";
    arch.recurrent.nodes.push_back({0, Activation::Tanh});
    return readPairs(numbers, 0, kReleasedActivations, arch.recurrent);
}

Result<std::string> writeRecurrent(const Architecture& arch, const std::array<Activation, 4>& activations, bool withFirst)
{
    const auto& cell = arch.recurrent;
    if (outputNodes(cell) != looseEnds(cell))
        return noNumber("its output is not the loose ends.");
    Numbers numbers;
    if (withFirst)
        numbers.push_back(numberOf(activations, cell.nodes.front().activation));
    else if (cell.nodes.front().activation != Activation::Tanh)
        return noNumber("its first node is not tanh.");
    else if (cell.nodes.size() < 2)
        return noNumber("it has one node only.");
    for (std::size_t i = 1; i < cell.nodes.size(); ++i)
        numbers.insert(numbers.end(), {cell.nodes[i].previous, numberOf(activations, cell.nodes[i].activation)});
    return joined(numbers);
}

constexpr std::array kForms{
    PublishedForm{"micro-released", "micro", "per node input 1, op 1, input 2, op 2; 0 sep3, 1 sep5, 2 avg3, 3 max3, 4 identity", readMicro, writeMicro},
    PublishedForm{"macro-released", "macro", "per layer its operation (0 conv3, 1 sep3, 2 conv5, 3 sep5, 4 avg3, 5 max3) and its skip bits", readMacro,
                  writeMacro},
    PublishedForm{"recurrent-paper", "recurrent", "activation of node 0, then pairs; 0 tanh, 1 ReLU, 2 identity, 3 sigmoid", readPaper,
                  [](const Architecture& arch) { return writeRecurrent(arch, kPaperActivations, true); }},
    PublishedForm{"recurrent-released", "recurrent", "node 0 is tanh, then pairs; 0 tanh, 1 ReLU, 2 sigmoid, 3 identity", readReleased,
                  [](const Architecture& arch) { return writeRecurrent(arch, kReleasedActivations, false); }},
};

} // namespace

std::span<const PublishedForm> publishedForms() { return kForms; }

const PublishedForm* findPublishedForm(std::string_view name)
{
    const auto found = std::ranges::find(kForms, name, &PublishedForm::name);
    return found == kForms.end() ? nullptr : &*found;
}

Result<std::string> publishedText(const Architecture& arch, std::string_view form)
{
    const auto* row = findPublishedForm(form);
    if (!row)
        return Error{ErrorCode::InvalidArgument, "There is no published form " + inQuotes(form) + ".", {}};
    if (row->space != arch.space)
        return noNumber("the form " + std::string(form) + " is one of the space \"" + std::string(row->space) + "\".");
    auto numbers = row->write(arch);
    if (!numbers)
        return numbers.error();
    return std::string(form) + ":" + *numbers;
}

} // namespace cw
