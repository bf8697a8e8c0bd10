"""Everything that can be matched: the things of the graph and the rows of the gazetteer, in an index of names."""

import json
import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from kg.formats import get_format
from kg.iri import ID
from kg.link.fuzzy import NameIndex
from kg.link.gazetteer import load_gazetteer
from kg.store.base import ALL_GRAPHS
from kg.terms import NS, list_superclasses, list_terms
from server.backend import Backend
from server.reconcile.vocabulary import list_classes

# Three plain queries, put together here: one that groups takes the engine minutes for 100,000 things.
_QUERIES = {
    "name": "http://www.w3.org/2000/01/rdf-schema#label",
    "other": "http://www.w3.org/2004/02/skos/core#altLabel",
    "class": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that can be matched: id (the path of its IRI), names, its main one first, and most specific classes."""

    id: str
    names: tuple[str, ...]
    classes: tuple[str, ...]
    description: str = ""

    @property
    def name(self) -> str:
        """The main name."""
        return self.names[0]

    def is_a(self, class_name: str) -> bool:
        """Say whether the thing belongs to a class or one below it."""
        return any(class_name in list_superclasses(name) for name in self.classes)


@dataclass(frozen=True)
class Catalogue:
    """Things, and the index of their names: item number n of the index is things[n]."""

    things: tuple[Thing, ...]
    index: NameIndex
    by_id: dict[str, Thing] = field(repr=False)
    identifiers: dict[str, tuple[Thing, ...]] = field(default_factory=dict, repr=False)
    """Things by their identifiers at other authorities, as the authority writes them."""

    @classmethod
    def build(cls, things: Iterable[Thing], identifiers: Iterable[tuple[str, str]] = ()) -> "Catalogue":
        """Return the catalogue of things; `identifiers` are pairs of an identifier and a thing's id."""
        rows = tuple(things)
        by_id = {row.id: row for row in rows}
        found: dict[str, tuple[Thing, ...]] = {}
        for value, thing in identifiers:
            found[value] = (*found.get(value, ()), by_id[thing])
        return cls(rows, NameIndex(row.names for row in rows), by_id, found)


@cache
def load_reference() -> Catalogue:
    """Return the catalogue of the gazetteer, made once."""
    gazetteer = load_gazetteer()
    things = []
    for row in gazetteer.rows.values():
        parent = gazetteer.rows[row.parent].label if row.parent else ""
        described = list_classes()[row.type].name if row.type in list_classes() else row.type
        names = tuple(dict.fromkeys((row.label, *row.aliases)))
        things.append(Thing(row.id, names, (row.type,), f"{described}, {parent}" if parent else described))
    pairs = ((value, row.id) for row in gazetteer.rows.values() for _, value in row.same_as)
    return Catalogue.build(things, pairs)


class Catalogues:
    """The catalogue of the gazetteer and that of the graph, the latter made anew when the store has changed."""

    def __init__(self, backend: Backend) -> None:
        """Take the store; nothing is read until something is looked for."""
        self._backend, self._lock = backend, threading.Lock()
        self._graph: Catalogue | None = None
        self._version = -1

    def get(self) -> tuple[Catalogue, ...]:
        """Return both catalogues; while another thread makes the graph's anew, the one before is returned."""
        version = self._backend.version
        if self._version != version and self._lock.acquire(blocking=self._graph is None):
            try:
                if self._version != version:
                    self._graph = Catalogue.build(_read_graph(self._backend))
                    self._version = version
            finally:
                self._lock.release()
        graph = self._graph
        return (load_reference(),) if graph is None else (graph, load_reference())

    def find_thing(self, thing_id: str) -> Thing | None:
        """Return a thing by its id or IRI, None where neither graph nor gazetteer has it."""
        wanted = thing_id.removeprefix(ID)
        return next((found for part in self.get() if (found := part.by_id.get(wanted))), None)


def _read_graph(backend: Backend) -> Iterable[Thing]:
    values = {name: _read_values(backend, iri) for name, iri in _QUERIES.items()}
    reference, known = load_reference().by_id, list_terms()
    for iri, names in sorted(values["name"].items()):
        classes = {name.removeprefix(NS) for name in values["class"].get(iri, ())}
        lowest = _find_lowest(classes & known)
        if not lowest:
            continue
        thing_id = iri.removeprefix(ID)
        row = reference.get(thing_id)
        described = row.description if row else ", ".join(list_classes()[name].name for name in lowest)
        all_names = tuple(dict.fromkeys([*sorted(names), *sorted(values["other"].get(iri, ()))]))
        yield Thing(thing_id, all_names, lowest, described)


def _read_values(backend: Backend, predicate: str) -> dict[str, set[str]]:
    """Return the values of a property by the IRI of each thing of ours that has it."""
    text = f"SELECT ?s ?o {{ ?s <{predicate}> ?o FILTER(STRSTARTS(STR(?s), {json.dumps(ID)})) }}"
    answer = backend.query(text, get_format("json"), scope=ALL_GRAPHS)
    if answer.file is None:
        data = json.loads(answer.body)
    else:
        with answer.file as file:
            data = json.load(file)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in data["results"]["bindings"]:
        found[row["s"]["value"]].add(row["o"]["value"])
    return found


@cache
def _find_lowest_cached(classes: frozenset[str]) -> tuple[str, ...]:
    fitting = [name for name in classes if name in list_classes()]
    return tuple(
        sorted(
            name for name in fitting if not any(other != name and name in list_superclasses(other) for other in fitting)
        )
    )


def _find_lowest(classes: set[str]) -> tuple[str, ...]:
    """Return the classes that have none of the others below them, sorted; only those that can be looked for."""
    return _find_lowest_cached(frozenset(classes))
