#include "ui/inspectors/inspector_text.h"

#include <algorithm>

#include <QCoreApplication>
#include <QLocale>

#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

constexpr std::size_t kShownChildren = 8;

QString tr(const char* text) { return QCoreApplication::translate("Inspector", text); }

QString row(const QString& title, const QString& value)
{
    return QStringLiteral("<tr><td style='color:%1; padding-right:8px'>%2</td><td align='right'>%3</td></tr>").arg(name(theme().muted), title, value);
}
QString table(const QString& rows) { return QStringLiteral("<table width='100%' cellspacing='0' cellpadding='2'>%1</table>").arg(rows); }

QString link(const QString& target, const QString& text)
{
    return QStringLiteral("<a href='%1' style='color:%2; text-decoration:none'>%3</a>").arg(target, name(theme().accent), text);
}
QString link(CandidateId id) { return link(QString::number(id), QStringLiteral("#%1").arg(id)); }

double accuracyOf(const Candidate* c) { return c && c->measured() ? c->evaluation->accuracy : -1; }

} // namespace

QString proxyNote(const Candidate& candidate, const RunInfo& run)
{
    if (!candidate.measured())
        return {};
    if (candidate.words.kind().shares)
        return tr("with the weights of this moment that all candidates share: not that of a trained network");
    if (!run.settings.has("steps"))
        return {};
    const auto steps = run.settings.integer("steps");
    return (steps > 0 ? tr("%1 training steps: a proxy, not a final result").arg(fullCount(steps))
                      : tr("%1 epochs: a proxy, not a final result").arg(run.settings.integer("epochs")));
}

QString predictionTable(const Candidate& c)
{
    if (!c.proposed.predicted && c.words.kind().policy)
        return {};
    if (!c.proposed.predicted)
        return table(row(tr("predicted"), c.proposed.role == CandidateRole::Random ? tr("none: drawn at random") : tr("none at this level")));
    auto rows = row(tr("predicted"), predictionText(*c.proposed.predicted));
    if (c.measured())
        rows += row(tr("measured \u2212 predicted"), tr("%1 points").arg(differenceText(c)));
    return table(rows);
}

QString factTable(const Candidate& c)
{
    auto rows = row(tr("parameters"), c.proposed.parameters > 0 ? fullCount(c.proposed.parameters) : countText(0)) + row(tr("multiply-adds"), countText(c.proposed.multiplyAdds));
    rows += row(c.words.levelWord(), QString::number(c.proposed.level)) + row(tr("chosen as"), roleText(c));
    if (c.measured() && c.words.lowerIsBetter()) {
        rows += row(tr("loss"), tr("%1 nats a word").arg(QLocale().toString(c.evaluation->loss, 'f', 3)));
        if (c.evaluation->total > 0)
            rows += row(tr("words scored"), fullCount(c.evaluation->total));
    } else if (c.measured() && c.evaluation->total > 0)
        rows += row(tr("right"), tr("%1 of %2").arg(fullCount(c.evaluation->correct), fullCount(c.evaluation->total)));
    if (c.evaluation && c.evaluation->seconds > 0)
        rows += row(c.words.kind().shares ? tr("scored in") : tr("trained for"), duration(c.evaluation->seconds));
    return table(rows);
}

QString familyText(const Candidate& c, const CandidateModel& candidates)
{
    QStringList lines;
    const auto muted = [](const QString& text) { return QStringLiteral("<span style='color:%1'>%2</span>").arg(name(theme().muted), text); };
    if (const auto parent = c.proposed.parent)
        lines << link(parent) + QStringLiteral(" \u2192 #%1 ").arg(c.proposed.id) + muted(tr("(+ block %1)").arg(c.proposed.arch.blockCount()));
    else
        lines << muted(tr("no parent"));
    auto children = candidates.children(c.proposed.id);
    if (children.empty())
        return lines.join(QStringLiteral("<br>"));
    std::stable_sort(children.begin(), children.end(), [&](CandidateId a, CandidateId b) { return accuracyOf(candidates.find(a)) > accuracyOf(candidates.find(b)); });
    QStringList shown;
    for (std::size_t i = 0; i < std::min(children.size(), kShownChildren); ++i) {
        const auto accuracy = accuracyOf(candidates.find(children[i]));
        shown << (accuracy < 0 ? link(children[i]) : link(children[i]) + QChar(0x00A0) + muted(c.words.number(accuracy)));
    }
    if (children.size() > kShownChildren)
        shown << link(QStringLiteral("children"), tr("all %1").arg(children.size()));
    lines << muted(tr("children")) + QStringLiteral("  ") + shown.join(QStringLiteral(",  "));
    return lines.join(QStringLiteral("<br>"));
}

QString summaryTable(const std::vector<const Candidate*>& chosen)
{
    std::vector<const Candidate*> measured;
    std::copy_if(chosen.begin(), chosen.end(), std::back_inserter(measured), [](const Candidate* c) { return c->measured(); });
    QString rows = row(tr("chosen"), fullCount(static_cast<std::int64_t>(chosen.size())));
    if (measured.size() != chosen.size())
        rows += row(tr("measured of them"), fullCount(static_cast<std::int64_t>(measured.size())));
    if (!measured.empty()) {
        const auto [low, high] = std::minmax_element(measured.begin(), measured.end(), [](const auto* a, const auto* b) { return accuracyOf(a) < accuracyOf(b); });
        double sum = 0;
        for (const auto* c : measured)
            sum += c->words.measure().shown(accuracyOf(c));
        const auto& words = (*high)->words;
        const bool plain = !words.kind().shares && !words.lowerIsBetter();
        rows += row(plain ? tr("best measured (proxy)") : tr("best %1").arg(words.name()), link((*high)->proposed.id) + QStringLiteral("  <b>%1</b>").arg(measuredText(**high)));
        rows += row(tr("mean"), words.value(words.measure().inside(sum / static_cast<double>(measured.size())))) + row(tr("range"), words.range(accuracyOf(*low), accuracyOf(*high)));
    }
    const auto range = [&](auto value, auto text) {
        const auto [low, high] = std::minmax_element(chosen.begin(), chosen.end(), [&](const auto* a, const auto* b) { return value(*a) < value(*b); });
        const auto from = text(value(**low)), to = text(value(**high));
        return from == to ? from : from + QStringLiteral(" \u2013 ") + to;
    };
    if (!chosen.empty()) {
        rows += row(chosen.front()->words.levelWord(), range([](const Candidate& c) { return c.proposed.level; }, [](int level) { return QString::number(level); }));
        rows += row(tr("parameters"), range([](const Candidate& c) { return c.proposed.parameters; }, countText));
        rows += row(tr("multiply-adds"), range([](const Candidate& c) { return c.proposed.multiplyAdds; }, countText));
    }
    return table(rows);
}

} // namespace cw::ui
