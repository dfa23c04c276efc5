#include "ui/graph/whole_network.h"

#include <QCoreApplication>

#include "core/arch/macro_plan.h"

namespace cw::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("WholeNetwork", text); }

Result<WholeNetwork> ofCells(const Architecture& arch, const NetworkShape& shape, bool folded)
{
    auto plan = planNetwork(arch, shape);
    if (!plan)
        return plan.error();
    WholeNetwork network{networkGraph(*plan, folded), tr("%1 cells (N = %2), F = %3 filters").arg(plan->cells.size()).arg(shape.repeats).arg(shape.filters), {}};
    network.plan = std::move(*plan);
    return network;
}

Result<WholeNetwork> ofLayers(const Architecture& arch, const NetworkShape& shape, bool)
{
    const auto plan = planMacro(arch, shape);
    if (!plan)
        return plan.error();
    return WholeNetwork{networkGraph(*plan), tr("%1 layers, F = %2 filters").arg(plan->layers.size()).arg(shape.filters), {}};
}

Result<WholeNetwork> ofRecurrent(const Architecture&, const NetworkShape&, bool)
{
    return Error{ErrorCode::Unsupported,
                 tr("A language model reads a text word by word with this one cell, between word vectors and a classifier: the Cell tab shows all that is searched.").toStdString(), {}};
}

/// A new space is a row here; others are made of cells.
struct Row {
    std::string_view space;
    Result<WholeNetwork> (*make)(const Architecture&, const NetworkShape&, bool folded);
};
constexpr Row kRows[] = {{"macro", ofLayers}, {"recurrent", ofRecurrent}};

} // namespace

Result<WholeNetwork> wholeNetwork(const Architecture& arch, const NetworkShape& shape, bool folded)
{
    for (const auto& row : kRows)
        if (row.space == arch.space)
            return row.make(arch, shape, folded);
    return ofCells(arch, shape, folded);
}

} // namespace cw::ui
