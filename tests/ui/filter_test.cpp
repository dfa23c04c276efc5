// The language of the filter line: every operator, every refusal, and printing read back.
#include <QTest>

#include "core/arch/arch_text.h"
#include "core/base/random.h"
#include "tests/ui/candidate_samples.h"
#include "ui/models/candidate_filter.h"
#include "ui/util/text.h"

using namespace cw;

namespace {

QString idsOf(const QString& text)
{
    const auto filter = ui::parseFilter(text);
    if (!filter)
        return QStringLiteral("error: ") + ui::qs(filter.error().message);
    ui::CandidateModel model;
    model.apply(test::sampleCandidates().events());
    QStringList ids;
    for (const auto& candidate : model.all())
        if (filter->matches(candidate, test::sampleAnnotation(candidate.proposed.id)))
            ids << QString::number(candidate.proposed.id);
    return ids.join(QLatin1Char(' '));
}

/// Any filter that can be typed.
ui::CandidateFilter randomFilter(Random& random)
{
    using Kind = ui::FilterTerm::Kind;
    ui::CandidateFilter filter;
    const QString texts[] = {QStringLiteral("good"), QStringLiteral("two words"), QStringLiteral("\u00e9t\u00e9"), QStringLiteral("a:b")};
    for (auto n = 1 + random.below(4); n > 0; --n) {
        ui::FilterTerm term;
        term.kind = static_cast<Kind>(random.below(static_cast<std::uint64_t>(Kind::Words) + 1));
        term.negated = random.below(3) == 0;
        if (term.kind <= Kind::Parent) {
            const double units[] = {1, 0.1, 1e3, 1e6, 1e9, 0.001};
            const auto number = [&] { return static_cast<double>(random.below(5000)) * units[random.below(6)]; };
            const auto a = number(), b = number();
            auto& r = term.range;
            switch (random.below(term.kind == Kind::Measured ? 2 : 4)) { // a bare number is no accuracy
            case 0: r.low = a, r.openLow = random.below(2); break;
            case 1: r.high = a, r.openHigh = random.below(2); break;
            case 2: r.low = r.high = a; break;
            default: r.low = std::min(a, b), r.high = std::max(a, b);
            }
        } else if (term.kind == Kind::Operation) {
            term.operation = kOps[random.below(kOpCount)].name;
        } else if (term.kind == Kind::State || term.kind == Kind::Role) {
            term.choices = 1 + static_cast<unsigned>(random.below(15));
        } else if (term.kind == Kind::Tag || term.kind == Kind::Note) {
            term.text = random.below(4) == 0 ? QString() : texts[random.below(4)];
        } else if (term.kind == Kind::Words) {
            term.text = texts[random.below(3)];
        }
        filter.terms.push_back(term);
    }
    return filter;
}

} // namespace

class FilterTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void operators_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("ids");
        const auto row = [](const char* text, const char* ids) { QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(ids); };
        row("", "1 2 3 4 5 6");
        row("   ", "1 2 3 4 5 6");
        row("level:1", "1 2 3");
        row("LEVEL:2..3", "4 5 6");
        row("level:>1", "4 5 6");
        row("op:sep5", "1 4");
        row("op:sep_conv_5x5", "1 4");
        row("op:\"sep 5×5\"", "1 4");
        row("op:5x5", "error: No operation is called '5x5'; known: sep3, sep5, sep7, conv17, id, avg3, max3, dil3, conv3, conv5, tanh, relu, sigmoid.");
        row("op:sep5 op:max3", "1");
        row(">90", "1 4");
        row(">=90 <91", "");
        row("<90", "2");
        row(">90%", "1 4");
        row("pred:>90", "4 6");
        row("pred:88..89.5", "5");
        row("params:<200k", "1 2 5");
        row("params:1M", "3");
        row("madds:<5M", "1 2");
        row("state:failed", "3");
        row("state:waiting", "6");
        row("state:training", "5");
        row("state:measured", "1 2 4");
        row("state:skipped", "");
        row("state:failed|waiting", "3 6");
        row("role:beam", "4 6");
        row("role:all", "1 2 3");
        row("role:check", "5");
        row("role:random", "");
        row("★", "1 4");
        row("is:starred", "1 4");
        row("tag:go", "4");
        row("tag:", "4");
        row("note:", "2");
        row("note:LOOK", "2");
        row("note:nothing", "");
        row("#4", "4");
        row("id:2..4", "2 3 4");
        row("id:>=5", "5 6");
        row("parent:1", "4 5");
        row("-level:1", "4 5 6");
        row("-★ level:1", "2 3");
        row("\u2212op:sep5 level:1", "2 3");
        row("look", "2"); // in a note
        row("good", "4"); // in a tag
        row("dilated", "3 6");
        row("dil3", "3 6");
        row("\"sep 5x5\"", "1 4");
        row("level:1 op:sep5 >90 ★", "1");
        row("level:", "error: level: wants a number, such as level:3, level:2..4.");
        row("level:x", "error: level: wants a number, such as level:3, level:2..4.");
        row("#", "error: id: wants a number, such as #143, id:100..200.");
        row(">", "error: '>' wants a number: >90 shows cells that measured more than 90 %.");
        row(">nan", "error: '>nan' wants a number: >90 shows cells that measured more than 90 %.");
        row("op:sep9", "error: No operation is called 'sep9'; known: sep3, sep5, sep7, conv17, id, avg3, max3, dil3, conv3, conv5, tanh, relu, sigmoid.");
        row("state:gone", "error: state: knows waiting, training, measured, skipped, failed.");
        row("role:", "error: role: knows all, beam, check, random, policy.");
        row("is:new", "error: is: knows only is:starred.");
        row("size:3", "error: There is no 'size:'; known: level:, op:, pred:, params:, madds:, state:, role:, is:, tag:, note:, id:, parent:.");
    }
    void operators()
    {
        QFETCH(QString, text);
        QFETCH(QString, ids);
        QCOMPARE(idsOf(text), ids);
    }

    void printsInOneForm()
    {
        const auto printed = ui::parseFilter(QStringLiteral("LEVEL:2..4  op:sep_conv_5x5 >90.5% is:starred id:143 -params:<=200000 madds:5000000 -\"two words\" note:"));
        QVERIFY(bool(printed));
        QCOMPARE(printed->toText(), QStringLiteral("level:2..4 op:sep5 >90.5 \u2605 #143 -params:<=200k madds:5M -\"two words\" note:"));
    }

    void readsBackWhatItPrints()
    {
        Random random(7);
        for (int i = 0; i < 3000; ++i) {
            const auto filter = randomFilter(random);
            const auto text = filter.toText();
            const auto again = ui::parseFilter(text);
            QVERIFY2(bool(again), qPrintable(text + QStringLiteral(" -> ") + (again ? QString() : ui::qs(again.error().message))));
            QCOMPARE(again->toText(), text);
            // Fields that a kind does not use are as new in both.
            QVERIFY2(*again == filter, qPrintable(text));
        }
    }

    void neverFailsOnNoise()
    {
        Random random(3);
        const auto letters = QStringLiteral("ab:\"-><=#.. \u2605*|,%kM19opleveltag");
        for (int i = 0; i < 5000; ++i) {
            QString text;
            for (auto n = random.below(24); n > 0; --n)
                text += letters[static_cast<qsizetype>(random.below(static_cast<std::uint64_t>(letters.size())))];
            const auto filter = ui::parseFilter(text);
            QVERIFY(filter || !filter.error().message.empty());
            if (filter) {
                const auto again = ui::parseFilter(filter->toText());
                QVERIFY2(again && *again == *filter, qPrintable(text + QStringLiteral(" -> ") + filter->toText()));
            }
        }
    }

    void explainsItself()
    {
        for (const auto& word : ui::filterWords())
            if (!word.endsWith(QLatin1Char(':')) && !word.endsWith(QLatin1Char('>')) && !word.endsWith(QLatin1Char('<')))
                QVERIFY2(bool(ui::parseFilter(word)), qPrintable(word));
        QVERIFY(ui::filterHelp().contains(QStringLiteral("params:&lt;200k")));
    }
};

QTEST_GUILESS_MAIN(FilterTest)
#include "filter_test.moc"
