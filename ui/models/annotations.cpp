#include "ui/models/annotations.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>

#include <QUndoCommand>

#include "core/arch/canonical.h"
#include "ui/util/text.h"

namespace cw::ui {

namespace {
constexpr int kSaveMilliseconds = 400, kUndoSteps = 500;
}

/// One folder's writer: the worker and the window never write at once, and nothing older is written over something newer.
struct Annotations::Writer {
    std::filesystem::path folder;
    std::mutex mutex;
    std::uint64_t wanted = 0; ///< of the UI thread
    std::atomic<std::uint64_t> written = 0;

    Status write(const AnnotationBook& book, std::uint64_t number)
    {
        const std::lock_guard lock(mutex);
        if (number <= written)
            return {};
        auto status = writeAnnotations(folder, book);
        if (status)
            written = number;
        return status;
    }
};

/// From one annotation to another.
class AnnotationStep final : public QUndoCommand {
public:
    AnnotationStep(Annotations& owner, CandidateId candidate, Annotation before, Annotation after, const QString& text, int typing)
        : QUndoCommand(text), m_owner(owner), m_candidate(candidate), m_before(std::move(before)), m_after(std::move(after)), m_typing(typing)
    {
    }
    void undo() override { m_owner.apply(m_candidate, m_before); }
    void redo() override { m_owner.apply(m_candidate, m_after); }
    int id() const override { return m_typing ? 1 : -1; }
    bool mergeWith(const QUndoCommand* other) override
    {
        const auto& next = static_cast<const AnnotationStep&>(*other);
        if (next.m_candidate != m_candidate || next.m_typing != m_typing)
            return false;
        m_after = next.m_after;
        setObsolete(m_after == m_before);
        return true;
    }

private:
    Annotations& m_owner;
    CandidateId m_candidate;
    Annotation m_before, m_after;
    int m_typing; ///< steps of the same typing become one; 0: a step of its own
};

Annotations::Annotations(SerialWorker& worker, QObject* parent)
    : QObject(parent)
    , m_worker(worker)
{
    m_undo.setUndoLimit(kUndoSteps);
    m_saveSoon.setSingleShot(true);
    m_saveSoon.setInterval(kSaveMilliseconds);
    connect(&m_saveSoon, &QTimer::timeout, this, &Annotations::save);
}

Annotations::~Annotations()
{
    blockSignals(true); // nobody is left to be told
    flush();
}

void Annotations::setCandidates(const CandidateModel* candidates)
{
    m_candidates = candidates;
    m_hashes.clear();
    if (candidates)
        connect(candidates, &QAbstractItemModel::modelReset, this, [this] { m_hashes.clear(); });
}

void Annotations::setRun(const QString& folder)
{
    if (folder == m_folder)
        return;
    flush();
    m_folder = folder;
    m_book = {};
    m_hashes.clear();
    m_undo.clear();
    m_saveSoon.stop();
    m_dirty = false;
    m_loaded = folder.isEmpty();
    m_writer = folder.isEmpty() ? nullptr : std::make_shared<Writer>();
    Q_EMIT changed(0);
    if (!m_writer)
        return;
    m_writer->folder = toPath(folder);
    m_worker.run(this, [this, writer = m_writer](Control&) -> SerialWorker::Done {
        const auto book = std::make_shared<Result<AnnotationBook>>(readAnnotations(writer->folder));
        return [this, writer, book] {
            if (writer != m_writer)
                return; // another run meanwhile
            m_loaded = true;
            if (*book)
                take(std::move(**book));
            else
                Q_EMIT failed(book->error());
            if (m_dirty)
                m_saveSoon.start();
        };
    });
}

void Annotations::take(AnnotationBook book)
{
    // What was marked while the file was read is newer than the file.
    for (auto& [key, stored] : m_book.items)
        book.items[key] = std::move(stored);
    m_book = std::move(book);
    Q_EMIT changed(0);
}

std::uint64_t Annotations::hashOf(CandidateId id) const
{
    if (const auto known = m_hashes.find(id); known != m_hashes.end())
        return known->second;
    const auto* candidate = m_candidates ? m_candidates->find(id) : nullptr;
    return candidate ? m_hashes[id] = architectureHash(candidate->proposed.arch) : 0;
}

const AnnotationKey* Annotations::keyOf(CandidateId id) const
{
    for (auto at = m_book.items.lower_bound({id, 0}); at != m_book.items.end() && at->first.id == id; ++at) {
        const auto hash = hashOf(id);
        if (hash == 0 || at->first.hash == 0 || at->first.hash == hash)
            return &at->first;
    }
    return nullptr;
}

const Annotation& Annotations::get(CandidateId id) const
{
    static const Annotation none;
    const auto* key = keyOf(id);
    return key ? m_book.items.at(*key).annotation : none;
}

QStringList Annotations::allTags() const
{
    std::set<QString> tags;
    for (const auto& [key, stored] : m_book.items)
        for (const auto& tag : stored.annotation.tags)
            tags.insert(qs(tag));
    return {tags.begin(), tags.end()};
}

bool Annotations::allStarred(const std::vector<CandidateId>& ids) const
{
    return !ids.empty() && std::all_of(ids.begin(), ids.end(), [this](CandidateId id) { return get(id).star; });
}

void Annotations::apply(CandidateId id, const Annotation& annotation)
{
    const auto* known = keyOf(id);
    const auto key = known ? *known : AnnotationKey{id, hashOf(id)};
    auto& stored = m_book.items[key];
    stored.annotation = annotation;
    if (annotation.empty() && stored.rest.empty())
        m_book.items.erase(key);
    m_dirty = true;
    if (m_loaded)
        m_saveSoon.start();
    Q_EMIT changed(id);
}

void Annotations::push(CandidateId id, Annotation annotation, const QString& text, int typing)
{
    annotation = bounded(std::move(annotation));
    const auto& before = get(id);
    if (id != 0 && m_writer && annotation != before)
        m_undo.push(new AnnotationStep(*this, id, before, std::move(annotation), text, typing));
}

void Annotations::setStar(const std::vector<CandidateId>& ids, bool on)
{
    std::vector<CandidateId> differing;
    for (const auto id : ids)
        if (get(id).star != on)
            differing.push_back(id);
    if (differing.size() > 1)
        m_undo.beginMacro((on ? tr("Star %1 cells") : tr("Unstar %1 cells")).arg(differing.size()));
    for (const auto id : differing) {
        auto annotation = get(id);
        annotation.star = on;
        push(id, std::move(annotation), (on ? tr("Star #%1") : tr("Unstar #%1")).arg(id));
    }
    if (differing.size() > 1)
        m_undo.endMacro();
}

void Annotations::setTags(CandidateId id, const QStringList& tags)
{
    auto annotation = get(id);
    annotation.tags.clear();
    for (const auto& tag : tags)
        annotation.tags.push_back(tag.toStdString());
    push(id, std::move(annotation), tr("Tags of #%1").arg(id));
}

void Annotations::setNote(CandidateId id, const QString& note)
{
    auto annotation = get(id);
    annotation.note = note.toStdString();
    push(id, std::move(annotation), tr("Note of #%1").arg(id), m_typing);
}

void Annotations::save()
{
    if (!m_writer || !m_dirty || !m_loaded)
        return;
    m_dirty = false;
    m_worker.run(this, [this, writer = m_writer, book = m_book, number = ++m_writer->wanted](Control&) -> SerialWorker::Done {
        const auto status = writer->write(book, number);
        if (status)
            return {};
        return [this, writer, error = status.error()] {
            if (writer != m_writer)
                return;
            m_dirty = true; // the next change, or flush(), tries again
            auto told = error;
            if (error.code != ErrorCode::NewerVersion)
                told.message += tr(" Your stars, tags and notes are kept in this window until then; they are written with the next change that succeeds.").toStdString();
            Q_EMIT failed(told);
        };
    });
}

void Annotations::flush()
{
    m_saveSoon.stop();
    if (m_writer && m_dirty && !std::exchange(m_loaded, true)) // marked before the file was read
        if (auto book = readAnnotations(m_writer->folder))
            take(*std::move(book));
    if (!m_writer || !m_loaded || (!m_dirty && m_writer->wanted == m_writer->written))
        return;
    const auto status = m_writer->write(m_book, ++m_writer->wanted);
    m_dirty = !status;
    // A run that is gone (discarded) needs no notes.
    if (!status && status.error().code != ErrorCode::NotFound)
        Q_EMIT failed(status.error());
}

} // namespace cw::ui
