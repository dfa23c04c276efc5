#include "core/arch/network_plan.h"

#include <string>

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

std::string boundsProblem(const NetworkShape& shape)
{
    const Bound bounds[] = {
        {"the number of repeats (N)", shape.repeats, 1, kMaxRepeats},
        // With the ImageNet stem the first cell has a factorized reduction, whose two halves need a filter each.
        {"the number of filters (F)", shape.filters, shape.stem == Stem::ImageNet ? 2 : 1, kMaxFilters},
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

int halved(int size) { return (size + 1) / 2; }
int evenQuotient(int filters, int divisor) { return (filters + 2 * divisor - 1) / (2 * divisor) * 2; }

/// Appends cells one by one; knows what the last two put out.
class Stack {
public:
    explicit Stack(NetworkPlan& plan)
        : m_plan(plan)
        , m_prevPrev(plan.stem)
        , m_prev(plan.stem)
    {
        for (const auto& block : plan.arch.cell().blocks)
            for (const auto& half : {block.a, block.b}) {
                m_readsPrevPrev |= half.input == kPrevPrev;
                m_readsPrev |= half.input == kPrev;
            }
    }

    void add(int filters, bool reduction, bool stemCell)
    {
        CellPlan cell;
        cell.filters = filters;
        cell.reduction = reduction;
        cell.stemCell = stemCell;
        cell.prevPrev = m_prevPrev;
        cell.prev = m_prev;
        cell.factorizedPrevPrev = m_prevPrev.height != m_prev.height || m_prevPrev.width != m_prev.width;
        cell.inside = {filters, m_prev.height, m_prev.width};
        cell.concatPrevPrev = !m_readsPrevPrev;
        cell.concatPrev = !m_readsPrev;
        const int parts = m_plan.arch.blockCount() + (cell.concatPrevPrev ? 1 : 0) + (cell.concatPrev ? 1 : 0);
        cell.output = {filters * parts, reduction ? halved(m_prev.height) : m_prev.height, reduction ? halved(m_prev.width) : m_prev.width};
        m_prevPrev = m_prev;
        m_prev = cell.output;
        m_plan.cells.push_back(cell);
    }

    FeatureShape last() const { return m_prev; }

private:
    NetworkPlan& m_plan;
    FeatureShape m_prevPrev, m_prev;
    bool m_readsPrevPrev = false, m_readsPrev = false;
};

} // namespace

Result<NetworkPlan> planNetwork(const Architecture& arch, const NetworkShape& shape)
{
    if (const auto problem = validityProblem(arch); !problem.empty())
        return Error{ErrorCode::InvalidArgument, "This architecture cannot be built: " + problem, {}};
    if (arch.space != "pnas")
        return Error{ErrorCode::Unsupported, "Networks are built and counted from PNAS cells so far, not from the space \"" + arch.space + "\".", {}};
    if (auto problem = boundsProblem(shape); !problem.empty())
        return Error{ErrorCode::InvalidArgument, std::move(problem), {}};

    NetworkPlan plan;
    plan.arch = arch;
    plan.shape = shape;
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
    const bool drawn = shape.layout == CellLayout::Drawn;
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
