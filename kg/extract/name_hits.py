"""Gazetteer hits: which class is which type of mention, hits by words of a sentence, places inside names."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.candidates import PLACES
from kg.extract.sentences import Sentence
from kg.model import GazetteerRow, MentionType, NameHit, NameScanner, Span
from kg.terms import list_superclasses

_CLASSES = (
    ("NewsOrganization", MentionType.NEWS_ORGANISATION),
    ("Court", MentionType.COURT),
    ("GovernmentBody", MentionType.AGENCY),
    ("Official", MentionType.OFFICIAL),
    ("Person", MentionType.PERSON),
    ("Instrument", MentionType.INSTRUMENT),
    ("Policy", MentionType.INSTRUMENT),
    ("Jurisdiction", MentionType.JURISDICTION),
    ("Place", MentionType.PLACE),
    ("Organization", MentionType.ORGANISATION),
)
_WHOLE = frozenset(("NewsOrganization", "Person", "Official", "City", "County", "State", "Country", "Place"))
"""Classes of rows in whose names no place is named."""
_UNITS = frozenset(("city", "county", "town", "village", "borough", "state", "commonwealth", "township"))


@dataclass(frozen=True, slots=True)
class Hit:
    """A gazetteer hit by words of a sentence."""

    first: int
    last: int
    row: GazetteerRow
    rows: tuple[str, ...]
    type: MentionType
    weak: bool


@cache
def map_class(kind: str) -> MentionType | None:
    """Return the type of mention that a class of the ontology is annotated as, None for classes of no mention."""
    above = list_superclasses(kind)
    return next((type_ for name, type_ in _CLASSES if name in above), None)


def scan_nested(text: str, hit: NameHit, names: NameScanner) -> list[NameHit]:
    """Find the place inside a hit: behind its last "in" or "of", or before its last word in lower case.

    "Federal prosecutors in Tampa" holds "Tampa", "Tampa police" too; "Tampa Police Department" is a name of its own.
    """
    words = hit.span.of(text)
    if words.endswith((", D.C.", ", DC")):
        start = hit.span.end - len(words.rsplit(" ", 1)[1])
        district = names.scan("District of Columbia")
        return [NameHit(Span(start, hit.span.end), one.row_ids, one.name) for one in district[:1]]
    at = max(words.rfind(" in "), words.rfind(" of "))
    start, end = hit.span.start, hit.span.end
    if at > 0 and words[at + 4 : at + 5].isupper():
        start += at + 4
    elif " " in words and words.rsplit(" ", 1)[1].islower():
        end = start + words.rindex(" ")
    elif " " in words and names.get_row(hit.row_ids[0]).type not in _WHOLE:
        return _scan_front(text, hit, names)
    else:
        return []
    found = [
        NameHit(Span(start + one.span.start, start + one.span.end), one.row_ids, one.name, one.weak)
        for one in names.scan(text[start:end])
    ]
    whole = [
        one for one in found if one.span == Span(start, end) and map_class(names.get_row(one.row_ids[0]).type) in PLACES
    ]
    return whole or (_scan_front(text, hit, names) if names.get_row(hit.row_ids[0]).type not in _WHOLE else [])


def _scan_front(text: str, hit: NameHit, names: NameScanner) -> list[NameHit]:
    """The place that opens a body's, court's or law's name: "Ohio" in "Ohio Supreme Court"."""
    kind = map_class(names.get_row(hit.row_ids[0]).type)
    if kind not in (MentionType.AGENCY, MentionType.COURT, MentionType.ORGANISATION, MentionType.INSTRUMENT):
        return []
    start = hit.span.start + (4 if hit.span.of(text).lower().startswith("the ") else 0)
    found = names.scan(text[start : hit.span.end].rsplit(" ", 1)[0])
    return [
        NameHit(Span(start, start + one.span.end), one.row_ids, one.name, one.weak)
        for one in found[:1]
        if one.span.start == 0
        and not one.weak
        and (row := names.get_row(one.row_ids[0])).type != "Country"
        and map_class(row.type) in PLACES
    ]


def place_hits(sentence: Sentence, hits: Sequence[NameHit], names: NameScanner) -> list[Hit]:
    """Turn hits in a sentence's stretch of text into hits by its words; those that cut a word are dropped."""
    begin = {token.span.start: index for index, token in enumerate(sentence.tokens)}
    end = {token.span.end: index + 1 for index, token in enumerate(sentence.tokens)}
    placed: list[Hit] = []
    for hit in hits:
        first, last = begin.get(hit.span.start), end.get(hit.span.end)
        if first is None or last is None:
            continue
        row = names.get_row(hit.row_ids[0])
        type_ = map_class(row.type)
        if last - first > 2 and sentence.tokens[first].lower in _UNITS and sentence.tokens[first + 1].lower == "of":
            continue  # "the city of Tampa" is a place by its noun, whatever the gazetteer calls its government
        if type_ is not None:
            placed.append(Hit(first, last, row, hit.row_ids, type_, hit.weak))
    return placed
