#include "core/search/worker_protocol.h"

#include <cerrno>
#include <cmath>
#include <unistd.h>

#include "core/arch/arch_text.h"
#include "core/search/strategy.h"

namespace cw::protocol {
namespace {

/// Paths are bytes, JSON is UTF-8: what is not plain ASCII travels as %XX.
std::string escaped(const std::string& bytes)
{
    static constexpr char kDigits[] = "0123456789ABCDEF";
    std::string text;
    for (const unsigned char c : bytes) {
        if (c >= 0x20 && c < 0x7f && c != '%')
            text += static_cast<char>(c);
        else
            (text += '%') += {kDigits[c >> 4], kDigits[c & 15]};
    }
    return text;
}
std::string unescaped(const std::string& text)
{
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'A' + 10; };
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            bytes += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            bytes += text[i];
        }
    }
    return bytes;
}

Error broken(const nlohmann::json::exception& e) { return {ErrorCode::Internal, "A message between search and worker cannot be read.", e.what()}; }

} // namespace

nlohmann::json setupMessage(const EvaluatorSetup& setup)
{
    const auto all = setup.settings.toJson();
    auto training = nlohmann::json::object();
    for (const auto& spec : childParameters(setup.space))
        if (const auto found = all.find(spec.key); found != all.end())
            training[std::string(spec.key)] = *found;
    const auto cache = setup.text ? setup.text->cacheFile() : setup.data ? setup.data->cacheFile() : std::filesystem::path();
    return {{"command", "setup"}, {"cache", escaped(cache.string())}, {"space", setup.space}, {"settings", std::move(training)},
            {"seed", setup.runSeed}, {"device", setup.device}, {"scratch", escaped(setup.scratch.string())}};
}

Result<Setup> setupFromMessage(const nlohmann::json& message)
{
    try {
        const auto space = message.at("space").get<std::string>();
        Setup setup{unescaped(message.at("cache").get<std::string>()), space, Settings(childParameters(space)), message.at("seed").get<std::uint64_t>(),
                    message.at("device").get<std::string>(), unescaped(message.at("scratch").get<std::string>())};
        if (auto status = setup.settings.apply(message.at("settings")); !status)
            return status.error();
        return setup;
    } catch (const nlohmann::json::exception& e) {
        return broken(e);
    }
}

nlohmann::json trainMessage(const EvaluationRequest& request)
{
    return {{"command", "train"}, {"id", request.id}, {"architecture", toJson(request.arch)}};
}

Result<EvaluationRequest> requestFromMessage(const nlohmann::json& message)
{
    try {
        auto arch = architectureFromJson(message.at("architecture"));
        if (!arch)
            return arch.error();
        return EvaluationRequest{message.at("id").get<CandidateId>(), *std::move(arch)};
    } catch (const nlohmann::json::exception& e) {
        return broken(e);
    }
}

nlohmann::json progressMessage(const TrainingProgress& p)
{
    return {{"answer", "progress"}, {"id", p.id}, {"step", p.step}, {"steps", p.steps}, {"loss", p.loss}};
}

TrainingProgress progressFromMessage(const nlohmann::json& message)
{
    const auto& loss = message.at("loss");
    return {message.at("id").get<CandidateId>(), message.at("step").get<std::int64_t>(), message.at("steps").get<std::int64_t>(),
            loss.is_null() ? std::nan("") : loss.get<double>()};
}

nlohmann::json errorMessage(const Error& error) { return {{"answer", "error"}, {"code", static_cast<int>(error.code)}, {"message", error.message}, {"detail", error.detail}}; }

Error errorFromMessage(const nlohmann::json& message)
{
    const int code = message.value("code", static_cast<int>(ErrorCode::Internal)); // both sides are the same build
    return {code >= 0 && code <= static_cast<int>(ErrorCode::Internal) ? static_cast<ErrorCode>(code) : ErrorCode::Internal,
            message.value("message", "A worker process reported an error."), message.value("detail", "")};
}

std::string line(const nlohmann::json& message) { return message.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"; }

bool LineReader::fill()
{
    char buffer[1 << 14];
    ssize_t n = 0;
    do
        n = ::read(m_fd, buffer, sizeof buffer);
    while (n < 0 && errno == EINTR);
    if (n <= 0)
        return false;
    m_buffer.erase(0, std::exchange(m_begin, 0));
    m_buffer.append(buffer, static_cast<std::size_t>(n));
    return m_buffer.size() <= kMaxLine || m_buffer.find('\n') < kMaxLine;
}

std::optional<std::string> LineReader::next()
{
    const auto end = m_buffer.find('\n', m_begin);
    if (end == std::string::npos)
        return std::nullopt;
    auto found = m_buffer.substr(m_begin, end - m_begin);
    m_begin = end + 1;
    return found;
}

} // namespace cw::protocol
