#pragma once
#include <memory>

#include "core/base/result.h"
#include "ui/models/candidate_model.h"
#include "ui/models/policy_model.h"
#include "ui/models/run_model.h"

namespace cw::ui {

/// A run of the disk with its models filled to its end, read at once: for the command line, where nothing waits. Blocks.
struct ReadRun {
    RunModel run;
    CandidateModel candidates;
    PolicyModel policy;
};
Result<std::unique_ptr<ReadRun>> readRun(const QString& folder);

/// What stands above a candidate's picture: "fashion-mnist #143 · measured 91.3 % (proxy) · 1.12 M parameters".
QString candidateTitle(const Candidate& candidate, const QString& runName);
/// A name for its files, without an ending: "fashion-mnist-143"; only what every file system takes.
QString fileNameFor(const QString& runName, const QString& what);

} // namespace cw::ui
