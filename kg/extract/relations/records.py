"""Relations as found become records: each once a sentence, with its claim and date."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.extract.events import find_claim
from kg.extract.relations.found import ARTICLE, Found
from kg.extract.tokens import load_wording
from kg.model import Claim, Entity, Interval, Relation, Span
from kg.values.date import read_norm

_NONE = frozenset({"any", "no", "every", "each"})
"""Words that make of a noun nothing in particular: "any warrants"."""


def make_records(
    found: Sequence[Found], entities: Mapping[str, Entity], claims: Sequence[Claim]
) -> tuple[Relation, ...]:
    """Make records in reading order; ends that are no entity, or only kinds of things, are left out."""
    found = [_name_holder(row, holders) for row in found] if (holders := _list_holders(found)) else found
    merged: dict[tuple[str, str, str, Span], Found] = {}
    for row in found:
        if row.subj == row.obj or (row.subj != ARTICLE and row.subj not in entities) or _is_vague(row, entities):
            continue
        key = (row.rel, row.subj, row.obj, row.sentence.span)
        if key not in merged or len(row.extra) > len(merged[key].extra):
            merged[key] = row
    records: list[Relation] = []
    for row in sorted(merged.values(), key=lambda r: (r.sentence.span.start, r.place)):
        at = Span(row.place, row.place + 1)
        records.append(
            Relation(
                id=f"r{len(records)}",
                rel=row.rel,
                subj=row.subj,
                obj=row.obj,
                evidence=row.sentence.span,
                rule=row.rule,
                extra=row.extra,
                interval=_read_date(row.extra),
                claim=find_claim(at, claims),
            )
        )
    return tuple(records)


def _list_holders(found: Sequence[Found]) -> dict[str, str]:
    """Return for each post that one person alone holds who that is."""
    holders: dict[str, set[str]] = {}
    for row in found:
        if row.rel == "holdsOffice":
            holders.setdefault(row.obj, set()).add(row.subj)
    return {post: people.pop() for post, people in holders.items() if len(people) == 1}


def _name_holder(row: Found, holders: Mapping[str, str]) -> Found:
    """Put the holder for a post that acts: "The board’s chair, Ann Lind, issued an order"."""
    if row.rel == "holdsOffice" or (row.subj not in holders and row.obj not in holders):
        return row
    return replace(row, subj=holders.get(row.subj, row.subj), obj=holders.get(row.obj, row.obj))


def _is_vague(row: Found, entities: Mapping[str, Entity]) -> bool:
    """Say whether both ends are kinds of things ("politicians"), or a crime is none ("earlier charges")."""
    ends = [entities[end] for end in (row.subj, row.obj) if end in entities]
    if len(ends) > 1 and all(end.generic for end in ends):
        return True
    if any(end.generic and end.name.lower().split()[0] in _NONE for end in ends):
        return True
    words = load_wording("relations_nouns")["generic_crime"]["words"]
    return row.rel == "chargedWith" and all(w in words for w in ends[-1].name.lower().split())


def _read_date(extra: Sequence[tuple[str, str]]) -> Interval | None:
    return next((read_norm(value) for name, value in extra if name == "date"), None)
