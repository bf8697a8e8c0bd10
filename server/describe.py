"""The service description of the endpoint (SPARQL 1.1 Service Description)."""

from flask import request
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import VOID

from kg.formats import Format, list_formats
from server.backend import get_backend
from server.rdf import write_graph

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


def find_root() -> str:
    """Return the address of this server as its clients see it, without a slash at the end."""
    return (get_backend().config.base or request.host_url).rstrip("/")


def make_service_description() -> Graph:
    """Return what the endpoint is and does."""
    backend = get_backend()
    graph = Graph()
    graph.bind("sd", SD)
    graph.bind("void", VOID)
    endpoint = URIRef(find_root() + "/sparql")
    service, dataset, default = BNode(), BNode(), BNode()
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, endpoint))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    if backend.config.token:
        graph.add((service, SD.supportedLanguage, SD.SPARQL11Update))
    if backend.config.union_default_graph:
        graph.add((service, SD.feature, SD.UnionDefaultGraph))
    for form in list_formats("graph", "dataset", "results"):
        graph.add((service, SD.resultFormat, FORMATS[_FORMAT_NAMES[form.name]]))
        if form.holds != "results":
            graph.add((service, SD.inputFormat, FORMATS[_FORMAT_NAMES[form.name]]))
    graph.add((service, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    rows = backend.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g LIMIT 1000")
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


def write_service_description(form: Format) -> bytes:
    """Return the service description in a format for graphs."""
    return write_graph(make_service_description(), form)
