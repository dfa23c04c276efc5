#pragma once
#include <QProxyStyle>

namespace cw::ui {

/// Fusion with our own boxes to tick, in the colours of the theme: the style sheet can only draw them from picture files.
class ControlStyle final : public QProxyStyle {
    Q_OBJECT
public:
    ControlStyle();
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget = nullptr) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option = nullptr, const QWidget* widget = nullptr) const override;
};

} // namespace cw::ui
