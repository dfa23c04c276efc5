#pragma once
#include <map>

#include <ATen/ATen.h>

#include "core/arch/search_form.h"
#include "core/nn/parameter_list_internal.h"

/// The rules of the search form written as plainly as possible from a built network's weights: what the real one is compared with.
namespace cw::test {

class PlainSearchNetwork {
public:
    PlainSearchNetwork(const SearchPlan& plan, const nn::ParameterList& list)
        : m_plan(plan)
    {
        for (const auto& p : list.parameters())
            m_weights[p.name] = p.tensor.contiguous();
    }

    at::Tensor forward(const at::Tensor& images, const Architecture& child)
    {
        const auto last = m_plan.form.space == "micro" ? at::relu(cells(images, child)) : layers(images, child.macro.layers);
        return at::linear(last.mean({2, 3}), m_weights.at("classifier.weight"));
    }

private:
    at::Tensor conv(const std::string& name, const at::Tensor& x, std::int64_t stride = 1, std::int64_t groups = 1)
    {
        const auto& w = m_weights.at(name + ".weight");
        return at::conv2d(x.contiguous(), w, {}, {stride, stride}, {w.size(2) / 2, w.size(3) / 2}, {1, 1}, groups);
    }
    at::Tensor norm(const std::string& name, const at::Tensor& x)
    {
        const auto mean = x.mean({0, 2, 3}, true);
        const auto variance = (x - mean).pow(2).mean({0, 2, 3}, true);
        return (x - mean) / (variance + 1e-5).sqrt() * m_weights.at(name + ".scale").view({1, -1, 1, 1}) + m_weights.at(name + ".shift").view({1, -1, 1, 1});
    }
    at::Tensor reduce(const std::string& name, const at::Tensor& x)
    {
        const auto shifted = at::constant_pad_nd(x, {0, 1, 0, 1}).slice(2, 1).slice(3, 1);
        return norm(name + ".norm", at::cat({conv(name + ".even", x, 2), conv(name + ".odd", shifted, 2)}, 1));
    }
    at::Tensor pool(bool maximum, const at::Tensor& x)
    {
        return maximum ? at::max_pool2d(x, {3, 3}, {1, 1}, {1, 1}) : at::avg_pool2d(x, {3, 3}, {1, 1}, {1, 1}, false, false);
    }

    at::Tensor node(const std::string& name, OpId op, const at::Tensor& x)
    {
        if (op == OpId::Identity)
            return x;
        if (op == OpId::AvgPool3 || op == OpId::MaxPool3)
            return pool(op == OpId::MaxPool3, x);
        const auto place = name + "." + std::string(info(op).name);
        const auto c = x.size(1);
        const auto y = norm(place + ".2", conv(place + ".1", conv(place + ".0", at::relu(x), 1, c)));
        return norm(place + ".6", conv(place + ".5", conv(place + ".4", at::relu(y), 1, c)));
    }
    at::Tensor fit(const std::string& name, InputFit how, const at::Tensor& x)
    {
        return how == InputFit::AsIs ? x : how == InputFit::Width ? norm(name + ".1", conv(name + ".0", at::relu(x))) : reduce(name, at::relu(x));
    }
    at::Tensor cells(const at::Tensor& images, const Architecture& child)
    {
        auto prev = norm("stem.1", conv("stem.0", images));
        auto prevPrev = prev;
        for (std::size_t i = 0; i < m_plan.cells.size(); ++i) {
            const auto& plan = m_plan.cells[i];
            const auto name = "cell" + std::to_string(i);
            const auto& cell = child.cells[plan.reduction ? 1 : 0];
            if (plan.reduction) {
                prevPrev = prev;
                prev = reduce(name + ".reduce", prev);
            }
            std::vector<at::Tensor> things{fit(name + ".fit0", plan.fit[0], prevPrev), fit(name + ".fit1", plan.fit[1], prev)};
            std::vector<bool> read(things.size() + cell.blocks.size(), false);
            for (std::size_t n = 0; n < cell.blocks.size(); ++n) {
                const auto half = [&](const Half& h, const char* slot) {
                    read[h.input] = true;
                    return node(name + ".node" + std::to_string(n + 1) + slot + std::to_string(h.input), h.op, things[h.input]);
                };
                const auto a = half(cell.blocks[n].a, ".a.from");
                things.push_back(a + half(cell.blocks[n].b, ".b.from"));
            }
            auto sum = at::zeros_like(things.back());
            for (std::size_t t = 0; t < things.size(); ++t)
                if (!read[t])
                    sum = sum + conv(name + ".output.row" + std::to_string(t), at::relu(things[t]));
            prevPrev = prev;
            prev = norm(name + ".output.norm", sum);
        }
        return prev;
    }

    at::Tensor layer(const std::string& name, MacroOp op, const at::Tensor& x)
    {
        const auto place = name + "." + std::string(info(op).name);
        const auto y = at::relu(norm(place + ".1", conv(place + ".0", x)));
        if (op == MacroOp::AvgPool3 || op == MacroOp::MaxPool3)
            return pool(op == MacroOp::MaxPool3, y);
        if (op == MacroOp::Conv3 || op == MacroOp::Conv5)
            return at::relu(norm(place + ".4", conv(place + ".3", y)));
        return at::relu(norm(place + ".5", conv(place + ".4", conv(place + ".3", y, 1, y.size(1)))));
    }
    /// Halves everything that is stored, needed or not, as the released code does: of a network that shares weights only.
    at::Tensor layers(const at::Tensor& images, const std::vector<MacroLayer>& chosen)
    {
        std::vector<at::Tensor> stored{norm("stem.1", conv("stem.0", images))};
        int halvings = 0;
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            const auto count = static_cast<int>(chosen.size());
            if (static_cast<int>(i) == count / 3 || static_cast<int>(i) == 2 * count / 3) {
                ++halvings;
                for (std::size_t s = 0; s < stored.size(); ++s)
                    stored[s] = reduce("halving" + std::to_string(halvings) + ".source" + std::to_string(s), stored[s]);
            }
            const auto name = "layer" + std::to_string(i + 1);
            auto sum = layer(name, chosen[i].op, stored.back());
            for (std::size_t s = 0; s + 1 < stored.size(); ++s)
                if (chosen[i].skipsFrom(static_cast<int>(s)))
                    sum = sum + stored[s];
            stored.push_back(i > 0 ? norm(name + ".norm", sum) : sum);
        }
        return stored.back();
    }

    const SearchPlan& m_plan;
    std::map<std::string, at::Tensor> m_weights;
};

} // namespace cw::test
