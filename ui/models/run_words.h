#pragma once
#include <span>
#include <string_view>

#include <QString>

#include "core/search/measure.h"

namespace cw::ui {

/// What views must know of a kind of search: one row for each in run_words.cpp. Views ask the row, never the name.
struct RunKind {
    std::string_view strategy;
    bool predicts = false; ///< a predictor expects results before they are measured: predictions, trust, what blocks are worth
    bool shares = false;   ///< one network holds the weights of every child: rounds, derivations, the child of this moment
    bool policy = false;   ///< tells PolicyUpdated
    bool learns = false;   ///< a controller decides, so it can be questioned
    bool drawn = false;    ///< children are drawn at random: it is the control of others, and has none itself
    std::string_view charts[2] = {"progress", "pareto"}; ///< those shown at first, left and right
};
std::span<const RunKind> runKinds();

/// How a run is told: its numbers by its space, its words by its strategy. A small value; of a PNAS run where nothing is said.
/// Numbers come as they are inside: greater is better (core/search/measure.h).
class RunWords {
public:
    RunWords();
    /// shares: its children share weights, which a random search may or may not.
    RunWords(std::string_view strategy, std::string_view space, bool shares);

    const RunKind& kind() const { return *m_kind; }
    const Measure& measure() const { return *m_measure; }
    bool lowerIsBetter() const { return !m_measure->greaterIsBetter; }

    QString levelWord() const;            ///< "level", "derivation"
    QString levelTitle() const;           ///< "Level", "Derivation"
    QString level(int number) const;      ///< "level 3"
    QString levelShort(int number) const; ///< "L3"

    QString value(double inside) const;   ///< "91.3 %", "112.4"
    QString number(double inside) const;  ///< the same without its unit
    QString range(double low, double high) const;          ///< "84.0 – 91.3 %"; one figure where both read the same
    QString difference(double from, double to) const;      ///< "+0.4 points", "−3.1"
    QString noun() const;                 ///< "accuracy", "perplexity"
    QString unitNoun() const;             ///< "accuracy, %", "perplexity": of axes
    /// What candidates' numbers are: "proxy accuracy", "accuracy with shared weights", "proxy perplexity".
    QString name() const;
    QString axis() const;                 ///< name() with its unit, and which way is better where that is not up
    QString brief() const;                ///< "proxy", "shared weights": beside a number where there is little room
    QString measured(double inside) const; ///< "measured 91.3 % (proxy)", "68.0 % with shared weights"
    QString help() const;                 ///< one sentence: what it is not
    bool operator==(const RunWords&) const = default;

private:
    const RunKind* m_kind;
    const Measure* m_measure;
};

} // namespace cw::ui
