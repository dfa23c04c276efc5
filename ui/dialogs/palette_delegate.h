#pragma once
#include <QStyledItemDelegate>

namespace cw::ui {

/// Roles of a row of the command palette; Qt::DisplayRole is its text.
enum PaletteRole { PalettePath = Qt::UserRole, PaletteKey, PaletteReason, PaletteLetters, PaletteEntryIndex, PaletteCandidate };

/// Text with the letters found in bold, then where it is in the menus, and the key at the right.
class PaletteDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace cw::ui
