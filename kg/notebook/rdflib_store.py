"""A Polity store as an rdflib store: `Dataset(store="Polity")`, then `open("graph")`. Read-only.

Source: rdflib's documentation of its store plugins. Found by the entry point `rdf.plugins.store`.
"""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Graph, URIRef
from rdflib.store import NO_STORE, VALID_STORE, Store

from kg.errors import StoreError
from kg.store.terms import to_oxigraph, to_rdflib


class PolityStore(Store):
    """The quads of a folder that `kg build` made. Writing raises StoreError: use `kg load` or the server."""

    context_aware = True
    graph_aware = True
    formula_aware = False

    def __init__(self, configuration: str | None = None, identifier: Any = None) -> None:  # noqa: ANN401
        """Take the folder, if it is to be opened at once."""
        self._quads: ox.Store | None = None
        super().__init__(configuration, identifier)

    def open(self, configuration: Any, create: bool | None = False) -> int | None:  # noqa: ANN401, ARG002
        """Open the folder of a store; NO_STORE where there is none."""
        path = Path(str(configuration)) / "data"
        if not path.is_dir():
            return NO_STORE
        self._quads = ox.Store.read_only(str(path))
        return VALID_STORE

    def close(self, commit_pending_transaction: bool | None = False) -> None:  # noqa: ARG002
        """Let go of the files."""
        self._quads = None

    def _get(self) -> ox.Store:
        if self._quads is None:
            raise StoreError("The store is not open. Call open() with the folder that `kg build` made.")
        return self._quads

    def _find(self, triple: Any, context: Any) -> Iterator[ox.Quad]:  # noqa: ANN401
        pattern = [None if term is None else to_oxigraph(term) for term in triple]
        name = getattr(context, "identifier", context)
        where: Any = None
        if name is not None:
            where = ox.DefaultGraph() if str(name) == "urn:x-rdflib:default" else to_oxigraph(name)
        return iter(self._get().quads_for_pattern(*pattern, where))  # type: ignore[call-arg, arg-type]

    def triples(self, triple_pattern: Any, context: Any = None) -> Generator[Any]:  # noqa: ANN401
        """Yield triples that fit a pattern, each with the graphs that hold it."""
        for quad in self._find(triple_pattern, context):
            triple = (to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object))
            yield triple, iter([self._name(quad.graph_name)])

    def _name(self, name: Any) -> Graph:  # noqa: ANN401
        if isinstance(name, ox.DefaultGraph):
            return Graph(self, URIRef("urn:x-rdflib:default"))
        return Graph(self, to_rdflib(name))

    def contexts(self, triple: Any = None) -> Generator[Any]:  # noqa: ANN401
        """Yield the named graphs, or those that hold a triple."""
        if triple is None or triple == (None, None, None):
            yield from (self._name(name) for name in self._get().named_graphs())
            return
        seen = {quad.graph_name for quad in self._find(triple, None)}
        yield from (self._name(name) for name in seen)

    def __len__(self, context: Any = None) -> int:  # noqa: ANN401
        """Return the number of triples of a graph, or of all."""
        return sum(1 for _ in self._find((None, None, None), context))

    def add_graph(self, graph: Graph) -> None:
        """Do nothing: rdflib calls this for each graph it names, to read as to write."""

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:  # noqa: ANN401, ARG002
        """Refuse: the store is open for reading.

        Raises:
            StoreError: Always.
        """
        raise StoreError("This store is read-only. Write with `kg load`, or by the server.")

    def remove(self, triple: Any, context: Any = None) -> None:  # noqa: ANN401, ARG002
        """Refuse: the store is open for reading.

        Raises:
            StoreError: Always.
        """
        raise StoreError("This store is read-only. Write by the server.")
