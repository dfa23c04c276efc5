#pragma once
#include <filesystem>
#include <functional>
#include <memory>

#include "core/search/engine.h"

namespace cw {

/// What a worker needs; tests bring fakes. Each is called at most once, after the setup arrived, on the thread of runWorker().
struct WorkerParts {
    std::function<Result<Engine*>()> engine = loadEngine;
    std::function<Result<std::shared_ptr<const ImageData>>(const std::filesystem::path& cacheFile)> data = openCache;
    std::function<Result<std::shared_ptr<const TextData>>(const std::filesystem::path& cacheFile)> text = openTextCache;
};

struct WorkerStreams {
    int in = 0, out = 1;
};
/// Makes this process a worker: low priority, ends with its parent, deaf to Ctrl-C (which the parent handles), and what libraries
/// print goes to stderr. Returns the descriptors to talk through. Call first thing in main().
WorkerStreams becomeWorker();

/// Serves a ProcessPool (worker_protocol.h) until its input ends; returns the exit status. Blocks; children train on the calling
/// thread, commands are read on a second one, so that pause and skip act within a mini-batch.
int runWorker(WorkerStreams streams, const WorkerParts& parts);

} // namespace cw
