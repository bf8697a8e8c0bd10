"""Local bodies that an article names by their place in other words: "the Legal Department of the city"."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache

from kg.link.gazetteer import Gazetteer
from kg.model import Entity, Extraction
from kg.resources import find_resource

_OF_PLACE = re.compile(r"\s+(?:of|for)\s+(?:the|this|that|its)\s+(?:city|county|state|town|village)\Z", re.IGNORECASE)


@cache
def load_departments() -> tuple[tuple[str, ...], ...]:
    """Return the groups of words that name one department in different places."""
    path = find_resource("data", "lexicon", "departments.toml")
    return tuple(tuple(row["words"]) for row in tomllib.loads(path.read_text(encoding="utf-8"))["department"])


def list_department_names(name: str) -> Iterator[str]:
    """Yield a department's name as it stands, turned round, and under the words it may bear elsewhere.

    >>> list(list_department_names("Legal Department"))
    ['Legal Department', 'Department of Legal', 'law Department', 'Department of law']
    """
    for variant in (name, *_list_synonyms(name)):
        yield variant
        if topic := re.fullmatch(r"(.+) Department", variant):
            yield f"Department of {topic[1]}"
        elif topic := re.fullmatch(r"Department of (.+)", variant):
            yield f"{topic[1]} Department"


def _list_synonyms(name: str) -> Iterator[str]:
    for words in load_departments():
        for one in words:
            if re.search(rf"\b{one}\b", name, re.IGNORECASE):
                for other in words:
                    if other != one:
                        yield re.sub(rf"\b{one}\b", other, name, flags=re.IGNORECASE)


def find_local_rows(entity: Entity, extraction: Extraction, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the rows of a body that the article says acts for a known place, under the place's name or without it.

    "The Legal Department of the city", where the city is Reno, is looked up as "Reno Legal Department" and "Reno Law
    Department". Empty where no such row is known.
    """
    name = re.sub(r"^[Tt]he\s+", "", _OF_PLACE.sub("", entity.name))
    known = {one.id: one.gazetteer_id for one in extraction.entities}
    places = [
        gazetteer.rows[row_id].label
        for relation in extraction.relations
        if relation.rel == "actsFor" and relation.subj == entity.id
        if (row_id := known.get(relation.obj)) and row_id in gazetteer.rows
    ]
    found = [
        row_id
        for place in places
        for variant in list_department_names(name)
        for row_id in gazetteer.find_rows(f"{place} {variant}")
    ]
    return tuple(dict.fromkeys(found))
