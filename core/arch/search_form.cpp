#include "core/arch/search_form.h"

#include <algorithm>

namespace cw {
namespace {

constexpr int kMicroOperations[] = {static_cast<int>(OpId::SepConv3), static_cast<int>(OpId::SepConv5), static_cast<int>(OpId::AvgPool3),
                                    static_cast<int>(OpId::MaxPool3), static_cast<int>(OpId::Identity)};

struct Bound {
    const char* name;
    int value, low, high;
};

std::string problemOf(const SearchForm& form)
{
    const bool micro = form.space == "micro";
    if (!micro && form.space != "macro")
        return "the space \"" + form.space + "\" has no shared weights over pictures";
    const Bound bounds[] = {
        {micro ? "the number of nodes" : "the number of layers", form.size, micro ? 1 : 2, micro ? kMaxBlocks : kMaxLayers},
        {"the number of repeats (N)", form.repeats, 1, 100},
        {"the number of filters (F)", form.filters, 2, 1024},
        {"the number of image channels", form.image.channels, 1, 64},
        {"the image height", form.image.height, 1, 4096},
        {"the image width", form.image.width, 1, 4096},
        {"the number of classes", form.classes, 1, 1'000'000},
    };
    for (const auto& b : bounds)
        if (b.value < b.low || b.value > b.high)
            return std::string(b.name) + " must be from " + std::to_string(b.low) + " to " + std::to_string(b.high) + ", not " + std::to_string(b.value);
    if (form.operations.empty())
        return "there is no operation to choose";
    for (auto op = form.operations.begin(); op != form.operations.end(); ++op) {
        const bool known = micro ? std::find(std::begin(kMicroOperations), std::end(kMicroOperations), *op) != std::end(kMicroOperations)
                                 : *op >= 0 && *op < kMacroOpCount;
        if (!known)
            return "one of the operations does not belong to the space \"" + form.space + "\"";
        if (std::find(form.operations.begin(), op, *op) != op)
            return "an operation is named twice";
    }
    return {};
}

FeatureShape halved(FeatureShape shape, int channels) { return {channels, (shape.height + 1) / 2, (shape.width + 1) / 2}; }

void planAuxiliary(SearchPlan& plan, int after)
{
    auto& a = plan.auxiliary;
    a.after = after;
    a.input = plan.cells[static_cast<std::size_t>(after)].inside;
    const int size[] = {a.input.height, a.input.width};
    for (int i = 0; i < 2; ++i) {
        a.window[i] = std::min(5, size[i]);
        a.pooled[i] = (size[i] - a.window[i]) / 3 + 1;
        a.kernel[i] = std::min(2, a.pooled[i]);
    }
}

void planCells(SearchPlan& plan)
{
    const auto& form = plan.form;
    plan.stem = {3 * form.filters, form.image.height, form.image.width};
    FeatureShape prevPrev = plan.stem, prev = plan.stem;
    int filters = form.filters;
    for (int i = 0; i < 3 * form.repeats + 2; ++i) {
        SearchCell cell;
        cell.reduction = i == form.repeats || i == 2 * form.repeats + 1;
        if (cell.reduction) {
            filters *= 2;
            cell.before = prev;
            prevPrev = prev;
            prev = halved(prev, filters);
        }
        cell.filters = filters;
        cell.arrives[0] = prevPrev;
        cell.arrives[1] = prev;
        cell.inside = {filters, prev.height, prev.width};
        for (int k = 0; k < 2; ++k) {
            const auto& from = cell.arrives[k];
            if (from.height != prev.height || from.width != prev.width)
                cell.fit[k] = InputFit::Reduction;
            else if (from.channels != filters)
                cell.fit[k] = InputFit::Width;
        }
        prevPrev = prev;
        prev = cell.inside;
        plan.cells.push_back(cell);
    }
    plan.last = prev;
    planAuxiliary(plan, 2 * form.repeats + 2);
}

void planLayers(SearchPlan& plan)
{
    const auto& form = plan.form;
    plan.stem = {form.filters, form.image.height, form.image.width};
    plan.halvings = {form.size / 3, 2 * form.size / 3};
    plan.levels = {plan.stem};
    for (std::size_t i = 0; i < plan.halvings.size(); ++i)
        plan.levels.push_back(halved(plan.levels.back(), form.filters));
    plan.last = plan.levels.back();
}

bool offers(const SearchForm& form, int operation) { return std::find(form.operations.begin(), form.operations.end(), operation) != form.operations.end(); }

} // namespace

SearchForm releasedMicroForm()
{
    SearchForm form;
    form.operations.assign(std::begin(kMicroOperations), std::end(kMicroOperations));
    return form;
}

SearchForm releasedMacroForm()
{
    SearchForm form;
    form.space = "macro";
    form.size = 12;
    form.filters = 36;
    for (const auto& op : kMacroOps)
        form.operations.push_back(static_cast<int>(op.id));
    return form;
}

int SearchPlan::levelOf(int source) const
{
    return static_cast<int>(std::count_if(halvings.begin(), halvings.end(), [&](int after) { return after < source; }));
}

Result<SearchPlan> planSearch(const SearchForm& form)
{
    if (const auto problem = problemOf(form); !problem.empty())
        return Error{ErrorCode::InvalidArgument, "This network of shared weights cannot be built: " + problem + ".", {}};
    SearchPlan plan;
    plan.form = form;
    form.space == "micro" ? planCells(plan) : planLayers(plan);
    return plan;
}

std::string searchProblem(const SearchPlan& plan, const Architecture& child)
{
    const auto& form = plan.form;
    if (child.space != form.space)
        return "It is of the space \"" + child.space + "\", the shared weights are of \"" + form.space + "\".";
    if (auto problem = validityProblem(child); !problem.empty())
        return problem;
    const auto other = [](int op) { return "It has an operation that these shared weights were not made for (number " + std::to_string(op) + ")."; };
    for (const auto& cell : child.cells) {
        if (static_cast<int>(cell.blocks.size()) != form.size)
            return "Its cells have " + std::to_string(cell.blocks.size()) + " nodes, those of the shared weights " + std::to_string(form.size) + ".";
        for (const auto& block : cell.blocks)
            for (const auto op : {block.a.op, block.b.op})
                if (!offers(form, static_cast<int>(op)))
                    return other(static_cast<int>(op));
    }
    if (form.space != "macro")
        return {};
    if (static_cast<int>(child.macro.layers.size()) != form.size)
        return "It has " + std::to_string(child.macro.layers.size()) + " layers, the shared weights " + std::to_string(form.size) + ".";
    for (const auto& layer : child.macro.layers)
        if (!offers(form, static_cast<int>(layer.op)))
            return other(static_cast<int>(layer.op));
    return {};
}

} // namespace cw
