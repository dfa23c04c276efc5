#include "ui/export/run_reader.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include "core/store/run_store.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

constexpr int kLongestName = 200; // bytes; file systems take 255 with the ending and what a temporary file adds

} // namespace

Result<std::unique_ptr<ReadRun>> readRun(const QString& folder)
{
    const auto store = RunStore::openForReading(toPath(folder));
    if (!store)
        return store.error();
    const auto events = (*store)->events();
    if (!events)
        return events.error();
    auto read = std::make_unique<ReadRun>();
    read->run.begin(runInfo(toPath(folder), (*store)->header()), false);
    read->candidates.setWords(read->run.words());
    read->policy.begin(read->run.info());
    read->policy.apply(*events);
    read->candidates.apply(*events);
    read->run.apply(*events);
    read->run.endOfRecording();
    return read;
}

QString candidateTitle(const Candidate& candidate, const QString& runName)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("Pictures", text); };
    QStringList words{(runName.isEmpty() ? QString() : runName + QLatin1Char(' ')) + QStringLiteral("#%1").arg(candidate.proposed.id)};
    if (candidate.measured())
        words << candidate.words.measured(candidate.evaluation->accuracy);
    else if (candidate.proposed.predicted)
        words << tr("predicted %1").arg(predictionText(*candidate.proposed.predicted));
    if (candidate.proposed.parameters > 0)
        words << tr("%1 parameters").arg(shortCount(candidate.proposed.parameters));
    return words.join(QStringLiteral(" \u00b7 "));
}

QString fileNameFor(const QString& runName, const QString& what)
{
    auto name = runName.isEmpty() ? what : runName + QLatin1Char('-') + what;
    static const QRegularExpression odd(QStringLiteral("[^\\w.-]+"), QRegularExpression::UseUnicodePropertiesOption);
    name.replace(odd, QStringLiteral("-"));
    // The end tells files apart, so the beginning gives way.
    while (name.startsWith(QLatin1Char('-')) || name.startsWith(QLatin1Char('.')) || name.toUtf8().size() > kLongestName)
        name.remove(0, name[0].isHighSurrogate() ? 2 : 1);
    return name.isEmpty() ? QStringLiteral("cellwright") : name;
}

} // namespace cw::ui
