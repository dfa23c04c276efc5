// Stars, tags and notes: undo and redo, what lands in the run's folder, and what happens when it cannot.
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "core/arch/canonical.h"
#include "core/base/files.h"
#include "core/store/run_store.h"
#include "tests/ui/candidate_samples.h"
#include "ui/models/annotations.h"
#include "ui/util/text.h"

using namespace cw;

class AnnotationsTest : public QObject {
    Q_OBJECT

    QString makeRun(const char* name)
    {
        const auto folder = m_home.filePath(QString::fromLatin1(name));
        const auto run = RunStore::create(ui::toPath(folder), {"pnas", "pnas", "quick", nlohmann::json::object(), 1, "/data", "f", "idx", "IDX files", {"a", "b"}, {1, 14, 14}, nlohmann::json::object()});
        return run ? folder : QString();
    }
    static Annotation stored(const QString& folder, CandidateId id)
    {
        const auto book = readAnnotations(ui::toPath(folder));
        if (book)
            for (const auto& [key, entry] : book->items)
                if (key.id == id)
                    return entry.annotation;
        return {};
    }

private Q_SLOTS:
    void stepsAreUndone()
    {
        ui::SerialWorker worker;
        ui::Annotations notes(worker);
        QSignalSpy changed(&notes, &ui::Annotations::changed);
        notes.toggleStars({5}); // no run: nothing to mark
        QVERIFY(!notes.get(5).star);
        notes.setRun(makeRun("undo.cwrun"));
        QTRY_VERIFY(worker.idle());
        notes.toggleStars({143});
        QCOMPARE(notes.undoStack()->undoText(), QStringLiteral("Star #143"));
        QVERIFY(notes.get(143).star);
        notes.setTags(143, {QStringLiteral("good"), QStringLiteral("two words"), QStringLiteral("good")});
        QCOMPARE(notes.get(143).tags, (std::vector<std::string>{"good", "two-words"}));
        QCOMPARE(notes.allTags(), (QStringList{QStringLiteral("good"), QStringLiteral("two-words")}));
        notes.setTags(143, {QStringLiteral("good"), QStringLiteral("two-words")}); // the same: no step
        QCOMPARE(notes.undoStack()->count(), 2);
        notes.undoStack()->undo();
        QVERIFY(notes.get(143).tags.empty() && notes.get(143).star);
        notes.undoStack()->undo();
        QVERIFY(notes.get(143).empty());
        notes.undoStack()->redo();
        notes.undoStack()->redo();
        QCOMPARE(notes.get(143).tags.size(), 2u);
        notes.setStar({1, 2, 143}, true); // two of them differ
        QCOMPARE(notes.undoStack()->undoText(), QStringLiteral("Star 2 cells"));
        notes.undoStack()->undo();
        QVERIFY(!notes.get(1).star && !notes.get(2).star && notes.get(143).star);
        QVERIFY(changed.count() > 5);
    }

    void typingIsOneStep()
    {
        ui::SerialWorker worker;
        ui::Annotations notes(worker);
        notes.setRun(makeRun("typing.cwrun"));
        for (const char* text : {"L", "Lo", "Loo", "Look"})
            notes.setNote(7, QString::fromLatin1(text));
        QCOMPARE(notes.undoStack()->count(), 1);
        notes.setNote(8, QStringLiteral("other")); // another candidate
        notes.endTyping();
        notes.setNote(8, QStringLiteral("other one"));
        QCOMPARE(notes.undoStack()->count(), 3);
        notes.undoStack()->undo();
        QCOMPARE(notes.get(8).note, std::string("other"));
        notes.undoStack()->undo();
        notes.undoStack()->undo();
        QVERIFY(notes.get(7).empty());
        notes.undoStack()->redo();
        QCOMPARE(notes.get(7).note, std::string("Look"));
        notes.endTyping();
        notes.setNote(7, QStringLiteral("Look!"));
        notes.setNote(7, QStringLiteral("Look")); // taken back while typing: no step is left
        QCOMPARE(notes.undoStack()->count(), 1);
    }

    void areWrittenSoonAndReadAgain()
    {
        const auto folder = makeRun("saved.cwrun");
        ui::SerialWorker worker;
        {
            ui::Annotations notes(worker);
            notes.setRun(folder);
            notes.toggleStars({3});
            QTRY_VERIFY(stored(folder, 3).star); // by itself
            notes.setNote(3, QStringLiteral("kept"));
            notes.flush();
            QCOMPARE(stored(folder, 3).note, std::string("kept")); // at once
            notes.setNote(4, QStringLiteral("at the end"));
        }
        QCOMPARE(stored(folder, 4).note, std::string("at the end"));
        ui::Annotations again(worker);
        again.setRun(folder);
        QTRY_COMPARE(again.get(4).note, std::string("at the end"));
        QVERIFY(!again.undoStack()->canUndo());
        again.setRun({});
        QVERIFY(again.get(4).empty());
    }

    void belongToTheArchitecture()
    {
        const auto folder = makeRun("hash.cwrun");
        ui::CandidateModel candidates;
        candidates.apply(test::sampleCandidates().events());
        AnnotationBook book;
        book.items[{1, architectureHash(candidates.find(1)->proposed.arch)}] = {{true, {}, "right"}, {}};
        book.items[{2, 12345}] = {{true, {}, "of another cell"}, {}};
        book.items[{3, 0}] = {{true, {}, "by its number"}, {}};
        QVERIFY(bool(writeAnnotations(ui::toPath(folder), book)));
        ui::SerialWorker worker;
        ui::Annotations notes(worker);
        notes.setCandidates(&candidates);
        notes.setRun(folder);
        QTRY_COMPARE(notes.get(1).note, std::string("right"));
        QVERIFY(notes.get(2).empty());
        QVERIFY(notes.get(3).star);
        notes.setNote(2, QStringLiteral("mine"));
        notes.flush();
        const auto after = readAnnotations(ui::toPath(folder));
        QCOMPARE(after->items.size(), 4u); // the other cell's is kept
        QCOMPARE(after->items.at({2, 12345}).annotation.note, std::string("of another cell"));
    }

    void aDamagedFileIsSaidAndKept()
    {
        const auto folder = makeRun("damaged.cwrun");
        QFile file(folder + QStringLiteral("/notes.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"format\":");
        file.close();
        ui::SerialWorker worker;
        ui::Annotations notes(worker);
        QSignalSpy failed(&notes, &ui::Annotations::failed);
        notes.setRun(folder);
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::Corrupt);
        notes.toggleStars({9});
        notes.flush();
        QVERIFY(stored(folder, 9).star);
        QVERIFY(QFile::exists(folder + QStringLiteral("/notes.json.bad-1")));
        QCOMPARE(failed.count(), 1);
    }

    void whatCannotBeWrittenStaysInTheWindow()
    {
        const auto folder = makeRun("lost.cwrun");
        ui::SerialWorker worker;
        ui::Annotations notes(worker);
        QSignalSpy failed(&notes, &ui::Annotations::failed);
        notes.setRun(folder);
        QTRY_VERIFY(worker.idle());
        const auto elsewhere = folder + QStringLiteral(".moved");
        QVERIFY(QFile::rename(folder, elsewhere));
        notes.toggleStars({3});
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(ui::qs(failed[0][0].value<Error>().message).contains(QStringLiteral("kept in this window")));
        QVERIFY(notes.get(3).star);
        QVERIFY(!QFile::exists(folder)); // no folder is made for it
        QVERIFY(QFile::rename(elsewhere, folder));
        notes.flush();
        QVERIFY(stored(folder, 3).star);
    }

private:
    QTemporaryDir m_home;
};

QTEST_GUILESS_MAIN(AnnotationsTest)
#include "annotations_test.moc"
