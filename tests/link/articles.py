"""Builds small extractions by hand, so that a test shows what an article says and nothing else."""

import hashlib
from collections.abc import Sequence
from datetime import date

from kg.model import (
    Claim,
    Document,
    Entity,
    Extraction,
    Interval,
    Level,
    Mention,
    MentionType,
    Relation,
    Span,
)

T = MentionType


def make_day(text: str) -> Interval:
    day = date.fromisoformat(text)
    return Interval(day, day, text)


def make_article(
    article: str,
    text: str,
    entities: Sequence[tuple[str, MentionType, str, str]] = (),
    relations: Sequence[tuple[str, str, str]] = (),
    claims: Sequence[tuple[str, str, str]] = (),
    *,
    published: str | None = None,
    nominal: Sequence[str] = (),
    generic: Sequence[str] = (),
    days: dict[int, Interval] | None = None,
) -> Extraction:
    """Make an extraction.

    Args:
        article: The document's id.
        text: Its text.
        entities: (id, type, kind, name); the first place where the name stands is the mention.
        relations: (name, subject, object).
        claims: (speaker, kind, content), the content as it stands in the text.
        published: The day.
        nominal: Ids of entities that are named by a common noun.
        generic: Ids of kinds of things.
        days: The interval of a relation, by its place in `relations`.
    """
    whole = Span(0, len(text))

    def find(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    mentions = tuple(
        Mention(f"m{n}", kind, Level.NOMINAL if key in nominal else Level.NAME, find(name), name, key)
        for n, (key, kind, _, name) in enumerate(entities)
    )
    return Extraction(
        Document(
            article,
            text,
            hashlib.sha256(text.encode()).hexdigest(),
            "invented",
            make_day(published) if published else None,
        ),
        (whole,),
        mentions,
        tuple(Entity(key, kind, cls, name, generic=key in generic) for key, kind, cls, name in entities),
        tuple(
            Relation(f"r{n}", rel, subj, obj, whole, "test", interval=(days or {}).get(n))
            for n, (rel, subj, obj) in enumerate(relations)
        ),
        tuple(
            Claim(f"c{n}", speaker, None, "said", None, kind, find(words), whole, "test")
            for n, (speaker, kind, words) in enumerate(claims)
        ),
    )
