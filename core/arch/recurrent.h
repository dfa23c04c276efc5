#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cw {

/// Activations of a recurrent node, in the paper's order (Pham et al. 2018, section 2.1). Released language-model code numbers
/// the last two the other way round: see core/arch/published_text.h. Written to files by name.
enum class Activation : std::uint8_t { Tanh, Relu, Identity, Sigmoid };

struct ActivationInfo {
    Activation id;
    std::string_view key;   ///< in files and strings
    std::string_view label; ///< shown in the graph
    std::uint32_t rgb;
};
inline constexpr std::array kActivations{
    ActivationInfo{Activation::Tanh, "tanh", "tanh", 0x0072B2},
    ActivationInfo{Activation::Relu, "relu", "ReLU", 0xE69F00},
    ActivationInfo{Activation::Identity, "identity", "identity", 0x8B95A3},
    ActivationInfo{Activation::Sigmoid, "sigmoid", "sigmoid", 0xCC79A7},
};
inline constexpr int kActivationCount = static_cast<int>(kActivations.size());
inline constexpr int kMaxRecurrentNodes = 24;

constexpr const ActivationInfo& info(Activation activation) { return kActivations[static_cast<std::size_t>(activation)]; }
std::optional<Activation> findActivation(std::string_view key);

/// A node reads one earlier node (0-based). The first reads x_t and h_{t-1} instead; its previous is 0.
struct RecurrentNode {
    std::uint8_t previous = 0;
    Activation activation = Activation::Tanh;
    auto operator<=>(const RecurrentNode&) const = default;
};

/// What h_t is the mean of: ENAS, the nodes that no node reads; DARTS, every node but the first.
enum class RecurrentOutput : std::uint8_t { Loose, AllButFirst };

struct RecurrentCell {
    std::vector<RecurrentNode> nodes;
    RecurrentOutput output = RecurrentOutput::Loose;
    auto operator<=>(const RecurrentCell&) const = default;
};

/// Empty when valid; otherwise a sentence with the place.
std::string validityProblem(const RecurrentCell& cell);
/// Nodes (0-based, ascending) that no other node reads. Requires a valid cell, as everything below.
std::vector<int> looseEnds(const RecurrentCell& cell);
/// Nodes (0-based, ascending) whose mean is h_t.
std::vector<int> outputNodes(const RecurrentCell& cell);
/// The one representative of all cells that differ only by the numbers of their nodes.
RecurrentCell canonicalCell(const RecurrentCell& cell);

} // namespace cw
