"""The process that proves. It holds a snapshot's triples and their closure, and can be killed like a reader.

Run as ``python -m server.explainer CHANNEL MEMORY_MB``. It answers ``open`` (the folder of a snapshot), ``why`` (three
terms) and ``without`` (a named graph: what would fall if it were withdrawn).
"""

import resource
import sys
from collections.abc import Iterable
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import RDF, Dataset, URIRef

from kg.iri import ID, INFERRED_GRAPH
from kg.reason import collect_graph
from kg.reason.closure import Closure, Tokens
from kg.reason.finding import Triple
from kg.reason.rules import load_profile
from kg.reason.why import describe_why, explain_with
from kg.store.embedded import open_store
from kg.store.terms import to_oxigraph, to_rdflib
from kg.terms import NS, OA, POLITY
from server.channel import Head, become_child, send
from server.errors import LimitError, RequestError
from server.reader import read_data_size, serve
from server.results import read_term

_MOST = 500
_OWN = ox.NamedNode(str(INFERRED_GRAPH))
_ASSERTIONS = (
    f"SELECT ?node {{ ?node <{RDF.subject}> %s ; <{RDF.predicate}> %s ; <{RDF.object}> %s ; a <{NS}Assertion> }}"
)


class Explainer:
    """Answers messages; see the module. The triples stay in columns of numbers: few become terms of rdflib."""

    def __init__(self, memory: int) -> None:
        """Take how many bytes it may use beyond what it needs by itself."""
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (read_data_size() + memory, hard))
        self._store = ox.Store()
        self._closure: Closure | None = None

    def open(self, head: Head) -> Head:
        """Read the triples of a snapshot, but for the inferred ones, and close them.

        Raises:
            LimitError: There are more than `most`.
        """
        self._closure = None  # so that two never stand side by side
        self._store = open_store(Path(head["folder"]), read_only=True).oxigraph
        if len(self._store) > head["most"]:
            raise LimitError(
                f"The store holds {len(self._store):,} statements, too many for this server to prove from. "
                "On its machine `kg why` proves without this limit; or give the server more by KG_PROOF_QUADS.",
                limit="proof_quads",
                value=head["most"],
            )
        self._closure = Closure.read(_read_asserted(self._store), load_profile("polity"))
        return {"triples": len(self._store)}

    def why(self, head: Head) -> Head:
        """Prove a triple, given as three terms in the JSON of SPARQL results."""
        s, p, o = (read_term(term) for term in head["triple"])
        closure = self._need_closure()
        data = self._copy({leaf for proof in closure.explain((s, p, o), 3) for leaf in proof.leaves})
        return {"why": describe_why(explain_with(closure, collect_graph(data), data, (s, p, o), count=3))}

    def without(self, head: Head) -> Head:
        """Say which triples rest on a named graph alone: those stated in it and nowhere else, and what they entail.

        `rows` are those that join things which stand elsewhere too: what is below the article goes with it anyway.
        """
        closure, name = self._need_closure(), ox.NamedNode(head["graph"])
        stated = list(_write_tokens(quad for quad in self._read(graph=name) if self._is_only_in(quad, name)))
        _, lost = closure.change_tokens([], stated)
        closure.change_tokens(stated, [])
        own = f"<{ID}article/{head['graph'].rsplit('/', 1)[-1]}".encode()
        fallen = sorted(row for row in lost if _is_shown(row) and not any(part.startswith(own) for part in row))
        rows = [[{"type": "uri", "value": token[1:-1].decode()} for token in row] for row in fallen[:_MOST]]
        return {"stated": len(stated), "inferred": len(lost), "shown": len(fallen), "rows": rows}

    def _need_closure(self) -> Closure:
        if self._closure is None:
            raise RequestError("Nothing has been read yet.")
        return self._closure

    def _read(self, s: Any = None, p: Any = None, o: Any = None, graph: Any = None) -> list[ox.Quad]:  # noqa: ANN401
        """Return the quads of a pattern; None stands for any term."""
        return list(self._store.quads_for_pattern(s, p, o, graph))

    def _is_only_in(self, quad: ox.Quad, name: ox.NamedNode) -> bool:
        return all(other.graph_name in (name, _OWN) for other in self._read(quad.subject, quad.predicate, quad.object))

    def _list_assertions(self, *triple: object) -> list[Any]:
        found = self._store.query(_ASSERTIONS % triple, use_default_graph_as_union=True)
        return [row["node"] for row in found] if isinstance(found, ox.QuerySolutions) else []

    def _copy(self, leaves: Iterable[Triple]) -> Dataset:
        """Return the asserted triples of a proof with their graphs, their statements and the evidence of these."""
        data = Dataset()

        def add(quads: Iterable[ox.Quad]) -> None:
            for quad in quads:
                s, p, o = (to_rdflib(term) for term in (quad.subject, quad.predicate, quad.object))
                name = quad.graph_name
                graph = data.graph(URIRef(name.value)) if isinstance(name, ox.NamedNode) else data.default_graph
                graph.add((s, p, o))

        evidence, selector = ox.NamedNode(str(POLITY.evidence)), ox.NamedNode(str(OA.hasSelector))
        for leaf in leaves:
            s, p, o = (to_oxigraph(term) for term in leaf)
            add(self._read(s, p, o))
            nodes = self._list_assertions(s, p, o) or [s]
            for node in nodes:
                add(self._read(node) if nodes != [s] else self._read(node, evidence))
                for held in self._read(node, evidence):
                    add(self._read(held.object))
                    for place in self._read(held.object, selector):
                        add(self._read(place.object))
        return data


def _read_asserted(store: ox.Store) -> bytes:
    """Return every graph but the inferred one as N-Triples; triples that speak of triples are left out."""
    output = BytesIO()
    for name in (ox.DefaultGraph(), *store.named_graphs()):
        if name != _OWN:
            store.dump(output, ox.RdfFormat.N_TRIPLES, from_graph=name)
    text = output.getvalue()
    return b"\n".join(line for line in text.split(b"\n") if b"<<(" not in line) if b"<<(" in text else text


def _write_tokens(quads: Iterable[ox.Quad]) -> Iterable[Tokens]:
    for quad in quads:
        if not isinstance(quad.object, ox.Triple):
            yield str(quad.subject).encode(), str(quad.predicate).encode(), str(quad.object).encode()


def _is_shown(row: Tokens) -> bool:
    """Say whether a triple is about things by name, in the ontology's own words."""
    s, p, o = row
    own = p.startswith(_NAMES) or (p == _TYPE and o.startswith(_NAMES))
    return own and s.startswith(b"<") and o.startswith(b"<")


_NAMES, _TYPE = f"<{NS}".encode(), f"<{RDF.type}>".encode()


def main() -> None:
    """Run the process until its channel closes."""
    become_child()
    channel = Connection(int(sys.argv[1]))
    explainer = Explainer(int(sys.argv[2]) * 2**20)
    send(channel, {"ready": True})
    serve(channel, {"open": explainer.open, "why": explainer.why, "without": explainer.without})


if __name__ == "__main__":
    main()
