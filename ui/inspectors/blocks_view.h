#pragma once
#include <vector>

#include <QAbstractButton>
#include <QButtonGroup>
#include <QVBoxLayout>

#include "core/arch/network_plan.h"
#include "ui/models/arch_parts.h"

namespace cw::ui {

/// One block, layer or node as a row that can be chosen: number, operations with their colours, what it reads, and its size where
/// that is known. On as many lines as the width asks for.
class BlockRow final : public QAbstractButton {
    Q_OBJECT
public:
    BlockRow(const QString& name, const ArchPart& part, std::int64_t parameters, QWidget* parent);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int lineHeight() const;
    int partWidth(int part) const;
    int numberWidth() const;
    int sizeWidth() const;
    struct Lines {
        int second = 0, size = 0; ///< the line on which each stands
    };
    Lines lines(int width) const;
    QString m_number, m_parts[2], m_joint, m_size;
    QRgb m_colours[2] = {};
};

/// The blocks (layers, nodes) of an architecture with the parameters each has in the whole network; one of them may be chosen. Blocks of all
/// cells are counted on (0-based). UI thread only.
class BlocksView final : public QWidget {
    Q_OBJECT
public:
    explicit BlocksView(QWidget* parent = nullptr);
    void setArchitecture(const Architecture& arch, const NetworkShape& network);
    int selected() const; ///< -1: none

public Q_SLOTS:
    void selectBlock(int block); ///< -1: none

Q_SIGNALS:
    void blockSelected(int block); ///< by the user; -1: a second click took the choice back

private:
    Architecture m_arch;
    std::vector<std::int64_t> m_sizes;
    QVBoxLayout* m_column;
    std::vector<BlockRow*> m_rows;
};

} // namespace cw::ui
