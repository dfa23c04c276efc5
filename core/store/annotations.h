#pragma once
#include <compare>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/search/evaluation.h"

namespace cw {

/// What a person says of a candidate. Texts are UTF-8.
struct Annotation {
    bool star = false;
    std::vector<std::string> tags; ///< no spaces, each once
    std::string note;
    bool empty() const { return !star && tags.empty() && note.empty(); }
    bool operator==(const Annotation&) const = default;
};

inline constexpr std::size_t kMaxNoteBytes = 20'000, kMaxTagBytes = 60, kMaxTags = 20, kMaxAnnotated = 50'000;

/// The same within the bounds: spaces in tags become '-', empty and repeated tags go, what is too long is cut (between characters).
Annotation bounded(Annotation annotation);

/// Number and architecture (hash; 0: unknown), so that a note never comes to stand at another cell that got the same number.
struct AnnotationKey {
    CandidateId id = 0;
    std::uint64_t hash = 0;
    auto operator<=>(const AnnotationKey&) const = default;
};
struct StoredAnnotation {
    Annotation annotation;
    std::string rest; ///< JSON text of the fields that this version does not know; kept
};
/// All of a run's, as in its notes.json. A plain value.
struct AnnotationBook {
    std::map<AnnotationKey, StoredAnnotation> items;
    std::string rest; ///< as above, of the whole file
};

/// From NAME.cwrun/notes.json; empty where there is none. Blocks; changes nothing.
/// Errors: ErrorCode::Corrupt (what is wrong, and that the file is kept), NewerVersion, Io.
Result<AnnotationBook> readAnnotations(const std::filesystem::path& runFolder);
/// Whole or not at all; nothing is left out. A file that cannot be read is renamed to notes.json.bad-N first; one of a newer
/// version is not touched (ErrorCode::NewerVersion). ErrorCode::NotFound when the folder is no run any more. Blocks.
Status writeAnnotations(const std::filesystem::path& runFolder, const AnnotationBook& book);

} // namespace cw
