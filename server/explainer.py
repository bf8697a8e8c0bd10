"""The process that proves. It holds a snapshot's triples and their closure, and can be killed like a reader.

Run as ``python -m server.explainer CHANNEL MEMORY_MB``. It answers ``open`` (a file of N-Quads), ``why`` (three terms)
and ``without`` (a named graph: what would fall if it were withdrawn).
"""

import resource
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from rdflib import RDF, Dataset, Graph, URIRef
from rdflib.term import Identifier, Node

from kg.iri import INFERRED_GRAPH
from kg.reason import collect_graph
from kg.reason.closure import Closure
from kg.reason.finding import Triple
from kg.reason.rules import load_profile
from kg.reason.why import describe_why, explain_with
from kg.terms import NS
from server.channel import Head, become_child, send
from server.errors import RequestError
from server.reader import read_data_size, serve
from server.results import read_term

_MOST = 500


class Explainer:
    """Answers messages; see the module."""

    def __init__(self, memory: int) -> None:
        """Take how many bytes it may use beyond what it needs by itself."""
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (read_data_size() + memory, hard))
        self._data, self._given = Dataset(), Graph()
        self._closure: Closure | None = None

    def open(self, head: Head) -> Head:
        """Read the triples and close them."""
        data = Dataset()
        data.parse(Path(head["path"]), format="nquads")
        given = collect_graph(data)
        self._data, self._given, self._closure = data, given, Closure(given, load_profile("polity"))
        return {"triples": len(given)}

    def why(self, head: Head) -> Head:
        """Prove a triple, given as three terms in the JSON of SPARQL results."""
        s, p, o = (read_term(term) for term in head["triple"])
        found = explain_with(self._need_closure(), self._given, self._data, (s, p, o), count=3)
        return {"why": describe_why(found)}

    def without(self, head: Head) -> Head:
        """Say which triples rest on a named graph alone: those stated in it and nowhere else, and what they entail."""
        closure, graph = self._need_closure(), self._data.graph(URIRef(head["graph"]))
        stated = [triple for triple in graph if self._is_only_in(triple, graph.identifier)]
        before = set(closure.inferred)
        closure.withdraw(stated)
        after = set(closure.inferred)
        closure.add(stated)
        fallen = sorted((triple for triple in before - after if _is_shown(triple)), key=str)
        rows = [[_write_term(term) for term in triple] for triple in fallen[:_MOST]]
        return {"stated": len(stated), "inferred": len(before - after), "rows": rows}

    def _need_closure(self) -> Closure:
        if self._closure is None:
            raise RequestError("Nothing has been read yet.")
        return self._closure

    def _is_only_in(self, triple: Triple, name: Node) -> bool:
        graphs = {row[3] for row in self._data.quads((*triple, None))}
        return not (graphs - {name, INFERRED_GRAPH})


def _is_shown(triple: Triple) -> bool:
    """Say whether a triple is about things by name, in the ontology's own words."""
    s, p, o = triple
    own = str(p).startswith(NS) or (p == RDF.type and str(o).startswith(NS))
    return own and isinstance(s, URIRef) and isinstance(o, URIRef)


def _write_term(term: Identifier | Node) -> dict[str, Any]:
    return {"type": "uri", "value": str(term)}


def main() -> None:
    """Run the process until its channel closes."""
    become_child()
    channel = Connection(int(sys.argv[1]))
    explainer = Explainer(int(sys.argv[2]) * 2**20)
    send(channel, {"ready": True})
    serve(channel, {"open": explainer.open, "why": explainer.why, "without": explainer.without})


if __name__ == "__main__":
    main()
