#include "ui/graph/layout_client.h"

#include <algorithm>

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace cw::ui {
namespace {

constexpr qint64 kMostAnswer = 4 << 20;

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
    for (const auto& [from, to] : request.edges)
        edges.append(QJsonArray{from, to});
    return {{QStringLiteral("rankdir"), request.leftToRight ? QStringLiteral("LR") : QStringLiteral("TB")}, {QStringLiteral("nodeGap"), request.nodeGap},
            {QStringLiteral("rankGap"), request.rankGap}, {QStringLiteral("nodes"), nodes}, {QStringLiteral("edges"), edges}};
}

LayoutResult failure(const QString& sentence)
{
    LayoutResult result;
    result.error = sentence;
    return result;
}

LayoutResult fromJson(const QJsonObject& object)
{
    if (const auto error = object.value(QLatin1String("error")); error.isString())
        return failure(LayoutClient::tr("This cell could not be laid out: %1.").arg(error.toString()));
    LayoutResult result;
    result.size = {object.value(QLatin1String("width")).toDouble(), object.value(QLatin1String("height")).toDouble()};
    const auto nodes = object.value(QLatin1String("nodes")).toArray();
    for (const auto& node : nodes)
        result.nodes.emplace_back(node.toObject().value(QLatin1String("x")).toDouble(), node.toObject().value(QLatin1String("y")).toDouble());
    const auto edges = object.value(QLatin1String("edges")).toArray();
    for (const auto& edge : edges) {
        std::vector<QPointF> points;
        const auto list = edge.toArray();
        for (const auto& point : list)
            points.emplace_back(point.toArray().at(0).toDouble(), point.toArray().at(1).toDouble());
        result.edges.push_back(std::move(points));
    }
    return result;
}

} // namespace

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
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &LayoutClient::readAnswers);
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
    m_waiting.push_back({owner, body, std::move(callback)});
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
            finish(fromJson(object));
    }
    if (m_process.bytesAvailable() > kMostAnswer)
        m_process.kill(); // no answer of the program is this long
}

void LayoutClient::programEnded()
{
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
    if (job.owner && job.callback)
        job.callback(result);
    QMetaObject::invokeMethod(this, &LayoutClient::sendNext, Qt::QueuedConnection);
}

} // namespace cw::ui
