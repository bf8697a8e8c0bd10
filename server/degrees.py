"""How many triples hang on one thing at the most, by property: what bounds the cost of a query beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

_OBJECTS = "SELECT ?p (MAX(?c) AS ?n) { SELECT ?p (COUNT(*) AS ?c) { ?s ?p ?o } GROUP BY ?p ?s } GROUP BY ?p"
_SUBJECTS = "SELECT ?p (MAX(?c) AS ?n) { SELECT ?p (COUNT(*) AS ?c) { ?s ?p ?o } GROUP BY ?p ?o } GROUP BY ?p"
_LONGEST = (
    "SELECT ?p (MAX(STRLEN(?t)) AS ?n) "
    "{ ?s ?p ?o BIND(COALESCE(CONCAT(STR(?s), STR(?o)), STR(?s), STR(?o), '') AS ?t) } GROUP BY ?p"
)
_ALL = "SELECT (MAX(?c) AS ?n) { SELECT (COUNT(*) AS ?c) { ?s ?p ?o } GROUP BY ?s }"
_BLANK = "ASK { ?s ?p ?o FILTER(!isIRI(?o) && !isLiteral(?o)) }"


@dataclass(frozen=True, slots=True)
class Degree:
    """Of one property: the most values one thing has, the most things one value has, the longest triple in characters.

    The triple's own graph counts: what two graphs say is counted twice.
    """

    objects: int = 0
    subjects: int = 0
    longest: int = 0


@dataclass(frozen=True, slots=True)
class Degrees:
    """Those of all properties, by IRI; a property that is not there has no triples."""

    properties: Mapping[str, Degree]
    triples: int
    """The most triples one subject has."""
    has_blank_objects: bool
    """Whether a value may be a blank node or a triple, of which DESCRIBE tells more."""

    @property
    def longest(self) -> int:
        """The longest triple of all."""
        return max((row.longest for row in self.properties.values()), default=0)


def count_degrees(store: ox.Store) -> Degrees:
    """Read the degrees of a dataset, all its graphs taken together; about 7 s for a million triples in memory."""

    def ask(text: str) -> Any:  # noqa: ANN401 -- Oxigraph's results are of three types
        return store.query(text, use_default_graph_as_union=True)

    tables = [{row["p"].value: int(row["n"].value) for row in ask(text)} for text in (_OBJECTS, _SUBJECTS, _LONGEST)]
    objects, subjects, longest = tables
    properties = {name: Degree(objects[name], subjects[name], longest.get(name, 0)) for name in objects}
    most = next(iter(ask(_ALL)))["n"]
    return Degrees(properties, int(most.value) if most is not None else 0, bool(ask(_BLANK)))
