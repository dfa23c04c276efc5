#pragma once
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/search/surrogate.h"

/// The two networks once more, one number at a time in double precision, from saved weights and the paper's words alone.
namespace cw::test {

class ReferenceMember {
public:
    ReferenceMember(const NamedBuffers& buffers, int member)
        : m_buffers(buffers)
        , m_prefix("member" + std::to_string(member) + ".")
    {
    }

    double mlp(const Architecture& arch) const
    {
        std::vector<double> mean(400);
        for (const auto& block : arch.cell().blocks)
            for (int i = 0; i < 100; ++i) {
                mean[i] += at(buffer("input_embedding"), block.a.input, i) / arch.blockCount();
                mean[100 + i] += at(buffer("input_embedding"), block.b.input, i) / arch.blockCount();
                mean[200 + i] += at(buffer("operation_embedding"), static_cast<int>(block.a.op), i) / arch.blockCount();
                mean[300 + i] += at(buffer("operation_embedding"), static_cast<int>(block.b.op), i) / arch.blockCount();
            }
        auto hidden = linear(mean, "hidden1.weight", "hidden1.bias", 100);
        rectify(hidden);
        hidden = linear(hidden, "hidden2.weight", "hidden2.bias", 100);
        rectify(hidden);
        return output(hidden);
    }

    double lstm(const Architecture& arch) const
    {
        std::vector<double> hidden(100), cell(100);
        const auto read = [&](const char* table, int token) {
            auto gates = linear(hidden, "lstm.state_weight", "lstm.bias", 400);
            const auto &embedding = buffer(table), &weight = buffer("lstm.token_weight");
            for (int g = 0; g < 400; ++g)
                for (int i = 0; i < 100; ++i)
                    gates[g] += at(embedding, token, i) * at(weight, i, g);
            for (int i = 0; i < 100; ++i) {
                cell[i] = sigmoid(gates[100 + i]) * cell[i] + sigmoid(gates[i]) * std::tanh(gates[200 + i]);
                hidden[i] = sigmoid(gates[300 + i]) * std::tanh(cell[i]);
            }
        };
        for (const auto& block : arch.cell().blocks) {
            read("input_embedding", block.a.input);
            read("input_embedding", block.b.input);
            read("operation_embedding", static_cast<int>(block.a.op));
            read("operation_embedding", static_cast<int>(block.b.op));
        }
        return output(hidden);
    }

private:
    static double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
    static void rectify(std::vector<double>& values)
    {
        for (auto& v : values)
            v = std::max(v, 0.0);
    }
    const NamedBuffer& buffer(const char* name) const { return m_buffers.at(m_prefix + name); }
    static double at(const NamedBuffer& buffer, int row, int column)
    {
        return buffer.data.at(static_cast<std::size_t>(row * buffer.shape.at(1) + column));
    }
    std::vector<double> linear(const std::vector<double>& x, const char* weight, const char* bias, int outputs) const
    {
        std::vector<double> y;
        const auto &w = buffer(weight), &b = buffer(bias);
        for (int j = 0; j < outputs; ++j) {
            y.push_back(at(b, 0, j));
            for (std::size_t i = 0; i < x.size(); ++i)
                y.back() += x[i] * at(w, static_cast<int>(i), j);
        }
        return y;
    }
    double output(const std::vector<double>& hidden) const
    {
        double sum = at(buffer("output.bias"), 0, 0);
        for (int i = 0; i < 100; ++i)
            sum += hidden[i] * at(buffer("output.weight"), 0, i);
        return sigmoid(sum);
    }

    const NamedBuffers& m_buffers;
    std::string m_prefix;
};

inline Prediction referencePrediction(const NamedBuffers& buffers, const std::string& kind, int members, const Architecture& arch)
{
    std::vector<double> scores;
    double mean = 0, squares = 0;
    for (int m = 0; m < members; ++m) {
        const ReferenceMember member(buffers, m);
        scores.push_back(kind == "mlp" ? member.mlp(arch) : member.lstm(arch));
        mean += scores.back() / members;
    }
    for (const double s : scores)
        squares += (s - mean) * (s - mean);
    return {mean, std::sqrt(squares / (members - 1))};
}

} // namespace cw::test
