#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "core/surrogate/network.h"

namespace cw {
namespace {

std::vector<EncodedCell> cellsOfManyLengths()
{
    Random random(3);
    std::vector<EncodedCell> cells;
    for (const std::size_t blocks : {1, 4, 2, 2, 5, 1, 3}) {
        cells.emplace_back();
        for (std::size_t b = 0; b < blocks; ++b) {
            const auto input = [&] { return static_cast<std::uint8_t>(random.below(2 + b)); };
            const auto op = [&] { return static_cast<std::uint8_t>(random.below(8)); };
            cells.back().push_back({input(), input(), op(), op()});
        }
    }
    return cells;
}

class NetworkOf : public testing::TestWithParam<std::unique_ptr<Network> (*)(int)> {};
INSTANTIATE_TEST_SUITE_P(Kinds, NetworkOf, testing::Values(makeMlp, makeLstm), [](const auto& suite) { return suite.index == 0 ? "mlp" : "lstm"; });

// Along a random direction of every parameter, and along single coordinates, the loss changes as its derivatives say.
TEST_P(NetworkOf, GradientsEqualFiniteDifferences)
{
    const auto network = GetParam()(7);
    Random random(5);
    network->initialise(random, 0.6);
    for (auto& parameter : network->parameters()) // larger embeddings than at the start, so that all derivatives count
        if (parameter.name.ends_with("embedding"))
            for (std::size_t i = 0; i < parameter.value.size(); ++i)
                parameter.value.data()[i] *= 10;
    const auto cells = cellsOfManyLengths();
    std::vector<const EncodedCell*> pointers;
    std::vector<float> targets;
    for (const auto& cell : cells) {
        pointers.push_back(&cell);
        targets.push_back(pointers.size() % 2 == 0 ? 0.1f : 0.95f); // far from the predictions: the sign of the error is fixed
    }
    const auto loss = [&] {
        std::vector<float> out(cells.size());
        network->predict(pointers, out.data());
        double sum = 0;
        for (std::size_t i = 0; i < out.size(); ++i)
            sum += std::abs(static_cast<double>(out[i]) - static_cast<double>(targets[i])) / static_cast<double>(out.size());
        return sum;
    };
    EXPECT_NEAR(network->gradients(pointers, targets), loss(), 1e-7);

    for (auto& parameter : network->parameters()) {
        // Along the gradient itself, the derivative is its length.
        double squares = 0;
        for (int i = 0; i < parameter.value.rows(); ++i)
            for (int j = 0; j < parameter.value.columns(); ++j)
                squares += std::pow(static_cast<double>(parameter.gradient.row(i)[j]), 2);
        const double length = std::sqrt(squares);
        ASSERT_GT(length, 1e-6) << parameter.name;
        const auto along = [&](const auto& direction, double derivative, double tolerance) {
            const double step = 2e-3;
            const Matrix kept = parameter.value;
            double values[2];
            for (const int side : {0, 1}) {
                parameter.value = kept;
                for (int i = 0; i < kept.rows(); ++i)
                    for (int j = 0; j < kept.columns(); ++j)
                        parameter.value.row(i)[j] += static_cast<float>((side ? step : -step) * direction(i, j));
                values[side] = loss();
            }
            parameter.value = kept;
            EXPECT_NEAR((values[1] - values[0]) / (2 * step), derivative, tolerance) << parameter.name;
        };
        along([&](int i, int j) { return static_cast<double>(parameter.gradient.row(i)[j]) / length; }, length, 0.02 * length + 5e-5);
        for (int round = 0; round < 3; ++round) {
            double product = 0;
            Random signs(static_cast<std::uint64_t>(round) + 1);
            Matrix direction = parameter.value;
            const double scale = 1 / std::sqrt(static_cast<double>(direction.rows() * direction.columns()));
            for (int i = 0; i < direction.rows(); ++i)
                for (int j = 0; j < direction.columns(); ++j) {
                    direction.row(i)[j] = static_cast<float>(signs.below(2) ? scale : -scale);
                    product += static_cast<double>(direction.row(i)[j]) * static_cast<double>(parameter.gradient.row(i)[j]);
                }
            along([&](int i, int j) { return static_cast<double>(direction.row(i)[j]); }, product, 0.02 * length + 5e-5);
        }
    }
}

TEST_P(NetworkOf, StartsWithinTheRanges)
{
    const auto network = GetParam()(7);
    Random random(1);
    network->initialise(random, 0.75);
    EXPECT_FLOAT_EQ(network->parameters().back().value.row(0)[0], std::log(3.0f));
    for (std::size_t p = 0; p + 1 < network->parameters().size(); ++p) {
        const auto& parameter = network->parameters()[p];
        float largest = 0;
        for (int i = 0; i < parameter.value.rows(); ++i)
            for (int j = 0; j < parameter.value.columns(); ++j)
                largest = std::max(largest, std::abs(parameter.value.row(i)[j]));
        EXPECT_LE(largest, parameter.range);
        EXPECT_GT(largest, 0.9f * parameter.range) << parameter.name;
    }
}

Matrix randomMatrix(int rows, int columns, Random& random)
{
    Matrix matrix(rows, columns);
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
            matrix.row(i)[j] = static_cast<float>(2 * random.uniform() - 1);
    return matrix;
}

class KernelsOf : public testing::TestWithParam<const Kernels*> {};
INSTANTIATE_TEST_SUITE_P(Sets, KernelsOf, testing::ValuesIn(usableKernels().begin(), usableKernels().end()),
                         [](const auto& suite) { return std::string(suite.param->name); });

TEST_P(KernelsOf, ProductsOfAllSizes)
{
    Random random(1);
    for (const int n : {1, 16, 30, 64, 100, 100, 128, 400})
        for (const int m : {1, 2, 3, 7, 17, 64})
            for (const bool transposed : {false, true}) {
                const int k = 1 + static_cast<int>(random.below(120));
                const auto a = transposed ? randomMatrix(k, m, random) : randomMatrix(m, k, random), b = randomMatrix(k, n, random);
                auto c = randomMatrix(m, n, random);
                const auto before = c;
                const int aRow = transposed ? 1 : a.stride(), aColumn = transposed ? a.stride() : 1;
                for (const bool add : {false, true}) {
                    c = before;
                    GetParam()->multiply(m, n, k, a.data(), aRow, aColumn, b.data(), b.stride(), c.data(), c.stride(), add);
                    for (int i = 0; i < m; ++i)
                        for (int j = 0; j < c.stride(); ++j) {
                            double sum = add ? static_cast<double>(before.row(i)[j]) : 0;
                            for (int p = 0; p < k; ++p)
                                sum += static_cast<double>(a.data()[i * aRow + p * aColumn]) * static_cast<double>(b.row(p)[j]);
                            ASSERT_NEAR(c.row(i)[j], sum, 2e-5) << m << "x" << n << "x" << k;
                        }
                }
            }
}

TEST_P(KernelsOf, OneLstmRow)
{
    Random random(2);
    for (const float scale : {1.0f, 30.0f, 1000.0f}) { // far out the gates saturate and nothing overflows
        auto pre = randomMatrix(1, kGates, random), token = randomMatrix(1, kGates, random), before = randomMatrix(1, kWidth, random);
        const auto w = randomMatrix(1, kWidth, random);
        for (std::size_t i = 0; i < pre.size(); ++i)
            pre.data()[i] *= scale;
        Matrix gates(1, kGates), cell(1, kWidth), tanhCell(1, kWidth), hidden(1, kWidth);
        GetParam()->lstmStep(pre.data(), token.data(), before.data(), gates.data(), cell.data(), tanhCell.data(), hidden.data());
        double sum = 0;
        for (int i = 0; i < kWidth; ++i) {
            const auto gate = [&](int g) { return static_cast<double>(pre.data()[g * kWidth + i]) + static_cast<double>(token.data()[g * kWidth + i]); };
            const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
            const double state = sigmoid(gate(1)) * static_cast<double>(before.data()[i]) + sigmoid(gate(0)) * std::tanh(gate(2));
            const double out = sigmoid(gate(3)) * std::tanh(state);
            EXPECT_NEAR(gates.data()[2 * kWidth + i], std::tanh(gate(2)), 1e-6);
            EXPECT_NEAR(gates.data()[3 * kWidth + i], sigmoid(gate(3)), 1e-6);
            EXPECT_NEAR(cell.data()[i], state, 2e-6);
            EXPECT_NEAR(hidden.data()[i], out, 2e-6);
            sum += out * static_cast<double>(w.data()[i]);
        }
        for (int i = kWidth; i < kRow; ++i)
            EXPECT_EQ(hidden.data()[i], 0) << "padding stays zero";
        EXPECT_NEAR(GetParam()->lstmDot(pre.data(), token.data(), before.data(), w.data()), sum, 2e-5);
        EXPECT_NEAR(GetParam()->dot(kRow, hidden.data(), w.data()), sum, 2e-5);
    }
}

TEST_P(KernelsOf, AdamsFirstStepIsTheRateAgainstTheSign)
{
    Random random(2);
    auto gradient = randomMatrix(1, 64, random), value = randomMatrix(1, 64, random);
    gradient.data()[5] = 0;
    const auto before = value;
    Matrix first(1, 64), second(1, 64);
    GetParam()->adam(64, 0.01f / 0.1f, std::sqrt(0.001f), gradient.data(), first.data(), second.data(), value.data());
    for (int i = 0; i < 64; ++i) {
        const float g = gradient.data()[i];
        EXPECT_NEAR(value.data()[i] - before.data()[i], g > 0 ? -0.01f : g < 0 ? 0.01f : 0.0f, 2e-5f);
    }
}

} // namespace
} // namespace cw
