#pragma once
#include <QComboBox>
#include <QDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "ui/dialogs/export_request.h"

namespace cw::ui {

/// Asks what to take away, in which form, and where to. Begins as the last time. Window-modal; shown by open(), owns itself; the
/// answer is exportRequested(). Writes nothing itself. UI thread only.
class ExportDialog final : public QDialog {
    Q_OBJECT
public:
    ExportDialog(ExportOffer offer, QWidget* parent);

    /// Begins with this one, where it is offered.
    void preselect(ExportWhat what, const QString& chart = {});
    ExportRequest request() const;
    /// Why it cannot be written there; empty: it can.
    QString problem() const;

Q_SIGNALS:
    void exportRequested(const cw::ui::ExportRequest& request);

private:
    QWidget* placeRow();
    QComboBox* addChoice(QFormLayout* form, const QString& title, const QStringList& texts);
    void fillWhat();
    void whatChanged();
    void formatChanged();
    void refresh();
    void browse();
    void finish();

    ExportOffer m_offer;
    QFormLayout* m_form;
    QComboBox *m_what, *m_format, *m_custom, *m_direction, *m_theme, *m_scale;
    QLineEdit *m_folder, *m_name;
    QPushButton *m_browse, *m_write;
    QLabel* m_note;
    bool m_ownName = false; ///< typed by the user: no longer proposed
};

} // namespace cw::ui
