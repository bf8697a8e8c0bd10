"""`/.well-known/void`: what the dataset holds (VoID, DCAT), and the named questions as executables (SHACL-SPARQL)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, request
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Identifier

from kg.export.describe import describe_dataset
from kg.formats import list_formats
from kg.questions import load_questions
from kg.store.base import ALL_GRAPHS
from server.backend import get_backend
from server.describe import find_root
from server.negotiation import choose_format
from server.rdf import write_graph
from server.responses import respond_bytes

blueprint = Blueprint("void", __name__)


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to one SELECT query, as `describe_dataset` reads it."""

    found: list[dict[str, Identifier]]

    def rows(self) -> Iterable[Mapping[str, Identifier]]:
        """Return the solutions."""
        return self.found


@blueprint.get("/.well-known/void")
def show_void() -> Response:
    """Show the description, its counts taken from the data of this very version."""
    backend = get_backend()
    form = choose_format(
        request.headers.get("Accept"), list_formats("graph", "dataset"), named=request.args.get("format")
    )
    version = backend.version
    graph = describe_dataset(lambda text: Rows(backend.select(text, scope=ALL_GRAPHS)), root=find_root())
    describe_questions(graph, find_root())
    return respond_bytes(write_graph(graph, form), form, version=version)


def describe_questions(graph: Graph, root: str) -> None:
    """Add each named question, at its own address, with its text."""
    graph.bind("sh", SH)
    for question in load_questions().values():
        node = URIRef(f"{root}/ask/{question.name}")
        graph.add((node, RDF.type, SH.SPARQLSelectExecutable))
        graph.add((node, RDF.type, SH.SPARQLExecutable))
        graph.add((node, RDFS.label, Literal(question.title, lang="en")))
        graph.add((node, RDFS.comment, Literal(question.question, lang="en")))
        graph.add((node, SH.select, Literal(question.text)))
