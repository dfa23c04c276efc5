#include "ui/models/recent_runs.h"

#include <algorithm>

#include <QDateTime>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSettings>

#include "core/base/files.h"
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
