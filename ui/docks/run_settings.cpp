#include "ui/docks/run_settings.h"

#include <QVBoxLayout>

#include "core/search/strategy.h"
#include "ui/docks/parameter_form.h"
#include "ui/models/arch_parts.h"
#include "ui/util/card.h"
#include "ui/util/text.h"
#include "ui/util/theme.h"

namespace cw::ui {
namespace {

struct Line {
    QString title, value;
    bool changed = false;
};
using Lines = QList<Line>;

QString deviceText(const std::string& device)
{
    if (device == "cpu")
        return RunSettings::tr("processor");
    if (device == "cuda")
        return RunSettings::tr("GPU");
    return device == "auto" ? RunSettings::tr("automatic") : qs(device);
}

QString valueText(const Settings& settings, const ParameterSpec& spec)
{
    const auto value = qs(settings.text(spec.key));
    if (spec.kind == ParameterKind::Boolean)
        return settings.boolean(spec.key) ? RunSettings::tr("yes") : RunSettings::tr("no");
    if (spec.kind != ParameterKind::List)
        return value;
    const auto chosen = value.split(QLatin1Char(',')).size(), all = qs(spec.choices).split(QLatin1Char('|')).size();
    return chosen == all ? RunSettings::tr("all %1").arg(all) : value.split(QLatin1Char(',')).join(QStringLiteral(", "));
}

/// "PNAS" of "Progressive search (PNAS)": what people call it.
QString shortTitle(const QString& title)
{
    const auto open = title.lastIndexOf(QLatin1Char('(')), close = title.lastIndexOf(QLatin1Char(')'));
    return open >= 0 && close > open + 1 ? title.mid(open + 1, close - open - 1) : title;
}

/// What a person asks first, as far as the strategy has it.
Lines important(const RunInfo& info, int workers)
{
    const auto& s = info.settings;
    Lines lines{{RunSettings::tr("Algorithm"), shortTitle(info.strategyTitle())}};
    if (info.space != "pnas")
        lines << Line{RunSettings::tr("Searches"), spaceTitle(info.space).toLower()};
    lines << Line{RunSettings::tr("Preset"), info.presetTitle()};
    const auto add = [&](const char* key) {
        if (const auto* spec = s.spec(key))
            lines << Line{qs(spec->title), valueText(s, *spec)};
    };
    add("blocks");
    add("beam_width");
    if (!info.words().kind().shares)
        add("models");
    add("nodes");
    add("layers");
    if (info.words().kind().shares)
        add("rounds");
    add("hidden");
    if (s.has("surrogate") && s.has("ensemble"))
        lines << Line{RunSettings::tr("Predictor"), RunSettings::tr("%1 \u00d7 %2").arg(qs(s.text("surrogate")).toUpper(), qs(s.text("ensemble")))};
    if (s.has("repeats") && s.has("filters"))
        lines << Line{RunSettings::tr("Cells \u00b7 filters"), RunSettings::tr("%1 \u00b7 %2").arg(3 * s.integer("repeats") + (!s.has("layout") || s.text("layout") == "drawn" ? 2 : 0)).arg(s.integer("filters"))};
    else if (s.has("filters"))
        add("filters");
    if (s.has("steps") && !info.words().kind().shares)
        add(s.integer("steps") > 0 ? "steps" : "epochs");
    if (!learnsFromText(info.space))
        lines << Line{RunSettings::tr("Pictures"), QStringLiteral("%1\u00d7%2").arg(info.image.width).arg(info.image.height)};
    const auto device = deviceText(info.device);
    if (workers > 0 && !info.words().kind().shares)
        lines << Line{RunSettings::tr("Workers \u00b7 device"), RunSettings::tr("%1 \u00b7 %2").arg(workers).arg(device)};
    else
        lines << Line{RunSettings::tr("Device"), device};
    lines << Line{RunSettings::tr("Seed"), QString::number(info.seed)};
    return lines;
}

Lines everything(const RunInfo& info)
{
    const auto preset = makeSettings(info.strategy, info.space, info.preset);
    Lines lines;
    for (const auto& spec : info.settings.specs())
        lines << Line{qs(spec.title), valueText(info.settings, spec), preset && preset->text(spec.key) != info.settings.text(spec.key)};
    return lines;
}

QString table(const Lines& lines)
{
    QString rows;
    for (const auto& line : lines) {
        const auto value = line.value.toHtmlEscaped();
        rows += QStringLiteral("<tr><td style='color:%1; padding-right:10px'>%2%3</td><td align='right'>%4</td></tr>")
                    .arg(name(theme().muted), line.changed ? QStringLiteral("<span style='color:%1'>\u25cf</span> ").arg(name(theme().accent)) : QString(),
                         line.title.toHtmlEscaped(), line.changed ? QStringLiteral("<b>%1</b>").arg(value) : value);
    }
    return QStringLiteral("<table width='100%' cellspacing='0' cellpadding='2'>%1</table>").arg(rows);
}

QString plain(const Lines& lines)
{
    QStringList rows;
    for (const auto& line : lines)
        rows << QStringLiteral("%1%2: %3").arg(line.changed ? QStringLiteral("* ") : QString(), line.title, line.value);
    return rows.join(QLatin1Char('\n'));
}

void setTable(QLabel* label, const Lines& lines)
{
    if (const auto text = table(lines); label->text() != text)
        label->setText(text);
    label->setAccessibleName(plain(lines));
}

} // namespace

RunSettings::RunSettings(QWidget* parent)
    : QWidget(parent)
    , m_summary(new QLabel(this))
    , m_table(new QLabel(this))
    , m_all(new QPushButton(this))
{
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(6);
    for (auto* label : {m_summary, m_table}) {
        label->setTextFormat(Qt::RichText);
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignTop);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_all->setText(tr("all settings\u2026"));
    m_all->setProperty("link", true);
    m_all->setCheckable(true);
    m_all->setCursor(Qt::PointingHandCursor);
    m_table->hide();
    box->addWidget(m_summary);
    box->addWidget(m_all, 0, Qt::AlignLeft);
    box->addWidget(m_table);
    box->addStretch(1);
    connect(m_all, &QPushButton::toggled, this, [this](bool open) {
        m_table->setVisible(open);
        m_all->setText(open ? tr("fewer settings") : tr("all settings\u2026"));
    });
    connect(&ThemeKeeper::instance(), &ThemeKeeper::changed, this, &RunSettings::refresh);
}

void RunSettings::setRun(const RunInfo& info, int workers)
{
    m_info = info;
    m_workers = workers;
    refresh();
}

void RunSettings::refresh()
{
    setTable(m_summary, important(m_info, m_workers));
    setTable(m_table, everything(m_info));
}

QString RunSettings::summaryText() const { return plain(important(m_info, m_workers)); }
QString RunSettings::allText() const { return plain(everything(m_info)); }

} // namespace cw::ui
