// A worker process with a fake engine: what the tests of ProcessPool start. It speaks through the same loop as the real one.
// Arguments: steps=N, step-us=N, slow=ID, crash=ID, crash-once=ID:FILE, log=FILE, chatter, garbage, die-at-start, no-engine.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <map>
#include <string>
#include <unistd.h>

#include "core/search/worker_loop.h"
#include "tests/core/fakes.h"

namespace {

void appendLine(const std::string& file, const std::string& line)
{
    const int fd = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0 || ::write(fd, line.data(), line.size()) < 0)
        std::perror("fake_worker");
    ::close(fd);
}

} // namespace

int main(int argc, char** argv)
{
    std::map<std::string, std::string> options;
    for (int i = 1; i < argc; ++i) {
        const std::string text = argv[i];
        const auto at = text.find('=');
        options[text.substr(0, at)] = at == std::string::npos ? "" : text.substr(at + 1);
    }
    const auto number = [&](const char* key, int otherwise) { return options.contains(key) ? std::atoi(options[key].c_str()) : otherwise; };
    if (options.contains("die-at-start"))
        return 3;
    const auto streams = cw::becomeWorker();
    if (options.contains("garbage") && ::write(streams.out, "{]\n", 3) != 3)
        return 4;

    cw::test::FakeEngine engine;
    engine.training.steps = number("steps", 5);
    engine.training.perStep = std::chrono::microseconds(number("step-us", 200));
    const auto slow = static_cast<cw::CandidateId>(number("slow", 0)), crash = static_cast<cw::CandidateId>(number("crash", 0));
    engine.training.onStep = [&](const cw::EvaluationRequest& request, int step) {
        if (step == 1 && options.contains("log"))
            appendLine(options["log"], cw::hashText(cw::architectureHash(request.arch)) + "\n");
        if (request.id == slow)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        if (request.id == crash)
            std::raise(SIGKILL);
        if (options.contains("crash-once")) {
            const auto& value = options["crash-once"];
            const auto file = value.substr(value.find(':') + 1);
            if (request.id == static_cast<cw::CandidateId>(std::atoi(value.c_str())) && ::access(file.c_str(), F_OK) != 0) {
                appendLine(file, "crashed\n");
                std::raise(SIGKILL);
            }
        }
        if (step == 2 && options.contains("chatter")) { // as a library may: must not reach the protocol
            std::printf("Chatter on standard output.\n");
            std::fflush(stdout);
        }
    };
    cw::WorkerParts parts;
    parts.data = [](const auto&) -> cw::Result<std::shared_ptr<const cw::ImageData>> { return std::shared_ptr<const cw::ImageData>(std::make_shared<cw::test::FakeImageData>()); };
    parts.engine = [&]() -> cw::Result<cw::Engine*> {
        if (options.contains("no-engine"))
            return cw::Error{cw::ErrorCode::Engine, "This build has no engine.", {}};
        return &engine;
    };
    return cw::runWorker(streams, parts);
}
