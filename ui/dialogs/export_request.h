#pragma once
#include <optional>

#include <QList>
#include <QString>

#include "core/search/evaluation.h"
#include "ui/export/cell_picture.h"

namespace cw::ui {

enum class ExportWhat { Cell, Network, Chart, Table };

/// What there is to take away now: the dialog offers it, and a request is made against it. A plain value.
struct ExportOffer {
    QString run;                        ///< name for files: "fashion-mnist"
    CandidateId candidate = 0;          ///< the shown one; 0: neither cell nor network
    bool network = true;                ///< the candidate's network can be planned
    QList<QPair<QString, QString>> charts; ///< key, title
    int candidates = 0;                 ///< rows of the table; 0: no table
    QString folder;                     ///< where to write at first
};
/// A finished choice: what, how, where.
struct ExportRequest {
    ExportWhat what = ExportWhat::Cell;
    QString chart; ///< key
    QString format = QStringLiteral("svg");
    PictureStyle style;
    QString path;
};

/// Formats that make sense for it, the first one the usual: key and title.
QList<QPair<QString, QString>> exportFormats(ExportWhat what);
bool isOffered(const ExportOffer& offer, ExportWhat what, const QString& chart);
/// "fashion-mnist-143.svg", "fashion-mnist-143-network.pdf", "fashion-mnist-progress.svg", "fashion-mnist-candidates.csv".
QString proposedName(const ExportOffer& offer, const ExportRequest& request);
/// Kept in the settings, so that the next export begins where this one ended.
void rememberExport(const ExportRequest& request);
/// The last choice applied to what is offered now: same thing, form and folder, the name of what is shown now. Nothing before the first
/// export and where that thing is not there now.
std::optional<ExportRequest> lastExport(const ExportOffer& offer);

} // namespace cw::ui
