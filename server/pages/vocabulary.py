"""The terms that the data uses, with their counts, from the dataset's own VoID description."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import Graph, URIRef
from rdflib.namespace import VOID
from rdflib.term import Identifier

from kg.export.describe import describe_dataset
from kg.store.base import ALL_GRAPHS
from server.backend import Backend
from server.pages.words import name_term


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property, its name for people, and how many things or triples have it."""

    iri: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Known:
    """The terms of one version of the store, those used most first."""

    version: int
    classes: tuple[Term, ...]
    properties: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    found: list[dict[str, Identifier]]

    def rows(self) -> Iterable[Mapping[str, Identifier]]:
        """Return the solutions."""
        return self.found


_lock = threading.Lock()
_kept: dict[str, Known] = {}


def load_vocabulary(backend: Backend) -> Known:
    """Return the terms of the newest version; read once a version."""
    with _lock:
        kept = _kept.get(backend.id)
        if kept is not None and kept.version == backend.version:
            return kept
        version = backend.version
        graph = describe_dataset(lambda text: _Rows(backend.select(text, scope=ALL_GRAPHS)), root="urn:root")
        classes = _list_terms(graph, VOID.classPartition, VOID["class"], VOID.entities)
        properties = _list_terms(graph, VOID.propertyPartition, VOID.property, VOID.triples)
        known = _kept[backend.id] = Known(version, classes, properties)
        return known


def _list_terms(graph: Graph, partition: URIRef, name: URIRef, count: URIRef) -> tuple[Term, ...]:
    found: dict[str, int] = {}
    for part in graph.objects(None, partition):
        iri, number = graph.value(part, name), graph.value(part, count)
        if isinstance(iri, URIRef):
            found[str(iri)] = max(found.get(str(iri), 0), int(str(number or 0)))
    rows = [Term(iri, name_term(iri), number) for iri, number in found.items()]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.iri)))
