#pragma once
#include <functional>
#include <vector>

#include <QPointF>
#include <QVariantAnimation>

namespace cw::ui {

class NodeItem;
class EdgeItem;

inline constexpr int kMoveMilliseconds = 250;

/// Two splines with as many parts each, so that one can become the other point by point. Empty where one of them is.
std::pair<std::vector<QPointF>, std::vector<QPointF>> matchSplines(std::vector<QPointF> a, std::vector<QPointF> b);

/// Moves nodes and edges of one picture to those of the next: what stays moves, what goes fades out, what comes fades in.
/// Items are borrowed and must outlive it or be dropped by stop(). UI thread only.
class GraphAnimation final : public QObject {
    Q_OBJECT
public:
    explicit GraphAnimation(QObject* parent = nullptr);
    struct NodeMove {
        NodeItem* item = nullptr;
        QPointF from, to;
        double presenceFrom = 1, presenceTo = 1;
    };
    struct EdgeMove {
        EdgeItem* item = nullptr;
        std::vector<QPointF> from, to; ///< `to` as it came; empty `from`: it stays where it is
        QPointF labelFrom, labelTo;
        double presenceFrom = 1, presenceTo = 1;
    };
    /// Milliseconds of 0 or less: at once.
    void start(std::vector<NodeMove> nodes, std::vector<EdgeMove> edges, int milliseconds);
    /// To the end at once; finished() follows when it ran.
    void finishNow();
    /// Forgets the items where they are.
    void stop();
    bool isRunning() const { return m_running; }

Q_SIGNALS:
    void moved(double share); ///< 0..1, eased
    void finished();

private:
    void apply(double share);
    void end();
    QVariantAnimation m_clock;
    std::vector<NodeMove> m_nodes;
    std::vector<EdgeMove> m_edges;
    std::vector<std::pair<std::vector<QPointF>, std::vector<QPointF>>> m_splines; ///< by edge
    bool m_running = false;
};

} // namespace cw::ui
