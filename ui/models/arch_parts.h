#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <QColor>
#include <QStringList>

#include "core/arch/architecture.h"
#include "core/arch/graph.h"

namespace cw::ui {

/// An operation or activation, of whatever space: a row of kOps, kMacroOps or kActivations.
struct OperationWord {
    std::string_view key;   ///< in files
    std::string_view name;  ///< as typed: "sep5", "tanh"
    std::string_view label; ///< as shown: "sep 5×5"
    std::uint32_t rgb = 0;
    /// The same thing in two spaces goes by one name.
    bool same(const OperationWord& other) const { return key == other.key || name == other.name; }
};
/// Of every space, each once, in the order of the tables.
std::span<const OperationWord> operationWords();
/// Those of a space that its settings name (short names), in their order; one that nobody knows has its name alone.
std::vector<OperationWord> operationWords(std::string_view space, std::span<const std::string> names);
/// Those that occur in an architecture, as often as they do.
std::vector<OperationWord> operationsIn(const Architecture& arch);

/// What views list of an architecture, one a line: a block of a cell, a layer of a network, a node of a recurrent cell.
struct ArchPart {
    struct Piece {
        QString text;    ///< "k−1 sep 5×5", "skips from stem, 2"
        QRgb colour = 0; ///< of its operation; 0: it is none
    };
    int cell = 0, number = 1; ///< cells and parts are told apart by them: 0-based and 1-based
    std::vector<Piece> pieces;
    QString joint;   ///< between pieces: "+", "·"
    std::string key; ///< equal keys: does the same to the same
    QString text() const;
};
/// In the order in which they stand; parts of several cells one after the other.
std::vector<ArchPart> partsOf(const Architecture& arch);
QStringList partTexts(const Architecture& arch);
/// "Blocks", "Layers", "Nodes".
QString partsTitle(std::string_view space);
/// "block 3", "layer 3", "node 3"; begins a sentence where it is asked to.
QString partName(std::string_view space, int number, bool capital = false);
/// "normal cell", "reduction cell" where there are several; else empty.
QString cellName(const Architecture& arch, int cell);
/// What one architecture is called: "cell", "network".
QString archNoun(std::string_view space);
QString archNouns(std::string_view space); ///< "cells", "networks"
/// What people choose a space by: "Pairs of cells", and a sentence more.
QString spaceTitle(std::string_view space);
QString spaceHelp(std::string_view space);
/// All of it in sentences, for screen readers.
QString archInWords(const Architecture& arch);

/// Which part (0-based, counted over all cells) a node of architectureGraph() belongs to; -1: none.
int partOfNode(const Architecture& arch, const GraphNode& node);

} // namespace cw::ui
