"""`/ns`: the ontology, as a page for people and as RDF; `/ns/<version>` for the version that is in force."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request
from rdflib import DCTERMS, OWL, RDF, RDFS, Graph, URIRef
from rdflib.term import Node
from werkzeug.wrappers import Response as BaseResponse

from kg.formats import get_format, list_formats
from kg.terms import NS, load_ontology
from server.errors import NotFoundError
from server.negotiation import choose_format
from server.rdf import write_graph
from server.responses import respond_bytes

blueprint = Blueprint("ontology", __name__)
_HEAD = URIRef(NS.removesuffix("#"))
_KINDS = (
    ("Classes", OWL.Class),
    ("Object properties", OWL.ObjectProperty),
    ("Data properties", OWL.DatatypeProperty),
    ("Annotation properties", OWL.AnnotationProperty),
    ("Individuals", OWL.NamedIndividual),
)
_RELATIONS = (
    ("below", RDFS.subClassOf),
    ("below", RDFS.subPropertyOf),
    ("of", RDFS.domain),
    ("values", RDFS.range),
    ("inverse of", OWL.inverseOf),
    ("apart from", OWL.disjointWith),
    ("is a", RDF.type),
)


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term on the page: its local name, label and comment, and (relation, local names) pairs."""

    name: str
    label: str
    comment: str
    relations: tuple[tuple[str, tuple[str, ...]], ...]


@blueprint.get("/ns")
def show_ontology() -> Response:
    """Send the ontology as the client likes it best."""
    offers = (*list_formats("graph", "dataset"), get_format("html"))
    form = choose_format(request.headers.get("Accept"), offers, named=request.args.get("format"))
    graph = load_ontology()
    if form.name != "html":
        response = respond_bytes(write_graph(graph, form), form)
    else:
        sections = [(title, list_entries(graph, kind)) for title, kind in _KINDS]
        page = render_template("ontology.html", ns=NS, facts=_list_facts(graph), sections=sections)
        response = respond_bytes(page.encode(), form)
    response.headers.add("Link", f'<{graph.value(_HEAD, OWL.versionIRI)}>; rel="version-history"')
    return response


@blueprint.get("/ns/<version>")
def show_version(version: str) -> BaseResponse:
    """Send to the ontology if this is the version in force.

    Raises:
        NotFoundError: Another version is.
    """
    known = str(load_ontology().value(_HEAD, OWL.versionInfo))
    if version != known:
        raise NotFoundError(f"This server has version {known} of the ontology, not {version[:40]}.")
    response = redirect("/ns", 303)
    response.vary.add("Accept")
    return response


def list_entries(graph: Graph, kind: URIRef) -> list[TermEntry]:
    """Return the ontology's own terms of a kind, by label."""
    terms = {term for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef) and str(term).startswith(NS)}
    return sorted((_make_entry(graph, term) for term in terms), key=lambda row: (row.label, row.name))


def _make_entry(graph: Graph, term: URIRef) -> TermEntry:
    relations = []
    for name, predicate in _RELATIONS:
        values = _list_names(graph.objects(term, predicate))
        if values:
            relations.append((name, values))
    label, comment = graph.value(term, RDFS.label), graph.value(term, RDFS.comment)
    return TermEntry(str(term).removeprefix(NS), str(label or ""), str(comment or ""), tuple(relations))


def _list_names(values: Iterable[Node]) -> tuple[str, ...]:
    return tuple(sorted(str(value).removeprefix(NS) for value in values if str(value).startswith(NS)))


def _list_facts(graph: Graph) -> list[tuple[str, str]]:
    wanted = (
        ("Title", DCTERMS.title),
        ("What it is", DCTERMS.description),
        ("Version", OWL.versionIRI),
        ("Created", DCTERMS.created),
        ("By", DCTERMS.creator),
        ("Licence", DCTERMS.license),
        ("Cite as", DCTERMS.bibliographicCitation),
    )
    return [(name, str(value)) for name, term in wanted if (value := graph.value(_HEAD, term)) is not None]
