#include "ui/graph/layout_client.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace cw::ui {
namespace {

constexpr qint64 kMostAnswer = 4 << 20;
constexpr double kFarthest = 1e6; // pixels

QJsonObject toJson(const LayoutRequest& request)
{
    QJsonArray nodes, edges;
    for (std::size_t i = 0; i < request.nodes.size(); ++i) {
        const auto& node = request.nodes[i];
        QJsonObject object{{QStringLiteral("width"), node.size.width()}, {QStringLiteral("height"), node.size.height()}};
        if (node.source)
            object.insert(QStringLiteral("rank"), QStringLiteral("source"));
        nodes.append(object);
    }
    for (const auto& edge : request.edges) {
        QJsonArray list{edge.from, edge.to};
        QJsonObject more;
        if (!edge.label.isEmpty())
            more = {{QStringLiteral("width"), edge.label.width()}, {QStringLiteral("height"), edge.label.height()}};
        if (edge.weight != 1)
            more.insert(QStringLiteral("weight"), edge.weight);
        if (!more.isEmpty())
            list.append(more);
        edges.append(list);
    }
    return {{QStringLiteral("rankdir"), request.leftToRight ? QStringLiteral("LR") : QStringLiteral("TB")}, {QStringLiteral("nodeGap"), request.nodeGap},
            {QStringLiteral("rankGap"), request.rankGap}, {QStringLiteral("nodes"), nodes}, {QStringLiteral("edges"), edges}};
}

LayoutResult failure(const QString& sentence)
{
    LayoutResult result;
    result.error = sentence;
    return result;
}

/// Not a number, or further away than any picture reaches: unusable.
bool usable(const QPointF& point) { return std::isfinite(point.x()) && std::isfinite(point.y()) && std::max(std::abs(point.x()), std::abs(point.y())) < kFarthest; }
bool usable(const std::vector<QPointF>& points)
{
    return std::all_of(points.begin(), points.end(), [](const QPointF& point) { return usable(point); });
}

QPointF pointOf(const QJsonValue& value) { return {value.toArray().at(0).toDouble(), value.toArray().at(1).toDouble()}; }

} // namespace

LayoutResult LayoutClient::fromJson(const QJsonObject& object, const Job& job)
{
    if (const auto error = object.value(QLatin1String("error")); error.isString())
        return failure(tr("This picture could not be laid out: %1.").arg(error.toString()));
    LayoutResult result;
    result.leftToRight = job.leftToRight;
    result.size = {object.value(QLatin1String("width")).toDouble(), object.value(QLatin1String("height")).toDouble()};
    const auto nodes = object.value(QLatin1String("nodes")).toArray(), edges = object.value(QLatin1String("edges")).toArray(), labels = object.value(QLatin1String("labels")).toArray();
    for (const auto& node : nodes)
        result.nodes.emplace_back(node.toObject().value(QLatin1String("x")).toDouble(), node.toObject().value(QLatin1String("y")).toDouble());
    bool splines = true;
    for (const auto& edge : edges) {
        std::vector<QPointF> points;
        const auto list = edge.toArray();
        for (const auto& point : list)
            points.push_back(pointOf(point));
        splines = splines && usable(points) && (points.empty() || points.size() % 3 == 1);
        result.edges.push_back(std::move(points));
    }
    for (qsizetype i = 0; i < edges.size(); ++i)
        result.labels.push_back(pointOf(labels.at(i)));
    const bool fits = result.nodes.size() == job.nodes && result.edges.size() == job.edges;
    if (!fits || !splines || !usable(result.nodes) || !usable(result.labels) || !usable(QPointF(result.size.width(), result.size.height())))
        return failure(tr("The layout program gave an answer that does not fit this picture, so it cannot be drawn. Everything else works."));
    return result;
}

QString LayoutClient::defaultProgram()
{
    const auto here = QCoreApplication::applicationDirPath();
    const auto installed = here + QStringLiteral("/../libexec/cellwright/cellwright-layout");
    return QFileInfo::exists(installed) ? installed : here + QStringLiteral("/cellwright-layout");
}

LayoutClient::LayoutClient(QString program, QObject* parent)
    : QObject(parent)
    , m_program(std::move(program))
{
    m_process.setStandardErrorFile(QProcess::nullDevice());
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &LayoutClient::tookTooLong);
    // Queued: while a callback runs an event loop of its own, as a drag does, further answers must still be heard.
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &LayoutClient::readAnswers, Qt::QueuedConnection);
    connect(&m_process, &QProcess::finished, this, &LayoutClient::programEnded);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            finish(failure(tr("The layout program cellwright-layout is missing or cannot be started, so cells cannot be drawn. Everything else works; install Cellwright again to "
                              "bring it back.")));
    });
}

LayoutClient::~LayoutClient()
{
    m_process.disconnect(this);
    m_process.closeWriteChannel(); // it ends at the end of its input
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(200)) {
        m_process.kill();
        m_process.waitForFinished(1000);
    }
}

void LayoutClient::layOut(QObject* owner, const LayoutRequest& request, Callback callback)
{
    const auto body = QJsonDocument(toJson(request)).toJson(QJsonDocument::Compact);
    m_waiting.erase(std::remove_if(m_waiting.begin(), m_waiting.end(), [owner](const Job& job) { return !job.owner || job.owner == owner; }), m_waiting.end());
    if (m_current && m_current->owner == owner)
        m_current->callback = {}; // its result still goes to the cache
    if (const auto* known = m_cache.object(body)) {
        callback(*known);
        return;
    }
    m_waiting.push_back({owner, body, std::move(callback), request.leftToRight, request.nodes.size(), request.edges.size()});
    sendNext();
}

void LayoutClient::sendNext()
{
    if (m_process.state() == QProcess::Starting)
        return;
    if (!m_current) {
        if (m_waiting.empty())
            return;
        m_current = std::move(m_waiting.front());
        m_waiting.erase(m_waiting.begin());
    } else if (m_timer.isActive()) {
        return; // on its way
    }
    if (m_process.state() == QProcess::NotRunning) {
        ++m_starts;
        m_process.start(m_program, {}, QIODevice::ReadWrite);
        if (!m_current)
            return; // could not be started: told already
    }
    ++m_current->attempts;
    const auto line = QByteArrayLiteral("{\"id\":") + QByteArray::number(++m_number) + ',' + m_current->body.mid(1) + '\n';
    m_process.write(line);
    m_timer.start(m_timeout);
}

void LayoutClient::readAnswers()
{
    while (m_process.canReadLine()) {
        const auto object = QJsonDocument::fromJson(m_process.readLine()).object();
        if (m_current && object.value(QLatin1String("id")).toInteger(-1) == m_number)
            finish(fromJson(object, *m_current));
    }
    if (m_process.bytesAvailable() > kMostAnswer)
        m_process.kill(); // no answer of the program is this long
}

void LayoutClient::programEnded()
{
    readAnswers(); // its last words
    m_timer.stop();
    if (!m_current)
        return;
    if (m_current->attempts >= 2)
        finish(failure(tr("The layout program ended unexpectedly, so this cell cannot be drawn. It is started again for the next one.")));
    else
        sendNext();
}

void LayoutClient::tookTooLong()
{
    if (m_current)
        m_current->attempts = 2; // no second try: it would take as long again
    m_process.kill();
}

void LayoutClient::finish(const LayoutResult& result)
{
    m_timer.stop();
    if (!m_current)
        return;
    auto job = std::move(*m_current);
    m_current.reset();
    if (result.error.isEmpty())
        m_cache.insert(job.body, new LayoutResult(result));
    QMetaObject::invokeMethod(this, &LayoutClient::sendNext, Qt::QueuedConnection);
    if (job.owner && job.callback)
        job.callback(result);
}

} // namespace cw::ui
