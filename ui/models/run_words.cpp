#include "ui/models/run_words.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr std::array kKinds{
    RunKind{.strategy = "pnas", .predicts = true, .charts = {"predicted", "progress"}},
    RunKind{.strategy = "random", .drawn = true},
    RunKind{.strategy = "enas", .shares = true, .policy = true, .learns = true, .charts = {"reward", "policy"}},
    RunKind{.strategy = "random", .shares = true, .policy = true, .drawn = true, .charts = {"reward", "shared"}},
    RunKind{.strategy = "rl", .policy = true, .learns = true, .charts = {"progress", "policy"}},
};
constexpr RunKind kUnknown{}, kUnknownSharing{.strategy = {}, .shares = true, .policy = true, .charts = {"reward", "shared"}};

const RunKind& kindOf(std::string_view strategy, bool shares)
{
    const auto known = std::find_if(kKinds.begin(), kKinds.end(), [&](const RunKind& kind) { return kind.strategy == strategy && kind.shares == shares; });
    if (known != kKinds.end())
        return *known;
    return shares ? kUnknownSharing : kUnknown; // one that this table was not told of
}

QString tr(const char* text) { return QCoreApplication::translate("RunWords", text); }
QString minus() { return QStringLiteral("\u2212"); }

} // namespace

std::span<const RunKind> runKinds() { return kKinds; }

RunWords::RunWords()
    : m_kind(&kKinds.front())
    , m_measure(&measureOf("pnas"))
{
}

RunWords::RunWords(std::string_view strategy, std::string_view space, bool shares)
    : m_kind(&kindOf(strategy, shares))
    , m_measure(&measureOf(space))
{
}

QString RunWords::levelWord() const { return m_kind->shares ? tr("derivation") : tr("level"); }
QString RunWords::levelTitle() const { return m_kind->shares ? tr("Derivation") : tr("Level"); }
QString RunWords::level(int number) const { return (m_kind->shares ? tr("derivation %1") : tr("level %1")).arg(number); }
QString RunWords::levelShort(int number) const { return (m_kind->shares ? tr("D%1") : tr("L%1")).arg(number); }

QString RunWords::number(double inside) const
{
    const double shown = m_measure->shown(inside);
    return std::isfinite(shown) ? QLocale().toString(shown, 'f', m_measure->decimals) : QStringLiteral("\u221e");
}

QString RunWords::value(double inside) const { return number(inside) + qs(m_measure->unit).replace(QLatin1Char(' '), QChar(0x202f)); }

QString RunWords::range(double low, double high) const
{
    const auto from = lowerIsBetter() ? high : low, to = lowerIsBetter() ? low : high; // the smaller figure first
    return number(from) == number(to) ? value(to) : number(from) + QStringLiteral(" \u2013 ") + value(to);
}

QString RunWords::difference(double from, double to) const
{
    const double change = m_measure->shown(to) - m_measure->shown(from), size = std::abs(change);
    const auto text = QLocale().toString(size, 'f', size > 0 && size < 0.1 ? 2 : 1); // a digit more where one would read as nothing
    const auto figure = (change < 0 ? minus() : QStringLiteral("+")) + text;
    return m_measure->unit.empty() ? figure : tr("%1 points").arg(figure);
}

QString RunWords::noun() const { return lowerIsBetter() ? tr("perplexity") : tr("accuracy"); }
QString RunWords::unitNoun() const { return lowerIsBetter() ? tr("perplexity") : tr("accuracy, %"); }

QString RunWords::name() const
{
    if (m_kind->shares)
        return lowerIsBetter() ? tr("perplexity with shared weights") : tr("accuracy with shared weights");
    return lowerIsBetter() ? tr("proxy perplexity") : tr("proxy accuracy");
}

QString RunWords::axis() const { return lowerIsBetter() ? tr("%1 (lower is better)").arg(name()) : tr("%1, %").arg(name()); }
QString RunWords::brief() const { return m_kind->shares ? tr("shared weights") : tr("proxy"); }

QString RunWords::measured(double inside) const
{
    if (m_kind->shares)
        return (lowerIsBetter() ? tr("perplexity %1 with shared weights") : tr("%1 with shared weights")).arg(value(inside));
    return (lowerIsBetter() ? tr("perplexity %1 (proxy)") : tr("measured %1 (proxy)")).arg(value(inside));
}

QString RunWords::help() const
{
    if (m_kind->shares)
        return lowerIsBetter() ? tr("Validation perplexity with the weights that all candidates share, at that moment of the search: it ranks candidates, and is never that of a network trained by itself. Lower is better.")
                               : tr("Validation accuracy with the weights that all candidates share, at that moment of the search: it ranks candidates, and is never that of a network trained by itself.");
    return lowerIsBetter() ? tr("Validation perplexity after the short training of the search: a proxy, not a final result. Lower is better.")
                           : tr("Validation accuracy after the short training of the search: a proxy, not a final result.");
}

} // namespace cw::ui
