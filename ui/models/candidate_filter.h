#pragma once
#include <limits>
#include <string>
#include <vector>

#include <QString>
#include <QStringList>

#include "core/base/result.h"
#include "core/store/annotations.h"
#include "ui/models/candidate_model.h"

namespace cw::ui {

/// A range of numbers with open or closed ends; "3", "2..4", ">90", "<=85.5".
struct FilterRange {
    double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
    bool openLow = false, openHigh = false;
    bool contains(double value) const { return (openLow ? value > low : value >= low) && (openHigh ? value < high : value <= high); }
    bool operator==(const FilterRange&) const = default;
};

/// One condition of a filter.
struct FilterTerm {
    enum class Kind { Level, Measured, Predicted, Parameters, MultiplyAdds, Id, Parent, Operation, State, Role, Starred, Tag, Note, Words };
    Kind kind = Kind::Words;
    bool negated = false;
    FilterRange range;   ///< numbers as typed: percent, perplexity, counts
    unsigned choices = 0; ///< bits of the words of State and Role: any of them
    std::string operation; ///< its short name
    QString text;        ///< of Tag, Note and Words
    bool operator==(const FilterTerm&) const = default;
};

/// What the list shows, as typed in its filter line: conditions that all must hold. A plain value; knows no widget.
struct CandidateFilter {
    std::vector<FilterTerm> terms;
    bool matches(const Candidate& candidate, const Annotation& annotation) const;
    /// Whether stars, tags or notes decide.
    bool readsAnnotations() const;
    QString toText() const; ///< reads back as the same filter
    bool operator==(const CandidateFilter&) const = default;
};

/// Errors are sentences for the line below the field: what is wrong, and what would be understood.
Result<CandidateFilter> parseFilter(const QString& text);
/// All there is to know, for a tool tip; rich text.
QString filterHelp();
/// What the filter line offers to complete the word being typed.
QStringList filterWords();

} // namespace cw::ui
