#include "ui/export/chart_picture.h"

#include <memory>

#include <QCoreApplication>
#include <QPainter>

#include "ui/charts/chart_view.h"
#include "ui/util/theme.h"

namespace cw::ui {

Picture chartPicture(const ChartRow& row, const ChartSources& sources, bool dark, int variant, const QSize& size)
{
    const auto& colours = themeOf(dark);
    const ThemeScope scope(colours); // the content brings colours of levels
    std::shared_ptr<ChartView> chart(ChartView::create(nullptr));
    chart->resize(size);
    chart->setContent(row.content(sources, variant));
    const auto title = QCoreApplication::translate("Charts", row.title);
    const int head = textPixels() * 3;
    Picture picture{title, QSizeF(size), colours.surface, {}};
    picture.paint = [chart, size, head, title, &colours](QPainter& painter) {
        const ThemeScope inForce(colours);
        auto font = painter.font();
        font.setPixelSize(textPixels() * 5 / 4);
        font.setWeight(QFont::DemiBold);
        painter.save();
        painter.setFont(font);
        painter.setPen(colours.text);
        painter.drawText(QRectF(kGap, 0, size.width() - 2 * kGap, head), Qt::AlignVCenter | Qt::AlignLeft, title);
        painter.translate(0, head);
        chart->paintTo(painter, size - QSize(0, head));
        painter.restore();
    };
    return picture;
}

} // namespace cw::ui
