// The stamps of cells: which colours stand where, and that each is drawn once.
#include <QImage>
#include <QPainter>
#include <QSet>
#include <QTest>

#include "core/arch/arch_text.h"
#include "tests/ui/recorded_run.h"
#include "ui/graph/cell_thumbnail.h"

using namespace cw;

namespace {

const QSize kSize(60, 34);

Architecture cellOf(const char* text) { return *architectureFromText(text); }

QImage picture(const Architecture& arch, const ui::Theme& theme, QSize size = kSize)
{
    QImage image(size * 4, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(4);
    image.fill(Qt::magenta);
    QPainter painter(&image);
    ui::paintThumbnail(painter, QRectF(QPointF(0, 0), size), arch, theme);
    return image;
}

/// Middle of the pixels of one colour, in device-independent pixels; (-1, -1): none.
QPointF middle(const QImage& image, OpId op)
{
    const auto colour = QColor::fromRgb(info(op).rgb).rgb();
    QPointF sum;
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixel(x, y) == colour)
                sum += QPointF(x, y), ++count;
    return count == 0 ? QPointF(-1, -1) : sum / count / image.devicePixelRatio();
}

double area(const QImage& image, OpId op)
{
    const auto colour = QColor::fromRgb(info(op).rgb).rgb();
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += image.pixel(x, y) == colour;
    return count / image.devicePixelRatio() / image.devicePixelRatio();
}

} // namespace

class ThumbnailTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { ui::ThemeKeeper::instance().setMode(ui::ThemeMode::Light); }

    void standsInColumnsByDepth()
    {
        const auto image = picture(cellOf("pnas:c-2.sep5+c-2.max3/b1.sep7+c-1.id"), ui::theme());
        const auto sep5 = middle(image, OpId::SepConv5), max3 = middle(image, OpId::MaxPool3), sep7 = middle(image, OpId::SepConv7), id = middle(image, OpId::Identity);
        QVERIFY(std::abs(sep5.x() - max3.x()) < 0.5);
        QVERIFY(sep5.y() < max3.y());
        QVERIFY(sep5.x() < sep7.x());
        QVERIFY(std::abs(sep7.x() - id.x()) < 0.5);
        // In the middle of the frame.
        QVERIFY(std::abs((sep5.x() + sep7.x()) / 2 - 30) < 0.6);
        QVERIFY(std::abs((sep5.y() + max3.y()) / 2 - 17) < 0.6);
        QCOMPARE(middle(image, OpId::SepConv3), QPointF(-1, -1));
    }

    void twoCellsStandBesideEachOther()
    {
        auto two = cellOf("pnas:c-2.sep5+c-2.sep5");
        two.cells.push_back(cellOf("pnas:c-2.max3+c-2.max3").cells.front());
        const auto image = picture(two, ui::theme());
        QVERIFY(middle(image, OpId::SepConv5).x() < 30);
        QVERIFY(middle(image, OpId::MaxPool3).x() > 30);
    }

    void everySquareStaysInsideAndReadable()
    {
        Random random(5);
        PnasSpace space;
        for (int i = 0; i < 200; ++i) {
            const auto arch = sampleUniform(space, 1 + i % 5, random);
            const auto image = picture(arch, ui::theme());
            const auto corner = image.pixel(4 * 2, 4 * 17); // inside the frame, left of all squares
            QCOMPARE(corner, ui::theme().surface.rgb());
            double squares = 0;
            for (const auto& op : kOps)
                squares += area(image, op.id);
            // Of 5 px and more, less what the rounded corners and their soft edges take.
            QVERIFY2(squares > arch.blockCount() * 2 * 18, qPrintable(QString::fromStdString(toText(arch)) + QStringLiteral(": %1").arg(squares)));
        }
    }

    void anEmptyOneIsTheFrameAlone()
    {
        const auto image = picture({}, ui::theme());
        QCOMPARE(image.pixelColor(120, 68), ui::theme().surface);
    }

    void theCacheDrawsEachOnce()
    {
        ui::ThumbnailCache cache;
        const auto a = cellOf("pnas:c-2.sep5+c-2.max3"), b = cellOf("pnas:c-2.sep5+c-2.avg3");
        const auto light = ui::theme();
        auto dark = light;
        dark.dark = true;
        QCOMPARE(cache.get(a, kSize, light, 1).size(), kSize);
        (void)cache.get(a, kSize, light, 1);
        QCOMPARE(cache.drawn(), 1);
        QCOMPARE(cache.get(a, kSize, light, 2).size(), kSize * 2);
        QCOMPARE(cache.get(a, kSize, light, 2).deviceIndependentSize().toSize(), kSize);
        (void)cache.get(a, kSize, dark, 1);
        (void)cache.get(a, QSize(34, 60), light, 1);
        (void)cache.get(b, kSize, light, 1);
        QCOMPARE(cache.drawn(), 5);
    }

    void pictures()
    {
        const auto folder = qEnvironmentVariable("CELLWRIGHT_SCREENSHOTS");
        if (folder.isEmpty())
            QSKIP("Drawn to a file only when CELLWRIGHT_SCREENSHOTS names a folder.");
        for (const auto mode : {ui::ThemeMode::Light, ui::ThemeMode::Dark}) {
            ui::ThemeKeeper::instance().setMode(mode);
            QImage image(QSize(360, 250) * 2, QImage::Format_ARGB32_Premultiplied);
            image.setDevicePixelRatio(2);
            image.fill(ui::theme().surface);
            QPainter painter(&image);
            Random random(5);
            PnasSpace space;
            for (int i = 0; i < 30; ++i)
                ui::paintThumbnail(painter, QRectF(10 + 70 * (i / 6), 6 + 40 * (i % 6), 60, 34), sampleUniform(space, 1 + i / 6, random), ui::theme());
            painter.end();
            QVERIFY(image.save(folder + (ui::theme().dark ? QStringLiteral("/thumbnails-dark.png") : QStringLiteral("/thumbnails-light.png"))));
        }
    }
};

QTEST_MAIN(ThumbnailTest)
#include "thumbnail_test.moc"
