#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QImage>
#include <QObject>
#include <QString>

#include "core/dataset/dataset.h"
#include "core/dataset/text.h"
#include "ui/util/serial_worker.h"

namespace cw::ui {

/// The data that come with the program, to try it with.
enum class SampleData { Pictures, Text };
/// Where they are; NotFound, with what to install, where they are not.
Result<QString> samplePath(SampleData what);

/// The data the user dropped, pictures or text: inspected, then prepared for a preview, on the worker, with progress. UI thread only.
class DatasetModel final : public QObject {
    Q_OBJECT
public:
    enum class State { None, Inspecting, Ready, Failed };
    struct Sample {
        QImage picture;
        int label = 0;
    };
    /// What only reading everything tells.
    struct Decoded {
        std::int64_t train = 0, validation = 0, test = 0; ///< images, or words and line ends, as a search with these settings would split them
        std::int64_t duplicates = 0; ///< images of validation or test whose content stands in the training part too
        std::int64_t conflicting = 0; ///< images of the training part that repeat one of another class
        std::int64_t bytes = 0;      ///< of the prepared pixels or numbers
        bool cached = true;          ///< on disk; else in memory
    };

    /// What preparing brings back to the UI thread.
    struct Prepared {
        DatasetInfo info;
        std::vector<Sample> samples;
        QString preview;
        std::optional<Decoded> decoded;
        std::optional<Error> error;
    };

    explicit DatasetModel(SerialWorker& worker, QObject* parent = nullptr);

    /// Forgets the data before and inspects this path.
    void open(const QString& path);
    void cancel();
    void clear();
    /// Decodes (or maps the cache) at the size children will train at, for the sample pictures. Cancels an older preparation.
    /// fraction and seed: of the split that is shown.
    void loadSamples(int size, double fraction = 0.1, std::uint64_t seed = 1);
    void cancelSamples();
    /// The same for text: reads it with these options, for the preview of its beginning. loadSamples() does so with the options' own
    /// vocabulary where the data is text.
    void loadText(const TextOptions& options);
    /// Answers on the UI thread whether a path is there; looks on the worker, since a network folder may take its time.
    void askWhetherThere(const QString& path, QObject* context, std::function<void(bool)> answer);

    State state() const { return m_state; }
    const QString& path() const { return m_path; }
    const DatasetInfo& info() const { return m_info; }
    /// Ready, and text in place of pictures: what a search learns from decides what spaces there are.
    bool isText() const { return m_state == State::Ready && m_info.isText(); }
    const std::vector<Sample>& samples() const { return m_samples; }
    /// Of text: its first lines as a network meets them, rare words as <unk>.
    const QString& preview() const { return m_preview; }
    /// Whether the pictures or the beginning of the text are there to be shown.
    bool hasPreview() const { return !m_samples.empty() || !m_preview.isEmpty(); }
    const std::optional<Decoded>& decoded() const { return m_decoded; }
    const std::optional<Error>& error() const { return m_error; }
    /// What is being read now, "" when nothing; done and total in images or kilobytes of text, total 0 while unknown.
    const QString& activity() const { return m_activity; }
    std::int64_t done() const { return m_done; }
    std::int64_t total() const { return m_total; }

Q_SIGNALS:
    void changed();
    void kindKnown(bool text); ///< just before inspected(), for what must follow the kind of data first
    void inspected(); ///< once, when the data became Ready
    void progressed();
    void failed(const cw::Error& error);

private:
    LoadProgress reporter();
    /// Runs `prepare` on the worker after a word of what is done.
    void prepare(const QString& activity, std::function<Prepared(Control&, const LoadProgress&)> prepare);
    SerialWorker& m_worker;
    std::shared_ptr<Control> m_inspection, m_sampling;
    State m_state = State::None;
    QString m_path, m_activity, m_preview;
    DatasetInfo m_info;
    std::vector<Sample> m_samples;
    std::optional<Decoded> m_decoded;
    std::optional<Error> m_error;
    std::int64_t m_done = 0, m_total = 0;
    int m_job = 0; ///< number of the newest; what an older one tells is late
};

} // namespace cw::ui
