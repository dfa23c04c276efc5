#include <cmath>
#include <numeric>

#include "core/arch/operation.h"
#include "core/surrogate/network.h"
#include "core/surrogate/token_trie.h"

namespace cw {
namespace {

constexpr std::size_t kTokens = 4; ///< a block: I1, I2, O1, O2
constexpr std::size_t kCellsAtOnce = 64;

/// Embeddings read one token after the other by one LSTM layer; the last state gives the output (Liu et al. 2018, section 3.3;
/// Hochreiter, Schmidhuber 1997, with forget gates). The part of the gates that comes from a token is the same wherever it
/// stands, so it is computed once a token of the two tables.
class Lstm : public Network {
public:
    explicit Lstm(int inputs)
    {
        const float range = 1 / std::sqrt(static_cast<float>(kWidth));
        m_inputTable = addParameter("input_embedding", inputs, kWidth, 0.1f);
        m_opTable = addParameter("operation_embedding", kOpCount, kWidth, 0.1f);
        m_tokenWeight = addParameter("lstm.token_weight", kWidth, kGates, range);
        m_stateWeight = addParameter("lstm.state_weight", kWidth, kGates, range);
        m_bias = addParameter("lstm.bias", 1, kGates, range);
        m_outWeight = addParameter("output.weight", 1, kWidth, range);
        m_outBias = addParameter("output.bias", 1, 1, 0);
        m_fromInput = m_dFromInput = Matrix(inputs, kGates);
        m_fromOp = m_dFromOp = Matrix(kOpCount, kGates);
        m_transposed = Matrix(kGates, kWidth);
        m_zero = Matrix(1, kGates);
    }

    double gradients(std::span<const EncodedCell* const> cells, std::span<const float> targets) override
    {
        clearGradients();
        forward(cells);
        const auto& k = kernels();
        const int n = static_cast<int>(cells.size());
        double loss = 0;
        std::vector<float> dOut(cells.size());
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const float target = targets[m_order[i]], p = output(i);
            loss += std::abs(static_cast<double>(p) - static_cast<double>(target));
            dOut[i] = outputGradient(p, target, cells.size());
            k.addScaled(kRow, dOut[i], m_steps[m_length[i] - 1].hidden.row(static_cast<int>(i)), gradient(m_outWeight).row(0));
            gradient(m_outBias).row(0)[0] += dOut[i];
        }
        transpose(value(m_stateWeight), m_transposed);
        m_dFromInput.clear();
        m_dFromOp.clear();
        Matrix dHidden(n, kWidth), dCell(n, kWidth), dGates(n, kGates);
        for (std::size_t t = m_length.front(); t-- > 0;) {
            const auto& step = m_steps[t];
            const int active = activeAt(t);
            for (int i = 0; i < active; ++i) {
                const auto at = static_cast<std::size_t>(i);
                if (m_length[at] == t + 1)
                    k.addScaled(kRow, dOut[at], value(m_outWeight).row(0), dHidden.row(i));
                k.lstmBackward(step.gates.row(i), cellBefore(t, i), step.tanhCell.row(i), dHidden.row(i), dCell.row(i), dGates.row(i));
                auto& table = t % kTokens < 2 ? m_dFromInput : m_dFromOp;
                k.addScaled(kGates, 1.0f, dGates.row(i), table.row(token(*cells[m_order[at]], t)));
            }
            if (t > 0) {
                addTransposedProduct(m_steps[t - 1].hidden, dGates, gradient(m_stateWeight), active);
                multiply(dGates, m_transposed, dHidden, active);
            }
        }
        projectBack();
        return loss / static_cast<double>(n);
    }

    void predict(std::span<const EncodedCell* const> cells, float* out) override
    {
        for (std::size_t begin = 0; begin < cells.size(); begin += kCellsAtOnce) {
            const auto part = cells.subspan(begin, std::min(kCellsAtOnce, cells.size() - begin));
            forward(part);
            for (std::size_t i = 0; i < part.size(); ++i)
                out[begin + m_order[i]] = output(i);
        }
    }

    void scoreChildren(std::span<const EncodedCell* const> parents, std::span<const BlockTokens> blocks, Control& control, float* out) override
    {
        const TokenTrie trie(blocks);
        std::array<Level, 3> levels;
        for (std::size_t i = 0; i < levels.size(); ++i)
            levels[i] = Level(static_cast<int>(trie.levels[i].size()));
        Matrix root(static_cast<int>(kCellsAtOnce), kGates);
        for (std::size_t begin = 0; begin < parents.size(); begin += kCellsAtOnce) {
            const auto part = parents.subspan(begin, std::min(kCellsAtOnce, parents.size() - begin));
            forward(part); // equal lengths: m_order keeps the order
            const auto& last = m_steps[m_length.front() - 1];
            multiply(last.hidden, value(m_stateWeight), root, static_cast<int>(part.size()));
            for (std::size_t p = 0; p < part.size(); ++p) {
                control.check();
                scoreChildrenOf(root.row(static_cast<int>(p)), last.cell.row(static_cast<int>(p)), trie, levels, out);
                out += blocks.size();
            }
        }
    }

private:
    /// Everything of one token position, a row for each cell that is long enough.
    struct Step {
        Matrix gates, cell, tanhCell, hidden;
        explicit Step(int rows)
            : gates(rows, kGates)
            , cell(rows, kWidth)
            , tanhCell(rows, kWidth)
            , hidden(rows, kWidth)
        {
        }
    };
    /// States after the nodes of one level of the trie, and their part in the next gates.
    struct Level {
        Matrix cell, hidden, next;
        Level() = default;
        explicit Level(int nodes)
            : cell(nodes, kWidth)
            , hidden(nodes, kWidth)
            , next(nodes, kGates)
        {
        }
    };

    static int token(const EncodedCell& cell, std::size_t t) { return cell[t / kTokens][t % kTokens]; }
    const float* fromToken(std::size_t position, int id) const { return position < 2 ? m_fromInput.row(id) : m_fromOp.row(id); }
    const float* cellBefore(std::size_t t, int i) const { return t > 0 ? m_steps[t - 1].cell.row(i) : m_zero.row(0); }
    /// Cells are sorted by falling length, so those that reach position t are the first ones.
    int activeAt(std::size_t t) const
    {
        return static_cast<int>(std::ranges::partition_point(m_length, [&](std::size_t length) { return length > t; }) - m_length.begin());
    }
    float output(std::size_t i) const
    {
        return logistic(kernels().dot(kRow, m_steps[m_length[i] - 1].hidden.row(static_cast<int>(i)), value(m_outWeight).row(0)) + value(m_outBias).row(0)[0]);
    }

    void project()
    {
        for (const auto& [table, result] : {std::pair{m_inputTable, &m_fromInput}, std::pair{m_opTable, &m_fromOp}}) {
            for (int i = 0; i < result->rows(); ++i)
                std::copy_n(value(m_bias).row(0), kGates, result->row(i));
            multiply(value(table), value(m_tokenWeight), *result, result->rows(), true);
        }
    }

    void projectBack()
    {
        transpose(value(m_tokenWeight), m_transposed);
        for (const auto& [table, d] : {std::pair{m_inputTable, &m_dFromInput}, std::pair{m_opTable, &m_dFromOp}}) {
            addRows(*d, gradient(m_bias), d->rows());
            addTransposedProduct(value(table), *d, gradient(m_tokenWeight), d->rows());
            multiply(*d, m_transposed, gradient(table), d->rows());
        }
    }

    /// Leaves m_order, m_length (both by falling length) and the states of all positions.
    void forward(std::span<const EncodedCell* const> cells)
    {
        const int n = static_cast<int>(cells.size());
        m_order.resize(cells.size());
        std::iota(m_order.begin(), m_order.end(), std::size_t{0});
        std::ranges::stable_sort(m_order, std::ranges::greater{}, [&](std::size_t i) { return cells[i]->size(); });
        m_length.clear();
        for (const auto i : m_order)
            m_length.push_back(cells[i]->size() * kTokens);
        if (!m_steps.empty() && m_steps.front().hidden.rows() < n)
            m_steps.clear();
        while (m_steps.size() < m_length.front())
            m_steps.emplace_back(std::max(n, static_cast<int>(kCellsAtOnce)));
        project();
        for (std::size_t t = 0; t < m_length.front(); ++t) {
            auto& step = m_steps[t];
            const int active = activeAt(t);
            if (t > 0)
                multiply(m_steps[t - 1].hidden, value(m_stateWeight), step.gates, active);
            for (int i = 0; i < active; ++i) {
                const float* pre = t > 0 ? step.gates.row(i) : m_zero.row(0);
                const float* own = fromToken(t % kTokens, token(*cells[m_order[static_cast<std::size_t>(i)]], t));
                kernels().lstmStep(pre, own, cellBefore(t, i), step.gates.row(i), step.cell.row(i), step.tanhCell.row(i), step.hidden.row(i));
            }
        }
    }

    void scoreChildrenOf(const float* root, const float* rootCell, const TokenTrie& trie, std::array<Level, 3>& levels, float* out) const
    {
        const auto& k = kernels();
        Step scratch(1);
        for (std::size_t depth = 0; depth < levels.size(); ++depth) {
            auto& level = levels[depth];
            const auto& nodes = trie.levels[depth];
            const int count = static_cast<int>(nodes.size());
            for (int i = 0; i < count; ++i) {
                const auto& node = nodes[static_cast<std::size_t>(i)];
                const float* pre = depth > 0 ? levels[depth - 1].next.row(node.parent) : root;
                const float* cell = depth > 0 ? levels[depth - 1].cell.row(node.parent) : rootCell;
                k.lstmStep(pre, fromToken(depth, node.token), cell, scratch.gates.row(0), level.cell.row(i), scratch.tanhCell.row(0), level.hidden.row(i));
            }
            multiply(level.hidden, value(m_stateWeight), level.next, count);
        }
        const auto& above = levels.back();
        for (const auto& leaf : trie.leaves) {
            const float sum = k.lstmDot(above.next.row(leaf.parent), m_fromOp.row(leaf.token), above.cell.row(leaf.parent), value(m_outWeight).row(0));
            *out++ = logistic(sum + value(m_outBias).row(0)[0]);
        }
    }

    std::size_t m_inputTable, m_opTable, m_tokenWeight, m_stateWeight, m_bias, m_outWeight, m_outBias;
    Matrix m_fromInput, m_fromOp, m_dFromInput, m_dFromOp, m_transposed, m_zero;
    std::vector<std::size_t> m_order, m_length;
    std::vector<Step> m_steps;
};

} // namespace

std::unique_ptr<Network> makeLstm(int inputs) { return std::make_unique<Lstm>(inputs); }

} // namespace cw
