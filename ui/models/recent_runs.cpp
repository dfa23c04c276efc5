#include "ui/models/recent_runs.h"

#include <algorithm>

#include <QFileInfo>
#include <QLocale>
#include <QRegularExpression>
#include <QSettings>

#include "core/base/files.h"
#include "core/store/run_summary.h"
#include "core/store/writer_probe.h"
#include "ui/models/run_info.h"
#include "ui/util/serial_worker.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

const auto kKey = QLatin1String("recentRuns");
constexpr int kMost = 8;

} // namespace

RecentRuns::RecentRuns(QObject* parent)
    : QObject(parent)
{
}

QStringList RecentRuns::folders() const
{
    auto all = QSettings().value(kKey).toStringList();
    all.erase(std::remove_if(all.begin(), all.end(), [](const QString& f) { return !QFileInfo(f).isDir(); }), all.end());
    return all;
}

void RecentRuns::add(const QString& folder)
{
    auto all = folders();
    all.removeAll(folder);
    all.prepend(folder);
    QSettings().setValue(kKey, all.mid(0, kMost));
    Q_EMIT changed();
}

void RecentRuns::remove(const QString& folder)
{
    auto all = folders();
    all.removeAll(folder);
    QSettings().setValue(kKey, all);
    Q_EMIT changed();
}

const RunFacts* RecentRuns::facts(const QString& folder) const
{
    const auto found = m_facts.find(folder);
    return found == m_facts.end() ? nullptr : &found->second;
}

void RecentRuns::readFacts()
{
    if (!m_worker)
        return;
    stopReading();
    m_reading = m_worker->run(this, [this, wanted = folders()](Control& control) -> SerialWorker::Done {
        const auto read = std::make_shared<std::map<QString, RunFacts>>();
        for (const auto& folder : wanted) {
            control.check();
            (*read)[folder] = readRunFacts(folder);
        }
        return [this, read] {
            m_facts = std::move(*read);
            Q_EMIT factsRead();
        };
    });
}

void RecentRuns::stopReading()
{
    if (m_reading)
        m_reading->requestStop();
    m_reading.reset();
}

RunFacts readRunFacts(const QString& folder)
{
    RunFacts facts;
    facts.folder = folder;
    facts.name = QFileInfo(folder).completeBaseName();
    const auto store = RunStore::openForReading(toPath(folder));
    if (!store) {
        facts.problem = qs(store.error().message);
        return facts;
    }
    const auto events = (*store)->events();
    if (!events) {
        facts.problem = qs(events.error().message);
        return facts;
    }
    const auto info = runInfo(toPath(folder), (*store)->header());
    const auto summary = summarize(*events);
    facts.data = QFileInfo(info.dataPath).fileName();
    facts.strategy = info.strategyTitle();
    facts.words = info.words();
    facts.done = summary.done;
    facts.planned = summary.modelsPlanned;
    if (summary.best)
        facts.best = summary.bestAccuracy;
    facts.finished = summary.finished;
    facts.early = summary.early;
    facts.running = !summary.finished && isBeingWritten(toPath(folder));
    if (!events->empty())
        facts.when = QDateTime::fromMSecsSinceEpoch(events->back().unixMilliseconds);
    return facts;
}

QString RunFacts::bestText() const { return best ? words.value(*best) : QStringLiteral("\u2013"); }

QString RunFacts::stateText() const
{
    if (!problem.isEmpty())
        return RecentRuns::tr("cannot be read");
    if (finished)
        return early ? RecentRuns::tr("finished early") : RecentRuns::tr("finished");
    if (running)
        return RecentRuns::tr("running, %1 of %2").arg(fullCount(done), fullCount(planned));
    return planned > 0 ? RecentRuns::tr("stopped at %1 of %2").arg(fullCount(done), fullCount(planned)) : RecentRuns::tr("not begun");
}

QString RunFacts::whenText() const
{
    if (!when.isValid())
        return {};
    const auto days = when.date().daysTo(QDate::currentDate());
    const auto time = when.time().toString(QStringLiteral("HH:mm"));
    if (days == 0)
        return RecentRuns::tr("today %1").arg(time);
    return days == 1 ? RecentRuns::tr("yesterday %1").arg(time) : QLocale().toString(when.date(), QLocale::ShortFormat);
}

QString newRunFolder(const QString& dataPath)
{
    static const QRegularExpression odd(QStringLiteral("[^\\p{L}\\p{N}._-]+"));
    auto data = QFileInfo(dataPath).fileName().replace(odd, QStringLiteral("-")).left(40);
    if (data.isEmpty())
        data = QStringLiteral("data");
    const auto base = pathText(dataDirectory() / "runs") + QLatin1Char('/') + QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd-HHmmss"))
        + QLatin1Char('-') + data;
    auto folder = base + QStringLiteral(".cwrun");
    for (int i = 2; QFileInfo::exists(folder); ++i)
        folder = QStringLiteral("%1-%2.cwrun").arg(base).arg(i);
    return folder;
}

} // namespace cw::ui
