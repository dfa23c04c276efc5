// Light and dark by the desktop portal, notifications, and the contrast of the table of colours. The portal and the notification
// service are small fakes on a message bus of our own; where no bus can be started those tests are skipped.
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <QWidget>

#include "ui/util/notifier.h"
#include "ui/util/system_theme.h"
#include "ui/util/theme.h"

using namespace cw::ui;

class FakePortal : public QObject, protected QDBusContext {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")
public:
    uint scheme = 1;
    bool old = false; ///< knows Read only
    int asked = 0;

public Q_SLOTS:
    QDBusVariant ReadOne(const QString& space, const QString& key)
    {
        if (old) {
            sendErrorReply(QDBusError::UnknownMethod);
            return {};
        }
        return answer(space, key);
    }
    QDBusVariant Read(const QString& space, const QString& key) { return QDBusVariant(QVariant::fromValue(answer(space, key))); }

private:
    QDBusVariant answer(const QString& space, const QString& key)
    {
        ++asked;
        return QDBusVariant(space == QLatin1String("org.freedesktop.appearance") && key == QLatin1String("color-scheme") ? scheme : 99U);
    }
};

class FakeNotifications : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    QStringList texts;
    QList<uint> replaced;

public Q_SLOTS:
    uint Notify(const QString&, uint replaces, const QString&, const QString& title, const QString& text, const QStringList&, const QVariantMap&, int)
    {
        texts << title + QLatin1Char('|') + text;
        replaced << replaces;
        return 7;
    }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString& action);
};

class SystemThemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_daemon.start(QStringLiteral("dbus-daemon"), {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address=1")});
        if (m_daemon.waitForStarted() && m_daemon.waitForReadyRead(5000))
            m_address = QString::fromLocal8Bit(m_daemon.readLine()).trimmed();
        if (m_address.isEmpty())
            return;
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_address.toUtf8());
        auto services = QDBusConnection::connectToBus(m_address, QStringLiteral("services"));
        QVERIFY(services.isConnected());
        QVERIFY(services.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), &m_portal, QDBusConnection::ExportAllSlots));
        QVERIFY(services.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &m_notifications, QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
        QVERIFY(services.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
        QVERIFY(services.registerService(QStringLiteral("org.freedesktop.Notifications")));
    }
    void cleanupTestCase()
    {
        QDBusConnection::disconnectFromBus(QStringLiteral("services"));
        QDBusConnection::disconnectFromBus(QStringLiteral("cellwright"));
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    void followsThePortal_data()
    {
        QTest::addColumn<bool>("old");
        QTest::newRow("ReadOne") << false;
        QTest::newRow("Read only") << true;
    }
    void followsThePortal()
    {
        if (m_address.isEmpty())
            QSKIP("no message bus can be started here");
        QFETCH(bool, old);
        m_portal.old = old;
        m_portal.scheme = 1;
        auto& keeper = ThemeKeeper::instance();
        keeper.setMode(ThemeMode::System);
        keeper.setSystemDark(false);
        SystemTheme system;
        connect(&system, &SystemTheme::told, &keeper, &ThemeKeeper::setSystemDark);
        system.follow();
        QVERIFY2(!theme().dark, "nothing waits for the answer");
        QTRY_VERIFY(theme().dark);
        QSignalSpy told(&system, &SystemTheme::told);
        changeSetting(QStringLiteral("accent-color"), 2);
        changeSetting(QStringLiteral("color-scheme"), 2);
        QTRY_VERIFY(!theme().dark);
        QCOMPARE(told.count(), 1);

        keeper.setMode(ThemeMode::Light); // a choice by hand stays stronger
        changeSetting(QStringLiteral("color-scheme"), 1);
        QTRY_COMPARE(told.count(), 2);
        QVERIFY(!theme().dark);
        keeper.setMode(ThemeMode::System); // and what the system said meanwhile is not forgotten
        QVERIFY(theme().dark);
    }

    void readsThePortalsWords()
    {
        SystemTheme system;
        QSignalSpy told(&system, &SystemTheme::told);
        QVERIFY(!system.known());
        for (const uint scheme : {0U, 1U, 2U, 7U})
            system.take(scheme);
        QString words;
        for (const auto& call : told)
            words += call.front().toBool() ? QStringLiteral("dark ") : QStringLiteral("light ");
        QCOMPARE(words, QStringLiteral("light dark light light "));
        QVERIFY(system.known());
    }

    void worksWithoutABus()
    {
        const auto address = qgetenv("DBUS_SESSION_BUS_ADDRESS"), runtime = qgetenv("XDG_RUNTIME_DIR");
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        qunsetenv("XDG_RUNTIME_DIR");
        ThemeKeeper::instance().setMode(ThemeMode::System);
        ThemeKeeper::instance().setSystemDark(true);
        SystemTheme system;
        QSignalSpy told(&system, &SystemTheme::told);
        system.follow();
        QWidget window;
        Notifier notifier(&window);
        notifier.notify(QStringLiteral("a"), QStringLiteral("b"));
        QTest::qWait(20);
        QCOMPARE(told.count(), 0);
        QVERIFY(theme().dark);
        qputenv("DBUS_SESSION_BUS_ADDRESS", address);
        qputenv("XDG_RUNTIME_DIR", runtime);
    }

    void notifies()
    {
        if (m_address.isEmpty())
            QSKIP("no message bus can be started here");
        QWidget window;
        Notifier notifier(&window);
        QVERIFY(notifier.wanted());
        QSignalSpy shown(&notifier, &Notifier::shown), clicked(&notifier, &Notifier::clicked);
        notifier.notify(QStringLiteral("The search is done"), QStringLiteral("#7 <best> 91.3 %"));
        QTRY_COMPARE(shown.count(), 1);
        notifier.notify(QStringLiteral("Again"), QString());
        QTRY_COMPARE(shown.count(), 2);
        QCOMPARE(m_notifications.texts, (QStringList{QStringLiteral("The search is done|#7 &lt;best&gt; 91.3 %"), QStringLiteral("Again|")}));
        QCOMPARE(m_notifications.replaced, (QList<uint>{0, 7}));
        Q_EMIT m_notifications.ActionInvoked(6, QStringLiteral("default")); // of another program
        Q_EMIT m_notifications.ActionInvoked(7, QStringLiteral("default"));
        QTRY_COMPARE(clicked.count(), 1);
    }

    void textsStandOut()
    {
        QCOMPARE(contrast(Qt::white, Qt::black), 21.0);
        for (const bool dark : {false, true}) {
            const auto& t = themeOf(dark);
            QCOMPARE(t.dark, dark);
            const auto atLeast = [&](const char* what, const QColor& a, const QColor& b, double least) {
                QVERIFY2(contrast(a, b) >= least, qPrintable(QStringLiteral("%1 %2: %3").arg(QString::fromLatin1(what), dark ? QStringLiteral("dark") : QStringLiteral("light")).arg(contrast(a, b))));
            };
            for (const auto& ground : {t.window, t.surface, t.raised, t.field, t.hover, t.accentSoft}) {
                atLeast("text", t.text, ground, 7);
                atLeast("muted", t.muted, ground, 4.5);
                atLeast("disabled", t.disabled, ground, 2.7);
            }
            for (const auto& ground : {t.window, t.surface, t.raised}) {
                atLeast("accent", t.accent, ground, 4.5);
                atLeast("good", t.good, ground, 4.5);
                atLeast("warning", t.warning, ground, 4.5);
                atLeast("bad", t.bad, ground, 4.5);
                atLeast("control", t.control, ground, 3);
            }
            atLeast("accent on its soft ground", t.accent, t.accentSoft, 4.2);
            atLeast("on accent", t.onAccent, t.accent, 4.5);
            atLeast("input", t.text, t.input, 4.5);
            atLeast("output", t.text, t.output, 4.5);
            atLeast("edge", t.edge, t.surface, 2.2);
        }
    }

    void sheetNamesColoursOnly()
    {
        for (const bool dark : {false, true}) {
            const auto sheet = styleSheet(themeOf(dark), 13);
            QVERIFY2(!sheet.contains(QLatin1Char('@')), "a name that the table does not have");
            QVERIFY(styleSheet(themeOf(dark), 8).contains(QStringLiteral("[role=\"muted\"] { color: %1; font-size: %2px; }").arg(name(themeOf(dark).muted)).arg(kSmallestText)));
        }
        QVERIFY(styleSheet(themeOf(false), 18) != styleSheet(themeOf(false), 13));
    }

    /// Keyboard users see where they are: every kind of control looks different with the focus, by as much as a thin line around it.
    void focusShows_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void focusShows()
    {
        QFETCH(bool, dark);
        ThemeKeeper::instance().setMode(dark ? ThemeMode::Dark : ThemeMode::Light);
        QWidget window;
        window.setAttribute(Qt::WA_StyledBackground);
        auto* grid = new QGridLayout(&window);
        QList<QWidget*> controls;
        const auto add = [&](QWidget* control, const char* name, const char* role = nullptr) {
            control->setObjectName(QString::fromLatin1(name));
            if (role)
                control->setProperty(role, true);
            for (int column = 0; column < 2; ++column) {
                auto* shown = column == 0 ? control : new QLabel(control->objectName());
                grid->addWidget(shown, static_cast<int>(controls.size()) % 9, static_cast<int>(controls.size()) / 9 * 2 + 1 - column);
            }
            controls << control;
        };
        const auto button = [](auto* b) {
            b->setText(QStringLiteral("Words"));
            b->setFocusPolicy(Qt::StrongFocus);
            return b;
        };
        add(button(new QPushButton), "plain");
        add(button(new QPushButton), "primary", "primary");
        add(button(new QPushButton), "tab", "tab");
        add(button(new QPushButton), "quiet", "quiet");
        add(button(new QPushButton), "link", "link");
        add(button(new QToolButton), "tool");
        add(button(new QCheckBox), "check");
        add(button(new QRadioButton), "radio");
        add(new QLineEdit(QStringLiteral("typed")), "field");
        add(new QLineEdit(QStringLiteral("typed")), "search", "search");
        add(new QSpinBox, "spin");
        add(new QDoubleSpinBox, "double");
        auto* combo = new QComboBox;
        combo->addItems({QStringLiteral("one"), QStringLiteral("two")});
        add(combo, "combo");
        auto* slider = new QSlider(Qt::Horizontal);
        slider->setValue(40);
        add(slider, "slider");
        auto* list = new QListWidget;
        list->addItems({QStringLiteral("one"), QStringLiteral("two")});
        list->setMaximumHeight(70);
        add(list, "list");
        auto* text = new QPlainTextEdit(QStringLiteral("text"));
        text->setMaximumHeight(50);
        add(text, "text");
        auto* ticked = new QCheckBox(QStringLiteral("ticked"));
        ticked->setChecked(true);
        add(ticked, "ticked");
        auto* chosen = new QRadioButton(QStringLiteral("chosen"));
        chosen->setChecked(true);
        add(chosen, "chosen");
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        if (const auto folder = qEnvironmentVariable("CELLWRIGHT_SCREENSHOTS"); !folder.isEmpty())
            keepStates(window, controls, folder + (dark ? QStringLiteral("/controls-dark.png") : QStringLiteral("/controls-light.png")));
        for (auto* control : controls) {
            controls[control == controls[0] ? 1 : 0]->setFocus();
            const auto without = control->grab().toImage();
            control->setFocus(Qt::TabFocusReason);
            const auto with = control->grab().toImage();
            int differ = 0;
            for (int y = 0; y < with.height(); ++y)
                for (int x = 0; x < with.width(); ++x)
                    differ += with.pixel(x, y) != without.pixel(x, y) && contrast(with.pixelColor(x, y), without.pixelColor(x, y)) >= 1.5;
            QVERIFY2(differ >= 20, qPrintable(QStringLiteral("%1: %2 pixels").arg(control->objectName()).arg(differ)));
        }
    }

    void pausesTheThemeForPictures()
    {
        ThemeKeeper::instance().setMode(ThemeMode::Dark);
        QSignalSpy changed(&ThemeKeeper::instance(), &ThemeKeeper::changed);
        {
            const ThemeScope light(themeOf(false));
            QVERIFY(!theme().dark);
        }
        QVERIFY(theme().dark);
        QCOMPARE(changed.count(), 0);
    }

private:
    /// As they are, with the focus on the first, and unavailable.
    static void keepStates(QWidget& window, const QList<QWidget*>& controls, const QString& file)
    {
        controls[1]->setFocus();
        const auto first = window.grab().toImage();
        for (auto* control : controls)
            control->setEnabled(false);
        const auto second = window.grab().toImage();
        for (auto* control : controls)
            control->setEnabled(true);
        QImage both(first.width(), first.height() * 2, QImage::Format_RGB32);
        QPainter painter(&both);
        painter.drawImage(0, 0, first);
        painter.drawImage(0, first.height(), second);
        painter.end();
        QVERIFY(QDir().mkpath(QFileInfo(file).path()) && both.save(file));
    }
    void changeSetting(const QString& key, uint value)
    {
        auto message = QDBusMessage::createSignal(QStringLiteral("/org/freedesktop/portal/desktop"), QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("SettingChanged"));
        message << QStringLiteral("org.freedesktop.appearance") << key << QVariant::fromValue(QDBusVariant(value));
        QVERIFY(QDBusConnection(QStringLiteral("services")).send(message));
    }

    QProcess m_daemon;
    QString m_address;
    FakePortal m_portal;
    FakeNotifications m_notifications;
};

QTEST_MAIN(SystemThemeTest)
#include "system_theme_test.moc"
