"""A store whose inferred graph is kept true: each write commits the data and what follows from it in one transaction.

```
write ─kg.store.effect→ quads out, quads in ─kg.reason.closure→ inferences lost, gained ─one update→ store
```
"""

from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from typing import IO

import pyoxigraph as ox
from rdflib import Graph

from kg.errors import ShapeError
from kg.formats import Format, get_format
from kg.iri import INFERRED_GRAPH
from kg.reason.check import check_shapes
from kg.reason.closure import Closure, Tokens
from kg.reason.rules import Profile, load_profile
from kg.store.base import DEFAULT_GRAPH, Scope
from kg.store.effect import find_drop_effect, find_load_effect, find_replace_effect, find_update_effect
from kg.store.embedded import EmbeddedStore
from kg.store.quads import Effect
from kg.store.terms import to_rdflib

_OWN = ox.NamedNode(str(INFERRED_GRAPH))
_ASSERTED = f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != {_OWN}) }} FILTER(!isTRIPLE(?o)) }}"""


def find_profile(store: EmbeddedStore, setting: str) -> Profile | None:
    """Return the profile to keep a store's inferred graph by, None for none.

    Args:
        store: The store.
        setting: A profile of rules.toml; "off"; or "auto": "polity", which `kg build` reasons with, where the store has
            an inferred graph, and none where it has not.

    Raises:
        UnknownNameError: There is no such profile.
    """
    if setting == "auto":
        setting = "polity" if store.has_graph(str(INFERRED_GRAPH)) else "off"
    return None if setting == "off" else load_profile(setting)


def keep_inferences(store: EmbeddedStore, setting: str = "auto") -> "EmbeddedStore | MaterialisedStore":
    """Return a store to write to that keeps what follows true, or the store itself where the setting says none.

    Raises:
        UnknownNameError: There is no such profile; see `find_profile`.
    """
    profile = find_profile(store, setting)
    return MaterialisedStore(store, profile) if profile is not None else store


class MaterialisedStore:
    """Writes to a store and keeps its inferred graph; one writer at a time.

    The inferred graph belongs to the reasoner: what a write does to it does not stay. The closure is made at the first
    write, which also mends an inferred graph that was not kept. A write that fails, for whatever reason, leaves the
    store as it was.

    >>> from kg.store.embedded import open_store
    >>> store = open_store(None)
    >>> kept = MaterialisedStore(store, load_profile("owl-rl"))
    >>> kept.update('''PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    ...     INSERT DATA { <urn:x> a <urn:Court> . <urn:Court> rdfs:subClassOf <urn:Body> }''')
    >>> bool(store.query("ASK { <urn:x> a <urn:Body> }").boolean)
    True
    """

    def __init__(self, store: EmbeddedStore, profile: Profile | None, *, shapes: bool = False) -> None:
        """Take the open store, the rules (None: do not reason), and whether a write that breaks a shape is refused."""
        self._store, self._profile, self._shapes = store, profile, shapes
        self._closure: Closure | None = None
        self._broken: set[str] | None = None

    def update(self, text: str, *, scope: Scope = DEFAULT_GRAPH, base: str = "") -> None:
        """Carry out an update; see `kg.store.base.Store.update`.

        Raises:
            ShapeError: It breaks a shape, and shapes are checked.
        """
        own = str(INFERRED_GRAPH) if self._profile is not None else None
        self._write(find_update_effect(self._store, text, scope, base, without=own))

    def load(self, source: IO[bytes] | bytes, form: Format, *, graph: str | None = None, base: str = "") -> None:
        """Add RDF; see `kg.store.base.Store.load`. Raises ShapeError too."""
        self._write(find_load_effect(self._store, source, form, graph, base))

    def replace_graph(self, source: IO[bytes] | bytes, form: Format, *, graph: str | None, base: str = "") -> bool:
        """Put RDF in place of a graph's content; see `kg.store.base.Store.replace_graph`. Raises ShapeError too."""
        existed = self._store.has_graph(graph)
        self._write(find_replace_effect(self._store, source, form, graph, base))
        return existed

    def drop_graph(self, graph: str | None) -> bool:
        """Remove a graph; see `kg.store.base.Store.drop_graph`. Raises ShapeError too."""
        if not self._store.has_graph(graph):
            return False
        self._write(find_drop_effect(self._store, graph))
        return True

    def _write(self, effect: Effect) -> None:
        if self._profile is not None:
            effect = replace(
                effect,
                removed=[quad for quad in effect.removed if quad.graph_name != _OWN],
                added=[quad for quad in effect.added if quad.graph_name != _OWN],
                dropped=[name for name in effect.dropped if name != _OWN],
                made=[*effect.made, _OWN],
            )
        done = False
        try:
            broken = self._check(effect) if self._shapes else None
            lost, gained = self._infer(effect, self._profile) if self._profile is not None else ([], [])
            self._store.commit(replace(effect, removed=[*effect.removed, *lost], added=[*effect.added, *gained]))
            self._broken, done = broken, True
        finally:
            if not done:  # the closure may be ahead of the store: it is made anew at the next write
                self._closure = None

    def _infer(self, asked: Effect, profile: Profile) -> tuple[list[ox.Quad], list[ox.Quad]]:
        """Return what the inferred graph loses and gains."""
        fallen, added = _write_tokens(self._list_fallen(asked)), _write_tokens(quad.triple for quad in asked.added)
        if self._closure is not None:
            gained, lost = self._closure.change_tokens(added, fallen)
            return _read_quads(lost), _read_quads(gained)
        output = BytesIO()
        self._store.query_plain(_ASSERTED, scope=DEFAULT_GRAPH).write(output, get_format("ntriples"))
        self._closure = Closure.read(output.getvalue(), profile)
        self._closure.change_tokens(added, fallen)
        stands = set(self._store.oxigraph.quads_for_pattern(None, None, None, _OWN))
        wanted = set(_read_quads(self._closure.list_inferred()))
        return list(stands - wanted), list(wanted - stands)

    def _list_fallen(self, asked: Effect) -> list[ox.Triple]:
        """Return the triples that no graph will assert any more."""
        removed, held = set(asked.removed), {quad.triple for quad in asked.added}
        fallen = []
        for quad in asked.removed:
            others = self._store.oxigraph.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
            if quad.triple not in held and all(other.graph_name == _OWN or other in removed for other in others):
                fallen.append(quad.triple)
        return fallen

    def _check(self, asked: Effect) -> set[str]:
        """Return what breaks a shape after the write.

        Raises:
            ShapeError: Something does so that did not before.
        """
        graph = Graph()
        for triple in self._store.query_plain(_ASSERTED, scope=DEFAULT_GRAPH).triples():
            graph.add(triple)
        if self._broken is None:
            self._broken = {finding.message for finding in check_shapes(graph)}
        for fallen in self._list_fallen(asked):
            graph.remove((to_rdflib(fallen.subject), to_rdflib(fallen.predicate), to_rdflib(fallen.object)))
        for quad in asked.added:
            if not isinstance(quad.object, ox.Triple):
                graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
        broken = {finding.message for finding in check_shapes(graph)}
        if new := sorted(broken - self._broken):
            raise ShapeError.for_results(new)
        return broken


def _write_tokens(triples: Iterable[ox.Triple]) -> list[Tokens]:
    """Return triples as the closure takes them; those that speak of a triple (RDF 1.2) are left out."""
    return [
        (str(row.subject).encode(), str(row.predicate).encode(), str(row.object).encode())
        for row in triples
        if not isinstance(row.object, ox.Triple)
    ]


def _read_quads(triples: Iterable[Tokens]) -> list[ox.Quad]:
    """Return triples as quads of the inferred graph; blank nodes keep their labels."""
    document = b"".join(b" ".join(row) + b" .\n" for row in triples)
    return [ox.Quad(row.subject, row.predicate, row.object, _OWN) for row in ox.parse(document, ox.RdfFormat.N_TRIPLES)]
