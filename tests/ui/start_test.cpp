// The window program itself: how it starts, and what its probe tells.
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

class StartTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void probeTellsWhenTheFirstFrameStood()
    {
        QElapsedTimer life;
        life.start();
        QCOMPARE(run({QStringLiteral("--probe"), QStringLiteral("1")}), 0);
        const auto figures = QJsonDocument::fromJson(m_output).object();
        const double ready = figures.value(QStringLiteral("ready_ms")).toDouble(-1);
        QVERIFY2(ready > 0 && ready < static_cast<double>(life.elapsed()), m_output.constData());
        for (const char* key : {"gaps", "longest_ms", "p999_ms", "seconds"})
            QVERIFY2(figures.value(QLatin1String(key)).toDouble(-1) >= 0, key);
    }

    void refusesAThemeThatThereIsNot()
    {
        QCOMPARE(run({QStringLiteral("--theme"), QStringLiteral("blue")}), 2);
        QVERIFY2(m_errors.contains("system, light or dark"), m_errors.constData());
    }

    void refusesADemoThatThereIsNot()
    {
        QCOMPARE(run({QStringLiteral("--demo"), QStringLiteral("everything")}), 2);
        QVERIFY2(m_errors.contains("micro, macro or recurrent"), m_errors.constData());
    }

private:
    int run(const QStringList& arguments)
    {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
            environment.insert(QString::fromLatin1(name), m_home.filePath(QString::fromLatin1(name)));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(CELLWRIGHT_BIN_DIR "/cellwright"), arguments);
        if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
            return -1;
        m_output = process.readAllStandardOutput();
        m_errors = process.readAllStandardError();
        return process.exitCode();
    }
    QTemporaryDir m_home;
    QByteArray m_output, m_errors;
};

QTEST_GUILESS_MAIN(StartTest)
#include "start_test.moc"
