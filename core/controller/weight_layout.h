#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cw {

/// The groups of weights of a controller, in the order in which they stand in one flat row.
enum class WeightGroup : std::uint8_t {
    Lstm,          ///< [2 units, 4 units]: rows of the input, then of the state; columns input, forget, output gate, candidate
    Embedding,     ///< [operations, units]: what is fed back for a chosen operation
    OperationMap,  ///< [units, operations]
    OperationBias, ///< [operations]
    Start,         ///< [units]: the empty first embedding
    KeyMap,        ///< W1 [units, units]
    QueryMap,      ///< W2 [units, units]
    Score,         ///< v [units]
};

struct WeightBlock {
    std::string_view name; ///< stable: in saved buffers
    int rows = 1, columns = 1;
    std::size_t offset = 0;

    std::size_t size() const { return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns); }
};

/// Where each group stands; row-major, no gaps. A value.
class WeightLayout {
public:
    WeightLayout(int units, int operations);

    int units() const { return m_units; }
    int operations() const { return m_operations; }
    std::size_t total() const { return m_total; }
    const std::array<WeightBlock, 8>& blocks() const { return m_blocks; }
    const WeightBlock& operator[](WeightGroup group) const { return m_blocks[static_cast<std::size_t>(group)]; }

private:
    int m_units, m_operations;
    std::array<WeightBlock, 8> m_blocks;
    std::size_t m_total = 0;
};

} // namespace cw
