// The sentences of RunModel.
#include <QLocale>
#include <QStringList>

#include "ui/models/run_model.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

QString number(double value) { return QLocale().toString(value, 'f', 2); }

} // namespace

QString RunModel::stateText() const
{
    using S = SessionState;
    const bool shared = words().kind().shares;
    const auto measured = shared ? (m_measured == 1 ? tr("one candidate scored") : tr("%1 candidates scored").arg(m_measured))
                                 : (m_measured == 1 ? tr("one candidate measured") : tr("%1 candidates measured").arg(m_measured));
    switch (m_state) {
    case S::Idle: return m_hasRun ? tr("Starting\u2026") : tr("Ready");
    case S::Preparing: return m_preparation.what.empty() ? tr("Preparing\u2026") : qs(m_preparation.what);
    case S::Paused: return tr("Paused \u00b7 %1").arg(measured);
    case S::Pausing: return tr("Pausing\u2026");
    case S::Stopping: return tr("Finishing\u2026");
    case S::Stopped: return tr("Stopped \u00b7 %1").arg(measured);
    case S::Failed: return tr("Failed \u00b7 %1").arg(measured);
    case S::Finished: return m_finished && m_finished->early ? tr("Finished early \u00b7 %1").arg(measured) : tr("Finished \u00b7 %1").arg(measured);
    case S::Running: break;
    }
    if (words().kind().shares)
        return phaseText();
    const auto* level = currentLevel();
    if (!level)
        return tr("Running");
    const int all = std::max(level->toTrain, static_cast<int>(level->proposed.size()));
    const int at = std::min(all, static_cast<int>(level->done.size()) + 1);
    if (level->done.size() >= static_cast<std::size_t>(all) && all > 0)
        return tr("Level %1 of %2 \u00b7 learning from the results").arg(level->level).arg(std::max(m_info.levels(), level->level));
    const auto candidate = tr("candidate %1 of %2").arg(at).arg(all);
    // A search without levels (random) reports all its work under the last one.
    if (m_levels.size() == 1 && level->level > 1)
        return tr("Searching \u00b7 %1").arg(candidate);
    return tr("Level %1 of %2 \u00b7 %3").arg(level->level).arg(std::max(m_info.levels(), level->level)).arg(candidate);
}

QString RunModel::phaseText() const
{
    const auto& kind = words().kind();
    const auto steps = [this](const QString& text) { return text.arg(m_phase.step).arg(m_phase.steps); };
    QString text;
    switch (m_phase.kind) {
    case Phase::Kind::None: return tr("Running");
    case Phase::Kind::SharedWeights: text = steps(tr("training shared weights \u00b7 step %1 of %2")); break;
    case Phase::Kind::Policy:
        text = steps(kind.learns ? tr("training the controller \u00b7 update %1 of %2") : tr("scoring children drawn at random \u00b7 %1 of %2"));
        break;
    case Phase::Kind::Deriving:
        if (const auto* level = currentLevel(); level && level->toTrain > 0)
            text = tr("deriving \u00b7 candidate %1 of %2").arg(std::min(level->toTrain, static_cast<int>(level->done.size()) + 1)).arg(level->toTrain);
        else
            text = tr("deriving");
        break;
    }
    return tr("Round %1 of %2 \u00b7 %3").arg(m_phase.round).arg(std::max(m_phase.rounds, m_phase.round)).arg(text);
}

QString RunModel::bestText() const { return m_best ? words().value(m_best->accuracy) : QStringLiteral("\u2013"); }

QString RunModel::timeLeftText() const
{
    if (m_state == SessionState::Finished && m_finished)
        return duration(m_finished->seconds > 0 ? m_finished->seconds : m_seconds);
    const auto left = timeLeft();
    return left ? durationRange(left->low, left->high) : QStringLiteral("\u2013");
}

RunModel::Trust RunModel::trust() const
{
    for (auto level = m_levels.rbegin(); level != m_levels.rend(); ++level)
        if (const auto& done = level->second.finished; done && done->trust) {
            const auto& t = *done->trust;
            if (t.low <= 0 || t.spearman < 0.3)
                return Trust::Weak;
            return t.spearman >= 0.6 && t.low >= 0.3 ? Trust::Good : Trust::Fair;
        }
    return Trust::None;
}

QString RunModel::trustText() const
{
    for (auto level = m_levels.rbegin(); level != m_levels.rend(); ++level)
        if (const auto& done = level->second.finished; done && done->trust) {
            const auto& t = *done->trust;
            const auto kind = trust();
            const auto word = kind == Trust::Good ? tr("good") : kind == Trust::Fair ? tr("fair") : t.low <= 0 ? tr("not shown yet") : tr("weak");
            return tr("%1 \u00b7 \u03c1 %2 [%3, %4]").arg(word, number(t.spearman), number(t.low), number(t.high));
        }
    return tr("not known yet");
}

QString RunModel::trustHelp() const
{
    for (auto level = m_levels.rbegin(); level != m_levels.rend(); ++level)
        if (const auto& done = level->second.finished; done && done->trust)
            return tr("Rank correlation of predictions made before training with what was then measured, over %1 cells drawn at random from those the "
                      "search did not choose at level %2, with its 95 % interval.").arg(done->trust->n).arg(level->first);
    return tr("Known after level 2: a few cells that the predictor did not choose are trained too, and show how well it ranks.");
}

QString RunModel::toText() const
{
    QStringList lines{QStringLiteral("state %1 | %2").arg(qs(key(m_state)), stateText()),
                      QStringLiteral("evaluated %1 of %2").arg(m_evaluated).arg(planned()),
                      QStringLiteral("best %1").arg(m_best ? QStringLiteral("#%1 %2").arg(m_best->id).arg(m_best->accuracy, 0, 'f', 4) : QStringLiteral("none")),
                      QStringLiteral("trust %1").arg(trustText())};
    if (m_phase.kind != Phase::Kind::None)
        lines << QStringLiteral("round %1 of %2, step %3 of %4").arg(m_phase.round).arg(m_phase.rounds).arg(m_phase.step).arg(m_phase.steps);
    for (const auto& [at, level] : m_levels)
        lines << QStringLiteral("level %1: %2 of %3%4").arg(at).arg(level.done.size()).arg(level.toTrain).arg(level.finished ? QStringLiteral(" finished") : QString());
    if (m_finished)
        lines << QStringLiteral("winner #%1 %2%3").arg(m_finished->winner).arg(m_finished->accuracy, 0, 'f', 4).arg(m_finished->early ? QStringLiteral(" early") : QString());
    if (m_error)
        lines << QStringLiteral("error %1").arg(qs(m_error->message));
    return lines.join(QLatin1Char('\n'));
}

} // namespace cw::ui
