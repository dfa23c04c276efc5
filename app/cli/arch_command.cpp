#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "core/arch/arch_text.h"
#include "core/arch/architecture_graph.h"
#include "core/arch/canonical.h"
#include "core/arch/counts.h"
#include "core/arch/published_text.h"
#include "core/arch/zoo.h"

namespace cw::cli {
namespace {

using nlohmann::json;

struct ShowOptions {
    std::string arch;
    std::optional<int> repeats, cells;
    std::string layout = "released", stem = "cifar", image = "3x32x32";
    NetworkShape shape;
};

std::string shapeText(const FeatureShape& s) { return std::to_string(s.channels) + "x" + std::to_string(s.height) + "x" + std::to_string(s.width); }

/// 3176602 as "3,176,602".
std::string grouped(std::int64_t value)
{
    auto text = std::to_string(value);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

Error wrongUse(std::string sentence) { return {ErrorCode::InvalidArgument, std::move(sentence), {}}; }

/// Takes the textual options over into shape.
Status readShape(ShowOptions& options)
{
    auto& shape = options.shape;
    char after = 0;
    if (std::sscanf(options.image.c_str(), "%6dx%6dx%6d%c", &shape.image.channels, &shape.image.height, &shape.image.width, &after) != 3)
        return wrongUse("--image takes channels, height and width, as in 3x32x32.");
    if (options.layout != "released" && options.layout != "drawn")
        return wrongUse("--layout is released (3N cells) or drawn (3N+2 cells).");
    if (options.stem != "cifar" && options.stem != "imagenet")
        return wrongUse("--stem is cifar or imagenet.");
    shape.layout = options.layout == "drawn" ? CellLayout::Drawn : CellLayout::Released;
    shape.stem = options.stem == "imagenet" ? Stem::ImageNet : Stem::Cifar;
    if (options.repeats && options.cells)
        return wrongUse("Give --repeats or --cells, not both.");
    if (options.repeats)
        shape.repeats = *options.repeats;
    if (options.cells) {
        const int fixed = shape.layout == CellLayout::Drawn ? 2 : 0;
        if (*options.cells < fixed + 3 || (*options.cells - fixed) % 3 != 0)
            return wrongUse("--cells " + std::to_string(*options.cells) + " is not possible: this layout has 3N"
                            + (fixed ? "+2 cells (5, 8, 11, …)." : " cells (3, 6, 9, …)."));
        shape.repeats = (*options.cells - fixed) / 3;
    }
    return {};
}

json nodesJson(const NetworkCounts& counts)
{
    auto nodes = json::array();
    const auto oneBased = [](int index) { return index < 0 ? json() : json(index + 1); };
    for (const auto& n : counts.nodes)
        nodes.push_back({{"name", n.name},
                         {"cell", n.cell < 0 ? json() : json(n.cell)},
                         {"block", oneBased(n.block)},
                         {"half", oneBased(n.half)},
                         {"parameters", n.parameters},
                         {"multiply_adds", n.multiplyAdds},
                         {"output", shapeText(n.output)}});
    return nodes;
}

json shapesJson(const NetworkPlan& plan)
{
    auto shapes = json::array();
    for (std::size_t i = 0; i < plan.cells.size(); ++i) {
        const auto& cell = plan.cells[i];
        shapes.push_back({{"cell", i},
                          {"reduction", cell.reduction},
                          {"stem_cell", cell.stemCell},
                          {"filters", cell.filters},
                          {"c-2", shapeText(cell.prevPrev)},
                          {"c-1", shapeText(cell.prev)},
                          {"inside", shapeText(cell.inside)},
                          {"output", shapeText(cell.output)}});
    }
    return shapes;
}

std::string row(const std::string& name, const std::string& kind, const std::string& output, std::int64_t parameters, std::int64_t multiplyAdds)
{
    char line[160];
    std::snprintf(line, sizeof line, "  %-12s%-12s%-16s%16s%20s\n", name.c_str(), kind.c_str(), output.c_str(), grouped(parameters).c_str(),
                  grouped(multiplyAdds).c_str());
    return line;
}

std::string table(const NetworkPlan& plan, const NetworkCounts& counts)
{
    char head[160];
    std::snprintf(head, sizeof head, "  %-12s%-12s%-16s%16s%20s\n", "part", "kind", "output", "parameters", "multiply-adds");
    std::string text = head;
    std::vector<OpCount> cells(plan.cells.size());
    for (const auto& n : counts.nodes)
        if (n.cell >= 0) {
            cells[static_cast<std::size_t>(n.cell)].parameters += n.parameters;
            cells[static_cast<std::size_t>(n.cell)].multiplyAdds += n.multiplyAdds;
        }
    const auto& first = counts.nodes.front();
    text += row(first.name, "", shapeText(first.output), first.parameters, first.multiplyAdds);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto& cell = plan.cells[i];
        text += row("cell " + std::to_string(i), cell.stemCell ? "stem" : cell.reduction ? "reduction" : "normal", shapeText(cell.output),
                    cells[i].parameters, cells[i].multiplyAdds);
    }
    const auto& last = counts.nodes.back();
    return text + row(last.name, "", shapeText(last.output), last.parameters, last.multiplyAdds)
           + row("in all", "", "", counts.parameters, counts.multiplyAdds);
}

json graphJson(const Graph& graph)
{
    auto nodes = json::array(), edges = json::array();
    for (const auto& node : graph.nodes)
        nodes.push_back({{"id", node.id}, {"label", node.label}});
    for (const auto& edge : graph.edges)
        edges.push_back({{"from", graph.nodes[static_cast<std::size_t>(edge.from)].id},
                         {"to", graph.nodes[static_cast<std::size_t>(edge.to)].id},
                         {"skip", edge.skip}});
    return {{"nodes", std::move(nodes)}, {"edges", std::move(edges)}};
}

/// Spaces without a network to count: what the architecture is, and no figure that could be wrong.
void showWithoutSizes(const Architecture& arch, Cli& cli)
{
    constexpr const char* kNoSizes = "Parameters and multiply-adds are counted for the space pnas only so far.";
    const auto normal = canonical(arch);
    const auto hash = hashText(architectureHash(arch));
    const auto graph = architectureGraph(arch);
    auto published = json::object();
    std::string lines;
    for (const auto& form : publishedForms())
        if (const auto text = publishedText(arch, form.name)) {
            published[std::string(form.name)] = *text;
            lines += "  published   " + *text + "\n";
        }
    cli.answer({{"parameters", nullptr},
                {"multiply_adds", nullptr},
                {"note", kNoSizes},
                {"graph", graphJson(graph)},
                {"architecture", toJson(arch)},
                {"text", toText(arch)},
                {"published", std::move(published)},
                {"canonical", toText(normal)},
                {"hash", hash}},
               toText(arch) + "\n" + lines + "  canonical   " + toText(normal) + "\n  hash        " + hash + "\n\n" + toText(graph) + kNoSizes + "\n");
}

void show(ShowOptions& options, Cli& cli)
{
    const auto arch = resolveArchitecture(options.arch);
    if (!arch)
        return cli.fail(arch.error());
    if (const auto status = readShape(options); !status)
        return cli.fail(status.error(), kWrongUse);
    if (arch->space != "pnas")
        return showWithoutSizes(*arch, cli);
    const auto plan = planNetwork(*arch, options.shape);
    if (!plan)
        return cli.fail(plan.error(), kWrongUse);
    const auto counts = countNetwork(*plan);
    const auto normal = canonical(*arch);
    const auto hash = hashText(architectureHash(*arch));
    const auto& shape = plan->shape;
    cli.answer({{"parameters", counts.parameters},
                {"multiply_adds", counts.multiplyAdds},
                {"nodes", nodesJson(counts)},
                {"shapes", shapesJson(*plan)},
                {"network",
                 {{"repeats", shape.repeats},
                  {"filters", shape.filters},
                  {"layout", options.layout},
                  {"stem", options.stem},
                  {"stem_filters", plan->stem.channels},
                  {"image", options.image},
                  {"classes", shape.classes},
                  {"cells", plan->cells.size()}}},
                {"architecture", toJson(*arch)},
                {"text", toText(*arch)},
                {"canonical", toText(normal)},
                {"hash", hash}},
               toText(*arch) + "\n  canonical   " + toText(normal) + "\n  hash        " + hash + "\n  network     " + std::to_string(plan->cells.size())
                   + " cells (N=" + std::to_string(shape.repeats) + ", " + options.layout + " layout), F=" + std::to_string(shape.filters) + ", "
                   + options.stem + " stem of " + std::to_string(plan->stem.channels) + " filters, image " + options.image + ", "
                   + std::to_string(shape.classes) + " classes\n\n" + table(*plan, counts));
}

void list(Cli& cli)
{
    auto entries = json::array();
    char line[320];
    std::snprintf(line, sizeof line, "%-13s%-19s%-10s%7s%4s%4s%13s%17s  %s\n", "name", "title", "space", "blocks", "N", "F", "parameters", "multiply-adds", "source");
    std::string text = line;
    for (const auto& entry : zoo()) {
        const auto arch = architectureFromText(entry.text);
        if (!arch)
            return cli.fail(arch.error());
        const std::string name(entry.name), title(entry.title), source(entry.source);
        if (arch->space != "pnas") {
            entries.push_back({{"name", name}, {"title", title}, {"source", source}, {"space", arch->space}, {"text", toText(*arch)},
                               {"published", entry.text}, {"parameters", nullptr}, {"multiply_adds", nullptr}});
            std::snprintf(line, sizeof line, "%-13s%-19s%-10s%7s%4s%4s%13s%17s  %s\n", name.c_str(), title.c_str(), arch->space.c_str(), "", "", "", "", "",
                          source.c_str());
            text += line;
            continue;
        }
        NetworkShape shape;
        shape.repeats = entry.repeats;
        shape.filters = entry.filters;
        const auto plan = planNetwork(*arch, shape);
        if (!plan)
            return cli.fail(plan.error());
        const auto counts = countNetwork(*plan);
        entries.push_back({{"name", entry.name},
                           {"title", entry.title},
                           {"source", entry.source},
                           {"space", arch->space},
                           {"text", entry.text},
                           {"blocks", arch->blockCount()},
                           {"repeats", entry.repeats},
                           {"filters", entry.filters},
                           {"parameters", counts.parameters},
                           {"multiply_adds", counts.multiplyAdds}});
        std::snprintf(line, sizeof line, "%-13s%-19s%-10s%7d%4d%4d%13s%17s  %s\n", name.c_str(), title.c_str(), arch->space.c_str(), arch->blockCount(), entry.repeats,
                      entry.filters, grouped(counts.parameters).c_str(), grouped(counts.multiplyAdds).c_str(), source.c_str());
        text += line;
    }
    cli.answer({{"architectures", std::move(entries)}}, text + "Sizes are those of the published CIFAR-10 models (N, F), counted by Cellwright;\nother spaces have none yet.\n");
}

} // namespace

void addArchCommand(CLI::App& app, Cli& cli)
{
    auto* arch = app.add_subcommand("arch", "Architectures: show one, list the known ones");
    arch->require_subcommand(1);

    auto* shown = arch->add_subcommand("show", "Sizes and shapes of the network made from an architecture");
    const auto options = std::make_shared<ShowOptions>();
    shown->add_option("ARCH", options->arch, "A file, a name from \"arch list\", or a string as in pnas:c-1.sep7+c-1.max3")->required();
    shown->add_option("--repeats", options->repeats, "N: 3N cells, 3N+2 with --layout drawn (2)");
    shown->add_option("--cells", options->cells, "All cells, in place of --repeats");
    shown->add_option("--filters", options->shape.filters, "Filters of the first cells (F)")->capture_default_str();
    shown->add_option("--layout", options->layout, "released: N counts the reduction cells; drawn: as the paper's figure")->capture_default_str();
    shown->add_option("--stem", options->stem, "cifar or imagenet")->capture_default_str();
    shown->add_option("--stem-filters", options->shape.stemFilters, "Filters of the stem (0: 3F for cifar, 32 for imagenet)")->capture_default_str();
    shown->add_option("--image", options->image, "Channels x height x width")->capture_default_str();
    shown->add_option("--classes", options->shape.classes, "Classes")->capture_default_str();
    addCommonOptions(*shown, cli);
    shown->callback([options, &cli] { show(*options, cli); });

    auto* listed = arch->add_subcommand("list", "The architectures known by name");
    addCommonOptions(*listed, cli);
    listed->callback([&cli] { list(cli); });
}

} // namespace cw::cli
