#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "core/dataset/dataset.h"
#include "core/dataset/duplicates.h"
#include "core/dataset/info_json.h"
#include "core/dataset/text.h"

namespace cw::cli {
namespace {

using nlohmann::json;

constexpr std::size_t kShownClasses = 50, kShownProblems = 20;
constexpr int kBarWidth = 24;

struct Options {
    std::string path;
    int size = 0;
    bool decode = true;
};

/// What the command found; images or text only when they were read.
struct Findings {
    DatasetInfo info;
    std::shared_ptr<const ImageData> images;
    std::shared_ptr<const TextData> text;
    DuplicateCounts duplicates;
    double seconds = 0;
};

std::string bar(double share)
{
    const int full = std::clamp(static_cast<int>(share * kBarWidth + 0.5), 0, kBarWidth);
    std::string text;
    for (int i = 0; i < kBarWidth; ++i)
        text += i < full ? "█" : "·";
    return text;
}

/// Columns that valid UTF-8 takes, wide characters aside.
std::size_t columns(const std::string& text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xc0) != 0x80; }));
}

std::string padded(std::string text, std::size_t width)
{
    const auto used = columns(text);
    return used < width ? text.append(width - used, ' ') : text;
}

std::string padLeft(const std::string& text, std::size_t width) { return text.size() < width ? std::string(width - text.size(), ' ') + text : text; }

std::string decimals(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.4f", value);
    return text;
}

std::string plural(std::int64_t count, const char* one, const char* many) { return std::to_string(count) + " " + (count == 1 ? one : many); }

json shapeJson(const ImageShape& shape) { return {{"channels", shape.channels}, {"height", shape.height}, {"width", shape.width}}; }

json toJson(const Findings& found)
{
    const auto& info = found.info;
    json object = {{"kind", info.kind}, {"title", info.title}, {"path", info.path.string()}, {"classes", info.classes}, {"shape", shapeJson(info.shape)},
                   {"sizes_differ", info.sizesDiffer}, {"grey_and_colour", info.greyAndColourMixed}, {"balance", info.balance},
                   {"problem_count", info.problemCount}, {"notes", info.notes}, {"decoded", found.images || found.text}, {"seconds", found.seconds}};
    object["words"] = info.words;
    if (info.isText()) // has neither shape nor classes
        object["shape"] = object["balance"] = nullptr;
    auto& counts = object["counts"] = json::object();
    auto& splits = object["splits"] = json::object();
    for (const auto& split : info.splits) {
        splits[key(split.split)] = split.total;
        if (info.isText())
            counts[key(split.split)] = split.total;
        for (std::size_t c = 0; c < info.classes.size(); ++c)
            counts[key(split.split)][info.classes[c]] = split.perClass[c];
    }
    auto& problems = object["problems"] = json::array();
    for (const auto& problem : info.problems)
        problems.push_back({{"path", problem.path}, {"reason", problem.reason}});
    for (const char* name : {"prepared", "mean", "deviation", "duplicates", "duplicates_across", "fingerprint"})
        object[name] = nullptr;
    if (found.images) {
        const auto channels = static_cast<std::size_t>(found.images->shape().channels);
        const auto mean = found.images->mean(), deviation = found.images->deviation();
        object["prepared"] = shapeJson(found.images->shape());
        object["mean"] = std::vector<double>(mean.begin(), mean.begin() + static_cast<std::ptrdiff_t>(channels));
        object["deviation"] = std::vector<double>(deviation.begin(), deviation.begin() + static_cast<std::ptrdiff_t>(channels));
        object["duplicates"] = found.duplicates.extra;
        object["duplicates_across"] = {{"validation", found.duplicates.inValidation}, {"test", found.duplicates.inTest}, {"conflicting", found.duplicates.conflicting}};
        object["fingerprint"] = found.images->fingerprint();
    }
    if (found.text)
        object["fingerprint"] = found.text->fingerprint();
    return object;
}

std::string classTable(const DatasetInfo& info)
{
    std::size_t width = 0;
    std::int64_t largest = 1;
    for (const auto& name : info.classes)
        width = std::max(width, std::min<std::size_t>(columns(name), 32));
    for (const auto count : info.splits[0].perClass)
        largest = std::max(largest, count);
    std::string text = "  " + padded("class", width) + "  " + std::string(kBarWidth, ' ');
    for (const auto& split : info.splits)
        text += padLeft(key(split.split), 12);
    text += "\n";
    for (std::size_t c = 0; c < std::min(info.classes.size(), kShownClasses); ++c) {
        text += "  " + padded(info.classes[c], width) + "  " + bar(static_cast<double>(info.splits[0].perClass[c]) / static_cast<double>(largest));
        for (const auto& split : info.splits)
            text += padLeft(std::to_string(split.perClass[c]), 12);
        text += "\n";
    }
    if (info.classes.size() > kShownClasses)
        text += "  … and " + std::to_string(info.classes.size() - kShownClasses) + " more classes (all with --json)\n";
    text += "  " + padded("all", width) + "  " + std::string(kBarWidth, ' ');
    for (const auto& split : info.splits)
        text += padLeft(std::to_string(split.total), 12);
    return text + "\n";
}

std::string pictureText(const Findings& found)
{
    const auto& info = found.info;
    const auto size = [](const ImageShape& shape) { return std::to_string(shape.width) + "x" + std::to_string(shape.height); };
    std::string text = "  " + plural(static_cast<std::int64_t>(info.classes.size()), "class", "classes") + ", "
        + (info.sizesDiffer ? "pictures of different sizes, the largest " : "pictures of ") + size(info.shape) + " pixels, "
        + (info.greyAndColourMixed ? "grey and colour mixed" : info.shape.channels == 1 ? "grey" : "colour") + "\n\n";
    text += classTable(info) + "\n  balance (smallest / largest class): " + decimals(info.balance) + "\n";
    if (found.images) {
        std::string mean, deviation;
        for (std::size_t c = 0; c < static_cast<std::size_t>(found.images->shape().channels); ++c) {
            mean += " " + decimals(found.images->mean()[c]);
            deviation += " " + decimals(found.images->deviation()[c]);
        }
        text += "  prepared as " + size(found.images->shape()) + "; mean" + mean + ", deviation" + deviation + "\n";
        const auto& d = found.duplicates;
        text += "  duplicates: " + std::to_string(d.extra);
        if (d.inValidation + d.inTest + d.conflicting > 0)
            text += " (validation pictures that are also in train: " + std::to_string(d.inValidation) + ", test: " + std::to_string(d.inTest)
                + ", training pictures in two classes: " + std::to_string(d.conflicting) + ")";
        text += "\n";
    }
    return text;
}

std::string wordText(const DatasetInfo& info)
{
    std::string text = "  " + plural(info.words, "word", "words") + " in the vocabulary; words and ends of lines:\n\n";
    for (const auto& split : info.splits)
        text += "  " + padded(key(split.split), 10) + padLeft(std::to_string(split.total), 12) + "\n";
    return text + "\n";
}

std::string toText(const Findings& found)
{
    const auto& info = found.info;
    std::string text = info.title + " in " + info.path.string() + "\n" + (info.isText() ? wordText(info) : pictureText(found));
    for (const auto& note : info.notes)
        text += "  note: " + note + "\n";
    if (info.problemCount > 0)
        text += "\n  Left out (" + plural(info.problemCount, "problem", "problems") + "):\n";
    for (std::size_t i = 0; i < std::min(info.problems.size(), kShownProblems); ++i)
        text += "  " + info.problems[i].path + ": " + info.problems[i].reason + "\n";
    if (info.problemCount > static_cast<std::int64_t>(kShownProblems))
        text += "  … and " + std::to_string(info.problemCount - static_cast<std::int64_t>(kShownProblems)) + " more (with --json up to " + std::to_string(kMaxListedProblems) + ")\n";
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.2f", found.seconds);
    return text + "\n  " + seconds + " s\n";
}

Result<Findings> find(const Options& options, Control& control, const LoadProgress& progress)
{
    Findings found;
    if (!options.decode) {
        auto info = inspectDataset(options.path, control, progress);
        if (!info)
            return info.error();
        found.info = std::move(*info);
        return found;
    }
    PrepareOptions prepare;
    prepare.size = options.size;
    auto images = prepareDataset(options.path, prepare, control, progress);
    if (!images && images.error().code == ErrorCode::Unsupported && looksLikeText(options.path)) {
        auto text = prepareText(options.path, {}, control, progress);
        if (!text)
            return text.error();
        found.text = *std::move(text);
        found.info = found.text->info();
        return found;
    }
    if (!images)
        return images.error();
    found.images = *images;
    found.info = found.images->info();
    found.duplicates = countDuplicates(*found.images);
    return found;
}

void info(const Options& options, Cli& cli)
{
    const bool terminal = ::isatty(STDERR_FILENO) != 0;
    bool drawn = false;
    Control control;
    const Interrupt interrupt; // so that the temporary file goes too
    const LoadProgress progress = [&](std::int64_t done, std::int64_t total, const std::string& what) {
        if (Interrupt::requested())
            control.requestStop();
        if (!terminal)
            return;
        drawn = true;
        const std::string share = total > 0 ? bar(static_cast<double>(done) / static_cast<double>(total)) + " of " + std::to_string(total) : "";
        std::fprintf(stderr, "\r%s: %lld %s\033[K", what.c_str(), static_cast<long long>(done), share.c_str());
    };
    const auto start = std::chrono::steady_clock::now();
    std::optional<Result<Findings>> result;
    try {
        result = find(options, control, progress);
    } catch (const Cancelled&) {
        // told below, after the progress line is gone
    }
    if (drawn)
        std::fputs("\r\033[K", stderr);
    if (!result)
        return cli.fail({ErrorCode::Io, "Interrupted while reading: nothing was kept.", {}}, kInterrupted);
    if (!*result)
        return cli.fail(result->error(), result->error().code == ErrorCode::InvalidArgument ? kWrongUse : kFailed);
    auto& found = **result;
    found.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    cli.answer(toJson(found), toText(found));
}

} // namespace

void addDatasetCommand(CLI::App& app, Cli& cli)
{
    auto* dataset = app.add_subcommand("dataset", "Data sets: what a folder holds");
    dataset->require_subcommand(1);
    auto* command = dataset->add_subcommand("info", "What it is: classes, counts, balance, mean and deviation, duplicates; of text words and counts; problems");
    const auto options = std::make_shared<Options>();
    command->add_option("path", options->path, "Folder of class folders, of CIFAR or IDX files, or one IDX file; folder or file of text")->required();
    command->add_option("--size", options->size, "Side in pixels that pictures are scaled to (0: as they are)")->capture_default_str()->check(CLI::Range(0, 4096));
    command->add_flag("--decode,!--no-decode", options->decode, "Decode every picture and keep the text's numbers (the default), or only look");
    addCommonOptions(*command, cli);
    command->callback([options, &cli] { info(*options, cli); });
}

} // namespace cw::cli
