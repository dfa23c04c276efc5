#include "app/cli/arch_network.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "core/arch/canonical.h"
#include "core/arch/macro_plan.h"
#include "core/arch/recurrent_plan.h"
#include "core/arch/search_form.h"

namespace cw::cli {
namespace {

using nlohmann::json;

// As the settings of a search (core/search/training_parameters.cpp) begin.
constexpr int kMicroFilters = 20, kMacroFilters = 36;
// Far beyond any use, and small enough that no count overflows 64 bits.
constexpr std::int64_t kMostHidden = 8192, kMostWords = 1'000'000;

Error wrongUse(std::string sentence) { return {ErrorCode::InvalidArgument, std::move(sentence), {}}; }

/// Options by name, with the spaces that know them.
Status checkSpace(const std::string& space, const NetworkOptions& o)
{
    const struct {
        const char* option;
        bool given;
        std::string_view spaces;
    } rows[] = {
        {"--repeats", o.repeats.has_value(), "pnas micro"},       {"--cells", o.cells.has_value(), "pnas micro"},
        {"--layout", o.layout.has_value(), "pnas micro"},         {"--stem", o.stem.has_value(), "pnas micro"},
        {"--stem-filters", o.stemFilters.has_value(), "pnas micro"}, {"--filters", o.filters.has_value(), "pnas micro macro"},
        {"--image", o.image.has_value(), "pnas micro macro"},     {"--classes", o.classes.has_value(), "pnas micro macro"},
        {"--hidden", o.hidden.has_value(), "recurrent"},          {"--words", o.words.has_value(), "recurrent"},
    };
    for (const auto& row : rows)
        if (row.given && row.spaces.find(space) == std::string_view::npos)
            return wrongUse(std::string(row.option) + " means nothing in the space \"" + space + "\".");
    return {};
}

Result<NetworkShape> shapeOf(const std::string& space, const NetworkOptions& o)
{
    NetworkShape shape;
    char after = 0;
    const auto image = o.image.value_or("3x32x32");
    if (std::sscanf(image.c_str(), "%6dx%6dx%6d%c", &shape.image.channels, &shape.image.height, &shape.image.width, &after) != 3)
        return wrongUse("--image takes channels, height and width, as in 3x32x32.");
    const auto layout = o.layout.value_or(space == "pnas" ? "released" : "drawn"), stem = o.stem.value_or("cifar");
    if (layout != "released" && layout != "drawn")
        return wrongUse("--layout is released (3N cells) or drawn (3N+2 cells).");
    if (layout == "released" && space != "pnas")
        return wrongUse("Networks of the space \"" + space + "\" have the layout drawn (3N+2 cells).");
    if (stem != "cifar" && stem != "imagenet")
        return wrongUse("--stem is cifar or imagenet.");
    shape.layout = layout == "drawn" ? CellLayout::Drawn : CellLayout::Released;
    shape.stem = stem == "imagenet" ? Stem::ImageNet : Stem::Cifar;
    shape.filters = o.filters.value_or(space == "micro" ? kMicroFilters : space == "macro" ? kMacroFilters : shape.filters);
    shape.stemFilters = o.stemFilters.value_or(shape.stemFilters);
    shape.classes = o.classes.value_or(shape.classes);
    if (o.repeats && o.cells)
        return wrongUse("Give --repeats or --cells, not both.");
    shape.repeats = o.repeats.value_or(shape.repeats);
    if (o.cells) {
        const int fixed = shape.layout == CellLayout::Drawn ? 2 : 0;
        if (*o.cells < fixed + 3 || (*o.cells - fixed) % 3 != 0)
            return wrongUse("--cells " + std::to_string(*o.cells) + " is not possible: this layout has 3N"
                            + (fixed ? "+2 cells (5, 8, 11, …)." : " cells (3, 6, 9, …)."));
        shape.repeats = (*o.cells - fixed) / 3;
    }
    return shape;
}

std::string row(const std::string& name, const std::string& kind, const std::string& output, std::int64_t parameters, std::int64_t multiplyAdds)
{
    char line[160];
    std::snprintf(line, sizeof line, "  %-12s%-12s%-16s%16s%20s\n", name.c_str(), kind.c_str(), output.c_str(), grouped(parameters).c_str(),
                  grouped(multiplyAdds).c_str());
    return line;
}

/// A line of the table: nodes that belong together.
struct Part {
    std::string name, kind, output;
    OpCount size;
};

std::string tableOf(const NetworkCounts& counts, const std::vector<Part>& parts)
{
    char head[160];
    std::snprintf(head, sizeof head, "  %-12s%-12s%-16s%16s%20s\n", "part", "kind", "output", "parameters", "multiply-adds");
    std::string text = head;
    for (const auto& part : parts)
        text += row(part.name, part.kind, part.output, part.size.parameters, part.size.multiplyAdds);
    return text + row("in all", "", "", counts.parameters, counts.multiplyAdds);
}

/// The first and the last node alone, what stands between by its place.
std::vector<Part> withEnds(const NetworkCounts& counts, std::vector<Part> between, int NodeCount::*place)
{
    const auto alone = [](const NodeCount& n) { return Part{n.name, "", plainShape(n.output), {n.parameters, n.multiplyAdds}}; };
    for (const auto& n : counts.nodes)
        if (n.*place >= 0) {
            auto& size = between[static_cast<std::size_t>(n.*place)].size;
            size.parameters += n.parameters;
            size.multiplyAdds += n.multiplyAdds;
        }
    between.insert(between.begin(), alone(counts.nodes.front()));
    between.push_back(alone(counts.nodes.back()));
    return between;
}

json searchFormJson(const Architecture& arch, SearchForm form, const NetworkShape& shape)
{
    // Loose ends are part of that form: a cell that lists its output has none.
    const auto normal = canonical(arch);
    if (std::ranges::any_of(normal.cells, [](const Cell& cell) { return cell.output != OutputRule::Loose; }))
        return {};
    form.size = arch.space == "macro" ? static_cast<int>(arch.macro.layers.size()) : arch.blockCount();
    form.repeats = shape.repeats;
    form.filters = shape.filters;
    form.image = shape.image;
    form.classes = shape.classes;
    const auto plan = planSearch(form);
    if (!plan || !searchProblem(*plan, arch).empty())
        return {};
    const auto count = countChild(*plan, arch);
    return {{"parameters", count.parameters()}, {"multiply_adds", count.multiplyAdds()}};
}

std::string imageText(const ImageShape& image) { return plainShape({image.channels, image.height, image.width}); }

Result<ShownNetwork> ofCells(const Architecture& arch, const NetworkOptions& options)
{
    const auto shape = shapeOf(arch.space, options);
    if (!shape)
        return shape.error();
    const auto plan = planNetwork(arch, *shape);
    if (!plan)
        return plan.error();
    ShownNetwork shown;
    shown.counts = countNetwork(*plan);
    const std::string layout = shape->layout == CellLayout::Drawn ? "drawn" : "released", stem = shape->stem == Stem::ImageNet ? "imagenet" : "cifar";
    const auto image = imageText(shape->image);
    shown.network = {{"repeats", shape->repeats}, {"filters", shape->filters}, {"layout", layout}, {"stem", stem}, {"stem_filters", plan->stem.channels},
                     {"image", image}, {"classes", shape->classes}, {"cells", plan->cells.size()}};
    shown.shapes = json::array();
    std::vector<Part> parts;
    for (std::size_t i = 0; i < plan->cells.size(); ++i) {
        const auto& cell = plan->cells[i];
        shown.shapes.push_back({{"cell", i},
                                {"reduction", cell.reduction},
                                {"stem_cell", cell.stemCell},
                                {"filters", cell.filters},
                                {"c-2", plainShape(cell.prevPrev)},
                                {"c-1", plainShape(cell.prev)},
                                {"inside", plainShape(cell.inside)},
                                {"output", plainShape(cell.output)}});
        parts.push_back({"cell " + std::to_string(i), cell.stemCell ? "stem" : cell.reduction ? "reduction" : "normal", plainShape(cell.output), {}});
    }
    if (arch.space == "micro" && shape->stem == Stem::Cifar)
        shown.searchForm = searchFormJson(arch, releasedMicroForm(), *shape);
    shown.title = std::to_string(plan->cells.size()) + " cells (N=" + std::to_string(shape->repeats) + ", " + layout + " layout), F="
                  + std::to_string(shape->filters) + ", " + stem + " stem of " + std::to_string(plan->stem.channels) + " filters, image " + image + ", "
                  + std::to_string(shape->classes) + " classes";
    shown.table = tableOf(shown.counts, withEnds(shown.counts, std::move(parts), &NodeCount::cell));
    return shown;
}

Result<ShownNetwork> ofLayers(const Architecture& arch, const NetworkOptions& options)
{
    const auto shape = shapeOf(arch.space, options);
    if (!shape)
        return shape.error();
    const auto plan = planMacro(arch, *shape);
    if (!plan)
        return plan.error();
    ShownNetwork shown;
    shown.counts = countNetwork(*plan);
    const auto image = imageText(shape->image);
    shown.network = {{"layers", plan->layers.size()}, {"filters", shape->filters}, {"image", image}, {"classes", shape->classes}};
    shown.shapes = json::array();
    std::vector<Part> parts;
    for (std::size_t i = 0; i < plan->layers.size(); ++i) {
        const auto& layer = plan->layers[i];
        shown.shapes.push_back({{"layer", i + 1},
                                {"operation", info(layer.op).key},
                                {"filters", layer.shape.channels},
                                {"skips", layer.sources},
                                {"reduced", layer.reduced},
                                {"output", plainShape(layer.shape)}});
        parts.push_back({"layer " + std::to_string(i + 1), std::string(info(layer.op).name), plainShape(layer.shape), {}});
    }
    shown.searchForm = searchFormJson(arch, releasedMacroForm(), *shape);
    shown.title = std::to_string(plan->layers.size()) + " layers with " + std::to_string(skipCount(arch.macro)) + " skips, F=" + std::to_string(shape->filters)
                  + ", image " + image + ", " + std::to_string(shape->classes) + " classes";
    shown.table = tableOf(shown.counts, withEnds(shown.counts, std::move(parts), &NodeCount::block));
    return shown;
}

Result<ShownNetwork> ofNodes(const Architecture& arch, const NetworkOptions& options)
{
    RecurrentPlan plan{arch.recurrent};
    plan.hidden = options.hidden.value_or(plan.hidden);
    plan.words = options.words.value_or(plan.words);
    const auto outside = [](const char* option, std::int64_t value, std::int64_t most) {
        return wrongUse(std::string(option) + " must be from 1 to " + std::to_string(most) + ", not " + std::to_string(value) + ".");
    };
    if (plan.hidden < 1 || plan.hidden > kMostHidden)
        return outside("--hidden", plan.hidden, kMostHidden);
    if (plan.words < 1 || plan.words > kMostWords)
        return outside("--words", plan.words, kMostWords);
    ShownNetwork shown;
    shown.counts = countRecurrent(plan);
    shown.network = {{"hidden", plan.hidden}, {"words", plan.words}, {"nodes", arch.recurrent.nodes.size()}};
    shown.shapes = json::array();
    std::vector<Part> parts;
    for (const auto& n : shown.counts.nodes) {
        const bool node = n.block >= 0;
        const auto activation = node ? arch.recurrent.nodes[static_cast<std::size_t>(n.block)].activation : Activation::Tanh;
        parts.push_back({node ? "node " + std::to_string(n.block + 1) : n.name, node ? std::string(info(activation).key) : "",
                         std::to_string(n.output.channels), {n.parameters, n.multiplyAdds}});
    }
    shown.title = "a recurrent cell of " + std::to_string(arch.recurrent.nodes.size()) + " nodes, " + std::to_string(plan.hidden) + " units, "
                  + grouped(plan.words) + " words; multiply-adds of one word";
    shown.table = tableOf(shown.counts, parts);
    return shown;
}

struct SpaceRow {
    std::string_view space;
    Result<ShownNetwork> (*show)(const Architecture&, const NetworkOptions&);
};
constexpr std::array kSpaces{SpaceRow{"pnas", ofCells}, SpaceRow{"micro", ofCells}, SpaceRow{"macro", ofLayers}, SpaceRow{"recurrent", ofNodes}};

} // namespace

Result<ShownNetwork> networkOf(const Architecture& arch, const NetworkOptions& options)
{
    const auto found = std::ranges::find(kSpaces, std::string_view(arch.space), &SpaceRow::space);
    if (found == kSpaces.end())
        return Error{ErrorCode::Unsupported, "Networks of the space \"" + arch.space + "\" are not known.", {}};
    if (auto status = checkSpace(arch.space, options); !status)
        return status.error();
    return found->show(arch, options);
}

std::string grouped(std::int64_t value)
{
    auto text = std::to_string(value);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), 1, ',');
    return text;
}

std::string plainShape(const FeatureShape& s) { return std::to_string(s.channels) + "x" + std::to_string(s.height) + "x" + std::to_string(s.width); }

} // namespace cw::cli
