"""The table of relations, data/lexicon/relations.toml: the name each has in annotations and the property it becomes."""

import tomllib
from dataclasses import dataclass
from functools import cache

from kg.errors import UnknownNameError
from kg.resources import find_resource


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation: its name, its property in the ontology, whether its ends change places there.

    `scored` is False for the relations of the graph that data/gold does not annotate.
    """

    name: str
    property: str
    inverse: bool = False
    scored: bool = True


@cache
def load_relation_rows() -> dict[str, RelationRow]:
    """Read the table once, by name; its other keys (types, notes, examples) are the extractor's."""
    path = find_resource("data", "lexicon", "relations.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["relation"]
    return {
        row["name"]: RelationRow(row["name"], row["property"], row.get("inverse", False), row.get("scored", True))
        for row in rows
    }


def get_relation_row(name: str) -> RelationRow:
    """Return the row of a relation.

    Raises:
        UnknownNameError: The table has no such relation.

    >>> get_relation_row("addressedTo").property
    'directedTo'
    """
    rows = load_relation_rows()
    if name not in rows:
        raise UnknownNameError("relation", name, known=rows)
    return rows[name]
