#pragma once
#include "core/arch/arch_text.h"
#include "core/store/annotations.h"
#include "tests/ui/recorded_run.h"

/// Six candidates that stand in every state there is, small enough to be named one by one in tests.
namespace cw::test {

inline CandidateProposed proposal(CandidateId id, const char* text, int level, std::int64_t parameters, std::int64_t multiplyAdds)
{
    CandidateProposed p;
    p.id = id;
    p.arch = *architectureFromText(text);
    p.level = level;
    p.parameters = parameters;
    p.multiplyAdds = multiplyAdds;
    return p;
}

inline Evaluation result(CandidateId id, double accuracy, Outcome outcome = Outcome::Measured)
{
    Evaluation e;
    e.id = id;
    e.outcome = outcome;
    e.accuracy = accuracy;
    e.correct = static_cast<std::int64_t>(accuracy * 5000);
    e.total = 5000;
    e.seconds = 12;
    if (outcome == Outcome::Measured)
        for (int epoch = 1; epoch <= 12; ++epoch)
            e.curve.push_back({epoch, 2.2 / (1 + 0.4 * epoch), accuracy * (1 - 0.6 / epoch)});
    if (outcome == Outcome::Failed)
        e.message = "The training of this cell ran out of memory.";
    return e;
}

/// 1, 2 measured, 3 failed (level 1); 4 measured, 5 in training, from 1 (level 2); 6 waits, from 4 (level 3).
inline Recording sampleCandidates()
{
    Recording run;
    run.add(LevelStarted{1, 3, 6});
    run.add(proposal(1, "pnas:c-2.sep5+c-2.max3", 1, 120'000, 4'000'000));
    run.add(proposal(2, "pnas:c-1.id+c-1.avg3", 1, 20'000, 3'000'000));
    run.add(proposal(3, "pnas:c-1.dil3+c-2.sep3", 1, 1'000'000, 164'000'000));
    run.add(CandidateEvaluated{result(1, 0.9132)});
    run.add(CandidateEvaluated{result(2, 0.8541)});
    run.add(CandidateEvaluated{result(3, 0, Outcome::Failed)});
    auto four = proposal(4, "pnas:c-2.sep5+c-2.id/b1.sep3+c-1.conv17", 2, 410'000, 20'000'000);
    four.parent = 1, four.predicted = Prediction{0.921, 0.004};
    auto five = proposal(5, "pnas:c-1.sep7+c-2.max3/b1.id+c-1.sep3", 2, 150'000, 30'000'000);
    five.parent = 1, five.predicted = Prediction{0.885, 0.01}, five.role = CandidateRole::Sampled;
    auto six = proposal(6, "pnas:c-2.sep3+c-2.id/b1.sep3+c-1.conv17/b2.dil3+c-1.max3", 3, 510'000, 25'000'000);
    six.parent = 4, six.predicted = Prediction{0.93, 0.003};
    run.add(four);
    run.add(five);
    run.add(six);
    run.add(CandidateEvaluated{result(4, 0.9251)});
    run.add(BlocksAblated{2, {{4, {{1, 0.019, 0.003}, {2, -0.002, 0.004}}}}});
    for (int step = 10; step <= 40; step += 10)
        run.add(TrainingProgress{5, step, 100, 2.0 - step * 0.02});
    return run;
}

inline Annotation sampleAnnotation(CandidateId id)
{
    if (id == 1)
        return {true, {}, {}};
    if (id == 2)
        return {false, {}, "Look again."};
    return id == 4 ? Annotation{true, {"good"}, {}} : Annotation{};
}

} // namespace cw::test
