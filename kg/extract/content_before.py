"""What is said where it stands before its verb: a quotation, a clause cut off by a comma, "according to"."""

from kg.extract.content_frames import Content
from kg.extract.speech import load_speech
from kg.extract.units import COMMAS, FINITE, Unit, find_noun_end, has_finite_verb, list_words
from kg.extract.verbs import Verb, skip_time

_CONDITIONS = list_words("if when while after before under as without whether what how who unless although though")


def find_quote_before(unit: Unit, verb: Verb) -> Content | None:
    """Find the quotation right before a verb and its subject: “We lost,” Roe said."""
    subject = verb.subject
    if subject is None or verb.participle or unit.low(verb.group - 1) in ("who", "which"):
        return None
    lead = (verb.group if verb.inverted else min(subject.left, verb.group)) - 1
    if lead >= 0 and unit.tokens[lead].text in (",", "—", "–") and unit.quote[lead] < 0:
        lead -= 1
    if unit.low(lead) == "as" and verb.row.id == "put it":
        lead -= 1 + (unit.low(lead - 1) in (",", "—"))  # “It was theft,” as Roe put it
        lead += not unit.closes(lead) and unit.closes(lead + 1)
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


def find_tail(unit: Unit, verb: Verb) -> Content | None:
    """Find the clause that a comma cuts off before a verb and its subject: "The dam held, Roe said"."""
    subject = verb.subject
    if subject is None or unit.low(verb.group - 1) in ("who", "which", "that"):
        return None
    lead = (verb.group if verb.inverted else min(subject.left, verb.group)) - 1
    begin = unit.first[verb.at]
    if lead > begin and unit.tokens[lead].text in ("”", '"') and unit.quote[lead] < 0:
        lead -= 1  # a quotation whose opening mark was lost
    if lead <= begin or unit.tokens[lead].text not in (",", "—") or unit.quote[lead] >= 0:
        return None
    if unit.low(begin) in ("but", "and", "so", "yet"):
        begin += 1
    end = unit.find_sentence_end(verb.at)
    comma = next((i for i in range(verb.after, end) if unit.low(i) == "," and unit.quote[i] < 0), end)
    near = comma - verb.after < 9 and not has_finite_verb(unit, verb.after, comma)
    if unit.low(lead - 1) in ("who", "which", "that") and near and comma + 1 < end:
        return Content(comma + 1, end, "around")  # "pupils who, Roe said, were left behind"
    inner = next((i for i in range(begin + 1, lead) if unit.low(i) == "," and unit.quote[i] < 0), None)
    # "When it rained, the road closed, Roe said" is whole before the verb; "if it rains, Roe said, it closes" is not.
    main = inner if unit.low(begin) in _CONDITIONS | {"asked"} else begin
    if main is not None and has_finite_verb(unit, main, lead):
        return Content(begin, lead, "tail", addressee=_find_addressee(unit, verb))
    if main is None and sum(unit.pos(i) in FINITE and unit.quote[i] < 0 for i in range(begin, lead)) > 1:
        return Content(begin, lead, "tail", addressee=_find_addressee(unit, verb))  # "If it rains it floods, Roe said"
    goes_on = any(unit.pos(i).startswith("VB") or unit.pos(i) == "MD" for i in range(comma, end))
    if goes_on and near and lead - begin < 4 and (verb.inverted or unit.pos(begin).startswith("RB")):
        return Content(comma + 1, end, "around")  # "So far, says Ada Roe, nobody has paid"
    opens = unit.low(begin) in _CONDITIONS or any(unit.pos(i).startswith("NN") for i in range(begin, lead))
    if near and opens and not verb.inverted and goes_on:
        return Content(begin, end, "around")
    if (
        lead - begin > 4
        and any(unit.pos(i) in ("NN", "NNS", "VB", "VBN") for i in range(begin, lead))
        and verb.inverted
    ):
        return Content(begin, lead, "tail", addressee=_find_addressee(unit, verb))
    return None


def _find_addressee(unit: Unit, verb: Verb) -> tuple[int, int] | None:
    return _find_told(unit, verb) if "told" in verb.row.takes else _find_to(unit, verb)


def find_as_said(unit: Unit, verb: Verb) -> Content | None:
    """Find what follows "As Roe noted, …" at the head of a sentence."""
    subject, begin = verb.subject, unit.first[verb.at]
    if subject is None or verb.participle or subject.left != begin + 1 or unit.low(begin) != "as":
        return None
    at, end = skip_time(unit, verb.after), unit.find_sentence_end(verb.at)
    if unit.low(at) != "," or unit.quote[at] >= 0 or not has_finite_verb(unit, at + 1, end):
        return None
    return Content(at + 1, end, "as-said")


def find_according(unit: Unit, verb: Verb, verbs: list[Verb]) -> Content | None:
    """Find what "according to" somebody is so: what stands before it, or behind it and its source."""
    subject = verb.subject
    same = [v for v in verbs if unit.first[v.at] == unit.first[verb.at] and v is not verb]
    begin, end = unit.first[verb.at], unit.find_sentence_end(verb.at)
    if unit.low(verb.at) == "per" and unit.pos(verb.after) not in ("DT", "PRP$", "NNP", "NNPS"):
        return None  # "per gallon"
    if subject is None or unit.low(subject.head) in load_speech().parts["not_a_source"]:
        return None
    if unit.low(verb.at - 1) in ("and", "but", ";", ":") and unit.low(subject.end) == ",":
        begin = verb.at  # "the suit failed; according to Roe, it cost a million"
    if unit.low(verb.at - 1) == "," and unit.low(verb.at - 2) in ("and", "but"):
        begin = verb.at  # "He was sentenced and, according to Roe, will appeal"
    if verb.at == begin or (verb.at == begin + 1 and unit.pos(begin) == "CC"):
        comma = next((i for i in range(subject.end, end) if unit.low(i) == "," and unit.quote[i] < 0), None)
        # "According to Roe, the chief engineer, the dam leaked": the apposition is passed over.
        if comma is not None:
            second = next((i for i in range(comma + 1, end) if unit.low(i) == "," and unit.quote[i] < 0), None)
            aside = unit.low(comma + 1) in ("who", "which") or not has_finite_verb(unit, comma + 1, second or end)
            if second is not None and aside and second < end - 2:
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
    colon = next((i for i in range(verb.at - 1, begin, -1) if unit.low(i) == ":" and unit.quote[i] < 0), None)
    if colon is not None and unit.low(verb.at - 1) == "," and verb.at - colon > 3:
        return Content(colon + 1, lead + 1, "according")  # "Such cases are rare: two a year, according to the court"
    if has_finite_verb(unit, begin, verb.at):
        return Content(begin, lead + 1, "according")
    if has_finite_verb(unit, subject.end, end) and not any(v.at > verb.at for v in same):
        return Content(begin, end, "according")
    return None
