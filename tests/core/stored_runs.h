#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/search/strategy.h"
#include "core/space/pnas_space.h"
#include "core/store/run_store.h"

/// Small recorded runs in real run folders.
namespace cw::test {

inline RunHeader storedHeader(const std::string& strategy, std::uint64_t seed)
{
    RunHeader h;
    h.strategy = strategy;
    h.space = "pnas";
    h.preset = "quick";
    h.settings = makeSettings(strategy, "pnas", "quick")->toJson();
    h.seed = seed;
    h.dataPath = "/data/fashion-mnist";
    h.dataFingerprint = "0123456789abcdef";
    h.classes = {"a", "b"};
    h.image = {1, 14, 14};
    return h;
}

/// These accuracies in the order of training, with a failed and a skipped child among them that count for nothing.
inline std::filesystem::path storeRun(const std::filesystem::path& folder, const RunHeader& header, const std::vector<double>& accuracies)
{
    auto run = RunStore::create(folder, header);
    EXPECT_TRUE(run) << run.error().message;
    Random cells(header.seed);
    CandidateId id = 0;
    const auto add = [&](double accuracy, Outcome outcome) {
        CandidateProposed p;
        p.id = ++id;
        p.arch = sampleUniform(PnasSpace{}, 3, cells);
        p.level = 3;
        EXPECT_TRUE((*run)->append(p));
        Evaluation e;
        e.id = id;
        e.outcome = outcome;
        e.accuracy = accuracy;
        e.seconds = 2;
        EXPECT_TRUE((*run)->append(CandidateEvaluated{e}));
    };
    for (std::size_t i = 0; i < accuracies.size(); ++i) {
        if (i == 1)
            add(0.99, Outcome::Failed);
        if (i == 2)
            add(0.99, Outcome::Skipped);
        add(accuracies[i], Outcome::Measured);
    }
    return folder;
}

} // namespace cw::test
