#include "ui/models/arch_parts.h"

#include <algorithm>

#include <QCoreApplication>

#include "core/arch/arch_text.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Architecture", text); }

OperationWord wordOf(OpId id) { return {info(id).key, info(id).name, info(id).label, info(id).rgb}; }
OperationWord wordOf(MacroOp id) { return {info(id).key, info(id).name, info(id).label, info(id).rgb}; }
OperationWord wordOf(Activation id) { return {info(id).key, info(id).key, info(id).label, info(id).rgb}; }

template <class Table>
void addWords(std::vector<OperationWord>& words, const Table& table)
{
    for (const auto& row : table) {
        const auto word = wordOf(row.id);
        if (std::none_of(words.begin(), words.end(), [&](const OperationWord& known) { return known.same(word); }))
            words.push_back(word);
    }
}

QString inputText(InputId input)
{
    if (input == kPrevPrev)
        return QStringLiteral("k\u22122");
    if (input == kPrev)
        return QStringLiteral("k\u22121");
    return tr("block %1").arg(input - kFirstBlock + 1);
}

ArchPart::Piece pieceOf(const Half& half) { return {inputText(half.input) + QLatin1Char(' ') + qs(info(half.op).label), info(half.op).rgb}; }

// Parts of each space. Keys follow what a part reads down to where everything begins, so that the order of parts does not matter.

std::vector<ArchPart> cellParts(const Architecture& arch)
{
    std::vector<ArchPart> parts;
    for (std::size_t c = 0; c < arch.cells.size(); ++c) {
        const auto first = parts.size();
        for (const auto& block : arch.cells[c].blocks) {
            ArchPart part{static_cast<int>(c), static_cast<int>(parts.size() - first) + 1, {pieceOf(block.a), pieceOf(block.b)}, QStringLiteral("+"), {}};
            std::string halves[2];
            for (int h = 0; h < 2; ++h) {
                const auto& half = h == 0 ? block.a : block.b;
                const bool inner = half.input >= kFirstBlock && first + half.input - kFirstBlock < parts.size();
                halves[h] = (inner ? "(" + parts[first + half.input - kFirstBlock].key + ")" : inputName(half.input)) + "." + std::string(info(half.op).name);
            }
            part.key = std::min(halves[0], halves[1]) + "+" + std::max(halves[0], halves[1]);
            parts.push_back(std::move(part));
        }
    }
    return parts;
}

std::vector<ArchPart> layerParts(const Architecture& arch)
{
    std::vector<ArchPart> parts;
    for (const auto& layer : arch.macro.layers) {
        const int number = static_cast<int>(parts.size()) + 1;
        QStringList sources;
        for (int source = 0; source < number - 1; ++source)
            if (layer.skipsFrom(source))
                sources << (source == 0 ? tr("stem") : QString::number(source));
        ArchPart part{0, number, {{qs(info(layer.op).label), info(layer.op).rgb}}, QStringLiteral("\u00b7"), {}};
        if (!sources.isEmpty())
            part.pieces.push_back({tr("skips from %1").arg(sources.join(QStringLiteral(", "))), 0});
        // A layer stands at its place of the network: the same operation elsewhere is another layer.
        part.key = std::to_string(number) + "." + std::string(info(layer.op).name) + "." + std::to_string(layer.skips);
        parts.push_back(std::move(part));
    }
    return parts;
}

std::vector<ArchPart> nodeParts(const Architecture& arch)
{
    std::vector<ArchPart> parts;
    for (const auto& node : arch.recurrent.nodes) {
        const int number = static_cast<int>(parts.size()) + 1;
        ArchPart part{0, number, {{qs(info(node.activation).label), info(node.activation).rgb}}, QStringLiteral("\u00b7"), {}};
        const bool inner = number > 1 && node.previous < parts.size();
        part.pieces.push_back({inner ? tr("of node %1").arg(node.previous + 1) : tr("of x(t) and h(t\u22121)"), 0});
        part.key = (inner ? "(" + parts[node.previous].key + ")" : std::string("x")) + "." + std::string(info(node.activation).key);
        parts.push_back(std::move(part));
    }
    return parts;
}

/// A new space is a row here.
struct SpaceRow {
    std::string_view space;
    const char *title, *name, *capital, *noun, *nouns, *choice, *help;
    std::vector<ArchPart> (*parts)(const Architecture& arch);
};
constexpr SpaceRow kSpaces[] = {
    {"pnas", QT_TRANSLATE_NOOP("Architecture", "Blocks"), QT_TRANSLATE_NOOP("Architecture", "block %1"), QT_TRANSLATE_NOOP("Architecture", "Block %1"),
     QT_TRANSLATE_NOOP("Architecture", "cell"), QT_TRANSLATE_NOOP("Architecture", "cells"),
     QT_TRANSLATE_NOOP("Architecture", "Cells"), QT_TRANSLATE_NOOP("Architecture", "One cell, repeated through the network (PNAS)."), cellParts},
    {"micro", QT_TRANSLATE_NOOP("Architecture", "Blocks"), QT_TRANSLATE_NOOP("Architecture", "block %1"), QT_TRANSLATE_NOOP("Architecture", "Block %1"),
     QT_TRANSLATE_NOOP("Architecture", "pair of cells"), QT_TRANSLATE_NOOP("Architecture", "pairs of cells"),
     QT_TRANSLATE_NOOP("Architecture", "Pairs of cells"), QT_TRANSLATE_NOOP("Architecture", "A normal and a reduction cell (ENAS micro)."), cellParts},
    {"macro", QT_TRANSLATE_NOOP("Architecture", "Layers"), QT_TRANSLATE_NOOP("Architecture", "layer %1"), QT_TRANSLATE_NOOP("Architecture", "Layer %1"),
     QT_TRANSLATE_NOOP("Architecture", "network"), QT_TRANSLATE_NOOP("Architecture", "networks"),
     QT_TRANSLATE_NOOP("Architecture", "Whole networks"), QT_TRANSLATE_NOOP("Architecture", "Every layer and every skip of a network (ENAS macro)."), layerParts},
    {"recurrent", QT_TRANSLATE_NOOP("Architecture", "Nodes"), QT_TRANSLATE_NOOP("Architecture", "node %1"), QT_TRANSLATE_NOOP("Architecture", "Node %1"),
     QT_TRANSLATE_NOOP("Architecture", "recurrent cell"), QT_TRANSLATE_NOOP("Architecture", "recurrent cells"),
     QT_TRANSLATE_NOOP("Architecture", "Recurrent cells"), QT_TRANSLATE_NOOP("Architecture", "A recurrent cell for language models; learns from text."), nodeParts},
};

const SpaceRow& rowOf(std::string_view space)
{
    for (const auto& row : kSpaces)
        if (row.space == space)
            return row;
    return kSpaces[0];
}

} // namespace

std::span<const OperationWord> operationWords()
{
    static const auto words = [] {
        std::vector<OperationWord> all;
        addWords(all, kOps);
        addWords(all, kMacroOps);
        addWords(all, kActivations);
        return all;
    }();
    return words;
}

std::vector<OperationWord> operationWords(std::string_view space, std::span<const std::string> names)
{
    std::vector<OperationWord> words;
    for (const auto& name : names) {
        OperationWord word{name, name, name, 0};
        if (space == "recurrent") {
            if (const auto found = findActivation(name))
                word = wordOf(*found);
        } else if (space == "macro") {
            if (const auto found = findMacroOp(name))
                word = wordOf(*found);
        } else if (const auto found = findOp(name)) {
            word = wordOf(*found);
        }
        words.push_back(word);
    }
    return words;
}

std::vector<OperationWord> operationsIn(const Architecture& arch)
{
    std::vector<OperationWord> words;
    for (const auto& cell : arch.cells)
        for (const auto& block : cell.blocks)
            for (const auto& half : {block.a, block.b})
                words.push_back(wordOf(half.op));
    for (const auto& layer : arch.macro.layers)
        words.push_back(wordOf(layer.op));
    for (const auto& node : arch.recurrent.nodes)
        words.push_back(wordOf(node.activation));
    return words;
}

QString ArchPart::text() const
{
    QStringList texts;
    for (const auto& piece : pieces)
        texts << piece.text;
    return texts.join(QLatin1Char(' ') + joint + QLatin1Char(' '));
}

std::vector<ArchPart> partsOf(const Architecture& arch) { return rowOf(arch.space).parts(arch); }

QStringList partTexts(const Architecture& arch)
{
    QStringList lines;
    for (const auto& part : partsOf(arch))
        lines << part.text();
    return lines;
}

QString partsTitle(std::string_view space) { return tr(rowOf(space).title); }
QString partName(std::string_view space, int number, bool capital) { return tr(capital ? rowOf(space).capital : rowOf(space).name).arg(number); }
QString archNoun(std::string_view space) { return tr(rowOf(space).noun); }
QString archNouns(std::string_view space) { return tr(rowOf(space).nouns); }
QString spaceTitle(std::string_view space) { return tr(rowOf(space).choice); }
QString spaceHelp(std::string_view space) { return tr(rowOf(space).help); }

QString cellName(const Architecture& arch, int cell)
{
    if (arch.cells.size() < 2)
        return {};
    return cell == 0 ? tr("normal cell") : cell == 1 ? tr("reduction cell") : tr("cell %1").arg(cell + 1);
}

QString archInWords(const Architecture& arch)
{
    const auto parts = partsOf(arch);
    const auto count = [&](int cell) { return std::count_if(parts.begin(), parts.end(), [cell](const ArchPart& p) { return p.cell == cell; }); };
    QStringList sentences;
    int cell = -1;
    for (const auto& part : parts) {
        if (part.cell != cell) {
            cell = part.cell;
            const auto n = count(cell);
            if (!arch.cells.empty()) {
                const auto name = cellName(arch, cell);
                const auto what = name.isEmpty() ? tr("Cell") : name.left(1).toUpper() + name.mid(1);
                sentences << (n == 1 ? tr("%1 with one block.").arg(what) : tr("%1 with %2 blocks.").arg(what).arg(n));
            } else if (!arch.macro.layers.empty()) {
                sentences << tr("Network of %1 layers, %2 skips.").arg(n).arg(skipCount(arch.macro));
            } else {
                sentences << tr("Recurrent cell of %1 nodes.").arg(n);
            }
        }
        sentences << tr("%1: %2.").arg(partName(arch.space, part.number, true), part.text());
    }
    return sentences.join(QLatin1Char(' '));
}

int partOfNode(const Architecture& arch, const GraphNode& node)
{
    if (node.block < 0)
        return -1;
    const bool second = arch.cells.size() > 1 && node.id.rfind("r.", 0) == 0; // as architectureGraph() names the reduction cell's
    return node.block + (second ? static_cast<int>(arch.cells.front().blocks.size()) : 0);
}

} // namespace cw::ui
