"""What is said: where the content of a verb of speech begins and ends, for each construction the verb enters."""

from dataclasses import dataclass, replace

from kg.extract.speech import load_speech
from kg.extract.units import (
    ATTACHING,
    BE,
    COMMAS,
    FINITE,
    SUBORDINATE,
    Unit,
    find_noun_end,
    has_finite_verb,
    is_date,
    list_words,
)
from kg.extract.verbs import Verb, skip_time

_PREPOSITIONS = ATTACHING | frozenset(("by", "during", "through", "via", "from", "before", "after", "as", "following"))
_SIDE = frozenset(("though", "while", "whereas", "although", "but", "and", "as", "or", "yet"))
_CONDITIONS = list_words("if when while after before under as without whether what how who unless although though")
_DETERMINERS = frozenset(("a", "an", "the", "one", "another", "no", "nothing", "part", "among", "both", "just"))


@dataclass(frozen=True, slots=True)
class Content:
    """What is said, in tokens, with the construction it was found by and where an addressee may stand."""

    start: int
    end: int
    frame: str
    topic: tuple[int, int] | None = None
    addressee: tuple[int, int] | None = None
    spoken: tuple[int, int] | None = None


def starts_clause(unit: Unit, start: int, end: int, *, strict: bool = False) -> bool:
    """Whether a clause with a subject and a finite verb begins at `start`; `strict` trusts no past participle."""
    if start >= end or unit.tokens[start].text in ".,;:)?!":
        return False
    low, pos = unit.low(start), unit.pos(start)
    if (
        pos in ("IN", "TO")
        and low not in SUBORDINATE
        and low not in ("that", "if", "in", "under", "at", "by", "with", "for")
    ):
        return False
    if low in ("whether", "why", "how") or (strict and pos in ("WP", "WRB")):
        return False
    if pos in ("VBD", "MD", "CC", "POS") or (pos in ("VBZ", "VBP") and low not in ("is",)):
        return False
    if not strict and start + 1 < end and low in ("he", "she", "they", "we", "i", "there", "it"):
        # A pronoun that can only be a subject; "it" may be an object: "said it in court".
        return low != "it" or unit.pos(start + 1) not in ("IN", ",", ".", "TO", "RB")
    seen, relatives = False, 0
    for i in range(start, end):
        if unit.quote[i] < 0 and i > start:
            if unit.low(i) in (":", ";"):
                return False
            noun = unit.pos(i - 1).startswith("NN") or unit.low(i - 1) == ","
            relative = unit.pos(i) in ("WDT", "WP") or (unit.low(i) in ("that", "where") and noun)
            if relative or (strict and unit.low(i) in SUBORDINATE and unit.pos(i) in ("IN", "WRB")):
                relatives += 1  # its verb is not the clause's
            if unit.low(i) == "," and not relatives and low not in SUBORDINATE and pos not in ("IN", "RB"):
                nested = unit.low(i + 1) in ("which", "who", "whose", "where", "a", "an", "the", "once", "when", "if")
                if not nested or strict:
                    return False
            if strict and unit.pos(i) == "VBG" and (unit.pos(i - 1) == "IN" or unit.low(i) in load_speech().by_word):
                return False  # "answered critics by saying", "posted a message announcing"
        if unit.pos(i).startswith(("NN", "PRP", "CD", "EX", "DT", "WP", "VBG")) or unit.name[i] is not None:
            seen = True
        if seen and i > start and unit.opens(i) and unit.find_closing(i) - i > 3 and not strict and not relatives:
            return pos != "IN"  # "said the claim “borders on the absurd”", whatever the tags inside
        participle = unit.pos(i) == "VBN" and not strict and unit.low(i + 1) != "by"
        if seen and i > start and (unit.pos(i) in FINITE or unit.low(i) in BE or participle):
            bare = strict and unit.pos(i - 1) == "PRP" and i - 2 > start and unit.pos(i - 2).startswith("NN")
            joined = "CC" in (unit.pos(i - 1), unit.pos(i - 2) if unit.pos(i - 1) == "RB" else "")
            if bare or joined or unit.low(i - 1) == "to":
                return False  # "reported the theft and left": the verb's subject is the speaker
            if relatives:
                relatives -= 1
                continue
            return pos != "IN" or low in SUBORDINATE or "," in {unit.low(j) for j in range(start, i)} or low == "that"
    return False


def _at_quote(unit: Unit, i: int) -> bool:
    return unit.opens(i)


def _find_right_start(
    unit: Unit, i: int, end: int, *, told: bool, strict: bool = False
) -> tuple[int, str, tuple[int, int] | None] | None:
    """Return where the content to the right of a verb begins, how it is joined, and the addressee."""
    addressee = None
    i = skip_time(unit, i)
    if told:
        if _opens_content(unit, i, end):
            return None
        stop = find_noun_end(unit, i)
        if stop is None:
            return None
        addressee, i = (i, stop), skip_time(unit, stop)
    for _ in range(5):
        found = _opens_content(unit, i, end)
        if found:
            return (*found, addressee)
        if i < end and starts_clause(unit, i, end, strict=strict) and unit.low(i) not in _PREPOSITIONS:
            return i, "clause", addressee
        if unit.low(i) not in _PREPOSITIONS and unit.low(i) != "to":
            break
        stop = find_noun_end(unit, i + 1)
        if stop is None:
            break
        if unit.low(i) == "to" and addressee is None:
            addressee = (i + 1, stop)
        i = skip_time(unit, stop)
    if i < end and starts_clause(unit, i, end, strict=strict):
        return i, "clause", addressee
    if unit.low(i) == ",":
        # An aside: "said, citing the audit, that …".
        for j in range(i + 1, min(end, i + 16)):
            if unit.low(j) == "," and unit.quote[j] < 0:
                found = _opens_content(unit, j + 1, end)
                if found and found[1] != "comma":
                    return (*found, addressee)
                if starts_clause(unit, j + 1, end, strict=strict) and unit.pos(i + 1) in ("VBG", "IN"):
                    return j + 1, "clause", addressee
                break
    for j in range(i, min(end, i + 16)):
        # "warned in a statement posted on Facebook: “…”"
        if unit.low(j) == ":" and unit.opens(j + 1):
            return j + 1, "comma", addressee
        if unit.quote[j] >= 0 or unit.low(j) in BE or unit.pos(j) in ("VBZ", "VBP", "MD"):
            break
    return None


def _opens_content(unit: Unit, i: int, end: int) -> tuple[int, str] | None:
    low = unit.low(i)
    if i >= end:
        return None
    if _at_quote(unit, i):
        return i, "quote"
    if low == "that" and unit.quote[i] < 0 and i + 1 < end:
        j = i + 1
        return (j, "that") if unit.opens(j) or has_finite_verb(unit, j, end) else None
    if low in (",", ":", "—", "–", "--"):
        for j in range(i + 1, min(i + 5, end)):
            if unit.opens(j):
                between = [unit.low(k) for k in range(i + 1, j)]
                if all(word in ("in", "part", ",", ":", "and") for word in between):
                    return j, "comma"
                break
        if low == ":" and starts_clause(unit, i + 1, end):
            return i + 1, "colon"
    return None


def _find_clause_end(unit: Unit, start: int, verbs: list[Verb], own: Verb) -> int:
    """Return where a clause from `start` ends: where another verb of speech takes over, or with its sentence."""
    end = unit.find_sentence_end(start)
    later = [v for v in verbs if v.at > start and v.at < end and v is not own]
    for i in range(start + 1, end - 1):
        if unit.quote[i] >= 0:
            continue
        if unit.low(i) in ("but", "and") and unit.low(i + 1) in load_speech().parts["breaks_off"]:
            return i - 1 if unit.tokens[i - 1].text == "," else i  # "said it was open, but declined to elaborate"
        if unit.low(i) == ";" and any(v.at > i for v in later):
            return i
        if unit.low(i) == ":" and unit.opens(i + 1) and unit.find_closing(i + 1) - i > 5:
            return i
    if unit.low(own.group - 1) in ("who", "which") and unit.tokens[own.group - 2].text == ",":
        end = _find_relative_end(unit, start, end)
    if own.row.takes & {"object", "as"}:
        aside = next(
            (
                i
                for i in range(start + 1, end - 1)
                if unit.low(i) == "," and unit.quote[i] < 0 and unit.pos(i + 1) == "VBG"
            ),
            None,
        )
        end = aside or end
    for verb in later:
        lead = verb.group - 1
        if lead <= start:
            continue
        if verb.row.id == "according to" and unit.low(verb.at - 1) == ",":
            return verb.at - 1
        if verb.participle and unit.tokens[lead].text in COMMAS:
            return lead
        if verb.participle and verb.subject is not None and unit.low(verb.subject.left - 1) == "with":
            other = verb.subject.left - 1
            if other > start:
                return other - 1 if unit.tokens[other - 1].text == "," else other
        if verb.participle and unit.low(lead) in ("while", "by", "before") and verb.group - 1 > start:
            return lead
        if unit.low(lead) in ("and", "but") and verb.subject is own.subject:
            return lead - 1 if unit.tokens[lead - 1].text in COMMAS else lead
        if verb.subject is not None and verb.subject.left > start:
            before = verb.subject.left - 1
            if unit.low(before) in _SIDE and unit.tokens[before - 1].text in (",", ";", "—"):
                return before - 1
            if unit.low(before) in _SIDE and unit.closes(before - 1) and unit.tokens[before - 2].text == ",":
                return before
            if unit.tokens[before].text == ";":
                return before
            if unit.low(before) in ("though", "although", "while", "whereas"):
                return before
            closing = all(not unit.tokens[i].text[0].isalnum() or is_date(unit, i) for i in range(verb.after, end))
            if unit.tokens[before].text == "," and closing and unit.quote[before] < 0:
                return before
    return end


def _is_quote_end(unit: Unit, i: int) -> bool:
    return i < len(unit.tokens) and unit.closes(i)


def _find_relative_end(unit: Unit, start: int, end: int) -> int:
    """Where a relative clause between commas ends: "Roe, who called it “a farce,” voted no"."""
    for i in range(start + 1, end):
        if unit.quote[i] < 0 and unit.tokens[i].text == ",":
            return i
        if unit.closes(i) and unit.tokens[i - 1].text == ",":
            return i + 1
    return end


def find_content(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    """Find what a verb of speech introduces, before or after it; None where it introduces nothing.

    A quotation right before the verb and its subject counts first, then what follows the verb by the
    constructions its row takes, then a clause before it that a comma cuts off.
    """
    takes = verb.row.takes
    if "according" in takes:
        return _find_according(unit, verb, verbs)
    before = _find_quote_before(unit, verb) if "quote" in takes or "clause" in takes else None
    if before is not None:
        return before
    end = unit.find_sentence_end(verb.at)
    found = None if verb.inverted else _find_right(unit, verb, verbs, end)
    if found is not None and verb.subject is None and found.frame not in ("quote", "comma"):
        return None
    if found is not None and verb.participle and verb.subject is not None and verb.subject.start > verb.at:
        comma = min(verb.subject.left - 1, found.end)
        return replace(found, end=comma) if comma > found.start else None
    if found is not None:
        return found
    alone = not any(v.made and unit.first[v.at] == unit.first[verb.at] for v in verbs)
    if "tail" in takes and verb.subject is not None and not verb.participle and alone:
        return _find_tail(unit, verb)
    return None


def _find_right(unit: Unit, verb: Verb, verbs: list[Verb], end: int) -> Content | None:
    takes = verb.row.takes
    for frame, finder in _FINDERS.items():
        if frame in takes and (content := finder(unit, verb, verbs)):
            return content
    if "to" in takes and unit.low(verb.after) == "to" and unit.pos(verb.after + 1).startswith("VB"):
        return Content(verb.after, _find_clause_end(unit, verb.after, verbs, verb), "to")
    if "statement" in takes:
        return _find_statement(unit, verb, end)
    found = None
    if takes & {"clause", "that", "quote"}:
        found = _find_right_start(unit, verb.after, end, told=False, strict="clause" not in takes)
    if (found is None or found[1] == "clause") and "told" in takes:
        found = _find_right_start(unit, verb.after, end, told=True) or found
        if found is None and "clause" not in takes:
            return None
    if found is None:
        return None
    start, how, addressee = found
    allowed = {
        "clause": bool(takes & {"clause", "told"}) or takes > {"that"},
        "that": bool(takes & {"clause", "that", "told"}),
        "colon": bool(takes & {"quote", "clause", "told"}),
    }.get(how, bool(takes & {"quote", "told", "clause"}))
    if not allowed or (how == "clause" and not takes & {"clause", "that"} and addressee is None):
        return None
    if how in ("comma", "quote"):
        close = unit.find_closing(start)
        after = close + 1
        ends = (
            after >= end
            or unit.tokens[after].text in ".,;?!"
            or unit.first[min(after, len(unit.tokens) - 1)] != unit.first[close]
        )
        titled = not takes & {"clause", "that", "told"} and how == "quote" and unit.tokens[close - 1].text not in ",.?!"
        if titled and not (ends and close - start > 5):
            return None  # a title: "She read “The Long Road” at school"
        addressee = addressee or _find_before_content(unit, verb, start)
        if how == "comma" or ends or unit.tokens[close - 1].text in ",.?!":
            joined = after < end and unit.low(after) in ("and", "but") and how == "quote"
            if not joined or not takes & {"clause", "that", "told"}:
                return Content(start, close + 1, "quote", addressee=addressee, spoken=(start, close + 1))
        if "clause" not in takes and close - start < 3:
            return None
    addressee = addressee or _find_before_content(unit, verb, start)
    return Content(start, _find_clause_end(unit, start, verbs, verb), how, addressee=addressee)


def _find_before_content(unit: Unit, verb: Verb, start: int) -> tuple[int, int] | None:
    """Who is addressed between a verb and its content: "wrote in a letter to the board that"."""
    for i in range(verb.after, start - 1):
        if unit.low(i) == "to" and (stop := find_noun_end(unit, i + 1)) is not None and stop <= start:
            return i + 1, stop
    return None


def _find_quote_before(unit: Unit, verb: Verb) -> Content | None:
    subject = verb.subject
    if subject is None or verb.participle or unit.low(verb.group - 1) in ("who", "which"):
        return None
    lead = (verb.group if verb.inverted else min(subject.left, verb.group)) - 1
    if lead >= 0 and unit.tokens[lead].text in (",", "—", "–") and unit.quote[lead] < 0:
        lead -= 1
    if lead < 0 or not unit.closes(lead):
        return None
    close = lead
    start = unit.find_opening(close)
    last = unit.tokens[close - 1].text if close > start else ""
    comma = unit.low(close + 1) == "," and close + 1 < (verb.group if verb.inverted else subject.left)
    attached = close + 1 == (verb.group if verb.inverted else subject.left) and close - start > 5
    attached = attached and (verb.inverted or start == unit.first[start])
    if last not in (",", "?", "!", "—", "…", ".", "–", "-") and not comma and not attached:
        return None
    addressee = _find_told(unit, verb) if "told" in verb.row.takes else _find_to(unit, verb)
    begin = start
    if start > unit.first[start] and unit.tokens[start - 1].text not in (":", ","):
        # A fragment that ends a clause: "Those details are “clearly relevant,” prosecutors wrote."
        begin = unit.first[start]
        if unit.low(begin) in ("but", "and"):
            begin += 1
    elif start > unit.first[start] and unit.tokens[start - 1].text == "," and unit.quote[start - 1] < 0:
        left = unit.first[start]
        if (
            has_finite_verb(unit, left, start)
            and not any(unit.quote[i] >= 0 for i in range(left, start))
            and close - start < 12
        ):
            begin = left
    return Content(begin, close + 1, "quote-before", addressee=addressee, spoken=(start, close + 1))


def _find_told(unit: Unit, verb: Verb) -> tuple[int, int] | None:
    at = verb.after
    if verb.inverted and verb.subject is not None:
        at = verb.subject.end
    stop = find_noun_end(unit, at)
    return (at, stop) if stop else None


def _find_to(unit: Unit, verb: Verb) -> tuple[int, int] | None:
    end = unit.find_sentence_end(verb.at)
    for i in range(verb.after, min(end, verb.after + 14)):
        if unit.quote[i] >= 0 or unit.low(i) == ",":
            break
        if unit.low(i) == "to" and not unit.pos(i + 1).startswith("VB"):
            stop = find_noun_end(unit, i + 1)
            return (i + 1, stop) if stop else None
    return None


def _find_tail(unit: Unit, verb: Verb) -> Content | None:
    subject = verb.subject
    if subject is None:
        return None
    lead = (verb.group if verb.inverted else min(subject.left, verb.group)) - 1
    begin = unit.first[verb.at]
    if lead > begin and unit.tokens[lead].text in ("”", '"') and unit.quote[lead] < 0:
        lead -= 1  # a quotation whose opening mark was lost
    if lead <= begin or unit.tokens[lead].text not in (",", "—") or unit.quote[lead] >= 0:
        return None
    if unit.low(begin) in ("but", "and", "so", "yet"):
        begin += 1
    inner = next((i for i in range(begin + 1, lead) if unit.low(i) == "," and unit.quote[i] < 0), None)
    # "When it rained, the road closed, Roe said" is whole before the verb; "if it rains, Roe said, it closes" is not.
    main = inner if unit.low(begin) in _CONDITIONS | {"asked"} else begin
    if main is not None and has_finite_verb(unit, main, lead):
        return Content(begin, lead, "tail", addressee=_find_to(unit, verb))
    end = unit.find_sentence_end(verb.at)
    comma = next((i for i in range(verb.after, end) if unit.low(i) == "," and unit.quote[i] < 0), end)
    near = comma - verb.after < 9 and not has_finite_verb(unit, verb.after, comma)
    opens = unit.low(begin) in _CONDITIONS or find_noun_end(unit, begin) is not None
    if near and opens and not verb.inverted and has_finite_verb(unit, comma, end):
        return Content(begin, end, "around")
    return None


def _find_according(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    subject = verb.subject
    same = [v for v in verbs if unit.first[v.at] == unit.first[verb.at] and v is not verb]
    if any(v.made for v in same):
        return None
    begin, end = unit.first[verb.at], unit.find_sentence_end(verb.at)
    if subject is None or unit.low(subject.head) in load_speech().parts["not_a_source"]:
        return None
    if verb.at == begin or (verb.at == begin + 1 and unit.pos(begin) == "CC"):
        comma = next((i for i in range(subject.end, end) if unit.low(i) == "," and unit.quote[i] < 0), None)
        # "According to Roe, the chief engineer, the dam leaked": the apposition is passed over.
        if comma is not None:
            second = next((i for i in range(comma + 1, end) if unit.low(i) == "," and unit.quote[i] < 0), None)
            if second is not None and not has_finite_verb(unit, comma + 1, second) and second < end - 3:
                comma = second if has_finite_verb(unit, second, end) else comma
        return Content(comma + 1, end, "according") if comma is not None and comma + 1 < end else None
    lead = verb.at - 1
    if unit.tokens[lead].text in COMMAS and unit.quote[lead] < 0:
        lead -= 1
    if unit.closes(lead):
        start = unit.find_opening(lead)
        if start == unit.first[start]:
            return Content(start, lead + 1, "quote-before", spoken=(start, lead + 1))
    if unit.low(begin) in ("but", "and"):
        begin += 1
    if has_finite_verb(unit, begin, verb.at):
        return Content(begin, lead + 1, "according")
    if has_finite_verb(unit, subject.end, end) and not any(v.at > verb.at for v in same):
        return Content(begin, end, "according")
    return None


def _find_of(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    stop = find_noun_end(unit, verb.after, attach=ATTACHING - {"of"})
    if stop is not None and unit.low(stop) == ",":
        # An apposition: "accused Roe, the chief engineer, of lying".
        stop = next((i + 1 for i in range(stop + 1, stop + 12) if unit.low(i) == "," and unit.quote[i] < 0), stop)
    if stop is None or unit.low(stop) != "of":
        return None
    return Content(stop + 1, _find_clause_end(unit, stop + 1, verbs, verb), "of", topic=(verb.after, stop))


def _find_marker(unit: Unit, verb: Verb, markers: tuple[str, ...]) -> int | None:
    end = unit.find_sentence_end(verb.at)
    if find_noun_end(unit, verb.after) is None and not unit.opens(verb.after):
        return None
    for i in range(verb.after + 1, min(end - 1, verb.after + 18)):
        if unit.quote[i] >= 0:
            continue
        if unit.low(i) in markers:
            return i
        if unit.pos(i) in FINITE or unit.tokens[i].text in ",;:":
            return None
    return None


def _find_as(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    at = _find_marker(unit, verb, ("as",))
    if at is None:
        return None
    return Content(at + 1, _find_clause_end(unit, at + 1, verbs, verb), "as", topic=(verb.after, at))


def _find_for(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    at = _find_marker(unit, verb, ("for", "on", "over"))
    if at is None or is_date(unit, at + 1):
        return None
    if unit.low(at) != "for" and verb.row.id != "blame":
        return None
    return Content(verb.after, _find_clause_end(unit, verb.after, verbs, verb), "for", topic=(verb.after, at))


def _find_object(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    stop = find_noun_end(unit, verb.after)
    if stop is None or stop >= unit.find_sentence_end(verb.at):
        return None
    opening = unit.low(stop) in _DETERMINERS or unit.opens(stop) or unit.pos(stop) in ("JJ", "JJR", "JJS")
    if not opening or is_date(unit, stop):
        return None
    return Content(stop, _find_clause_end(unit, stop, verbs, verb), "object", topic=(verb.after, stop))


def _find_denial(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    gerund = unit.low(verb.after).endswith("ing") and unit.pos(verb.after + 1) in (
        "DT",
        "PRP",
        "PRP$",
        "NNP",
        "IN",
        "NNS",
    )
    if unit.pos(verb.after) == "VBG" or (gerund and unit.low(verb.after) not in load_speech().parts["deniable"]):
        return Content(verb.after, _find_clause_end(unit, verb.after, verbs, verb), "denial")
    stop = find_noun_end(unit, verb.after, attach=frozenset())
    if stop is None or not any(unit.low(i) in load_speech().parts["deniable"] for i in range(verb.after, stop)):
        return None
    return Content(verb.after, _find_clause_end(unit, stop - 1, verbs, verb), "denial")


_FINDERS = {"of": _find_of, "as": _find_as, "for": _find_for, "object": _find_object, "denial": _find_denial}


def _find_statement(unit: Unit, verb: Verb, end: int) -> Content | None:
    for i in range(verb.after, min(end, verb.after + 12)):
        if unit.low(i) in load_speech().parts["statement"]:
            break
    else:
        return None
    if unit.low(i + 1) == "that" and has_finite_verb(unit, i + 2, end):
        return Content(i + 2, end, "that")
    for j in range(i, len(unit.tokens)):
        if unit.tokens[j].text in (":", ",") and unit.quote[j] < 0 and unit.opens(j + 1):
            return Content(j + 1, unit.find_closing(j + 1) + 1, "quote", spoken=(j + 1, unit.find_closing(j + 1) + 1))
    return None
