#pragma once
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/store/run_store.h"

namespace cw {

/// All candidates of a run as a table, one a line after a line of names: RFC 4180 (CRLF, quotes where needed), UTF-8, a point in
/// decimals whatever the language. Accuracies are fractions 0..1, perplexities as they are; what is not known is empty.
/// measured_proxy is the proxy accuracy: measured during the search, never that of a finished network. In spaces read by perplexity the
/// column is "perplexity_proxy", and with shared weights "accuracy_with_shared_weights" or "perplexity_with_shared_weights".
std::string candidatesCsv(std::span<const StoredCandidate> candidates, std::string_view space = "pnas", bool shared = false);
/// The same of a run folder, written whole or not at all. Blocking; any thread. Returns how many candidates were written.
Result<std::size_t> exportCandidates(const std::filesystem::path& run, const std::filesystem::path& path);

} // namespace cw
