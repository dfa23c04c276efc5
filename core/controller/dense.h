#pragma once
#include <cstddef>
#include <span>

namespace cw {

/// Row-major products for the controller: weights float, arithmetic double, sums in a fixed order.
/// Matrices are [from, to]; spans give the sizes. Any thread.

/// to += from · weights. Zeros of `from` cost nothing.
void addProduct(std::span<const double> from, const float* weights, std::span<double> to);
/// fromGradient += weights · toGradient.
void addBackProduct(std::span<double> fromGradient, const float* weights, std::span<const double> toGradient);
/// weightGradient += outer product of `from` and toGradient.
void addOuterProduct(std::span<const double> from, std::span<const double> toGradient, double* weightGradient);

} // namespace cw
