#pragma once
#include <QLabel>
#include <QPushButton>
#include <QSlider>

#include "ui/models/run_model.h"
#include "ui/models/timeline.h"

namespace cw::ui {

/// A slider with the borders of levels above its groove.
class LevelSlider final : public QSlider {
    Q_OBJECT
public:
    explicit LevelSlider(QWidget* parent = nullptr);
    void setMarks(std::vector<Timeline::Mark> marks, double allSeconds, const RunWords& words = {});
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    double xOf(double part) const;
    void moveTo(double x);
    std::vector<Timeline::Mark> m_marks;
    RunWords m_words;
    double m_all = 0;
};

/// The time machine: plays the run again, shows any moment of it in every view, and leads back to the end. UI thread only.
class TimeBar final : public QWidget {
    Q_OBJECT
public:
    TimeBar(Timeline& timeline, const RunModel& latest, QWidget* parent = nullptr);
    LevelSlider* slider() const { return m_slider; }
    QPushButton* playButton() const { return m_play; }
    QPushButton* endButton() const { return m_end; }
    QString text() const { return m_text->text(); }

private:
    void refresh();
    Timeline& m_timeline;
    const RunModel& m_latest;
    QPushButton *m_play, *m_end;
    QLabel *m_title, *m_text;
    LevelSlider* m_slider;
};

} // namespace cw::ui
