"""Namespaces, and the terms of ontology/polity.ttl: the one list of what the graph may say."""

from functools import cache

from rdflib import OWL, RDF, RDFS, Graph, Namespace, URIRef

from kg.errors import VocabularyError
from kg.resources import find_resource

NS = "https://w3id.org/polity/ns#"
OA = Namespace("http://www.w3.org/ns/oa#")
M8G = Namespace("http://data.europa.eu/m8g/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")


@cache
def load_ontology() -> Graph:
    """Parse ontology/polity.ttl once. Treat the graph as read-only: it is shared."""
    return Graph().parse(find_resource("ontology", "polity.ttl"), format="turtle")


@cache
def list_terms() -> frozenset[str]:
    """Return the local names of every class, property and individual that the ontology declares."""
    graph = load_ontology()
    return frozenset(
        str(term).removeprefix(NS)
        for term in graph.subjects(RDF.type, None)
        if isinstance(term, URIRef) and str(term).startswith(NS) and str(term) != NS
    )


def get_term(name: str, *, where: str = "code") -> URIRef:
    """Return the IRI of a declared term by its local name.

    Raises:
        VocabularyError: The ontology declares no such term; the message proposes the nearest.

    >>> get_term("issuedBy")
    rdflib.term.URIRef('https://w3id.org/polity/ns#issuedBy')
    """
    if name not in list_terms():
        raise VocabularyError(name, known=list_terms(), where=where)
    return URIRef(NS + name)


@cache
def list_superclasses(name: str) -> tuple[str, ...]:
    """Return the class itself and its superclasses in the ontology, nearest first (local names).

    >>> list_superclasses("AdministrativeSubpoena")[:2]
    ('AdministrativeSubpoena', 'Subpoena')
    """
    graph, found = load_ontology(), [get_term(name)]
    for term in found:
        found.extend(
            up
            for up in sorted(graph.objects(term, RDFS.subClassOf), key=str)
            if isinstance(up, URIRef) and str(up).startswith(NS) and up not in found
        )
    return tuple(str(term).removeprefix(NS) for term in found)


class _Terms:
    """The ontology's terms as attributes, each looked up when asked for: ``POLITY.issuedBy``."""

    def __getattr__(self, name: str) -> URIRef:
        if name.startswith("__"):
            raise AttributeError(name)
        return get_term(name)


POLITY = _Terms()
__all__ = ["ELI", "M8G", "NS", "OA", "OWL", "POLITY", "get_term", "list_superclasses", "list_terms", "load_ontology"]
