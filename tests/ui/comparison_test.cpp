#include <QTest>

#include "core/arch/arch_text.h"
#include "ui/models/comparison.h"

using namespace cw;

namespace {

ui::Candidate candidate(CandidateId id, const char* text, std::optional<std::int64_t> correct = {}, std::int64_t total = 5000)
{
    ui::Candidate c;
    c.proposed.id = id;
    c.proposed.arch = *architectureFromText(text);
    c.proposed.level = c.proposed.arch.blockCount();
    c.proposed.parameters = 10'000 + 1'000 * static_cast<std::int64_t>(id);
    c.proposed.multiplyAdds = 2'000'000;
    if (correct) {
        Evaluation e;
        e.id = id;
        e.correct = *correct;
        e.total = total;
        e.accuracy = total > 0 ? static_cast<double>(*correct) / static_cast<double>(total) : 0.5;
        e.seconds = 12;
        c.evaluation = e;
    }
    return c;
}

QString text(const std::vector<ui::Candidate>& candidates)
{
    std::vector<const ui::Candidate*> pointers;
    for (const auto& each : candidates)
        pointers.push_back(&each);
    return ui::compare(pointers).toText();
}

QString plain(QString text) { return text.replace(QChar(0x202f), QLatin1Char(' ')).replace(QChar(0x2212), QLatin1Char('-')).replace(QChar(0x2013), QLatin1Char('-')); }

} // namespace

class ComparisonTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void isFiguresDifferencesAndAVerdict()
    {
        auto first = candidate(1, "pnas:c-2.sep5+c-2.max3/c-1.sep7+c-1.id", 4500);
        first.proposed.predicted = Prediction{0.89, 0.004};
        auto second = candidate(2, "pnas:c-1.id+c-1.sep7/c-2.avg3+b1.max3", 4600);
        second.proposed.predicted = Prediction{0.885, 0.006};
        QCOMPARE(plain(text({first, second})), QStringLiteral("measured (proxy) | 90.0 % | 92.0 % (+2.0 points)\n"
                                                              "standard error | 0.4 points | 0.4 points\n"
                                                              "predicted | 89.0 ± 0.4 % | 88.5 ± 0.6 % (-0.5 points)\n"
                                                              "level | 2 | 2\n"
                                                              "parameters | 11.0 k | 12.0 k (+9.1 %)\n"
                                                              "multiply-adds | 2.00 M | 2.00 M (the same)\n"
                                                              "trained for | 12 s | 12 s\n"
                                                              "shared blocks: 1\n"
                                                              "#1 differs in block 1: k-2 sep 5×5 + k-2 max 3×3\n"
                                                              "#2 differs in block 2: k-2 avg 3×3 + block 1 max 3×3\n"
                                                              "#2 measured 2.0 points better than #1, more than two standard errors of both (0.6 points each): hardly chance.\n"
                                                              "Standard errors count the validation pictures only; training again with another seed may change more."));
    }

    void saysHowMuchADifferenceMeans_data()
    {
        QTest::addColumn<int>("second");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("same") << 4500 << QStringLiteral("#1 and #2 measured the same.");
        QTest::newRow("within") << 4525 << QStringLiteral("#2 measured 0.5 points better than #1, within the standard error of both (0.6 points): neither is shown to be better.");
        QTest::newRow("tiny") << 4501 << QStringLiteral("#2 measured 0.02 points better than #1, within the standard error");
        QTest::newRow("hint") << 4550 << QStringLiteral("#2 measured 1.0 points better than #1, one to two standard errors of both (0.6 points each): a hint, no more.");
        QTest::newRow("worse") << 4400 << QStringLiteral("#1 measured 2.0 points better than #2, more than two standard errors");
    }
    void saysHowMuchADifferenceMeans()
    {
        QFETCH(int, second);
        QFETCH(QString, sentence);
        const auto all = plain(text({candidate(1, "pnas:c-2.sep5+c-2.max3", 4500), candidate(2, "pnas:c-2.sep5+c-2.id", second)}));
        QVERIFY2(all.contains(sentence), qPrintable(all));
    }

    void ofManyTheBestIsComparedWithEach()
    {
        const auto all = plain(text({candidate(1, "pnas:c-2.sep5+c-2.max3", 4500), candidate(2, "pnas:c-2.sep5+c-2.id", 4600), candidate(3, "pnas:c-2.sep5+c-2.avg3"), candidate(4, "pnas:c-2.id+c-2.id", 50, 0)}));
        QVERIFY(all.contains(QStringLiteral("#2 measured 2.0 points better than #1,")));
        QVERIFY(all.contains(QStringLiteral("#2 measured 42.0 points better than #4; how sure that is cannot be said")));
        QVERIFY(all.contains(QStringLiteral("#3 has no measurement (waiting).")));
        QVERIFY(!all.contains(QStringLiteral("better than #3")));
    }

    void oneMeasurementIsNoVerdict()
    {
        const auto all = text({candidate(1, "pnas:c-2.sep5+c-2.max3", 4500), candidate(2, "pnas:c-2.sep5+c-2.id")});
        QVERIFY(!all.contains(QStringLiteral("better")));
        QVERIFY(!all.contains(QStringLiteral("seed")));
        QVERIFY(all.contains(QStringLiteral("#2 has no measurement (waiting).")));
    }

    void blocksAreTheSameWhereTheyDoTheSame_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<int>("shared");
        QTest::newRow("halves swapped") << QByteArray("pnas:c-2.sep5+c-1.max3") << QByteArray("pnas:c-1.max3+c-2.sep5") << 1;
        QTest::newRow("blocks swapped") << QByteArray("pnas:c-2.id+c-1.id/c-2.max3+c-1.max3/b2.id+c-1.sep3") << QByteArray("pnas:c-2.max3+c-1.max3/c-2.id+c-1.id/b1.id+c-1.sep3") << 3;
        QTest::newRow("same words, other input") << QByteArray("pnas:c-2.id+c-1.id/b1.id+c-1.sep3") << QByteArray("pnas:c-2.id+c-1.max3/b1.id+c-1.sep3") << 0;
        QTest::newRow("twice and once") << QByteArray("pnas:c-2.id+c-1.id/c-2.id+c-1.id") << QByteArray("pnas:c-2.id+c-1.id/c-2.max3+c-1.id") << 1;
        QTest::newRow("grown") << QByteArray("pnas:c-2.id+c-1.id") << QByteArray("pnas:c-2.id+c-1.id/b1.id+b1.sep3") << 1;
    }
    void blocksAreTheSameWhereTheyDoTheSame()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, second);
        QFETCH(int, shared);
        const auto a = candidate(1, first.constData()), b = candidate(2, second.constData());
        const auto result = ui::compare({&a, nullptr, &b});
        QCOMPARE(result.sides.size(), 2u);
        QCOMPARE(result.shared, shared);
        for (const auto& side : result.sides)
            QCOMPARE(static_cast<int>(std::count(side.differs.begin(), side.differs.end(), false)), shared);
    }

    void severalCellsAreComparedOneByOne()
    {
        auto a = candidate(1, "pnas:c-2.id+c-1.id"), b = a;
        a.proposed.arch.cells.push_back(architectureFromText("pnas:c-2.max3+c-1.id")->cells.front());
        b.proposed.arch.cells.push_back(architectureFromText("pnas:c-2.avg3+c-1.id")->cells.front());
        b.proposed.id = 2;
        const auto result = ui::compare({&a, &b});
        QCOMPARE(result.shared, 1);
        QCOMPARE(plain(result.sides[1].difference()), QStringLiteral("reduction cell, block 1: k-2 avg 3×3 + k-1 identity"));
        QVERIFY(plain(result.inWords(1)).endsWith(QStringLiteral("What differs: reduction cell, block 1: k-2 avg 3×3 + k-1 identity.")));
    }

    void ofTooManyTheBestFourAreTaken()
    {
        ui::CandidateModel model;
        std::vector<Event> events;
        const auto add = [&](EventBody body) { events.push_back({events.size() + 1, 0, std::move(body)}); };
        for (CandidateId id = 1; id <= 6; ++id) {
            const auto c = candidate(id, "pnas:c-2.id+c-1.id", id == 5 ? std::optional<std::int64_t>() : 4000 + 10 * (id % 4));
            add(c.proposed);
            if (c.evaluation)
                add(CandidateEvaluated{*c.evaluation});
        }
        model.apply(events);
        QCOMPARE(ui::toCompare(model, {6, 2, 99}), (std::vector<CandidateId>{6, 2}));
        QCOMPARE(ui::toCompare(model, {1, 2, 3, 4, 5, 6}), (std::vector<CandidateId>{3, 2, 6, 1}));
        QVERIFY(ui::toCompare(model, {}).empty());
        QCOMPARE(ui::compare({}).toText(), QStringLiteral("shared blocks: 0"));
    }
};

QTEST_GUILESS_MAIN(ComparisonTest)
#include "comparison_test.moc"
