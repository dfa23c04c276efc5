#include "ui/models/decision_model.h"

#include <utility>

#include <QCoreApplication>
#include <QStringList>

#include <nlohmann/json.hpp>

#include "core/search/enas_parameters.h"
#include "core/search/policy_space.h"
#include "ui/util/text.h"

namespace cw::ui {

DecisionModel::DecisionModel(SerialWorker& worker, QObject* parent)
    : QObject(parent)
    , m_worker(worker)
{
}

void DecisionModel::setRun(const RunInfo& run)
{
    m_run = run;
    setSubject(0, {});
}

void DecisionModel::setSubject(CandidateId id, const Architecture& arch)
{
    if (id == m_subject && arch == m_arch && m_state != State::Refused)
        return;
    m_subject = id;
    m_arch = arch;
    m_open = {};
    m_sampled.reset();
    m_problem.clear();
    m_state = State::None;
    const bool left = std::exchange(m_forced, std::nullopt).has_value();
    m_forcedAt = -1;
    if (left)
        Q_EMIT forcedChanged();
    if (id)
        put(-1, 0);
    else
        Q_EMIT changed();
}

void DecisionModel::force(int decision, int choice)
{
    if (!m_sampled || decision < 0 || decision >= static_cast<int>(m_sampled->decisions.size()))
        return;
    if (m_sampled->decisions[static_cast<std::size_t>(decision)].choice == choice)
        return release(); // that is what was sampled
    put(decision, choice);
}

void DecisionModel::release()
{
    m_open = {};
    m_state = m_sampled ? State::Ready : m_state;
    const bool left = std::exchange(m_forced, std::nullopt).has_value();
    m_forcedAt = -1;
    Q_EMIT changed();
    if (left)
        Q_EMIT forcedChanged();
}

void DecisionModel::put(int decision, int choice)
{
    m_open = {++m_tickets, decision, choice};
    m_state = State::Asking;
    ask(m_open);
    Q_EMIT changed();
}

void DecisionModel::ask(const Question& question)
{
    const ForcedChoiceQuery query{m_arch, question.decision, question.choice};
    m_live = m_ask && m_ask(question.ticket, query);
    if (m_live)
        return;
    if (m_run.folder.isEmpty())
        return refuse(tr("No controller lies with this run."));
    m_worker.run(this, [this, question, query, run = m_run](Control&) -> SerialWorker::Done {
        const auto answer = std::make_shared<Result<ControllerAnswer>>(askStoredController(run, query));
        return [this, question, answer] { take(question, *answer); };
    });
}

void DecisionModel::searchEnded()
{
    if (m_open.ticket != 0 && m_live)
        ask(m_open);
}

void DecisionModel::answered(std::uint64_t ticket, const std::string& json)
{
    if (ticket != m_open.ticket || ticket == 0)
        return; // something newer was asked
    const auto value = nlohmann::json::parse(json, nullptr, false);
    take(m_open, value.is_discarded() ? Result<ControllerAnswer>(Error{ErrorCode::Internal, tr("The answer of the controller could not be read.").toStdString(), {}}) : controllerAnswerFromJson(value));
}

void DecisionModel::take(Question question, const Result<ControllerAnswer>& answer)
{
    if (question.ticket != m_open.ticket)
        return;
    m_open = {};
    if (!answer)
        return refuse(qs(answer.error().message));
    m_state = State::Ready;
    if (question.decision < 0) {
        m_sampled = *answer;
        Q_EMIT changed();
        return;
    }
    m_forced = *answer;
    m_forcedAt = question.decision;
    Q_EMIT changed();
    Q_EMIT forcedChanged();
}

void DecisionModel::refuse(const QString& sentence)
{
    m_open = {};
    m_problem = sentence;
    m_state = State::Refused;
    Q_EMIT changed();
}

QString DecisionModel::hypothesis() const
{
    if (!m_forced || m_forcedAt < 0 || m_forcedAt >= static_cast<int>(m_forced->decisions.size()))
        return {};
    const auto& decision = m_forced->decisions[static_cast<std::size_t>(m_forcedAt)];
    const auto& option = decision.options[static_cast<std::size_t>(decision.choice)];
    return tr("Not sampled. %1 is forced to %2 (%3); what comes before stays, what follows is most probable.")
        .arg(qs(decision.name).left(1).toUpper() + qs(decision.name).mid(1), qs(option.name), percent(option.probability));
}

QString DecisionModel::source() const { return m_live ? tr("Probabilities of the controller as it stands now.") : tr("Probabilities of the controller as it was kept with the run."); }

QString DecisionModel::toText() const
{
    QStringList lines;
    if (m_state == State::Refused)
        lines << QStringLiteral("refused: ") + m_problem;
    if (m_state == State::Asking)
        lines << QStringLiteral("asking");
    if (!hypothesis().isEmpty())
        lines << hypothesis();
    if (const auto* answer = shown())
        for (const auto& decision : answer->decisions) {
            const auto& option = decision.options[static_cast<std::size_t>(decision.choice)];
            lines << QStringLiteral("%1: %2 %3").arg(qs(decision.name), qs(option.name)).arg(option.probability, 0, 'f', 3);
        }
    return lines.join(QLatin1Char('\n'));
}

Result<ControllerAnswer> askStoredController(const RunInfo& run, const ForcedChoiceQuery& query)
{
    const auto refused = [](const char* sentence) {
        return Error{ErrorCode::NotFound, QCoreApplication::translate("cw::ui::DecisionModel", sentence).toStdString(), {}};
    };
    const auto store = RunStore::openForReading(toPath(run.folder));
    if (!store)
        return store.error();
    if (!run.settings.has("units"))
        return refused(QT_TRANSLATE_NOOP("cw::ui::DecisionModel", "This search has no controller."));
    const auto weights = (*store)->readWeights(kControllerWeights);
    if (!weights)
        return weights.error().code == ErrorCode::NotFound
                   ? refused(QT_TRANSLATE_NOOP("cw::ui::DecisionModel", "No controller lies with this run yet: it is kept at the end of each derivation."))
                   : weights.error();
    const auto space = decisionSpace(run.space, run.settings);
    if (!space)
        return space.error();
    const auto controller = storedController(*space, controllerSettings(run.settings), *weights);
    if (!controller)
        return controller.error();
    return controllerAnswerFromJson(controllerAnswer(*controller, query.arch, query.decision, query.choice));
}

} // namespace cw::ui
