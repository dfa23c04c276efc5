#include "ui/models/candidate_filter.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QCoreApplication>

#include "ui/models/arch_parts.h"
#include "ui/models/filter_number.h"
#include "ui/util/text.h"

namespace cw::ui {
namespace {

using Kind = FilterTerm::Kind;

QString tr(const char* text) { return QCoreApplication::translate("CandidateFilter", text); }

/// The one table of what stands before a colon.
struct Field {
    Kind kind;
    const char* key;
    const char* help;
};
constexpr std::array kFields{
    Field{Kind::Level, "level", QT_TRANSLATE_NOOP("CandidateFilter", "level:3, level:2..4 \u2013 or the derivation")},
    Field{Kind::Operation, "op", QT_TRANSLATE_NOOP("CandidateFilter", "op:sep5 \u2013 the operation occurs; several: all of them")},
    Field{Kind::Predicted, "pred", QT_TRANSLATE_NOOP("CandidateFilter", "pred:>90 \u2013 predicted, in percent")},
    Field{Kind::Parameters, "params", QT_TRANSLATE_NOOP("CandidateFilter", "params:<200k \u2013 parameters")},
    Field{Kind::MultiplyAdds, "madds", QT_TRANSLATE_NOOP("CandidateFilter", "madds:<5M \u2013 multiply-adds")},
    Field{Kind::State, "state", QT_TRANSLATE_NOOP("CandidateFilter", "state:failed \u2013 or waiting, training, measured, skipped")},
    Field{Kind::Role, "role", QT_TRANSLATE_NOOP("CandidateFilter", "role:beam \u2013 or all, check, random, policy")},
    Field{Kind::Starred, "is", QT_TRANSLATE_NOOP("CandidateFilter", "\u2605 or is:starred")},
    Field{Kind::Tag, "tag", QT_TRANSLATE_NOOP("CandidateFilter", "tag:name \u2013 the tag begins so; tag: has any")},
    Field{Kind::Note, "note", QT_TRANSLATE_NOOP("CandidateFilter", "note:word \u2013 the note holds it; note: has one")},
    Field{Kind::Id, "id", QT_TRANSLATE_NOOP("CandidateFilter", "#143, id:100..200")},
    Field{Kind::Parent, "parent", QT_TRANSLATE_NOOP("CandidateFilter", "parent:98 \u2013 grown from it")},
};
constexpr std::array kStates{"waiting", "training", "measured", "skipped", "failed"};
constexpr std::array kRoles{"all", "beam", "check", "random", "policy"};
constexpr QChar kStar(0x2605);

bool isNumber(Kind kind) { return kind <= Kind::Parent; }

const Field* fieldOf(const QString& key)
{
    const auto found = std::find_if(kFields.begin(), kFields.end(), [&](const Field& f) { return key.compare(QLatin1String(f.key), Qt::CaseInsensitive) == 0; });
    return found == kFields.end() ? nullptr : found;
}
const char* keyOf(Kind kind)
{
    return std::find_if(kFields.begin(), kFields.end(), [kind](const Field& f) { return f.kind == kind; })->key;
}

/// Compared without case, spaces and signs that no keyboard has.
QString folded(QString text)
{
    text = text.toLower();
    text.replace(QChar(0x00D7), QLatin1Char('x')).replace(QChar(0x2212), QLatin1Char('-')).replace(QChar(0x2013), QLatin1Char('-'));
    text.remove(QLatin1Char(' '));
    return text;
}

Error problem(const QString& sentence) { return {ErrorCode::InvalidArgument, sentence.toStdString(), {}}; }

/// Words apart by spaces; quotes hold spaces together and are taken out.
QStringList wordsOf(const QString& text)
{
    QStringList words;
    QString word;
    bool quoted = false, any = false;
    for (const auto c : text) {
        if (c == QLatin1Char('"')) {
            quoted = !quoted;
            any = true;
        } else if (c.isSpace() && !quoted) {
            if (any)
                words << std::exchange(word, {});
            any = false;
        } else {
            word += c;
            any = true;
        }
    }
    if (any)
        words << word;
    return words;
}

template<std::size_t N>
Result<unsigned> choicesOf(const QString& value, const std::array<const char*, N>& words, const QString& key)
{
    QStringList known;
    for (const auto* word : words)
        known << QLatin1String(word);
    unsigned bits = 0;
    for (const auto& part : value.split(QLatin1Char('|'))) {
        const auto at = known.indexOf(part.toLower());
        if (at < 0)
            return problem(tr("%1: knows %2.").arg(key, known.join(QStringLiteral(", "))));
        bits |= 1U << at;
    }
    return bits;
}
template<std::size_t N>
QString choicesText(unsigned bits, const std::array<const char*, N>& words)
{
    QStringList parts;
    for (std::size_t i = 0; i < N; ++i)
        if (bits >> i & 1U)
            parts << QLatin1String(words[i]);
    return parts.join(QLatin1Char('|'));
}

Result<std::string> operationOf(const QString& value)
{
    QStringList known;
    for (const auto& op : operationWords()) {
        known << qs(op.name);
        for (const auto& name : {op.name, op.key, op.label})
            if (folded(qs(name)) == folded(value))
                return std::string(op.name);
    }
    return problem(tr("No operation is called '%1'; known: %2.").arg(value, known.join(QStringLiteral(", "))));
}

Status readValue(FilterTerm& term, const QString& value, const QString& key)
{
    if (isNumber(term.kind)) {
        const auto range = parseRange(value);
        if (!range)
            return problem(tr("%1: wants a number, such as %2.").arg(key, tr(fieldOf(key)->help).section(QStringLiteral(" \u2013 "), 0, 0)));
        term.range = *range;
    } else if (term.kind == Kind::Operation) {
        const auto op = operationOf(value);
        if (!op)
            return op.error();
        term.operation = *op;
    } else if (term.kind == Kind::State || term.kind == Kind::Role) {
        const auto bits = term.kind == Kind::State ? choicesOf(value, kStates, key) : choicesOf(value, kRoles, key);
        if (!bits)
            return bits.error();
        term.choices = *bits;
    } else if (term.kind == Kind::Starred) {
        if (value.compare(QLatin1String("starred"), Qt::CaseInsensitive) != 0)
            return problem(tr("is: knows only is:starred."));
    } else {
        term.text = value;
    }
    return {};
}

Result<FilterTerm> parseWord(QString word)
{
    FilterTerm term;
    if (word.size() > 1 && (word[0] == QLatin1Char('-') || word[0] == QChar(0x2212))) {
        term.negated = true;
        word.remove(0, 1);
    }
    const auto colon = word.indexOf(QLatin1Char(':'));
    Status status;
    if (word == kStar || word == QLatin1String("*")) {
        term.kind = Kind::Starred;
    } else if (word.startsWith(QLatin1Char('#'))) {
        term.kind = Kind::Id;
        status = readValue(term, word.mid(1), QStringLiteral("id"));
    } else if (word.startsWith(QLatin1Char('>')) || word.startsWith(QLatin1Char('<'))) {
        const auto range = parseRange(word);
        if (!range)
            return problem(tr("'%1' wants a number: >90 shows cells that measured more than 90 %.").arg(word));
        term.kind = Kind::Measured;
        term.range = *range;
    } else if (colon > 0) {
        const auto key = word.left(colon);
        const auto* field = fieldOf(key);
        if (!field) {
            QStringList known;
            for (const auto& f : kFields)
                known << QLatin1String(f.key) + QLatin1Char(':');
            return problem(tr("There is no '%1:'; known: %2.").arg(key, known.join(QStringLiteral(", "))));
        }
        term.kind = field->kind;
        status = readValue(term, word.mid(colon + 1), QLatin1String(field->key));
    } else {
        term.text = word;
    }
    if (!status)
        return status.error();
    return term;
}

QString quoted(const QString& text)
{
    const bool needs = text.isEmpty() || std::any_of(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
    return needs ? QLatin1Char('"') + text + QLatin1Char('"') : text;
}

QString termText(const FilterTerm& term)
{
    QString text;
    if (term.kind == Kind::Measured)
        text = rangeText(term.range);
    else if (term.kind == Kind::Id && term.range.low == term.range.high)
        text = QLatin1Char('#') + rangeText(term.range);
    else if (term.kind == Kind::Starred)
        text = kStar;
    else if (term.kind == Kind::Words)
        text = quoted(term.text);
    else
        text = QLatin1String(keyOf(term.kind)) + QLatin1Char(':')
            + (isNumber(term.kind)               ? rangeText(term.range)
                   : term.kind == Kind::Operation ? qs(term.operation)
                   : term.kind == Kind::State     ? choicesText(term.choices, kStates)
                   : term.kind == Kind::Role      ? choicesText(term.choices, kRoles)
                   : term.text.isEmpty()          ? QString()
                                                  : quoted(term.text));
    return term.negated ? QLatin1Char('-') + text : text;
}

unsigned stateBit(const Candidate& c)
{
    if (!c.evaluation)
        return 1U << (c.progress ? 1 : 0);
    return 1U << (c.evaluation->outcome == Outcome::Measured ? 2 : c.evaluation->outcome == Outcome::Skipped ? 3 : 4);
}
unsigned roleBit(const Candidate& c)
{
    if (c.proposed.role == CandidateRole::Beam)
        return 1U << (c.proposed.predicted ? 1 : 0);
    return 1U << (c.proposed.role == CandidateRole::Sampled ? 2 : c.proposed.role == CandidateRole::Random ? 3 : 4);
}

bool occurs(const std::string& name, const Architecture& arch)
{
    const auto known = operationWords();
    const auto sought = std::find_if(known.begin(), known.end(), [&](const OperationWord& word) { return word.name == name; });
    const auto all = operationsIn(arch);
    return sought != known.end() && std::any_of(all.begin(), all.end(), [&](const OperationWord& word) { return word.same(*sought); });
}

bool wordOccurs(const QString& word, const Candidate& c, const Annotation& a)
{
    const auto sought = folded(word);
    const auto in = [&](const QString& text) { return folded(text).contains(sought); };
    if (in(qs(a.note)) || std::any_of(a.tags.begin(), a.tags.end(), [&](const std::string& tag) { return in(qs(tag)); }))
        return true;
    for (const auto& op : operationsIn(c.proposed.arch))
        if (in(qs(op.name)) || in(qs(op.key)))
            return true;
    const auto parts = partTexts(c.proposed.arch);
    return std::any_of(parts.begin(), parts.end(), in);
}

/// As it is read, without the last bits of a conversion: 0.57 is 57, not 56.999999999999993.
double shown(const Candidate& c, double inside) { return std::round(c.words.measure().shown(inside) * 1e6) / 1e6; }

bool holds(const FilterTerm& term, const Candidate& c, const Annotation& a)
{
    const auto& p = c.proposed;
    switch (term.kind) {
    case Kind::Level: return term.range.contains(p.level);
    case Kind::Measured: return c.measured() && term.range.contains(shown(c, c.evaluation->accuracy));
    case Kind::Predicted: return p.predicted && term.range.contains(shown(c, p.predicted->mean));
    case Kind::Parameters: return term.range.contains(static_cast<double>(p.parameters));
    case Kind::MultiplyAdds: return term.range.contains(static_cast<double>(p.multiplyAdds));
    case Kind::Id: return term.range.contains(p.id);
    case Kind::Parent: return p.parent != 0 && term.range.contains(p.parent);
    case Kind::Operation: return occurs(term.operation, p.arch);
    case Kind::State: return (term.choices & stateBit(c)) != 0;
    case Kind::Role: return (term.choices & roleBit(c)) != 0;
    case Kind::Starred: return a.star;
    case Kind::Tag: return std::any_of(a.tags.begin(), a.tags.end(), [&](const std::string& tag) { return qs(tag).startsWith(term.text, Qt::CaseInsensitive); });
    case Kind::Note: return !a.note.empty() && qs(a.note).contains(term.text, Qt::CaseInsensitive);
    case Kind::Words: return wordOccurs(term.text, c, a);
    }
    return true;
}

} // namespace

bool CandidateFilter::matches(const Candidate& candidate, const Annotation& annotation) const
{
    return std::all_of(terms.begin(), terms.end(), [&](const FilterTerm& term) { return holds(term, candidate, annotation) != term.negated; });
}

bool CandidateFilter::readsAnnotations() const
{
    return std::any_of(terms.begin(), terms.end(), [](const FilterTerm& t) { return t.kind >= Kind::Starred; });
}

QString CandidateFilter::toText() const
{
    QStringList words;
    for (const auto& term : terms)
        words << termText(term);
    return words.join(QLatin1Char(' '));
}

Result<CandidateFilter> parseFilter(const QString& text)
{
    CandidateFilter filter;
    for (const auto& word : wordsOf(text)) {
        auto term = parseWord(word);
        if (!term)
            return term.error();
        if (term->kind != Kind::Words || !term->text.isEmpty())
            filter.terms.push_back(*std::move(term));
    }
    return filter;
}

QString filterHelp()
{
    auto text = tr("Conditions that all must hold, with spaces between:") + QStringLiteral("<br>") + tr(">90, <85.5 \u2013 measured, in percent (of text: perplexity)").toHtmlEscaped();
    for (const auto& field : kFields)
        text += QStringLiteral("<br>") + tr(field.help).toHtmlEscaped();
    return text + QStringLiteral("<br>") + tr("any other word \u2013 in operations, tags and notes") + QStringLiteral("<br>") + tr("-level:1 \u2013 the opposite");
}

QStringList filterWords()
{
    QStringList words{QStringLiteral("level:"), QStringLiteral("pred:>"), QStringLiteral("params:<"), QStringLiteral("madds:<"), QStringLiteral("is:starred"),
                      QStringLiteral("tag:"), QStringLiteral("note:"), QStringLiteral("id:"), QStringLiteral("parent:")};
    for (const auto& op : operationWords())
        words << QStringLiteral("op:") + qs(op.name);
    for (const auto* state : kStates)
        words << QStringLiteral("state:") + QLatin1String(state);
    for (const auto* role : kRoles)
        words << QStringLiteral("role:") + QLatin1String(role);
    words.sort();
    return words;
}

} // namespace cw::ui
