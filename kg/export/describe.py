"""What the dataset is and holds, in VoID (https://www.w3.org/TR/void/) and DCAT 3."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from rdflib import DCAT, DCTERMS, RDF, VOID, XSD, Graph, Literal, URIRef
from rdflib.term import Identifier

from kg.iri import ID, make_entity_iri
from kg.prefixes import shorten_iri
from kg.terms import NS

_TITLE = "Polity: government and law from news"
_ABOUT = "Who did what, who says so, in which words, and where the sources disagree; each statement with its sentence."
_COUNTS = {
    VOID.triples: "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }",
    VOID.distinctSubjects: "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    VOID.distinctObjects: "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    VOID.properties: "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    VOID.classes: "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c FILTER(isIRI(?c)) }",
    VOID.documents: f"SELECT (COUNT(DISTINCT ?a) AS ?n) {{ ?a a <{NS}Article> }}",
}
_CLASSES = "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) { ?s a ?x FILTER(isIRI(?x)) } GROUP BY ?x"
_PROPERTIES = "SELECT ?x (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?x ?o { ?s ?x ?o } } GROUP BY ?x"
_VOCABULARIES = (
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/org#",
    "http://www.w3.org/ns/prov#",
    "http://www.w3.org/2004/02/skos/core#",
)


class Answer(Protocol):
    """The rows of a SELECT query, as `kg.store` gives them."""

    def rows(self) -> Iterable[Mapping[str, Identifier]]:
        """Return the solutions."""


def describe_dataset(ask: Callable[[str], Answer], *, root: str = "") -> Graph:
    """Return the description of a dataset, its counts taken from the data as it is.

    Args:
        ask: Answers a SELECT query over the union of all graphs.
        root: The address of the server that offers it ("https://kg.example.org"); "" for a file, which names no
            endpoint.

    Returns:
        A graph without blank nodes: the dataset with its counts, vocabularies, and a partition a class and property.
    """
    graph = Graph()
    for prefix, namespace in {"void": VOID, "dcat": DCAT, "dcterms": DCTERMS, "": NS, "d": ID}.items():
        graph.bind(prefix, namespace, replace=True)
    dataset = make_entity_iri("dataset")
    for kind in (VOID.Dataset, DCAT.Dataset):
        graph.add((dataset, RDF.type, kind))
    graph.add((dataset, DCTERMS.title, Literal(_TITLE, lang="en")))
    graph.add((dataset, DCTERMS.description, Literal(_ABOUT, lang="en")))
    graph.add((dataset, VOID.uriSpace, Literal(ID)))
    for vocabulary in (NS, *_VOCABULARIES):
        graph.add((dataset, VOID.vocabulary, URIRef(vocabulary)))
    for name, text in _COUNTS.items():
        row = next(iter(ask(text).rows()))
        graph.add((dataset, name, Literal(int(str(row["n"])), datatype=XSD.integer)))
    _add_partitions(graph, dataset, ask(_CLASSES), ("class", VOID.classPartition, VOID["class"], VOID.entities))
    _add_partitions(graph, dataset, ask(_PROPERTIES), ("property", VOID.propertyPartition, VOID.property, VOID.triples))
    if root:
        _add_access(graph, dataset, root.rstrip("/"))
    return graph


def _add_partitions(graph: Graph, dataset: URIRef, answer: Answer, terms: tuple[str, URIRef, URIRef, URIRef]) -> None:
    word, link, about, number = terms
    for row in answer.rows():
        part = make_entity_iri(f"dataset/{word}/{shorten_iri(str(row['x'])).replace('/', '-')}")
        graph.add((dataset, link, part))
        graph.add((part, RDF.type, VOID.Dataset))
        graph.add((part, about, row["x"]))
        graph.add((part, number, Literal(int(str(row["n"])), datatype=XSD.integer)))


def _add_access(graph: Graph, dataset: URIRef, root: str) -> None:
    service = make_entity_iri("dataset/service")
    graph.add((dataset, VOID.sparqlEndpoint, URIRef(f"{root}/sparql")))
    graph.add((service, RDF.type, DCAT.DataService))
    graph.add((service, DCTERMS.title, Literal("SPARQL 1.1 endpoint", lang="en")))
    graph.add((service, DCAT.endpointURL, URIRef(f"{root}/sparql")))
    graph.add((service, DCAT.servesDataset, dataset))
    graph.add((service, DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/")))
