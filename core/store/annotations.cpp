#include "core/store/annotations.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include <nlohmann/json.hpp>

#include "core/arch/canonical.h"
#include "core/base/files.h"
#include "core/store/run_folder.h"

namespace cw {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

constexpr const char* kFormat = "cellwright-notes";
constexpr int kVersion = 1;
constexpr std::uint64_t kMaxFileBytes = 64ULL << 20;

bool isSpace(unsigned char c) { return c <= 0x20 || c == 0x7F; }

/// At most so many bytes, cut where a character begins.
void shorten(std::string& text, std::size_t bytes)
{
    if (text.size() <= bytes)
        return;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80)
        --bytes;
    text.resize(bytes);
}

/// Takes the known fields out and gives the others as text; empty when there are none.
std::string restOf(json object, std::initializer_list<const char*> known)
{
    for (const auto* field : known)
        object.erase(field);
    return object.empty() ? std::string() : object.dump();
}

json withRest(json object, const std::string& rest)
{
    if (const auto kept = json::parse(rest, nullptr, false); kept.is_object())
        for (const auto& [key, value] : kept.items())
            if (!object.contains(key))
                object[key] = value;
    return object;
}

/// Throws json::exception, or a sentence's end as const char*.
std::pair<AnnotationKey, StoredAnnotation> entryFromJson(const json& j)
{
    const auto id = j.at("id").get<std::int64_t>();
    if (id < 1 || id > std::numeric_limits<CandidateId>::max())
        throw "names a candidate that cannot be";
    AnnotationKey key{static_cast<CandidateId>(id), 0};
    const auto hash = j.value("architecture", std::string());
    if (const auto [end, error] = std::from_chars(hash.data(), hash.data() + hash.size(), key.hash, 16); !hash.empty() && (error != std::errc{} || end != hash.data() + hash.size()))
        throw "names an architecture that cannot be";
    StoredAnnotation stored;
    stored.annotation.star = j.value("star", false);
    stored.annotation.tags = j.value("tags", std::vector<std::string>());
    stored.annotation.note = j.value("note", std::string());
    if (bounded(stored.annotation) != stored.annotation)
        throw "holds tags or notes that are too long or not as Cellwright writes them";
    stored.rest = restOf(j, {"id", "architecture", "star", "tags", "note"});
    return {key, std::move(stored)};
}

Error corrupt(const fs::path& path, const std::string& why, std::string detail = {})
{
    return {ErrorCode::Corrupt,
            "The stars, tags and notes of this run cannot be read: " + path.string() + " " + why + ". It is kept: the first new star or note puts it aside as " + kNotesName + ".bad-1.",
            std::move(detail)};
}

Result<AnnotationBook> bookFromJson(const fs::path& path, const json& content)
{
    try {
        if (!content.is_object() || content.value("format", "") != kFormat)
            return corrupt(path, "is no file of notes");
        if (const auto version = content.value("version", std::int64_t{0}); version > kVersion)
            return Error{ErrorCode::NewerVersion,
                         "The stars, tags and notes of this run were written by a newer Cellwright. They are left as they are; what you mark now is not stored. Update Cellwright to see them.", {}};
        AnnotationBook book;
        const auto entries = content.value("candidates", json::array());
        if (!entries.is_array() || entries.size() > kMaxAnnotated)
            return corrupt(path, "has no list of candidates, or far too many");
        for (const auto& entry : entries)
            if (!book.items.insert(entryFromJson(entry)).second)
                return corrupt(path, "names a candidate twice");
        book.rest = restOf(content, {"format", "version", "candidates"});
        return book;
    } catch (const json::exception& e) {
        return corrupt(path, "holds something unexpected", e.what());
    } catch (const char* why) {
        return corrupt(path, why);
    }
}

/// A name that is free: what could not be read is never overwritten, whatever it was.
Status putAside(const fs::path& path)
{
    for (int number = 1; number < 1000; ++number) {
        auto aside = path;
        aside += ".bad-" + std::to_string(number);
        std::error_code ec;
        if (fs::symlink_status(aside, ec).type() != fs::file_type::not_found)
            continue;
        fs::rename(path, aside, ec);
        if (ec)
            return systemError("put aside", path, ec.value());
        return {};
    }
    return Error{ErrorCode::Io, "The notes were not stored: too many damaged files stand in " + path.parent_path().string() + " already. Remove some.", {}};
}

} // namespace

Annotation bounded(Annotation annotation)
{
    std::vector<std::string> tags;
    for (auto& tag : annotation.tags) {
        while (!tag.empty() && isSpace(static_cast<unsigned char>(tag.back())))
            tag.pop_back();
        tag.erase(tag.begin(), std::find_if_not(tag.begin(), tag.end(), [](char c) { return isSpace(static_cast<unsigned char>(c)); }));
        for (auto& c : tag)
            if (isSpace(static_cast<unsigned char>(c)) || c == ',' || c == '"')
                c = '-';
        shorten(tag, kMaxTagBytes);
        if (!tag.empty() && tags.size() < kMaxTags && std::find(tags.begin(), tags.end(), tag) == tags.end())
            tags.push_back(std::move(tag));
    }
    annotation.tags = std::move(tags);
    shorten(annotation.note, kMaxNoteBytes);
    return annotation;
}

Result<AnnotationBook> readAnnotations(const fs::path& runFolder)
{
    const auto path = runFolder / kNotesName;
    std::error_code ec;
    if (fs::symlink_status(path, ec).type() == fs::file_type::not_found)
        return AnnotationBook{};
    auto text = readFile(path, kMaxFileBytes);
    if (!text)
        return text.error().code == ErrorCode::Io ? text.error() : corrupt(path, "is too large or no plain file", text.error().message);
    auto content = parseJson(*text, path.string());
    if (!content)
        return corrupt(path, "is damaged", content.error().message + " " + content.error().detail);
    return bookFromJson(path, *content);
}

Status writeAnnotations(const fs::path& runFolder, const AnnotationBook& book)
{
    if (auto status = checkRunFolder(runFolder); !status)
        return status;
    const auto path = runFolder / kNotesName;
    if (const auto there = readAnnotations(runFolder); !there) {
        if (there.error().code != ErrorCode::Corrupt)
            return there.error();
        if (auto status = putAside(path); !status)
            return status;
    }
    auto entries = json::array();
    for (const auto& [key, stored] : book.items) {
        json entry{{"id", key.id}};
        const auto& a = stored.annotation;
        if (key.hash)
            entry["architecture"] = hashText(key.hash);
        if (a.star)
            entry["star"] = true;
        if (!a.tags.empty())
            entry["tags"] = a.tags;
        if (!a.note.empty())
            entry["note"] = a.note;
        entries.push_back(withRest(std::move(entry), stored.rest));
    }
    return writeJsonAtomically(path, withRest({{"format", kFormat}, {"version", kVersion}, {"candidates", std::move(entries)}}, book.rest));
}

} // namespace cw
