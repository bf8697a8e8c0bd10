"""What the endpoint says of itself, as a graph that queries see: VoID, the service, the questions as executables.

The graph is `kg.iri.DESCRIPTION_GRAPH`. No store holds it: it is made when the first query of a version asks for it,
and a worker lends it to its copy of the data for that query alone. A query asks for it by writing the graph's IRI, or
the namespace of VoID, SPARQL-SD or SHACL; all others see the data as they are stored.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import VOID
from rdflib.term import Identifier

from kg.export.describe import describe_dataset
from kg.formats import list_formats
from kg.iri import DESCRIPTION_GRAPH
from kg.questions import load_questions
from server.config import Config

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
_FORMAT_NAMES = {
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nquads": "N-Quads",
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
}


GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g LIMIT 1000"
"""Asks for the named graphs, and how many triples each holds."""

Rows = Sequence[Mapping[str, Identifier]]
Ask = Callable[[str], Rows]

_ASKING = (str(DESCRIPTION_GRAPH), str(VOID), str(SD), str(SH))


def asks_for_description(text: str) -> bool:
    """Say whether a query asks for the description.

    >>> asks_for_description("PREFIX void: <http://rdfs.org/ns/void#> SELECT ?c { ?x void:class ?c }")
    True
    """
    return any(name in text for name in _ASKING)


@dataclass(frozen=True, slots=True)
class _Answer:
    found: Rows

    def rows(self) -> Iterable[Mapping[str, Identifier]]:
        """Return the solutions."""
        return self.found


class Describer:
    """Makes descriptions, and keeps what they count for as long as the version stands. Safe to use from any thread."""

    def __init__(self, config: Config, ask: Ask, folder: Path) -> None:
        """Take the settings, what answers a query over all graphs, and a folder for files that workers read."""
        self._config, self._ask, self._folder = config, ask, folder
        self._lock = threading.Lock()
        self._version = -1
        self._rows: dict[str, Rows] = {}
        self._files: list[tuple[int, str, Path]] = []

    def make_void(self, version: int, root: str) -> Graph:
        """Return the dataset's description in VoID and DCAT, and the questions, for a server at an address."""
        with self._lock:
            return self._make_void(version, root)

    def write(self, version: int, root: str) -> Path:
        """Return a file of N-Triples that holds all of the description."""
        with self._lock:
            if self._files and self._files[-1][:2] == (version, root) and self._files[-1][2].exists():
                return self._files[-1][2]
            graph = self._make_void(version, root)
            graph += make_service_description(self._config, self._remember(GRAPHS), root)
            self._folder.mkdir(mode=0o700, exist_ok=True)  # cleaners of /tmp remove folders that look unused
            path = self._folder / f"{uuid4().hex}.nt"
            path.write_bytes(graph.serialize(format="nt", encoding="utf-8"))
            self._files.append((version, root, path))
            if len(self._files) > 3:  # a worker may be about to read one of the others
                self._files.pop(0)[2].unlink(missing_ok=True)
            return path

    def _make_void(self, version: int, root: str) -> Graph:
        if version != self._version:
            self._version, self._rows = version, {}
        graph = describe_dataset(lambda text: _Answer(self._remember(text)), root=root)
        describe_questions(graph, root)
        return graph

    def _remember(self, text: str) -> Rows:
        if text not in self._rows:
            self._rows[text] = self._ask(text)
        return self._rows[text]


def describe_questions(graph: Graph, root: str) -> None:
    """Add each named question, at its own address, with its text (SHACL-SPARQL, https://www.w3.org/TR/shacl/)."""
    graph.bind("sh", SH)
    for question in load_questions().values():
        node = URIRef(f"{root}/ask/{question.name}")
        graph.add((node, RDF.type, SH.SPARQLSelectExecutable))
        graph.add((node, RDF.type, SH.SPARQLExecutable))
        graph.add((node, RDFS.label, Literal(question.title, lang="en")))
        graph.add((node, RDFS.comment, Literal(question.question, lang="en")))
        graph.add((node, SH.select, Literal(question.text)))


def make_service_description(config: Config, rows: Iterable[Mapping[str, Identifier]], root: str) -> Graph:
    """Return what the endpoint at an address is and does; `rows` answer `GRAPHS`."""
    graph = Graph()
    graph.bind("sd", SD)
    graph.bind("void", VOID)
    endpoint = URIRef(root + "/sparql")
    service, dataset, default = BNode(), BNode(), BNode()
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, endpoint))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    if config.token:
        graph.add((service, SD.supportedLanguage, SD.SPARQL11Update))
    if config.union_default_graph:
        graph.add((service, SD.feature, SD.UnionDefaultGraph))
    for form in list_formats("graph", "dataset", "results"):
        graph.add((service, SD.resultFormat, FORMATS[_FORMAT_NAMES[form.name]]))
        if form.holds != "results":
            graph.add((service, SD.inputFormat, FORMATS[_FORMAT_NAMES[form.name]]))
    graph.add((service, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    for row in rows:
        if "g" in row:
            named = BNode()
            graph.add((dataset, SD.namedGraph, named))
            graph.add((named, RDF.type, SD.NamedGraph))
            graph.add((named, SD.name, row["g"]))
            part = BNode()
            graph.add((named, SD.graph, part))
            graph.add((part, RDF.type, SD.Graph))
            graph.add((part, VOID.triples, Literal(int(str(row["n"])))))
    return graph
