// One sitting of a small search over fakes: what the kill -9 test starts, kills and starts again.
// Arguments: RUN LOG WORKERS BLOCKS BEAM STEP-US [FAKE-WORKER]. Continues RUN where it exists. LOG gets a line for every child begun.
// With a space of ENAS in place of WORKERS, and ROUNDS in place of BLOCKS: a search with shared weights; a line for every mini-batch.
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>

#include "tests/core/enas_harness.h"

int main(int argc, char** argv)
{
    if (argc < 7)
        return 2;
    const std::filesystem::path run = argv[1];
    const std::string log = argv[2];
    const int workers = std::atoi(argv[3]);
    const auto note = [&](const std::string& line) {
        const int fd = ::open(log.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
        if (fd < 0 || ::write(fd, line.data(), line.size()) < 0)
            std::perror("kill_driver");
        ::close(fd);
    };
    cw::test::FakeEngine engine;
    const std::chrono::microseconds perStep(std::atoi(argv[6]));
    engine.training.perStep = perStep;
    engine.training.onStep = [&](const cw::EvaluationRequest& request, int step) {
        if (step == 1)
            note(cw::hashText(cw::architectureHash(request.arch)) + "\n");
    };
    engine.onSharedBatch = [&] {
        note("mini-batch\n");
        std::this_thread::sleep_for(perStep);
    };
    auto config = cw::test::tinyConfig(engine, run, std::filesystem::exists(run));
    if (workers > 0)
        config.settings = cw::test::tinySettings(std::atoi(argv[4]), std::atoi(argv[5]), "sep3,sep5,max3");
    else {
        config = cw::test::sharedConfig(engine, "enas", argv[3], run, std::filesystem::exists(run));
        config.settings = cw::test::tinyShared("enas", argv[3], {{"rounds", argv[4]}});
    }
    config.checkpointSeconds = 0.03;
    config.workers = std::max(1, workers);
    if (workers > 1)
        config.pool = [&](const cw::EvaluatorSetup& setup, const cw::Evaluator::Progress& progress) {
            return cw::ProcessPool::start(setup, workers, progress, {argv[7], "log=" + log, std::string("step-us=") + argv[6]});
        };
    std::vector<cw::Event> events;
    const auto state = cw::test::runToEnd(std::move(config), &events);
    for (const auto& failed : cw::test::allOf<cw::SessionFailed>(events))
        std::fprintf(stderr, "%s (%s)\n", failed.error.message.c_str(), failed.error.detail.c_str());
    return state == cw::SessionState::Finished ? 0 : 1;
}
