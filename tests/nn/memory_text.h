#pragma once
#include <memory>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/dataset/text.h"
#include "core/search/engine.h"
#include "core/search/strategy.h"

namespace cw::test {

/// A text made in memory.
class MemoryText : public TextData {
public:
    MemoryText(std::int64_t words, std::vector<std::int32_t> train, std::vector<std::int32_t> validation)
        : m_words(words)
        , m_train(std::move(train))
        , m_validation(std::move(validation))
    {
        m_info.kind = "text";
        m_info.words = words;
    }
    const DatasetInfo& info() const override { return m_info; }
    std::int64_t words() const override { return m_words; }
    std::string word(std::int64_t index) const override { return "word" + std::to_string(index); }
    std::span<const std::int32_t> tokens(Split split) const override
    {
        return split == Split::Train ? m_train : split == Split::Validation ? m_validation : std::span<const std::int32_t>();
    }
    std::string fingerprint() const override
    {
        return "memory" + std::to_string(stableHash({reinterpret_cast<const char*>(m_train.data()), m_train.size() * sizeof(std::int32_t)}));
    }
    std::filesystem::path cacheFile() const override { return {}; }

private:
    DatasetInfo m_info;
    std::int64_t m_words;
    std::vector<std::int32_t> m_train, m_validation;
};

/// 0 1 2 … words-1 0 1 2 …: whoever has learned it is never surprised.
inline std::shared_ptr<const TextData> periodicText(std::int64_t words, std::size_t train, std::size_t validation)
{
    const auto cycle = [&](std::size_t count) {
        std::vector<std::int32_t> tokens(count);
        for (std::size_t i = 0; i < count; ++i)
            tokens[i] = static_cast<std::int32_t>(i % static_cast<std::size_t>(words));
        return tokens;
    };
    return std::make_shared<MemoryText>(words, cycle(train), cycle(validation));
}

inline std::shared_ptr<const TextData> randomText(std::int64_t words, std::size_t train, std::size_t validation)
{
    Random random(3);
    const auto draw = [&](std::size_t count) {
        std::vector<std::int32_t> tokens(count);
        for (auto& t : tokens)
            t = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(words)));
        return tokens;
    };
    auto training = draw(train);
    return std::make_shared<MemoryText>(words, std::move(training), draw(validation));
}

using Changes = std::vector<std::pair<std::string, std::string>>;

/// All parameters of the space recurrent, small: hidden 8, 4 nodes, batch 4, bptt 5.
inline Settings textSettings(const Changes& changes = {})
{
    std::vector<ParameterSpec> specs;
    const auto training = trainingParameters("recurrent");
    for (const auto part : {spaceParameters("recurrent"), training.network, training.training, training.scratch, training.shared})
        specs.insert(specs.end(), part.begin(), part.end());
    Settings settings(std::move(specs));
    for (const auto& list : {Changes{{"nodes", "4"}, {"hidden", "8"}, {"batch", "4"}, {"bptt", "5"}}, changes})
        for (const auto& [key, value] : list)
            if (!settings.set(key, value))
                throw std::runtime_error("no setting " + key + " = " + value);
    return settings;
}

inline EvaluatorSetup textSetup(std::shared_ptr<const TextData> text, const Changes& changes = {}, std::uint64_t seed = 1)
{
    EvaluatorSetup setup;
    setup.settings = textSettings(changes);
    setup.runSeed = seed;
    setup.device = "cpu";
    setup.space = "recurrent";
    setup.text = std::move(text);
    return setup;
}

/// The worked example of Pham et al. 2018, figure 1: tanh; ReLU of 1; ReLU of 2; tanh of 1; output (h3 + h4) / 2.
inline RecurrentCell workedCell()
{
    return {{{0, Activation::Tanh}, {0, Activation::Relu}, {1, Activation::Relu}, {0, Activation::Tanh}}};
}

} // namespace cw::test
