#include "core/search/search_network.h"

namespace cw {

SearchForm searchForm(const std::string& space, const Settings& settings, ImageShape image, int classes)
{
    const bool macro = space == "macro";
    SearchForm form;
    form.space = space;
    form.size = static_cast<int>(settings.integer(macro ? "layers" : "nodes"));
    if (!macro)
        form.repeats = static_cast<int>(settings.integer("repeats"));
    form.filters = static_cast<int>(settings.integer("filters"));
    for (const auto& name : settings.list("operations")) {
        if (const auto op = findMacroOp(name); macro && op)
            form.operations.push_back(static_cast<int>(*op));
        else if (const auto cellOp = findOp(name); !macro && cellOp)
            form.operations.push_back(static_cast<int>(*cellOp));
    }
    form.image = image;
    form.classes = classes;
    return form;
}

} // namespace cw
