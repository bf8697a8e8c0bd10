"""A relation as found, before it becomes a record, and the sets of mention types that relations ask for."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.sentences import Sentence
from kg.model import Mention, MentionType

ARTICLE = "ARTICLE"
"""Stands for the document itself as a relation's end."""
PEOPLE = frozenset({MentionType.OFFICIAL, MentionType.PERSON})
BODIES = frozenset({MentionType.AGENCY, MentionType.COURT, MentionType.ORGANISATION, MentionType.NEWS_ORGANISATION})
PLACES = frozenset({MentionType.PLACE, MentionType.JURISDICTION})
ACTORS = PEOPLE | BODIES | PLACES
DATED = frozenset({"issuedBy", "filedBy", "petitioned", "chargedWith", "sues", "passedBy", "courtAction"})
"""Relations whose `extra` takes the date of the act."""


@dataclass(frozen=True, slots=True)
class Found:
    """A relation as found: `subj` and `obj` are entity ids or a literal's text; `extra` as in kg.model.Relation."""

    rel: str
    subj: str
    obj: str
    sentence: Sentence
    rule: str
    extra: tuple[tuple[str, str], ...] = ()
    place: int = 0


def list_nested(outer: Mention, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions that lie inside another one."""
    return [m for m in mentions if m is not outer and outer.span.holds(m.span) and m.span != outer.span]


def list_outermost(nested: Sequence[Mention], types: frozenset[MentionType]) -> list[Mention]:
    """Return the mentions of some types that lie in no other of them."""
    held = [m for m in nested if m.type in types]
    return [m for m in held if not any(o is not m and o.span.holds(m.span) and o.span != m.span for o in held)]
