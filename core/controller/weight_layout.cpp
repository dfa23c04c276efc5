#include "core/controller/weight_layout.h"

namespace cw {

WeightLayout::WeightLayout(int units, int operations)
    : m_units(units)
    , m_operations(operations)
    , m_blocks{{
          {"lstm", 2 * units, 4 * units},
          {"embedding", operations, units},
          {"operation_map", units, operations},
          {"operation_bias", 1, operations},
          {"start", 1, units},
          {"key_map", units, units},
          {"query_map", units, units},
          {"score", 1, units},
      }}
{
    for (auto& block : m_blocks) {
        block.offset = m_total;
        m_total += block.size();
    }
}

} // namespace cw
