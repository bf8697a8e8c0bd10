"""What a write would do to a store, found before anything is written: the quads it takes out and puts in.

An update that reads is carried out on a copy, and the two are compared, so it costs as much as the store is large;
INSERT DATA, DELETE DATA and files cost what they hold. Blank nodes keep the labels they get here when it is committed.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO

import pyoxigraph as ox

from kg.formats import Format
from kg.store.base import DEFAULT_GRAPH, Scope
from kg.store.embedded import EmbeddedStore, open_store
from kg.store.quads import Effect
from kg.store.scan import scan

_MORE_THAN_DATA = frozenset("WHERE WITH USING CLEAR DROP CREATE ADD MOVE COPY LOAD".split())


def find_update_effect(
    store: EmbeddedStore, text: str, scope: Scope = DEFAULT_GRAPH, base: str = "", *, without: str | None = None
) -> Effect:
    """Return what an update would do; the store stays as it is.

    What it does to the quads of the graph `without` may be left out, where it takes time to find.

    Raises:
        QueryError: The text is not a SPARQL 1.1 update.
        GraphError: It drops a graph that is not there, or makes one that is.

    >>> store = open_store(None)
    >>> store.update("INSERT DATA { <urn:a> <urn:b> 1 }")
    >>> effect = find_update_effect(store, "DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } WHERE { ?s ?p 1 }")
    >>> [quad.object.value for quad in (*effect.removed, *effect.added)], len(store)
    (['1', '2'], 1)
    """
    words = scan(text).words
    empty = open_store(None)
    if not words & _MORE_THAN_DATA and not {"INSERT", "DELETE"} <= words:
        empty.update(text, scope=scope, base=base)
        if "DELETE" in words:
            empty.update(_turn_round(text), scope=scope, base=base)
            return Effect(removed=[quad for quad in empty.oxigraph if quad in store.oxigraph])
        return _find_added(store, empty.oxigraph)
    with _copy(store) as copy:
        copy.update(text, scope=scope, base=base)
        return _compare(store.oxigraph, copy.oxigraph, without)


@contextmanager
def _copy(store: EmbeddedStore) -> Iterator[EmbeddedStore]:
    """Give a copy of a store to try an update on: of one in a folder by hard links, which takes no time."""
    if store.path is None:
        copy = open_store(None)
        copy.oxigraph.bulk_extend(store.oxigraph)
        for name in store.oxigraph.named_graphs():
            copy.oxigraph.add_graph(name)
        yield copy
        return
    folder = store.path / "trial"
    store.snapshot(folder)  # in the place of one that a killed process left
    copy = open_store(folder)
    try:
        yield copy
    finally:
        copy.close()
        shutil.rmtree(folder, ignore_errors=True)


def _compare(before: ox.Store, after: ox.Store, without: str | None) -> Effect:
    """Return the difference of two stores, whose blank nodes are the same where they have one label."""
    old, new = set(before.named_graphs()), set(after.named_graphs())
    removed: list[ox.Quad] = []
    added: list[ox.Quad] = []
    for name in {ox.DefaultGraph(), *old, *new} - ({ox.NamedNode(without)} if without else set()):
        one, other = _dump(before, name), _dump(after, name)
        if one != other:  # most graphs are as they were, and a dump is in the order of the store
            lines, others = set(one.splitlines(keepends=True)), set(other.splitlines(keepends=True))
            for found, missing in ((removed, lines - others), (added, others - lines)):
                triples = ox.parse(b"".join(missing), ox.RdfFormat.N_TRIPLES)
                found += [ox.Quad(row.subject, row.predicate, row.object, name) for row in triples]
    return Effect(removed, added, made=sorted(new - old, key=str), dropped=sorted(old - new, key=str))


def _dump(store: ox.Store, name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> bytes:
    output = BytesIO()
    store.dump(output, ox.RdfFormat.N_TRIPLES, from_graph=name)
    return output.getvalue()


def _turn_round(text: str) -> str:
    """Return a text of DELETE DATA as one of INSERT DATA."""
    out, done = [], 0
    for token in scan(text).tokens:
        if token.kind == "word" and token.text == "DELETE":
            out += [text[done : token.start], "INSERT"]
            done = token.start + len("DELETE")
    return "".join([*out, text[done:]])


def _find_added(store: EmbeddedStore, fresh: Iterable[ox.Quad]) -> Effect:
    return Effect(added=[quad for quad in fresh if quad not in store.oxigraph])


def find_load_effect(
    store: EmbeddedStore, source: IO[bytes] | bytes, form: Format, graph: str | None = None, base: str = ""
) -> Effect:
    """Return what loading RDF would do.

    Raises:
        LoadError: It is malformed.
    """
    fresh = open_store(None)
    fresh.load(source, form, graph=graph, base=base)
    return _find_added(store, fresh.oxigraph)


def find_replace_effect(
    store: EmbeddedStore, source: IO[bytes] | bytes, form: Format, graph: str | None, base: str = ""
) -> Effect:
    """Return what putting RDF in place of a graph's content would do; the graph is there afterwards, even if empty.

    Raises:
        LoadError: It is malformed.
    """
    fresh = open_store(None)
    fresh.replace_graph(source, form, graph=graph, base=base)
    name = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
    removed = [quad for quad in store.oxigraph.quads_for_pattern(None, None, None, name) if quad not in fresh.oxigraph]
    made = [] if isinstance(name, ox.DefaultGraph) or store.has_graph(graph) else [name]
    return Effect(removed, _find_added(store, fresh.oxigraph).added, made)


def find_drop_effect(store: EmbeddedStore, graph: str | None) -> Effect:
    """Return what removing a graph that is there, or emptying the default graph (None), would do."""
    name = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
    removed = list(store.oxigraph.quads_for_pattern(None, None, None, name))
    return Effect(removed, dropped=[] if isinstance(name, ox.DefaultGraph) else [name])
