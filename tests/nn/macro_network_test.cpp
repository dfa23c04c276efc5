#include <map>
#include <set>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include "core/arch/arch_text.h"
#include "core/nn/macro_network_internal.h"
#include "core/space/enas_space.h"

namespace cw {
namespace {

at::Tensor noise(const NetworkShape& shape, std::int64_t count, std::uint64_t seed)
{
    Random random(seed);
    auto x = at::empty({count, shape.image.channels, shape.image.height, shape.image.width});
    for (std::int64_t i = 0; i < x.numel(); ++i)
        x.data_ptr<float>()[i] = static_cast<float>(random.normal());
    return x.contiguous(at::MemoryFormat::ChannelsLast);
}

/// The rules of a network of layers written as plainly as possible, from a built network's weights; batch statistics.
class PlainMacro {
public:
    PlainMacro(const MacroNetwork& network, const nn::ParameterList& list)
        : m_network(network)
    {
        for (const auto& p : list.parameters())
            m_weights[p.name] = p.tensor;
    }

    at::Tensor forward(const at::Tensor& images)
    {
        std::vector<at::Tensor> stored{norm("stem.1", conv("stem.0", images))};
        const auto count = m_network.layers.size();
        for (std::size_t number = 1; number <= count; ++number) {
            const auto& layer = m_network.layers[number - 1];
            const auto name = "layer" + std::to_string(number);
            if (number - 1 == count / 3 || number - 1 == 2 * count / 3)
                for (std::size_t i = 0; i < stored.size(); ++i)
                    if (const auto place = name + ".reduce" + std::to_string(i); m_weights.count(place + ".even.weight"))
                        stored[i] = reduce(place, stored[i]);
            auto output = operation(name + ".op", layer.op, block(name + ".in", stored.back()));
            if (number > 1) {
                std::vector<at::Tensor> pieces;
                for (std::size_t i = 0; i + 1 < number; ++i)
                    if (layer.skipsFrom(static_cast<int>(i)))
                        pieces.push_back(stored[i]);
                pieces.push_back(output);
                output = block(name + ".skips", at::cat(pieces, 1));
            }
            stored.push_back(output);
        }
        return at::linear(stored.back().mean({2, 3}), m_weights.at("classifier.weight"), m_weights.at("classifier.bias"));
    }

private:
    at::Tensor conv(const std::string& name, const at::Tensor& x, std::int64_t stride = 1, bool depthwise = false)
    {
        const auto w = m_weights.at(name + ".weight").contiguous();
        return at::conv2d(x.contiguous(), w, {}, {stride, stride}, {(w.size(2) - 1) / 2, (w.size(3) - 1) / 2}, {1, 1}, depthwise ? x.size(1) : 1);
    }
    at::Tensor norm(const std::string& name, const at::Tensor& x)
    {
        const auto mean = x.mean({0, 2, 3}, true);
        const auto variance = (x - mean).pow(2).mean({0, 2, 3}, true);
        return (x - mean) / (variance + 1e-5).sqrt() * m_weights.at(name + ".scale").view({1, -1, 1, 1}) + m_weights.at(name + ".shift").view({1, -1, 1, 1});
    }
    at::Tensor block(const std::string& name, const at::Tensor& x) { return at::relu(norm(name + ".norm", conv(name + ".0", x))); }
    at::Tensor reduce(const std::string& name, const at::Tensor& x)
    {
        const auto shifted = at::pad(x, {0, 1, 0, 1}).slice(2, 1).slice(3, 1);
        return norm(name + ".norm", at::cat({conv(name + ".even", x, 2), conv(name + ".odd", shifted, 2)}, 1));
    }
    at::Tensor operation(const std::string& name, MacroOp op, const at::Tensor& x)
    {
        switch (op) {
        case MacroOp::Conv3:
        case MacroOp::Conv5: return block(name, x);
        case MacroOp::SepConv3:
        case MacroOp::SepConv5: return at::relu(norm(name + ".norm", conv(name + ".1", conv(name + ".0", x, 1, true))));
        case MacroOp::AvgPool3: return at::avg_pool2d(x.contiguous(), {3, 3}, {1, 1}, {1, 1}, false, false);
        case MacroOp::MaxPool3: return at::max_pool2d(x.contiguous(), {3, 3}, {1, 1}, {1, 1});
        }
        return {};
    }

    const MacroNetwork& m_network;
    std::map<std::string, at::Tensor> m_weights;
};

TEST(MacroNetwork, IsBuiltAsCounted)
{
    Random random(5);
    for (int i = 0; i < 40; ++i) {
        const auto arch = i == 0 ? *resolveArchitecture("enas-macro") : sampleMacro(1 + i % 12, random, 0.3);
        const NetworkShape shape{.filters = 2 + i % 5, .image = {i % 2 ? 1 : 3, 4 + i % 9, 5 + i % 8}, .classes = 2 + i % 7};
        SCOPED_TRACE(toText(arch));
        const auto plan = planMacro(arch, shape);
        ASSERT_TRUE(plan);
        const nn::MacroNetworkModule network(*plan, 1, at::kCPU, false);
        EXPECT_EQ(network.parameters().count(), countNetwork(*plan).parameters);
        std::set<std::string> names;
        for (const auto& p : network.parameters().parameters())
            EXPECT_TRUE(names.insert(p.name).second) << p.name;
        const at::NoGradGuard guard;
        const auto x = noise(shape, 2, 3);
        EXPECT_EQ(network.features(x, {}).sizes(), at::IntArrayRef({2, plan->last.channels, plan->last.height, plan->last.width}));
        EXPECT_EQ(network.forward(x, {}).sizes(), at::IntArrayRef({2, shape.classes}));
    }
}

TEST(MacroNetwork, EqualsThePlainRulesForwardAndBackward)
{
    Random random(6);
    for (int i = 0; i < 14; ++i) {
        const auto arch = sampleMacro(1 + i % 9, random);
        const NetworkShape shape{.filters = 4, .image = {3, 8 + i % 3, 9}, .classes = 5};
        const auto plan = planMacro(arch, shape);
        ASSERT_TRUE(plan);
        nn::MacroNetworkModule network(*plan, 77, at::kCPU);
        const auto x = noise(shape, 6, 8);
        const auto labels = at::arange(6, at::kLong).remainder(5);
        const auto expectedLogits = PlainMacro(arch.macro, network.parameters()).forward(x);
        at::cross_entropy_loss(expectedLogits, labels).backward();
        const auto expected = network.parameters().flatGradients().clone();
        network.parameters().flatGradients().zero_();
        const auto logits = network.forward(x, {});
        at::cross_entropy_loss(logits, labels).backward();
        EXPECT_LT((logits - expectedLogits).abs().max().item<float>(), 1e-3F) << toText(arch);
        EXPECT_LT((network.parameters().flatGradients() - expected).norm().item<float>(), 2e-3F * (1 + expected.norm().item<float>())) << toText(arch);
    }
}

TEST(MacroNetwork, GradientReachesEveryParameter)
{
    Random random(7);
    for (int i = 0; i < 6; ++i) {
        const auto plan = planMacro(sampleMacro(9, random, 0.4), {.filters = 4, .image = {3, 16, 16}});
        ASSERT_TRUE(plan);
        nn::MacroNetworkModule network(*plan, 3, at::kCPU);
        at::cross_entropy_loss(network.forward(noise(plan->shape, 8, 1), {}), at::arange(8, at::kLong)).backward();
        for (const auto& p : network.parameters().parameters())
            EXPECT_GT(p.tensor.grad().abs().max().item<float>(), 0) << p.name;
    }
}

TEST(MacroNetwork, IsMadeByItsSpace)
{
    const NetworkShape shape{.repeats = 1, .filters = 4, .image = {3, 8, 8}};
    for (const char* name : {"pnasnet-1", "enas-micro", "enas-macro"}) {
        const auto network = nn::makeImageNetwork(*resolveArchitecture(name), shape, 1, at::kCPU, false);
        ASSERT_TRUE(network) << name;
        EXPECT_EQ((*network)->forward(noise(shape, 2, 1), {.training = false}).sizes(), at::IntArrayRef({2, 10}));
    }
    const auto recurrent = nn::makeImageNetwork(*resolveArchitecture("enas-rnn"), shape, 1, at::kCPU, false);
    ASSERT_FALSE(recurrent);
    EXPECT_EQ(recurrent.error().code, ErrorCode::Unsupported);
}

} // namespace
} // namespace cw
