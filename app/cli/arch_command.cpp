#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/arch_network.h"
#include "app/cli/commands.h"
#include "core/arch/arch_text.h"
#include "core/arch/architecture_graph.h"
#include "core/arch/canonical.h"
#include "core/arch/published_text.h"
#include "core/arch/zoo.h"

namespace cw::cli {
namespace {

using nlohmann::json;

struct ShowOptions {
    std::string arch;
    NetworkOptions network;
};

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
                         {"output", plainShape(n.output)}});
    return nodes;
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

void show(const ShowOptions& options, Cli& cli)
{
    const auto arch = resolveArchitecture(options.arch);
    if (!arch)
        return cli.fail(arch.error());
    const auto network = networkOf(*arch, options.network);
    if (!network)
        return cli.fail(network.error(), kWrongUse);
    const auto normal = toText(canonical(*arch));
    const auto hash = hashText(architectureHash(*arch));
    const auto graph = architectureGraph(*arch);
    auto published = json::object();
    std::string lines;
    for (const auto& form : publishedForms())
        if (const auto text = publishedText(*arch, form.name)) {
            published[std::string(form.name)] = *text;
            lines += "  published   " + *text + "\n";
        }
    json answer{{"parameters", network->counts.parameters},
                {"multiply_adds", network->counts.multiplyAdds},
                {"nodes", nodesJson(network->counts)},
                {"shapes", network->shapes},
                {"network", network->network},
                {"graph", graphJson(graph)},
                {"architecture", toJson(*arch)},
                {"text", toText(*arch)},
                {"published", std::move(published)},
                {"canonical", normal},
                {"hash", hash}};
    std::string searchForm;
    if (!network->searchForm.is_null()) {
        answer["search_form"] = network->searchForm;
        searchForm = "\n  Of search form, with which a child of shared weights is measured: " + grouped(network->searchForm["parameters"]) + " parameters, "
                     + grouped(network->searchForm["multiply_adds"]) + " multiply-adds.\n";
    }
    const auto drawing = arch->space == "pnas" ? std::string{} : "\n" + toText(graph);
    cli.answer(answer, toText(*arch) + "\n" + lines + "  canonical   " + normal + "\n  hash        " + hash + "\n  network     " + network->title + "\n\n"
                           + network->table + searchForm + drawing);
}

/// Sizes of a published network; nothing for one that is no network for pictures.
Result<std::optional<NetworkCounts>> publishedSizes(const Architecture& arch, const ZooEntry& entry)
{
    if (entry.filters == 0)
        return std::optional<NetworkCounts>{};
    NetworkOptions options;
    options.filters = entry.filters;
    if (entry.repeats > 0)
        options.repeats = entry.repeats;
    auto network = networkOf(arch, options);
    if (!network)
        return network.error();
    return std::optional(std::move(network->counts));
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
        const auto counts = publishedSizes(*arch, entry);
        if (!counts)
            return cli.fail(counts.error());
        const std::string name(entry.name), title(entry.title), source(entry.source);
        const auto known = [](int value) { return value > 0 ? json(value) : json(); };
        json row{{"name", name}, {"title", title}, {"source", source}, {"space", arch->space}, {"text", toText(*arch)}, {"published", entry.text},
                 {"blocks", known(arch->blockCount())}, {"repeats", known(entry.repeats)}, {"filters", known(entry.filters)},
                 {"parameters", nullptr}, {"multiply_adds", nullptr}};
        if (*counts) {
            row["parameters"] = (*counts)->parameters;
            row["multiply_adds"] = (*counts)->multiplyAdds;
        }
        const auto cell = [](int value) { return value > 0 ? std::to_string(value) : std::string{}; };
        std::snprintf(line, sizeof line, "%-13s%-19s%-10s%7s%4s%4s%13s%17s  %s\n", name.c_str(), title.c_str(), arch->space.c_str(), cell(arch->blockCount()).c_str(),
                      cell(entry.repeats).c_str(), cell(entry.filters).c_str(), *counts ? grouped((*counts)->parameters).c_str() : "",
                      *counts ? grouped((*counts)->multiplyAdds).c_str() : "", source.c_str());
        entries.push_back(std::move(row));
        text += line;
    }
    cli.answer({{"architectures", std::move(entries)}},
               text + "Sizes are those of the published CIFAR-10 models (N, F), counted by Cellwright;\nrecurrent cells are counted by \"arch show\" with --hidden and --words.\n");
}

} // namespace

void addArchCommand(CLI::App& app, Cli& cli)
{
    auto* arch = app.add_subcommand("arch", "Architectures: show one, list the known ones");
    arch->require_subcommand(1);

    auto* shown = arch->add_subcommand("show", "Sizes and shapes of the network made from an architecture");
    const auto options = std::make_shared<ShowOptions>();
    shown->add_option("ARCH", options->arch, "A file, a name from \"arch list\", or a string as in pnas:c-1.sep7+c-1.max3")->required();
    auto& network = options->network;
    shown->add_option("--repeats", network.repeats, "N: 3N cells, 3N+2 with --layout drawn (2)");
    shown->add_option("--cells", network.cells, "All cells, in place of --repeats");
    shown->add_option("--filters", network.filters, "Filters of the first cells or layers, F (24; micro 20, macro 36)");
    shown->add_option("--layout", network.layout, "released: N counts the reduction cells (pnas); drawn: as the paper's figure");
    shown->add_option("--stem", network.stem, "cifar or imagenet (cifar)");
    shown->add_option("--stem-filters", network.stemFilters, "Filters of the stem (0: 3F for cifar, 32 for imagenet)");
    shown->add_option("--image", network.image, "Channels x height x width (3x32x32)");
    shown->add_option("--classes", network.classes, "Classes (10)");
    shown->add_option("--hidden", network.hidden, "Units of a recurrent cell (200)");
    shown->add_option("--words", network.words, "Words of the vocabulary around a recurrent cell (10000)");
    addCommonOptions(*shown, cli);
    shown->callback([options, &cli] { show(*options, cli); });

    auto* listed = arch->add_subcommand("list", "The architectures known by name");
    addCommonOptions(*listed, cli);
    listed->callback([&cli] { list(cli); });
}

} // namespace cw::cli
