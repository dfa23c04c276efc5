#include "core/arch/network_plan.h"

#include <algorithm>

namespace cw {
namespace {

// Far beyond any use, and small enough that no count of parameters or multiply-adds overflows 64 bits.
constexpr int kMaxSide = 4096;
constexpr int kMaxImageChannels = 64;
constexpr int kMaxFilters = 1024;
constexpr int kMaxStemFilters = 4096;
constexpr int kMaxRepeats = 100;
constexpr int kMaxClasses = 1'000'000;

struct Bound {
    const char* name;
    int value, low, high;
};

int halved(int size) { return (size + 1) / 2; }
int evenQuotient(int filters, int divisor) { return (filters + 2 * divisor - 1) / (2 * divisor) * 2; }

/// Appends cells one by one; knows what the last two put out.
class Stack {
public:
    explicit Stack(NetworkPlan& plan)
        : m_plan(plan)
        , m_micro(plan.arch.space == "micro")
        , m_prevPrev(plan.stem)
        , m_prev(plan.stem)
    {
        for (const auto& cell : plan.arch.cells)
            m_parts.push_back(concatenated(cell));
    }

    void add(int filters, bool reduction, bool stemCell)
    {
        CellPlan cell;
        cell.cell = m_micro && reduction ? 1 : 0;
        cell.filters = filters;
        cell.reduction = reduction;
        cell.stemCell = stemCell;
        cell.prevPrev = m_prevPrev;
        cell.prev = m_prev;
        cell.inside = {filters, m_prev.height, m_prev.width};
        cell.parts = m_parts[static_cast<std::size_t>(cell.cell)];
        cell.factorizedIdentity = m_micro;
        cell.output = {filters * static_cast<int>(cell.parts.size()), reduction ? halved(m_prev.height) : m_prev.height,
                       reduction ? halved(m_prev.width) : m_prev.width};
        cell.maps[kPrevPrev] = map(m_prevPrev, cell.inside, 2);
        cell.maps[kPrev] = map(m_prev, cell.inside, 1);
        m_prevPrev = m_prev;
        m_prev = cell.output;
        m_plan.cells.push_back(std::move(cell));
    }

    FeatureShape last() const { return m_prev; }

private:
    /// back: 1, the output right before the cell to come; 2, the one before that, where there is one.
    InputMap map(const FeatureShape& from, const FeatureShape& inside, std::size_t back)
    {
        if (from.height != inside.height || from.width != inside.width)
            return InputMap::Reduced;
        if (!m_micro || from.channels != inside.channels)
            return InputMap::Mapped;
        (m_plan.cells.size() < back ? m_plan.stemPassedOn : m_plan.cells[m_plan.cells.size() - back].passedOn) = true;
        return InputMap::Passed;
    }

    NetworkPlan& m_plan;
    bool m_micro;
    std::vector<std::vector<InputId>> m_parts; ///< of each of the architecture's cells
    FeatureShape m_prevPrev, m_prev;
};

} // namespace

std::string shapeProblem(const NetworkShape& shape, int leastFilters)
{
    const Bound bounds[] = {
        {"the number of repeats (N)", shape.repeats, 1, kMaxRepeats},
        {"the number of filters (F)", shape.filters, leastFilters, kMaxFilters},
        {"the number of stem filters (0 for the usual)", shape.stemFilters, 0, kMaxStemFilters},
        {"the number of image channels", shape.image.channels, 1, kMaxImageChannels},
        {"the image height", shape.image.height, 1, kMaxSide},
        {"the image width", shape.image.width, 1, kMaxSide},
        {"the number of classes", shape.classes, 1, kMaxClasses},
    };
    for (const auto& b : bounds)
        if (b.value < b.low || b.value > b.high)
            return std::string("This network cannot be built: ") + b.name + " must be from " + std::to_string(b.low) + " to "
                   + std::to_string(b.high) + ", not " + std::to_string(b.value) + ".";
    return {};
}

bool CellPlan::joins(InputId input) const { return std::ranges::find(parts, input) != parts.end(); }

Result<NetworkPlan> planNetwork(const Architecture& arch, const NetworkShape& shape)
{
    if (const auto problem = validityProblem(arch); !problem.empty())
        return Error{ErrorCode::InvalidArgument, "This architecture cannot be built: " + problem, {}};
    if (arch.cells.empty())
        return Error{ErrorCode::Unsupported, "An architecture of the space \"" + arch.space + "\" has no cells to build a network from.", {}};
    // A factorized reduction has two halves, which need a filter each: the first cell of the ImageNet stem has one, and micro's loose inputs may.
    const bool micro = arch.space == "micro";
    if (auto problem = shapeProblem(shape, micro || shape.stem == Stem::ImageNet ? 2 : 1); !problem.empty())
        return Error{ErrorCode::InvalidArgument, std::move(problem), {}};

    NetworkPlan plan;
    plan.arch = arch;
    plan.shape = shape;
    if (micro)
        plan.shape.layout = CellLayout::Drawn;
    const bool imageNet = shape.stem == Stem::ImageNet;
    const int usualStem = imageNet ? 32 : 3 * shape.filters;
    plan.stemStride = imageNet ? 2 : 1;
    plan.stem = {shape.stemFilters > 0 ? shape.stemFilters : usualStem, imageNet ? halved(shape.image.height) : shape.image.height,
                 imageNet ? halved(shape.image.width) : shape.image.width};

    Stack stack(plan);
    if (imageNet) {
        stack.add(evenQuotient(shape.filters, 4), true, true);
        stack.add(evenQuotient(shape.filters, 2), true, true);
    }
    const bool drawn = plan.shape.layout == CellLayout::Drawn;
    const int cells = 3 * shape.repeats + (drawn ? 2 : 0);
    const int firstReduction = shape.repeats;
    const int secondReduction = 2 * shape.repeats + (drawn ? 1 : 0);
    int filters = shape.filters;
    for (int i = 0; i < cells; ++i) {
        const bool reduction = i == firstReduction || i == secondReduction;
        if (reduction)
            filters *= 2;
        stack.add(filters, reduction, false);
    }
    plan.last = stack.last();
    return plan;
}

} // namespace cw
