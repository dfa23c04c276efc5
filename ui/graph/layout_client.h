#pragma once
#include <functional>
#include <optional>
#include <vector>

#include <QCache>
#include <QJsonObject>
#include <QObject>
#include <QPointF>
#include <QPointer>
#include <QProcess>
#include <QSizeF>
#include <QTimer>

namespace cw::ui {

/// A graph to lay out: boxes of fixed sizes, in pixels.
struct LayoutRequest {
    struct Node {
        QSizeF size;
        bool source = false; ///< stands in the first rank
    };
    struct Edge {
        int from = 0, to = 0;
        QSizeF label = {}; ///< room for a box that stands on the edge; empty: none
        int weight = 1;    ///< greater: shorter and straighter
    };
    bool leftToRight = true;
    double nodeGap = 20, rankGap = 30;
    std::vector<Node> nodes;
    std::vector<Edge> edges;
};
/// Centres of nodes and of the edges' labels; edges as cubic Bezier splines of 1 + 3k points. y grows downwards. One entry a
/// node and an edge of the request, all finite.
struct LayoutResult {
    bool leftToRight = true; ///< as asked for
    QSizeF size;
    std::vector<QPointF> nodes;
    std::vector<std::vector<QPointF>> edges;
    std::vector<QPointF> labels; ///< one an edge; of no meaning where it has no label
    QString error; ///< a sentence; empty when it worked
};

/// Talks to the layout program over a pipe. Asynchronous: nothing waits. One request is on its way at a time; a newer one of
/// the same owner replaces the one that waits. A program that dies is started again and the request repeated once; one that
/// takes longer than the timeout is killed. Results are cached. UI thread only.
class LayoutClient final : public QObject {
    Q_OBJECT
public:
    using Callback = std::function<void(const LayoutResult&)>;
    explicit LayoutClient(QString program = defaultProgram(), QObject* parent = nullptr);
    ~LayoutClient() override;

    /// The callback is called once, later (or at once from the cache), unless the owner dies or asks for something newer.
    void layOut(QObject* owner, const LayoutRequest& request, Callback callback);
    void setTimeout(int milliseconds) { m_timeout = milliseconds; }
    qint64 processId() const { return m_process.processId(); }
    int starts() const { return m_starts; }
    /// cellwright-layout beside the running program, or installed under libexec.
    static QString defaultProgram();

private:
    struct Job {
        QPointer<QObject> owner;
        QByteArray body; ///< the request without its number: the key of the cache
        Callback callback;
        bool leftToRight = true;
        std::size_t nodes = 0, edges = 0; ///< what an answer must hold
        int attempts = 0;
    };
    void sendNext();
    void readAnswers();
    void programEnded();
    void tookTooLong();
    void finish(const LayoutResult& result);
    static LayoutResult fromJson(const QJsonObject& object, const Job& job);

    QString m_program;
    QProcess m_process;
    QTimer m_timer;
    int m_timeout = 2000, m_starts = 0;
    qint64 m_number = 0;
    std::optional<Job> m_current;
    std::vector<Job> m_waiting;
    QCache<QByteArray, LayoutResult> m_cache{512};
};

} // namespace cw::ui
