#pragma once
#include <span>
#include <string>
#include <string_view>

#include "core/arch/architecture.h"
#include "core/base/result.h"

namespace cw {

/// A form of numbers in which architectures of ENAS were published. Read as "name:numbers" by architectureFromText.
struct PublishedForm {
    std::string_view name;
    std::string_view space;
    std::string_view meaning;                             ///< of the numbers, one line
    std::string (*read)(std::string_view, Architecture&); ///< a sentence when it is not that form
    Result<std::string> (*write)(const Architecture&);    ///< numbers without the name; refused in words where the form has none
};
/// micro-released: per node input 1, op 1, input 2, op 2 (0 sep3, 1 sep5, 2 avg3, 3 max3, 4 identity); normal, then reduction cell.
/// macro-released: per layer the operation (0 conv3, 1 sep3, 2 conv5, 3 sep5, 4 avg, 5 max), then its skip bits.
/// recurrent-paper: activation of node 0, then (previous, activation) pairs; 0 tanh, 1 ReLU, 2 identity, 3 sigmoid.
/// recurrent-released: the pairs alone, node 0 is tanh; 0 tanh, 1 ReLU, 2 sigmoid, 3 identity.
std::span<const PublishedForm> publishedForms();
const PublishedForm* findPublishedForm(std::string_view name);

/// "name:numbers". Requires a valid architecture; refused, in words, for another space and for what the form has no number for.
Result<std::string> publishedText(const Architecture& arch, std::string_view form);

} // namespace cw
