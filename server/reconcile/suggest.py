"""Suggestions while somebody types: things, classes and properties, and a short text about one of them."""

from collections.abc import Iterable
from typing import Any

from server.reconcile.catalogue import Catalogues, Thing
from server.reconcile.vocabulary import Term, list_classes, list_properties

_MOST = 100


def suggest_things(catalogues: Catalogues, prefix: str, limit: int, offset: int) -> list[dict[str, Any]]:
    """Return things whose names begin with a text, then those with names like it; none for an empty text."""
    wanted = min(limit, _MOST) + min(offset, _MOST)
    found: dict[str, Thing] = {}
    parts = catalogues.get()
    for part in parts:
        for item in part.index.find_prefix(prefix, wanted):
            found.setdefault(part.things[item].id, part.things[item])
    # A prefix shorter than a trigram is like nothing, so the index is not asked.
    for part in parts if len(found) < wanted and len(prefix) > 2 else ():
        for match in part.index.find(prefix, wanted):
            found.setdefault(part.things[match.item].id, part.things[match.item])
    rows = list(found.values())[offset : offset + min(limit, _MOST)]
    return [
        {
            "id": thing.id,
            "name": thing.name,
            "description": thing.description,
            "notable": [{"id": name, "name": list_classes()[name].name} for name in thing.classes],
        }
        for thing in rows
    ]


def suggest_classes(prefix: str, limit: int, offset: int) -> list[dict[str, Any]]:
    """Return the classes one of whose words begins with a text; all of them for an empty one."""
    rows = _choose(list_classes().values(), prefix)[offset : offset + limit]
    return [write_class(row) for row in rows]


def suggest_properties(prefix: str, limit: int, offset: int) -> list[dict[str, Any]]:
    """Return the properties one of whose words begins with a text; all of them for an empty one."""
    rows = _choose(list_properties().values(), prefix)[offset : offset + limit]
    return [write_property(row) for row in rows]


def write_class(row: Term) -> dict[str, Any]:
    """Return a class as both versions of the protocol write a type."""
    found: dict[str, Any] = {"id": row.id, "name": row.name, "description": row.description}
    above = [{"id": name, "name": list_classes()[name].name} for name in row.broader if name in list_classes()]
    return {**found, "broader": above} if above else found


def write_property(row: Term) -> dict[str, Any]:
    """Return a property as both versions of the protocol write it."""
    return {"id": row.id, "name": row.name, "description": row.description}


def _choose(rows: Iterable[Term], prefix: str) -> list[Term]:
    wanted = prefix.casefold().strip()
    fitting = [
        row
        for row in rows
        if row.id.casefold().startswith(wanted)
        or any(" ".join(row.name.casefold().split()[at:]).startswith(wanted) for at in range(len(row.name.split())))
    ]
    return sorted(fitting, key=lambda row: (not row.name.casefold().startswith(wanted), row.name, row.id))
