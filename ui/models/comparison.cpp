#include "ui/models/comparison.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include <QCoreApplication>
#include <QLocale>

#include "ui/models/arch_parts.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Comparison", text); }
QString idText(CandidateId id) { return QStringLiteral("#%1").arg(id); }
QString dash() { return QStringLiteral("\u2013"); }
QString sign(double value) { return value < 0 ? QStringLiteral("\u2212") : QStringLiteral("+"); }

/// Percentage points; a digit more where one would read as nothing.
QString points(double fraction)
{
    const double size = std::abs(fraction) * 100;
    return tr("%1 points").arg(QLocale().toString(size, 'f', size > 0 && size < 0.1 ? 2 : 1));
}

QString nameOf(const Architecture& arch, const ArchPart& part)
{
    const auto cell = cellName(arch, part.cell), name = partName(arch.space, part.number);
    return cell.isEmpty() ? name : tr("%1, %2").arg(cell, name);
}

void compareParts(Comparison& result, const std::vector<const Candidate*>& candidates)
{
    // Parts are the same within the same cell only.
    std::map<std::pair<int, std::string>, int> common;
    std::vector<std::vector<ArchPart>> parts;
    for (std::size_t s = 0; s < candidates.size(); ++s) {
        parts.push_back(partsOf(candidates[s]->proposed.arch));
        std::map<std::pair<int, std::string>, int> here;
        for (const auto& part : parts.back())
            ++here[{part.cell, part.key}];
        if (s == 0)
            common = here;
        for (auto& [key, count] : common)
            count = std::min(count, here[key]);
    }
    for (const auto& [key, count] : common)
        result.shared += count;
    for (std::size_t s = 0; s < candidates.size(); ++s) {
        auto left = common;
        for (const auto& part : parts[s]) {
            result.sides[s].blocks << tr("%1: %2").arg(nameOf(candidates[s]->proposed.arch, part), part.text());
            result.sides[s].differs.push_back(left[{part.cell, part.key}]-- <= 0);
        }
    }
}

/// A row of figures whose differences are told by `tell(from, to)`.
template <typename Value, typename Show, typename Tell>
Comparison::Figure figure(const QString& title, const QString& help, const std::vector<std::optional<Value>>& values, Show show, Tell tell)
{
    Comparison::Figure row{title, help, {}, {}};
    for (std::size_t i = 0; i < values.size(); ++i) {
        row.values << (values[i] ? show(*values[i]) : dash());
        row.differences << (i > 0 && values[i] && values[0] ? tell(*values[0], *values[i]) : QString());
    }
    return row;
}

template <typename Value, typename Get>
std::vector<std::optional<Value>> each(const std::vector<const Candidate*>& candidates, Get get)
{
    std::vector<std::optional<Value>> values;
    for (const auto* candidate : candidates)
        values.push_back(get(*candidate));
    return values;
}

void compareFigures(Comparison& result, const std::vector<const Candidate*>& candidates)
{
    const auto words = candidates.front()->words;
    const auto change = [words](double from, double to) { return from == to ? tr("the same") : words.difference(from, to); };
    const auto inPercent = [](std::int64_t from, std::int64_t to) {
        if (from == to)
            return tr("the same");
        if (from <= 0)
            return QString();
        const double part = static_cast<double>(to - from) / static_cast<double>(from);
        return sign(part) + QLocale().toString(std::abs(part) * 100, 'f', std::abs(part) < 0.1 ? 1 : 0) + QStringLiteral("\u202f%");
    };
    const auto none = [](const auto&, const auto&) { return QString(); };
    using Count = std::int64_t;
    const auto measured = [&](auto get) {
        return each<double>(candidates, [&](const Candidate& c) { return c.measured() ? std::optional<double>(get(*c.evaluation)) : std::nullopt; });
    };
    const auto counts = [&](auto get) {
        return each<Count>(candidates, [&](const Candidate& c) { return get(c) > 0 ? std::optional<Count>(get(c)) : std::nullopt; });
    };
    const bool predicts = words.kind().predicts || std::any_of(candidates.begin(), candidates.end(), [](const Candidate* c) { return c->proposed.predicted.has_value(); });
    auto& rows = result.figures;
    const bool plain = !words.kind().shares && !words.lowerIsBetter();
    rows.push_back(figure<double>(plain ? tr("measured (proxy)") : words.name(), words.help(), measured([](const Evaluation& e) { return e.accuracy; }),
                                  [words](double v) { return words.value(v); }, change));
    if (!words.lowerIsBetter())
        rows.push_back(figure<double>(tr("standard error"), tr("Of the measurement, from the number of validation pictures."), measured(standardError),
                                      [](double e) { return e > 0 ? points(e) : dash(); }, none));
    if (predicts)
        rows.push_back(figure<Prediction>(tr("predicted"), tr("Before training, with the spread of the predictors."),
                                          each<Prediction>(candidates, [](const Candidate& c) { return c.proposed.predicted; }), predictionText,
                                          [&](const Prediction& from, const Prediction& to) { return change(from.mean, to.mean); }));
    rows.push_back(figure<int>(words.levelWord(), {}, each<int>(candidates, [](const Candidate& c) { return std::optional(c.proposed.level); }),
                               [](int level) { return QString::number(level); }, none));
    rows.push_back(figure<Count>(tr("parameters"), {}, counts([](const Candidate& c) { return c.proposed.parameters; }), shortCount, inPercent));
    rows.push_back(figure<Count>(tr("multiply-adds"), {}, counts([](const Candidate& c) { return c.proposed.multiplyAdds; }), shortCount, inPercent));
    if (!words.kind().shares)
        rows.push_back(figure<double>(tr("trained for"), {}, measured([](const Evaluation& e) { return e.seconds; }), duration, none));
}

QString verdictOn(const Candidate& best, const Candidate& other)
{
    const auto a = idText(best.proposed.id), b = idText(other.proposed.id);
    const auto& words = best.words;
    const double ahead = best.evaluation->accuracy - other.evaluation->accuracy;
    if (words.kind().shares && best.proposed.level != other.proposed.level)
        return tr("%1 and %2 were scored with the weights of different moments of the search: their scores are not to be compared.").arg(a, b);
    if (ahead == 0)
        return words.kind().shares ? tr("%1 and %2 scored the same with shared weights.").arg(a, b) : tr("%1 and %2 measured the same.").arg(a, b);
    if (words.lowerIsBetter()) {
        const auto lower = words.difference(best.evaluation->accuracy, other.evaluation->accuracy).mid(1);
        return (words.kind().shares ? tr("%1 scored a perplexity lower by %2 than %3 with shared weights; how sure that is cannot be said from one count of words.")
                                    : tr("%1 measured a perplexity lower by %2 than %3; how sure that is cannot be said from one training.")).arg(a, lower, b);
    }
    const auto lead = (words.kind().shares ? tr("%1 scored %2 better than %3 with shared weights") : tr("%1 measured %2 better than %3")).arg(a, points(ahead), b);
    const double errors[] = {standardError(*best.evaluation), standardError(*other.evaluation)};
    if (best.evaluation->total <= 0 || other.evaluation->total <= 0)
        return tr("%1; how sure that is cannot be said: the number of validation pictures is not known.").arg(lead);
    const double error = std::hypot(errors[0], errors[1]);
    if (ahead <= error)
        return tr("%1, within the standard error of both (%2): neither is shown to be better.").arg(lead, points(error));
    if (ahead <= 2 * error)
        return tr("%1, one to two standard errors of both (%2 each): a hint, no more.").arg(lead, points(error));
    return tr("%1, more than two standard errors of both (%2 each): hardly chance.").arg(lead, points(error));
}

void judge(Comparison& result, const std::vector<const Candidate*>& candidates)
{
    std::vector<const Candidate*> measured;
    for (const auto* candidate : candidates) {
        if (candidate->measured())
            measured.push_back(candidate);
        else
            result.verdict << tr("%1 has no measurement (%2).").arg(idText(candidate->proposed.id), stateText(*candidate));
    }
    if (measured.size() < 2)
        return;
    const auto best = std::max_element(measured.begin(), measured.end(), [](const Candidate* a, const Candidate* b) { return a->evaluation->accuracy < b->evaluation->accuracy; });
    for (const auto* other : measured)
        if (other != *best)
            result.verdict << verdictOn(**best, *other);
    if (measured.front()->words.kind().shares)
        result.verdict << tr("Scores with shared weights rank candidates roughly; trained by themselves they may stand in another order.");
    else if (!measured.front()->words.lowerIsBetter())
        result.verdict << tr("Standard errors count the validation pictures only; training again with another seed may change more.");
}

} // namespace

double standardError(const Evaluation& evaluation)
{
    if (evaluation.total <= 0)
        return 0;
    const auto n = static_cast<double>(evaluation.total);
    const double p = std::clamp(static_cast<double>(evaluation.correct) / n, 0.0, 1.0);
    return std::sqrt(p * (1 - p) / n);
}

Comparison compare(const std::vector<const Candidate*>& candidates)
{
    std::vector<const Candidate*> known;
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(known), [](const Candidate* each) { return each != nullptr; });
    Comparison result;
    if (known.empty())
        return result;
    for (const auto* candidate : known)
        result.sides.push_back({candidate->proposed.id, {}, {}});
    compareParts(result, known);
    compareFigures(result, known);
    judge(result, known);
    return result;
}

std::vector<CandidateId> toCompare(const CandidateModel& candidates, const std::vector<CandidateId>& chosen)
{
    std::vector<CandidateId> ids;
    for (const auto id : chosen)
        if (candidates.find(id))
            ids.push_back(id);
    if (ids.size() <= Comparison::kMost)
        return ids;
    std::vector<std::pair<double, std::size_t>> best; // of many thousands, at every change
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto* candidate = candidates.find(ids[i]);
        best.emplace_back(candidate->measured() ? -candidate->evaluation->accuracy : 1, i);
    }
    std::partial_sort(best.begin(), best.begin() + Comparison::kMost, best.end());
    std::vector<CandidateId> taken;
    for (int i = 0; i < Comparison::kMost; ++i)
        taken.push_back(ids[best[static_cast<std::size_t>(i)].second]);
    return taken;
}

QString Comparison::Side::difference() const
{
    QStringList lines;
    for (std::size_t b = 0; b < differs.size(); ++b)
        if (differs[b])
            lines << blocks[static_cast<qsizetype>(b)];
    return lines.join(QLatin1Char('\n'));
}

QString Comparison::inWords(std::size_t side) const
{
    const auto at = static_cast<qsizetype>(side);
    QStringList facts;
    for (const auto& row : figures)
        if (row.values[at] != dash())
            facts << row.title + QLatin1Char(' ') + row.values[at] + (row.differences[at].isEmpty() ? QString() : QStringLiteral(" (%1)").arg(row.differences[at]));
    const auto own = sides[side].difference();
    return idText(sides[side].id) + QStringLiteral(": ") + facts.join(QStringLiteral(", ")) + QStringLiteral(". ")
           + (own.isEmpty() ? tr("All of it is shared.") : tr("What differs: %1.").arg(QString(own).replace(QLatin1Char('\n'), QStringLiteral("; "))));
}

QString Comparison::toText() const
{
    QStringList lines;
    for (const auto& row : figures) {
        QStringList cells{row.title};
        for (qsizetype i = 0; i < row.values.size(); ++i)
            cells << row.values[i] + (row.differences[i].isEmpty() ? QString() : QStringLiteral(" (%1)").arg(row.differences[i]));
        lines << cells.join(QStringLiteral(" | "));
    }
    lines << QStringLiteral("shared blocks: %1").arg(shared);
    for (const auto& side : sides)
        lines << idText(side.id) + QStringLiteral(" differs in ") + (side.difference().isEmpty() ? QStringLiteral("nothing") : side.difference().replace(QLatin1Char('\n'), QStringLiteral("; ")));
    return (lines + verdict).join(QLatin1Char('\n'));
}

} // namespace cw::ui
