#pragma once
#include <QObject>
#include <QStringList>

namespace cw::ui {

/// Run folders opened or made lately, newest first, kept between starts; gone ones are not listed. UI thread only.
class RecentRuns final : public QObject {
    Q_OBJECT
public:
    explicit RecentRuns(QObject* parent = nullptr);
    QStringList folders() const;
    void add(const QString& folder);
    void remove(const QString& folder);

Q_SIGNALS:
    void changed();
};

/// dataDirectory()/runs/<date-time>-<dataset>.cwrun, a name that is free.
QString newRunFolder(const QString& dataPath);

} // namespace cw::ui
