// The layout program over its pipe with hostile input, and the client that keeps it alive.
#include <csignal>

#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "ui/graph/layout_client.h"

using namespace cw;

namespace {

const auto kProgram = QStringLiteral(CELLWRIGHT_BIN_DIR "/cellwright-layout");

QList<QJsonObject> answers(const QByteArray& input)
{
    QProcess process;
    process.start(kProgram, {});
    if (!process.waitForStarted())
        return {};
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(20'000);
    QList<QJsonObject> all;
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return all;
    for (const auto& line : process.readAllStandardOutput().split('\n'))
        if (!line.isEmpty())
            all << QJsonDocument::fromJson(line).object();
    return all;
}

ui::LayoutRequest chain(int nodes)
{
    ui::LayoutRequest request;
    for (int i = 0; i < nodes; ++i) {
        request.nodes.push_back({{80, 30}, i == 0});
        if (i > 0)
            request.edges.emplace_back(i - 1, i);
    }
    return request;
}

qint64 residentKilobytes(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/statm").arg(pid));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * 4 : 0;
}

} // namespace

class LayoutTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void laysOutLeftToRightAndTopDown()
    {
        for (const char* direction : {"LR", "TB"}) {
            const auto all = answers(QByteArray("{\"id\":7,\"rankdir\":\"") + direction
                                     + "\"" R"(,"nodes":[{"width":80,"height":30},{"width":80,"height":30},{"width":40,"height":40}],"edges":[[0,1],[1,2],[0,2]]})" "\n");
            QCOMPARE(all.size(), 1);
            QCOMPARE(all[0].value(QLatin1String("id")).toInt(), 7);
            const auto nodes = all[0].value(QLatin1String("nodes")).toArray();
            QCOMPARE(nodes.size(), 3);
            const auto axis = QLatin1String(direction == std::string_view("LR") ? "x" : "y");
            const auto at = [&](int i) { return nodes[i].toObject().value(axis).toDouble(); };
            QVERIFY(at(0) < at(1) && at(1) < at(2));
            const auto edges = all[0].value(QLatin1String("edges")).toArray();
            QCOMPARE(edges.size(), 3);
            for (const auto& edge : edges) {
                const auto points = edge.toArray().size();
                QVERIFY2(points >= 4 && points % 3 == 1, "one cubic Bezier spline");
            }
            // Inside the picture.
            for (const auto& node : nodes) {
                const auto x = node.toObject().value(QLatin1String("x")).toDouble(), y = node.toObject().value(QLatin1String("y")).toDouble();
                QVERIFY(x >= 0 && x <= all[0].value(QLatin1String("width")).toDouble());
                QVERIFY(y >= 0 && y <= all[0].value(QLatin1String("height")).toDouble());
            }
        }
    }

    void hostileLinesGetErrorsAndTheNextOneIsAnswered()
    {
        QByteArray deep(200'000, '[');
        QByteArray input;
        const QList<QByteArray> bad{
            "garbage", "[]", "{", "null", "{}", R"({"id":1,"nodes":[]})", R"({"id":2,"nodes":[{"width":-1,"height":3}]})",
            R"({"id":3,"nodes":[{"width":1e300,"height":3}]})", R"({"id":4,"nodes":[{"width":10,"height":10}],"edges":[[0,1]]})",
            R"({"id":5,"nodes":[{"width":10,"height":10}],"edges":[[0,0]]})", R"({"id":6,"nodes":[{"width":10,"height":10}],"edges":[[0]]})",
            R"({"id":7,"nodes":[{"width":10,"height":10}],"edges":[[0.5,"x"]]})", R"({"id":8,"nodes":[{"width":10,"height":10}],"edges":[[-1,99999999999999999999]]})",
            R"({"id":9,"rankdir":"XX","nodes":[{"width":10,"height":10}]})", R"({"id":10,"rankdir":{},"nodes":"abc"})", "\xff\xfe\x00\x01", deep,
            QByteArray("{\"id\":11,\"x\":\"") + QByteArray(3 << 20, 'a') + "\"}",
        };
        for (const auto& line : bad)
            input += line + '\n';
        QByteArray many = R"({"id":12,"nodes":[)";
        for (int i = 0; i < 2001; ++i)
            many += (i ? "," : "") + QByteArray(R"({"width":10,"height":10})");
        input += many + "]}\n\n   \n";
        input += R"({"id":99,"nodes":[{"width":10,"height":10},{"width":10,"height":10}],"edges":[[0,1]]})"; // no newline at the end
        const auto all = answers(input);
        QCOMPARE(all.size(), bad.size() + 2);
        for (int i = 0; i + 1 < all.size(); ++i)
            QVERIFY2(!all[i].value(QLatin1String("error")).toString().isEmpty(), bad.value(i).left(60).constData());
        QCOMPARE(all.last().value(QLatin1String("id")).toInt(), 99);
        QVERIFY(!all.last().contains(QLatin1String("error")));
    }

    void cyclesAndLonelyNodesAreLaidOut()
    {
        const auto all = answers(R"({"id":1,"nodes":[{"width":10,"height":10},{"width":10,"height":10},{"width":10,"height":10}],"edges":[[0,1],[1,0],[0,1]]})" "\n");
        QCOMPARE(all.size(), 1);
        QVERIFY(!all[0].contains(QLatin1String("error")));
        QCOMPARE(all[0].value(QLatin1String("edges")).toArray().size(), 3);
    }

    void nothingLeaksPerRequest()
    {
        QProcess process;
        process.start(kProgram, {});
        QVERIFY(process.waitForStarted());
        const auto ask = [&](int times) {
            for (int i = 0; i < times; ++i) {
                process.write(R"({"id":1,"nodes":[{"width":80,"height":30,"rank":"source"},{"width":80,"height":30},{"width":80,"height":30}],"edges":[[0,1],[1,2],[0,2]]})" "\n");
                while (!process.canReadLine())
                    if (!process.waitForReadyRead(5000))
                        return false;
                process.readLine();
            }
            return true;
        };
        QVERIFY(ask(300));
        const auto before = residentKilobytes(process.processId());
        QVERIFY(ask(2000));
        const auto after = residentKilobytes(process.processId());
        QVERIFY2(after - before < 600, qPrintable(QStringLiteral("%1 KB more after 2000 layouts").arg(after - before)));
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished(2000));
    }

    void clientAnswersAndCaches()
    {
        ui::LayoutClient client(kProgram);
        ui::LayoutResult result;
        int calls = 0;
        client.layOut(this, chain(4), [&](const auto& r) { result = r, ++calls; });
        QTRY_COMPARE(calls, 1);
        QCOMPARE(result.error, QString());
        QCOMPARE(result.nodes.size(), 4u);
        QCOMPARE(result.edges.size(), 3u);
        client.layOut(this, chain(4), [&](const auto&) { ++calls; });
        QCOMPARE(calls, 2); // at once
        QCOMPARE(client.starts(), 1);
    }

    void clientHearsAnswersWhileACallbackWaits()
    {
        ui::LayoutClient client(kProgram);
        QObject other;
        QString inside = QStringLiteral("none");
        bool done = false;
        client.layOut(this, chain(4), [&](const auto&) {
            QEventLoop loop; // as a drag has one
            client.layOut(&other, chain(5), [&](const auto& result) {
                inside = result.error;
                loop.quit();
            });
            loop.exec();
            done = true;
        });
        QTRY_VERIFY(done);
        QCOMPARE(inside, QString());
        QCOMPARE(client.starts(), 1);
    }

    void clientTakesTheNewestOfAnOwner()
    {
        ui::LayoutClient client(kProgram);
        QObject other;
        QList<int> done;
        for (int n = 2; n < 30; ++n)
            client.layOut(this, chain(n), [&done, n](const auto&) { done << n; });
        client.layOut(&other, chain(40), [&done](const auto&) { done << 40; });
        QTRY_COMPARE(done.size(), 2);
        QVERIFY(done.contains(29));
        QVERIFY(done.contains(40));
    }

    void clientStartsAKilledProgramAgain()
    {
        ui::LayoutClient client(kProgram);
        int calls = 0;
        client.layOut(this, chain(3), [&](const auto& r) { calls += r.error.isEmpty(); });
        QTRY_COMPARE(calls, 1);
        ::kill(static_cast<pid_t>(client.processId()), SIGKILL);
        client.layOut(this, chain(5), [&](const auto& r) { calls += r.error.isEmpty() && r.nodes.size() == 5; });
        QTRY_COMPARE(calls, 2);
        QCOMPARE(client.starts(), 2);
    }

    void clientKillsWhatTakesTooLong()
    {
        ui::LayoutClient client(script("exec sleep 60"));
        client.setTimeout(150);
        QString error;
        client.layOut(this, chain(3), [&](const auto& r) { error = r.error; });
        QTRY_VERIFY(!error.isEmpty());
    }

    void clientSurvivesGarbageAndDeath()
    {
        for (const char* body : {"while read l; do echo garbage; done", "exit 3", "while read l; do echo '{\"id\":1,\"error\":\"no\"}'; done"}) {
            ui::LayoutClient client(script(body));
            client.setTimeout(300);
            QString error;
            client.layOut(this, chain(3), [&](const auto& r) { error = r.error; });
            QTRY_VERIFY2(!error.isEmpty(), body);
        }
    }

    void missingProgramIsASentence()
    {
        ui::LayoutClient client(QStringLiteral("/nowhere/cellwright-layout"));
        QString error;
        for (int i = 0; i < 2; ++i) {
            error.clear();
            client.layOut(this, chain(3 + i), [&](const auto& r) { error = r.error; });
            QTRY_VERIFY(error.contains(QStringLiteral("cellwright-layout is missing")));
        }
    }

    void aDeadOwnerIsNotCalled()
    {
        ui::LayoutClient client(kProgram);
        int calls = 0;
        auto owner = std::make_unique<QObject>();
        client.layOut(owner.get(), chain(6), [&](const auto&) { ++calls; });
        owner.reset();
        client.layOut(this, chain(7), [&](const auto&) { calls += 10; });
        QTRY_COMPARE(calls, 10);
    }

private:
    QString script(const char* body)
    {
        const auto path = m_folder.filePath(QStringLiteral("script%1").arg(++m_scripts));
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(QByteArray("#!/bin/sh\n") + body + "\n");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return path;
    }
    QTemporaryDir m_folder;
    int m_scripts = 0;
};

QTEST_GUILESS_MAIN(LayoutTest)
#include "layout_test.moc"
