#pragma once
#include <cstdint>
#include <string>

#include "core/arch/architecture.h"

namespace cw {

/// The one representative of all cells that differ only by swapped halves or reordered blocks:
/// the lexicographically smallest sequence of blocks (halves sorted) over all orders the DAG allows. micro: both cells so, and
/// outputs that concatenate the same under one name. macro: itself. recurrent: up to the numbers of nodes.
Architecture canonical(const Architecture& arch);
/// Same for one cell, its output rule as it is.
Cell canonicalCell(const Cell& cell);
/// Number of distinct block sequences (halves sorted) that the canonical cell stands for; 1 <= n <= B!.
std::uint64_t orderings(const Cell& cell);
/// stableHash of the canonical form: equal for equal architectures, stable for ever.
std::uint64_t architectureHash(const Architecture& arch);
/// 16 hexadecimal digits.
std::string hashText(std::uint64_t hash);

} // namespace cw
