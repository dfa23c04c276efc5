#pragma once
#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/arch/arch_text.h"
#include "core/arch/canonical.h"
#include "core/base/random.h"
#include "core/search/engine.h"

/// Quick, deterministic stand-ins for everything below the torch line, shared by the tests. No file, no thread.
namespace cw::test {

/// Accuracy that depends on the canonical cell and the seed only: mostly additive in the operations, so that a surrogate
/// has something to learn, plus a little noise of its own for every cell.
inline std::int64_t fakeCorrect(const Architecture& arch, std::uint64_t seed)
{
    static constexpr std::array<double, kOpCount> kWorth{0.80, 0.90, 0.85, 0.60, 0.40, 0.25, 0.50, 0.70};
    double sum = 0;
    int halves = 0;
    for (const auto& cell : arch.cells)
        for (const auto& block : cell.blocks)
            for (const auto& half : {block.a, block.b}) {
                sum += kWorth[static_cast<std::size_t>(half.op)] + (half.input == kPrev ? 0.05 : 0);
                ++halves;
            }
    for (const auto& layer : arch.macro.layers)
        sum += 0.9 - 0.1 * static_cast<double>(layer.op), ++halves;
    for (const auto& node : arch.recurrent.nodes)
        sum += 0.9 - 0.1 * static_cast<double>(node.activation), ++halves;
    const auto noise = deriveSeed(architectureHash(arch), seed) % 41;
    return static_cast<std::int64_t>(1000 * (0.1 + 0.75 * sum / std::max(1, halves))) + static_cast<std::int64_t>(noise);
}

struct FakeTraining {
    int steps = 5;                          ///< mini-batches of a child
    std::chrono::microseconds perStep{200}; ///< of sleep
    std::function<void(const EvaluationRequest&, int step)> onStep; ///< may look, wait, crash
};

/// Sleeps through some mini-batches, polls control at each, then measures fakeCorrect() of 1000.
class FakeEvaluator : public Evaluator {
public:
    FakeEvaluator(FakeTraining training, std::uint64_t seed) : m_training(std::move(training)), m_seed(seed) {}
    Result<Evaluation> evaluate(const EvaluationRequest& request, Control& control, const Progress& progress) override
    {
        Evaluation e;
        for (int step = 1; step <= m_training.steps; ++step) {
            control.check();
            if (m_training.onStep)
                m_training.onStep(request, step);
            std::this_thread::sleep_for(m_training.perStep);
            if (progress)
                progress({request.id, step, m_training.steps, 1.0 / step});
            e.curve.push_back({step, 1.0 / step, -1});
        }
        control.check();
        e.id = request.id;
        e.correct = fakeCorrect(request.arch, m_seed);
        e.total = 1000;
        e.accuracy = static_cast<double>(e.correct) / static_cast<double>(e.total);
        e.loss = 1 - e.accuracy / 3;
        return e;
    }

private:
    FakeTraining m_training;
    std::uint64_t m_seed;
};

/// Ordinary mean over the halves of what the operation scored in the data: quick and sensible, spread 0.01.
class FakeSurrogate : public Surrogate {
public:
    Status fit(std::span<const MeasuredCell> data, int, std::uint64_t, Control& control) override
    {
        std::array<double, kOpCount> sum{}, count{};
        double all = 0;
        for (const auto& m : data) {
            control.check();
            all += m.accuracy;
            for (const auto& block : m.arch.cell().blocks)
                for (const auto& half : {block.a, block.b}) {
                    sum[static_cast<std::size_t>(half.op)] += m.accuracy;
                    count[static_cast<std::size_t>(half.op)] += 1;
                }
        }
        const double mean = data.empty() ? 0.5 : all / static_cast<double>(data.size());
        for (std::size_t i = 0; i < sum.size(); ++i)
            m_worth[i] = static_cast<float>(count[i] > 0 ? sum[i] / count[i] : mean);
        return {};
    }
    std::vector<Prediction> predict(std::span<const Architecture> cells) override
    {
        std::vector<Prediction> out;
        for (const auto& arch : cells) {
            double sum = 0;
            for (const auto& block : arch.cell().blocks)
                sum += m_worth[static_cast<std::size_t>(block.a.op)] + m_worth[static_cast<std::size_t>(block.b.op)];
            out.push_back({sum / (2 * std::max(1, arch.blockCount())), 0.01});
        }
        return out;
    }
    Result<std::vector<std::vector<Prediction>>> scoreChildren(std::span<const Architecture> parents, std::span<const Block> blocks, Control& control) override
    {
        std::vector<std::vector<Prediction>> out;
        for (const auto& parent : parents) {
            control.check();
            std::vector<Architecture> children;
            for (const auto& block : blocks) {
                children.push_back(parent);
                children.back().cells.front().blocks.push_back(block);
            }
            out.push_back(predict(children));
        }
        return out;
    }
    NamedBuffers save() const override { return {{"worth", {{kOpCount}, {m_worth.begin(), m_worth.end()}}}}; }
    Status restore(const NamedBuffers& buffers) override
    {
        const auto found = buffers.find("worth");
        if (found == buffers.end() || found->second.data.size() != m_worth.size())
            return Error{ErrorCode::Corrupt, "The fake surrogate cannot be restored.", {}};
        std::copy(found->second.data.begin(), found->second.data.end(), m_worth.begin());
        return {};
    }

private:
    std::array<float, kOpCount> m_worth{};
};

/// One number for each piece of an architecture's text (of any space), moved towards its worth by every mini-batch that uses it.
/// The worth of a piece is a function of its text alone, so some architectures are better than others. Polls control before it changes anything.
class FakeSharedWeights : public SharedWeights {
public:
    static constexpr std::int64_t kPasses = 20; ///< mini-batches of either part in one pass

    /// Called at each mini-batch after control was polled: may look, wait, crash.
    explicit FakeSharedWeights(std::function<void()> onBatch = {}) : m_onBatch(std::move(onBatch)) {}

    Result<double> trainBatch(const Architecture& child, Control& control) override
    {
        control.check();
        if (m_onBatch)
            m_onBatch();
        ++m_batches;
        double loss = 0;
        for (const auto piece : pieces(child)) {
            auto& w = m_weights[piece];
            loss += 1 - w;
            w += 0.1F * (worth(piece) - w);
        }
        return loss;
    }
    Result<SharedScore> score(const Architecture& child, std::int64_t batch, Control& control) override
    {
        control.check();
        if (m_onBatch)
            m_onBatch();
        return scored(child, static_cast<double>(batch % 3) * 0.001);
    }
    Result<SharedScore> scoreAll(const Architecture& child, Control& control) override
    {
        control.check();
        return scored(child, 0);
    }
    std::int64_t trainBatches() const override { return kPasses; }
    std::int64_t validationBatches() const override { return kPasses; }
    std::int64_t parameters() const override { return static_cast<std::int64_t>(kPieces); }
    ChildSize childSize(const Architecture& child) const override { return {static_cast<std::int64_t>(pieces(child).size()), 100}; }
    NamedBuffers save() const override
    {
        return {{"weights", {{kPieces}, {m_weights.begin(), m_weights.end()}}}, {"batches", {{1}, {static_cast<float>(m_batches)}}}};
    }
    Status restore(const NamedBuffers& buffers) override
    {
        if (!buffers.contains("weights") || !buffers.contains("batches"))
            return Error{ErrorCode::Corrupt, "The fake shared weights cannot be restored.", {}};
        std::copy(buffers.at("weights").data.begin(), buffers.at("weights").data.end(), m_weights.begin());
        m_batches = static_cast<std::int64_t>(buffers.at("batches").data.at(0));
        return {};
    }

private:
    static constexpr std::size_t kPieces = 64;
    static float worth(std::size_t piece) { return static_cast<float>(piece + 1) / kPieces; }
    static std::vector<std::size_t> pieces(const Architecture& child)
    {
        const auto text = toText(child);
        std::vector<std::size_t> found;
        for (std::size_t from = 0; from < text.size();) {
            const auto end = std::min(text.find_first_of("/@,|", from), text.size());
            found.push_back(stableHash(std::string_view(text).substr(from, end - from)) % kPieces);
            from = end + 1;
        }
        return found;
    }
    SharedScore scored(const Architecture& child, double noise) const
    {
        const auto all = pieces(child);
        double sum = 0;
        for (const auto piece : all)
            sum += m_weights[piece];
        return {noise + sum / static_cast<double>(all.size()), 1, 0, 1};
    }

    std::function<void()> m_onBatch;
    std::array<float, kPieces> m_weights{};
    std::int64_t m_batches = 0;
};

/// 40 grey pictures of 8x8 in 4 classes; the last 8 stand in the test part.
class FakeImageData : public ImageData {
public:
    explicit FakeImageData(std::string fingerprint = "fake-1") : m_fingerprint(std::move(fingerprint))
    {
        m_info.kind = "fake";
        m_info.title = "fake pictures";
        m_info.path = "/nowhere/fake";
        m_info.classes = {"a", "b", "c", "d"};
        m_info.shape = shape();
        m_info.splits = {{Split::Train, {8, 8, 8, 8}, 32}, {Split::Test, {2, 2, 2, 2}, 8}};
        for (std::size_t i = 0; i < 40; ++i) {
            m_labels.push_back(static_cast<std::int32_t>(i % 4));
            m_hashes.push_back(deriveSeed(1, i));
            m_origins.push_back(i < 32 ? Split::Train : Split::Test);
            for (std::size_t p = 0; p < 64; ++p)
                m_pixels.push_back(static_cast<std::uint8_t>(deriveSeed(i, p)));
        }
    }
    const DatasetInfo& info() const override { return m_info; }
    ImageShape shape() const override { return {1, 8, 8}; }
    std::int64_t size() const override { return 40; }
    const std::uint8_t* pixels(std::int64_t index) const override { return m_pixels.data() + index * 64; }
    std::span<const std::uint8_t> allPixels() const override { return m_pixels; }
    std::span<const std::int32_t> labels() const override { return m_labels; }
    std::span<const std::uint64_t> hashes() const override { return m_hashes; }
    std::span<const Split> origins() const override { return m_origins; }
    std::array<double, 3> mean() const override { return {0.5, 0, 0}; }
    std::array<double, 3> deviation() const override { return {0.29, 1, 1}; }
    std::string fingerprint() const override { return m_fingerprint; }
    std::filesystem::path cacheFile() const override { return "/nowhere/fake.cache"; }

private:
    std::string m_fingerprint;
    DatasetInfo m_info;
    std::vector<std::uint8_t> m_pixels;
    std::vector<std::int32_t> m_labels;
    std::vector<std::uint64_t> m_hashes;
    std::vector<Split> m_origins;
};

/// 400 words in turn, of a vocabulary of 20.
class FakeTextData : public TextData {
public:
    FakeTextData()
    {
        m_info.kind = "text";
        m_info.title = "fake words";
        m_info.path = "/nowhere/words.txt";
        m_info.words = 20;
        m_info.splits = {{Split::Train, {}, 300}, {Split::Validation, {}, 100}};
        for (std::int32_t i = 0; i < 400; ++i)
            m_tokens.push_back(i * i % 20);
    }
    const DatasetInfo& info() const override { return m_info; }
    std::int64_t words() const override { return 20; }
    std::string word(std::int64_t index) const override { return "word" + std::to_string(index); }
    std::span<const std::int32_t> tokens(Split split) const override
    {
        const std::span<const std::int32_t> all(m_tokens);
        return split == Split::Train ? all.first(300) : split == Split::Validation ? all.subspan(300) : std::span<const std::int32_t>();
    }
    std::string fingerprint() const override { return "fake-words"; }
    std::filesystem::path cacheFile() const override { return "/nowhere/words.cache"; }

private:
    DatasetInfo m_info;
    std::vector<std::int32_t> m_tokens;
};

class FakeEngine : public Engine {
public:
    FakeTraining training;
    std::function<void()> onSharedBatch; ///< of shared weights made from here on
    EngineInfo info() const override { return {"0.0.0", false, false, "no CUDA device", "fake"}; }
    Result<std::unique_ptr<Evaluator>> makeEvaluator(const EvaluatorSetup& setup) override
    {
        return std::unique_ptr<Evaluator>(std::make_unique<FakeEvaluator>(training, setup.runSeed));
    }
    Result<std::unique_ptr<Surrogate>> makeSurrogate(const PnasSpace&, const SurrogateSettings&) override
    {
        return std::unique_ptr<Surrogate>(std::make_unique<FakeSurrogate>());
    }
    Result<std::unique_ptr<SharedWeights>> makeSharedWeights(const EvaluatorSetup&) override
    {
        return std::unique_ptr<SharedWeights>(std::make_unique<FakeSharedWeights>(onSharedBatch));
    }
};

} // namespace cw::test
