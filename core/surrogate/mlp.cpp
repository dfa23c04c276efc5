#include <cmath>

#include "core/arch/operation.h"
#include "core/surrogate/network.h"

namespace cw {
namespace {

constexpr int kPositions = 4;      ///< I1, I2, O1, O2
constexpr int kChildrenAtOnce = 96; ///< of one parent: their first layer and the weights of the second fit the nearest caches
constexpr std::size_t kCellsAtOnce = 256;

/// Mean over blocks of the concatenated embeddings, two hidden layers with ReLU, one output (Liu et al. 2018, section 3.3).
/// The first layer is linear in what a cell contains, so it is computed as (counts of tokens / blocks) x (projected embeddings):
/// 4 tables of some ten rows in place of 400 numbers a cell.
class Mlp : public Network {
public:
    explicit Mlp(int inputs)
        : m_inputs(inputs)
        , m_tokens(2 * inputs + 2 * kOpCount)
    {
        const float first = 1 / std::sqrt(static_cast<float>(kPositions * kWidth)), later = 1 / std::sqrt(static_cast<float>(kWidth));
        m_inputTable = addParameter("input_embedding", inputs, kWidth, 0.1f);
        m_opTable = addParameter("operation_embedding", kOpCount, kWidth, 0.1f);
        m_weight1 = addParameter("hidden1.weight", kPositions * kWidth, kWidth, first);
        m_bias1 = addParameter("hidden1.bias", 1, kWidth, first);
        m_weight2 = addParameter("hidden2.weight", kWidth, kWidth, later);
        m_bias2 = addParameter("hidden2.bias", 1, kWidth, later);
        m_weight3 = addParameter("output.weight", 1, kWidth, later);
        m_bias3 = addParameter("output.bias", 1, 1, 0);
        m_projected = m_dProjected = Matrix(m_tokens, kWidth);
        m_transposed = Matrix(kWidth, kWidth);
    }

    double gradients(std::span<const EncodedCell* const> cells, std::span<const float> targets) override
    {
        clearGradients();
        const auto& k = kernels();
        const int n = static_cast<int>(cells.size());
        forward(cells);
        double loss = 0;
        m_d2.clear();
        for (int i = 0; i < n; ++i) {
            const auto at = static_cast<std::size_t>(i);
            const float p = output(i);
            loss += std::abs(static_cast<double>(p) - static_cast<double>(targets[at]));
            const float d = outputGradient(p, targets[at], cells.size());
            k.addScaled(kRow, d, m_h2.row(i), gradient(m_weight3).row(0));
            gradient(m_bias3).row(0)[0] += d;
            k.addScaled(kRow, d, value(m_weight3).row(0), m_d2.row(i));
            k.reluBackward(kRow, m_h2.row(i), m_d2.row(i));
        }
        addTransposedProduct(m_h1, m_d2, gradient(m_weight2), n);
        addRows(m_d2, gradient(m_bias2), n);
        transpose(value(m_weight2), m_transposed);
        multiply(m_d2, m_transposed, m_d1, n);
        for (int i = 0; i < n; ++i)
            k.reluBackward(kRow, m_h1.row(i), m_d1.row(i));
        addRows(m_d1, gradient(m_bias1), n);
        m_dProjected.clear();
        addTransposedProduct(m_counts, m_d1, m_dProjected, n);
        for (int position = 0; position < kPositions; ++position)
            projectBack(position);
        return loss / static_cast<double>(n);
    }

    void predict(std::span<const EncodedCell* const> cells, float* out) override
    {
        for (std::size_t begin = 0; begin < cells.size(); begin += kCellsAtOnce) {
            const auto part = cells.subspan(begin, std::min(kCellsAtOnce, cells.size() - begin));
            forward(part);
            for (std::size_t i = 0; i < part.size(); ++i)
                out[begin + i] = output(static_cast<int>(i));
        }
    }

    void scoreChildren(std::span<const EncodedCell* const> parents, std::span<const BlockTokens> blocks, Control& control, float* out) override
    {
        const auto& k = kernels();
        project();
        const int count = static_cast<int>(blocks.size());
        const float share = 1.0f / static_cast<float>(parents.empty() ? 1 : parents.front()->size() + 1);
        Matrix added(count, kWidth), first(kChildrenAtOnce, kWidth), second(kChildrenAtOnce, kWidth), common(1, kWidth);
        for (int j = 0; j < count; ++j)
            addBlock(blocks[static_cast<std::size_t>(j)], share, added.row(j));
        for (const auto* parent : parents) {
            control.check();
            common = value(m_bias1);
            for (const auto& block : *parent)
                addBlock(block, share, common.row(0));
            for (int begin = 0; begin < count; begin += kChildrenAtOnce) {
                const int n = std::min(kChildrenAtOnce, count - begin);
                for (int i = 0; i < n; ++i)
                    k.addRelu(kRow, added.row(begin + i), common.row(0), first.row(i));
                multiply(first, value(m_weight2), second, n);
                for (int i = 0; i < n; ++i)
                    *out++ = logistic(k.addReluDot(kRow, second.row(i), value(m_bias2).row(0), value(m_weight3).row(0)) + value(m_bias3).row(0)[0]);
            }
        }
    }

private:
    /// First row of a position's table in m_projected, and the embedding that it comes from.
    int tableBegin(int position) const { return position < 2 ? position * m_inputs : 2 * m_inputs + (position - 2) * kOpCount; }
    std::size_t tableOf(int position) const { return position < 2 ? m_inputTable : m_opTable; }

    void project()
    {
        for (int position = 0; position < kPositions; ++position) {
            const auto& table = value(tableOf(position));
            kernels().multiply(table.rows(), kWidth, kWidth, table.data(), table.stride(), 1, value(m_weight1).row(position * kWidth), kRow,
                               m_projected.row(tableBegin(position)), kRow, false);
        }
    }

    void projectBack(int position)
    {
        const auto& table = value(tableOf(position));
        const float* d = m_dProjected.row(tableBegin(position));
        kernels().multiply(kWidth, kWidth, table.rows(), table.data(), 1, table.stride(), d, kRow, gradient(m_weight1).row(position * kWidth), kRow, true);
        for (int i = 0; i < table.rows(); ++i)
            for (int j = 0; j < kWidth; ++j)
                gradient(tableOf(position)).row(i)[j] += kernels().dot(kRow, d + i * kRow, value(m_weight1).row(position * kWidth + j));
    }

    void addBlock(const BlockTokens& block, float share, float* sum) const
    {
        for (int position = 0; position < kPositions; ++position)
            kernels().addScaled(kRow, share, m_projected.row(tableBegin(position) + block[static_cast<std::size_t>(position)]), sum);
    }

    /// Leaves m_counts, m_h1 and m_h2.
    void forward(std::span<const EncodedCell* const> cells)
    {
        const int n = static_cast<int>(cells.size());
        if (m_h1.rows() < n) {
            m_counts = Matrix(n, m_tokens);
            m_h1 = m_h2 = m_d1 = m_d2 = Matrix(n, kWidth);
        }
        project();
        m_counts.clear();
        for (int i = 0; i < n; ++i) {
            const auto& cell = *cells[static_cast<std::size_t>(i)];
            for (const auto& block : cell)
                for (int position = 0; position < kPositions; ++position)
                    m_counts.row(i)[tableBegin(position) + block[static_cast<std::size_t>(position)]] += 1.0f / static_cast<float>(cell.size());
        }
        multiply(m_counts, m_projected, m_h1, n);
        for (int i = 0; i < n; ++i)
            kernels().addRelu(kRow, m_h1.row(i), value(m_bias1).row(0), m_h1.row(i));
        multiply(m_h1, value(m_weight2), m_h2, n);
        for (int i = 0; i < n; ++i)
            kernels().addRelu(kRow, m_h2.row(i), value(m_bias2).row(0), m_h2.row(i));
    }

    float output(int i) const { return logistic(kernels().dot(kRow, m_h2.row(i), value(m_weight3).row(0)) + value(m_bias3).row(0)[0]); }

    int m_inputs, m_tokens;
    std::size_t m_inputTable, m_opTable, m_weight1, m_bias1, m_weight2, m_bias2, m_weight3, m_bias3;
    Matrix m_projected, m_dProjected, m_transposed, m_counts, m_h1, m_h2, m_d1, m_d2;
};

} // namespace

std::unique_ptr<Network> makeMlp(int inputs) { return std::make_unique<Mlp>(inputs); }

} // namespace cw
