#pragma once
#include <vector>

#include <QStringList>

#include "ui/models/candidate_model.h"

namespace cw::ui {

/// Two to four candidates side by side, in words and figures. A plain value: views draw it, tests read it.
struct Comparison {
    static constexpr int kMost = 4;

    struct Side {
        CandidateId id = 0;
        QStringList blocks;        ///< "block 1: k−2 sep 5×5 + k−2 max 3×3", those of all cells one after the other
        std::vector<bool> differs; ///< one a block: not every other side has it
        QString difference() const; ///< the blocks that differ, in words
    };
    struct Figure {
        QString title, help;
        QStringList values;      ///< one a side; a dash where there is none
        QStringList differences; ///< from the first side; empty for itself and where nothing can be said
    };
    std::vector<Side> sides;
    std::vector<Figure> figures;
    int shared = 0;      ///< blocks that all sides have
    QStringList verdict; ///< sentences: who measured better, by how much, and whether that says anything

    QString inWords(std::size_t side) const; ///< for screen readers
    QString toText() const;                  ///< for tests
};

/// Blocks are the same where they do the same to the same: their inputs are followed down to the cell's own; the order of halves
/// and of blocks does not matter. Differences of figures are from the first. Null pointers are left out.
Comparison compare(const std::vector<const Candidate*>& candidates);

/// Which of the chosen to compare: all up to four; of more, the four that measured best.
std::vector<CandidateId> toCompare(const CandidateModel& candidates, const std::vector<CandidateId>& chosen);

/// Of a measured accuracy, by the binomial distribution: sqrt(p (1 - p) / n), as a fraction; 0 where n is not known.
double standardError(const Evaluation& evaluation);

} // namespace cw::ui
