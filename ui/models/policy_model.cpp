#include "ui/models/policy_model.h"

#include <algorithm>
#include <utility>

#include <QStringList>

#include "core/search/collapse.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

template <class Event>
auto placeOf(const Event& event) { return std::pair(event.round, event.step); }

/// Steps of whole rounds before this one, all of one length, and those of this one.
template <class Event>
double countOf(const Event& event) { return static_cast<double>(event.round - 1) * static_cast<double>(event.steps) + static_cast<double>(event.step); }

} // namespace

PolicyModel::PolicyModel(QObject* parent)
    : QObject(parent)
{
}

void PolicyModel::begin(const RunInfo& run)
{
    m_space = run.space;
    m_learns = run.words().kind().learns;
    m_operations = run.settings.has("operations") ? run.settings.list("operations") : std::vector<std::string>{};
    m_labels = operationLabels(m_space, m_operations);
    m_updates.clear(), m_trainings.clear(), m_derivations.clear();
    m_child.reset();
    const bool alarmed = !std::exchange(m_alarm, QString()).isEmpty();
    Q_EMIT changed();
    Q_EMIT childChanged();
    if (alarmed)
        Q_EMIT alarmChanged({});
}

void PolicyModel::apply(std::span<const Event> events)
{
    bool grown = false, sampled = false;
    for (const auto& event : events) {
        if (const auto* updated = std::get_if<PolicyUpdated>(&event.body)) {
            add(*updated);
            grown = sampled = true;
        } else if (const auto* trained = std::get_if<SharedWeightsTrained>(&event.body)) {
            add(*trained);
            grown = true;
        } else if (const auto* child = std::get_if<ChildSampled>(&event.body)) {
            m_child = Child{child->arch, child->reward};
            sampled = true;
        } else if (const auto* level = std::get_if<LevelStarted>(&event.body)) {
            std::erase_if(m_derivations, [&](const auto& known) { return known.first >= level->level; });
            m_derivations.emplace_back(level->level, m_updates.empty() ? 0 : m_updates.back().at);
            grown = true;
        }
    }
    if (grown) {
        judge();
        Q_EMIT changed();
    }
    if (sampled)
        Q_EMIT childChanged();
}

/// A run that went on from its last checkpoint tells what came after that again: the newest counts.
void PolicyModel::add(const PolicyUpdated& event)
{
    while (!m_updates.empty() && placeOf(m_updates.back().event) >= placeOf(event))
        m_updates.pop_back();
    m_updates.push_back({countOf(event), event});
    if (!validityProblem(event.child).empty())
        return; // a search that tells no child
    m_child = Child{event.child, event.childReward};
}

void PolicyModel::add(const SharedWeightsTrained& event)
{
    const double at = countOf(event);
    while (!m_trainings.empty() && m_trainings.back().at >= at)
        m_trainings.pop_back();
    m_trainings.push_back({at, event.round, event.loss});
}

double PolicyModel::updatesBefore(int derivation) const
{
    const auto found = std::find_if(m_derivations.begin(), m_derivations.end(), [derivation](const auto& known) { return known.first == derivation; });
    return found == m_derivations.end() ? 0 : found->second;
}

void PolicyModel::judge()
{
    std::vector<PolicyUpdated> newest;
    for (auto i = m_updates.size() - std::min(m_updates.size(), kCollapseEvents); m_learns && i < m_updates.size(); ++i)
        newest.push_back(m_updates[i].event);
    const auto alarm = collapseAlarm(newest, m_labels);
    const auto sentence = alarm ? qs(*alarm) : QString();
    if (std::exchange(m_alarm, sentence) != sentence)
        Q_EMIT alarmChanged(m_alarm);
}

QString PolicyModel::toText() const
{
    QStringList lines;
    for (const auto& update : m_updates)
        lines << QStringLiteral("update %1: reward %2 baseline %3 entropy %4 of %5 skips %6").arg(update.at).arg(update.event.reward, 0, 'f', 4).arg(update.event.baseline, 0, 'f', 4)
                     .arg(update.event.entropy, 0, 'f', 3).arg(update.event.uniformEntropy, 0, 'f', 3).arg(update.event.skipShare, 0, 'f', 3);
    for (const auto& training : m_trainings)
        lines << QStringLiteral("trained %1 (round %2): loss %3").arg(training.at).arg(training.round).arg(training.loss, 0, 'f', 4);
    if (!m_alarm.isEmpty())
        lines << QStringLiteral("alarm ") + m_alarm;
    return lines.join(QLatin1Char('\n'));
}

} // namespace cw::ui
