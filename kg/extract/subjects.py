"""The subject of a verb of speech: the noun group before it or behind it, with what stands in apposition."""

from kg.extract.speakers import NO_HEAD, PEOPLE, Subject, find_group_start, find_head, is_document, make_subject
from kg.extract.speech import load_speech
from kg.extract.units import (
    ATTACHING,
    COMMAS,
    FINITE,
    SUBORDINATE,
    Unit,
    find_noun_end,
    find_noun_start,
    is_date,
    list_words,
)
from kg.model import Level

_BEFORE_DATES = list_words("on in of as since late early the from during by until last this mid")
_RELATIVE = frozenset(("who", "which", "that"))


_MAX_DESCRIBING = 6


def _is_clause(unit: Unit, start: int, end: int) -> bool:
    """Whether a stretch between commas is a clause of its own, not an apposition or a relative clause."""
    if unit.low(start) in ("who", "which", "whose", "where", "whom", "as") or unit.pos(start) == "VBG":
        return False
    if unit.low(start) in SUBORDINATE and unit.pos(start + 1) in ("VBN", "VBD", "VBG"):
        return False  # "Roe, when asked whether it was so, said"
    # The verbs of "a retired teacher who came from Ohio" are not the stretch's own.
    end = next((i for i in range(start + 1, end) if unit.pos(i) in ("WP", "WDT", "WP$") and unit.quote[i] < 0), end)
    # "Roe, asked about the vote, said": a participle with its complements stands in apposition too.
    begin = start + 1 if unit.pos(start) in ("VBD", "VBN", "VBG") else start
    return any(unit.pos(i) in FINITE and unit.quote[i] < 0 for i in range(begin, end))


def _find_before_comma(unit: Unit, comma: int) -> Subject | None:
    """The subject before an apposition that ends at `comma`: "Ada Roe, the chief engineer, said"."""
    floor, end, found = unit.first[comma], comma, None
    for _ in range(8):
        at = end - 1
        while at > floor and not (
            unit.tokens[at].text in COMMAS
            and unit.quote[at] < 0
            and not (unit.name[at] is not None and unit.name[at] is unit.name[at - 1])
        ):
            at -= 1
        if at <= floor or unit.tokens[at].text not in COMMAS or at + 1 >= end:
            break
        if _is_clause(unit, at + 1, end) or unit.closes(at - 1):
            break
        start = find_noun_start(unit, at)
        if start is None:
            end = at
            continue
        if unit.pos(start - 1) in ("IN", "TO") and start > floor and unit.low(start - 1) not in SUBORDINATE:
            if start - 2 > floor and unit.tokens[start - 2].text in COMMAS:
                end = start - 2  # "Ada Roe, 45, of Salem, said": the phrase says where the subject is from
                continue
            break
        if start > floor and unit.low(start - 1) in ("following", "including", "citing", "regarding"):
            break
        if found is not None and start > floor and unit.pos(start - 1).startswith("VB"):
            break  # "Nobody had told him, the mayor, Ada Roe, said"
        found = (start, at, at + 1, end)
        mention = make_subject(unit, start, at).mention
        if mention is not None and mention.type in PEOPLE and mention.level is Level.NAME:
            break
        if start == 0 or unit.tokens[start - 1].text not in COMMAS:
            break
        end = at
    if found is None:
        return None
    subject = make_subject(unit, found[0], found[1])
    if subject.mention is None or subject.mention.type not in PEOPLE or subject.mention.level is not Level.NAME:
        named = _make_named(unit, found[2], found[3])
        if named is not None and (named.mention is not None):
            subject = Subject(named.start, named.end, named.head, named.mention, subject.left, comma)
    subject = Subject(subject.start, subject.end, subject.head, subject.mention, found[0], comma + 1)
    return _extend_pair(unit, subject, floor, comma + 1)


def _make_named(unit: Unit, start: int, end: int) -> Subject | None:
    """An apposition that is a person's name: "the mayor, Ada Roe, said"."""
    for i in range(start, min(start + 6, end)):
        mention = unit.name[i]
        if mention is not None and mention.type in PEOPLE and mention.level is Level.NAME:
            last = i
            while last + 1 < end and unit.name[last + 1] is mention:
                last += 1
            if last + 1 == end or unit.tokens[last + 1].text in (",", "(", "of"):
                return Subject(i, last + 1, last, mention, start, end)
    return None


def _skip_date(unit: Unit, group: int) -> int:
    """Step back over a date between a subject and its verb: "officials on Monday said"."""
    if unit.pos(group - 1) == "CD" and unit.tokens[group - 2].text == "’" and group - 2 > unit.first[group - 1]:
        group -= 2  # a year behind a name: "Ada Roe ’26 said"
    at = group
    while at - 1 > unit.first[group - 1] and is_date(unit, at - 1) and unit.quote[at - 1] < 0:
        at -= 1
    if at == group:
        return group
    while at - 1 > unit.first[group - 1] and unit.low(at - 1) in _BEFORE_DATES:
        at -= 1
    return at


def find_subject(unit: Unit, group: int) -> Subject | None:
    """Find the subject of the finite verb group that begins at `group`, standing before it.

    None where a conjunction, a comma of another clause or nothing nominal stands there: then the subject is shared
    with an earlier verb, or stands behind.
    """
    group = _skip_date(unit, group)
    at = group - 1
    if at < 0 or group == unit.first[group] or unit.quote[at] >= 0:
        return None
    if unit.low(at) in _RELATIVE and unit.pos(at) in ("WP", "WDT", "IN", "DT") and at > unit.first[group]:
        before = at - 1 if unit.tokens[at - 1].text in COMMAS else at
        if before == unit.first[group]:
            return None
        # "Anger from unions, which say": the nearest; "officials at the agency who said": the whole.
        near = unit.low(at) == "which"
        start = find_noun_start(unit, before, attach=not near)
        if start is not None:
            return make_subject(unit, start, before)
        return None
    if unit.tokens[at].text in COMMAS:
        return _find_before_comma(unit, at)
    start = find_noun_start(unit, group)
    if start is None:
        return _find_before_relative(unit, group)
    if unit.low(start) in NO_HEAD and start + 1 == group:
        return None
    end = group
    by = unit.low(start - 1) in ("by", "in", "on", "with", "from", "at", "for") and unit.quote[start - 1] < 0
    if (
        by
        and unit.pos(start - 2) in ("VBN", "VBD")
        and unit.pos(start - 3).startswith("NN")
        and start - 3 >= unit.first[start]
    ):
        outer = find_noun_start(
            unit, start - 2
        )  # "documents obtained by The Ledger show", "a clerk briefed on it said"
        if outer is not None:
            whole = make_subject(unit, outer, start - 2)
            if is_document(unit, whole) or unit.low(whole.head) in load_speech().parts["unnamed"]:
                return Subject(outer, group, whole.head, whole.mention, outer, group)
    described = _find_described(unit, start, group)
    if described is not None:
        return described
    return _extend_pair(unit, make_subject(unit, start, end), unit.first[group], group)


def _extend_pair(unit: Unit, subject: Subject, floor: int, right: int) -> Subject:
    """The first of several who speak together: "Ada Roe and Bo Lind said", "Roe, Lind and the board said"."""
    while subject.left - 1 > floor and (unit.low(subject.left - 1) in ("and", "&", "or")):
        end = subject.left - 1 - (unit.low(subject.left - 2) == ",")
        other = find_noun_start(unit, end)
        if other is None:
            break
        before = other - 1
        starts = before < floor or unit.tokens[before].text in COMMAS or unit.closes(before)
        if not starts or (before >= floor and unit.pos(before) == "IN"):
            break
        first = make_subject(unit, other, end)
        if first.mention is None and subject.mention is not None:
            break
        while first.left - 1 > floor and unit.low(first.left - 1) == ",":
            listed = find_noun_start(unit, first.left - 1)
            if listed is None or not (listed == floor or unit.low(listed - 1) == ","):
                break
            item = make_subject(unit, listed, first.left - 1)
            if item.mention is None or first.mention is None or is_date(unit, listed):
                break
            if item.mention.type is not first.mention.type or item.mention.level is not Level.NAME:
                break
            first = item
        subject = Subject(first.start, first.end, first.head, first.mention, first.left, right)
    return subject


def _find_described(unit: Unit, start: int, group: int) -> Subject | None:
    """Find the noun that the noun group at `start` only helps to describe.

    "Lawyers who represent employers said", "lawmakers supporting the bill said", "a source close to the firm said".
    """
    floor = unit.first[start]
    at = start - 1
    if at > floor and unit.low(at) in ("that", "this") and unit.pos(at - 1)[:2] == "VB":
        at -= 1
    relative = False
    near = unit.low(at - 1) == "close" or unit.pos(at - 1) == "JJ"
    if start > floor and unit.low(start) == "close":
        end = start
    elif at - 1 > floor and unit.low(at) in ("to", "with") and near:
        end = at - 1
    else:
        while at > max(floor, start - _MAX_DESCRIBING) and (unit.pos(at)[:2] in ("VB", "MD", "RB", "TO")):
            at -= 1
        verbs = range(at + 1, start)
        if not verbs or any(unit.quote[i] >= 0 for i in range(at, start)):
            return None
        relative = unit.low(at) in ("who", "that") and any(unit.pos(i) in FINITE or unit.pos(i) == "VB" for i in verbs)
        if relative:
            end = at
        elif unit.pos(at + 1) == "VBG" and unit.pos(at).startswith("NN"):
            end = at + 1
        else:
            return None
    begin = find_noun_start(unit, end)
    if begin is None or begin >= end or unit.tokens[begin - 1 if begin else 0].text == ";":
        return None
    subject = make_subject(unit, begin, end)
    if subject.mention is None and unit.low(subject.head) in NO_HEAD:
        return None
    if not relative and unit.low(subject.head) in load_speech().parts["unnamed"]:
        return Subject(subject.start, group, subject.head, subject.mention, begin, group)
    return Subject(subject.start, subject.end, subject.head, subject.mention, begin, start)


def _find_before_relative(unit: Unit, group: int) -> Subject | None:
    """Find the subject whose relative clause ends in no noun: "The part that was overturned said"."""
    if not unit.pos(group - 1).startswith(("VB", "RB", "JJ", "RP", "IN")):
        return None
    if unit.pos(group - 1) in ("VBN", "VBD") and unit.pos(group - 2).startswith("NN"):
        start = find_noun_start(unit, group - 1)  # "a lawsuit filed Monday claims"
        return make_subject(unit, start, group - 1) if start is not None else None
    for at in range(group - 2, max(unit.first[group], group - 9), -1):
        if unit.tokens[at].text in COMMAS or unit.quote[at] >= 0:
            return None
        if unit.low(at) in _RELATIVE and unit.pos(at - 1).startswith("NN"):
            start = find_noun_start(unit, at)
            return make_subject(unit, start, at) if start is not None else None
    return None


def find_following_subject(unit: Unit, at: int) -> Subject | None:
    """Find the subject of a verb that stands before it: "said Ada Roe, the chief engineer"; `at` follows the verb."""
    while unit.pos(at) == "RB" and unit.quote[at] < 0:
        at += 1
    if at >= len(unit.tokens) or unit.pos(at) == "IN" or is_date(unit, at):
        return None
    # A noun that is a verb as well, taken for one: "according to state media".
    begin = at + (unit.pos(at) in ("VB", "VBP") and unit.low(at - 1) == "to")
    end = find_noun_end(unit, begin, whole=True)
    if end is None:
        return None
    last = find_noun_end(unit, at, attach=frozenset(), whole=True) or end
    if unit.low(find_head(unit, at, end)) in load_speech().parts["unnamed"]:
        end = _find_described_end(unit, end)
    subject = make_subject(unit, at, end)
    if subject.mention is None or subject.mention.level is not Level.NAME or subject.mention.type not in PEOPLE:
        # A title before the name, or the name in apposition after the title.
        for i in range(at, last):
            mention = unit.name[i]
            if mention is not None and mention.type in PEOPLE and mention.level is Level.NAME:
                possessive = unit.low(_end_of(unit, i)) in ("'s", "'")
                if not possessive:
                    subject = Subject(i, _end_of(unit, i), i, mention, at, end)
                    break
        else:
            if unit.tokens[end].text in COMMAS if end < len(unit.tokens) else False:
                stop = end + 1
                while (
                    stop < len(unit.tokens) and unit.tokens[stop].text not in (",", ".", ";") and unit.quote[stop] < 0
                ):
                    stop += 1
                named = _make_named(unit, end + 1, stop)
                if named is not None and named.start <= end + 3:
                    subject = Subject(named.start, named.end, named.head, named.mention, at, stop)
    return subject


def _find_described_end(unit: Unit, end: int) -> int:
    """Where the phrase ends that tells what a source knows: "people familiar with the talks", "two briefed on it"."""
    if unit.pos(end) in ("JJ", "VBN", "VBD") and unit.low(end + 1) in ATTACHING:
        return find_noun_end(unit, end + 2) or end
    return end


def _end_of(unit: Unit, i: int) -> int:
    mention = unit.name[i]
    while i < len(unit.tokens) and unit.name[i] is mention:
        i += 1
    return i


def find_main_subject(unit: Unit, before: int) -> Subject | None:
    """Find the subject of the main clause that token `before` is in, standing before it; a semicolon parts clauses."""
    floor = unit.first[before]
    floor = next((i + 1 for i in range(before - 1, floor, -1) if unit.low(i) == ";" and unit.quote[i] < 0), floor)
    # A tagger takes "released" after a bracket or comma for a participle: those are looked at last.
    for tags in (FINITE, ("VBN",)):
        for i in range(floor, before):
            if unit.pos(i) not in tags or unit.quote[i] >= 0:
                continue
            group = find_group_start(unit, i)
            subject = find_subject(unit, group)
            if subject is None or subject.start < floor or unit.low(subject.start) == "whose":
                continue
            lead = subject.left - 1
            relative = unit.low(group - 1) in _RELATIVE
            if not relative and not (lead >= floor and unit.low(lead) in SUBORDINATE):
                return subject
    return None


def find_agent(unit: Unit, verb: int, floor: int) -> Subject | None:
    """Find who stands behind a document: "a lawsuit filed by the city alleging", "a letter from the mayor saying"."""
    for i in range(verb - 1, floor, -1):
        if unit.low(i) in ("by", "from") and unit.quote[i] < 0:
            end = find_noun_end(unit, i + 1)
            if end is not None and end <= verb:
                return make_subject(unit, i + 1, end)
    return None
