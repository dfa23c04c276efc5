#include "core/arch/zoo.h"

#include <array>

namespace cw {
namespace {

constexpr std::string_view kPnasPaper = "Liu et al., Progressive Neural Architecture Search, ECCV 2018";

constexpr std::string_view kEnasPaper = "Pham et al., Efficient Neural Architecture Search via Parameter Sharing, ICML 2018";
constexpr std::string_view kEnasLm = "Language-model code released with ENAS (enas_lm)";
constexpr std::string_view kDartsPaper = "Liu et al., DARTS: Differentiable Architecture Search, ICLR 2019";

constexpr std::array kZoo{
    ZooEntry{"pnasnet-1", "PNASNet-1", kPnasPaper, "pnas:c-1.sep7+c-1.max3", 6, 44},
    ZooEntry{"pnasnet-2", "PNASNet-2", kPnasPaper, "pnas:c-1.sep7+c-1.sep3/c-1.max3+c-1.sep5", 6, 32},
    ZooEntry{"pnasnet-3", "PNASNet-3", kPnasPaper, "pnas:c-1.sep5+c-1.max3/c-1.id+c-1.sep3/c-2.conv17+c-2.max3", 6, 32},
    ZooEntry{"pnasnet-4", "PNASNet-4", kPnasPaper,
             "pnas:c-1.sep5+c-1.max3/c-1.sep5+c-1.sep3/c-1.id+c-2.sep3/c-2.sep5+c-2.max3", 4, 44},
    ZooEntry{"pnasnet-5", "PNASNet-5", kPnasPaper,
             "pnas:c-2.sep5+c-2.max3/c-1.sep7+c-1.max3/c-1.sep5+c-1.sep3/b3.sep3+c-1.max3/c-2.sep3+c-1.id", 3, 48},
    ZooEntry{"enas-micro", "ENAS micro", kEnasPaper,
             "micro-released:0 2 0 0 0 4 0 1 0 4 1 1 1 0 0 1 0 2 1 1; 1 0 1 0 0 3 0 2 1 1 3 1 1 0 0 4 0 3 1 1", 5, 36},
    ZooEntry{"enas-macro", "ENAS macro", kEnasPaper,
             "macro-released:0 | 3 0 | 0 1 0 | 2 0 0 1 | 2 0 0 0 0 | 3 1 1 0 1 0 | 2 0 0 0 0 0 1 | 2 0 1 1 0 1 1 1 | 1 0 1 1 1 0 1 0 1"
             " | 0 0 0 0 0 0 0 0 0 0 | 2 0 0 0 0 0 1 0 0 0 0 | 0 1 0 0 1 1 0 0 0 0 1 1 | 2 0 1 0 0 0 0 0 1 0 1 1 0"
             " | 1 0 0 1 0 0 0 1 1 1 0 1 0 1 | 0 1 1 0 1 0 1 0 0 0 0 0 1 0 0 | 2 0 0 1 0 0 0 0 0 0 0 1 0 1 0 1"
             " | 2 0 1 0 0 0 1 0 0 1 1 1 1 0 0 1 0 | 2 0 0 0 0 1 0 1 0 1 0 0 1 0 1 0 0 1 | 3 0 1 1 0 1 0 0 0 0 0 1 0 1 0 1 0 0 0"
             " | 3 0 1 1 0 0 0 0 0 0 0 0 0 1 1 0 0 0 0 1 | 0 1 0 0 1 0 1 1 0 0 0 1 0 0 0 0 0 1 1 0 0"
             " | 3 0 1 0 1 1 0 0 1 0 1 1 0 1 1 0 1 0 0 1 0 0 | 0 1 0 1 0 1 0 0 0 0 0 0 0 0 1 0 1 0 0 1 0 0 0"
             " | 0 1 1 0 0 0 1 1 1 0 1 0 0 0 1 0 1 0 0 1 1 0 0 0", 0, 96},
    ZooEntry{"enas-rnn", "ENAS recurrent", kEnasPaper, "recurrent-paper:0 0 0 1 1 2 1 2 0 2 0 5 1 1 0 6 1 8 1 8 1 8 1", 0, 0},
    ZooEntry{"enas-lm", "ENAS enas_lm", kEnasLm, "recurrent-released:0 2 1 0 2 1 2 2 4 0 5 0 3 2 6 2", 0, 0},
    ZooEntry{"nasnet-a", "NASNet-A", "Zoph et al., Learning Transferable Architectures for Scalable Image Recognition, CVPR 2018",
             "micro:c-1.sep5+c-2.sep3/c-2.sep5+c-2.sep3/c-1.avg3+c-2.id/c-2.avg3+c-2.avg3/c-1.sep3+c-1.id"
             "@c-1.sep5+c-2.sep7/c-1.max3+c-2.sep7/c-1.avg3+c-2.sep5/b2.id+b1.avg3/b1.sep3+c-1.max3", 6, 32},
    ZooEntry{"amoebanet-a", "AmoebaNet-A", "Real et al., Regularized Evolution for Image Classifier Architecture Search, AAAI 2019",
             "micro:c-2.avg3+c-1.max3/c-2.sep3+b1.sep5/c-2.sep3+b2.avg3/c-1.sep3+c-1.id/c-2.id+c-1.avg3"
             "@c-2.avg3+c-1.sep3/c-2.max3+b1.sep7/c-2.sep7+c-1.avg3/c-2.max3+c-1.max3/c-2.conv17+b4.sep3", 6, 36},
    ZooEntry{"darts-v1", "DARTS v1", kDartsPaper,
             "micro:c-1.sep3+c-2.sep3/c-2.id+c-1.sep3/c-2.id+c-1.sep3/c-2.sep3+b1.id=b1,b2,b3,b4"
             "@c-2.max3+c-1.max3/b1.id+c-2.max3/c-2.max3+b1.id/b1.id+c-2.avg3=b1,b2,b3,b4", 6, 36},
    ZooEntry{"darts-v2", "DARTS v2", kDartsPaper,
             "micro:c-2.sep3+c-1.sep3/c-2.sep3+c-1.sep3/c-1.sep3+c-2.id/c-2.id+b1.dil3=b1,b2,b3,b4"
             "@c-2.max3+c-1.max3/b1.id+c-1.max3/c-2.max3+b1.id/b1.id+c-1.max3=b1,b2,b3,b4", 6, 36},
    ZooEntry{"darts-rnn-v1", "DARTS recurrent v1", kDartsPaper, "recurrent:tanh/1.relu/2.relu/3.tanh/4.relu/5.relu/2.identity/6.relu/2.relu=rest", 0, 0},
    ZooEntry{"darts-rnn", "DARTS recurrent v2", kDartsPaper,
             "recurrent:tanh/1.sigmoid/2.relu/2.relu/2.identity/3.tanh/6.sigmoid/4.tanh/6.relu=rest", 0, 0},
};

} // namespace

std::span<const ZooEntry> zoo() { return kZoo; }

const ZooEntry* findInZoo(std::string_view name)
{
    for (const auto& entry : kZoo)
        if (entry.name == name)
            return &entry;
    return nullptr;
}

} // namespace cw
