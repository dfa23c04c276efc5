#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace cw {

/// Plain float buffers by name: how weights leave torch (store, export). Row-major.
struct NamedBuffer {
    std::vector<std::int64_t> shape;
    std::vector<float> data;
};
using NamedBuffers = std::map<std::string, NamedBuffer>;

} // namespace cw
