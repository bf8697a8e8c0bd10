"""The classes and properties that a reconciliation client may name: the ontology's, by local name ("Court")."""

from dataclasses import dataclass
from functools import cache

from rdflib import OWL, RDF, RDFS, URIRef

from kg.errors import UnknownNameError
from kg.prefixes import expand_iri, shorten_iri
from kg.terms import NS, list_superclasses, load_ontology

ROOTS = ("Agent", "Place", "Instrument", "Policy", "Crime", "Post", "Membership", "Article")
_COMMON = (
    ("rdfs:label", "label", "The name of the thing."),
    ("skos:altLabel", "other name", "A further name."),
    ("skos:exactMatch", "same thing elsewhere", "The thing's IRI at another authority."),
    ("dcterms:source", "source", "What the reference data was read from."),
)


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property: id as clients write it, name, description, and the ids of the classes above it."""

    id: str
    name: str
    description: str
    broader: tuple[str, ...] = ()


@cache
def list_classes() -> dict[str, Term]:
    """Return the classes of things that can be looked for, by id, in alphabetical order of their ids."""
    found = {}
    for name in sorted(str(iri).removeprefix(NS) for iri in load_ontology().subjects(RDF.type, OWL.Class)):
        if (
            ":" not in name
            and "/" not in name
            and name in _named()
            and not set(list_superclasses(name)).isdisjoint(ROOTS)
        ):
            found[name] = _make_term(name, list_superclasses(name)[1:2])
    return found


@cache
def list_properties() -> dict[str, Term]:
    """Return the properties of things, by id: a few common ones, then the ontology's in alphabetical order."""
    graph = load_ontology()
    names = {
        str(iri).removeprefix(NS)
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for iri in graph.subjects(RDF.type, kind)
        if str(iri).startswith(NS)
    }
    common = {row[0]: Term(*row) for row in _COMMON}
    return {**common, **{name: _make_term(name) for name in sorted(names)}}


@cache
def _named() -> frozenset[str]:
    return frozenset(str(iri).removeprefix(NS) for iri in load_ontology().subjects() if str(iri).startswith(NS))


def _make_term(name: str, broader: tuple[str, ...] = ()) -> Term:
    graph, iri = load_ontology(), URIRef(NS + name)
    label = graph.value(iri, RDFS.label)
    return Term(name, str(label or name), str(graph.value(iri, RDFS.comment) or ""), broader)


def propose_properties(class_name: str | None) -> list[Term]:
    """Return the properties that things of a class may have: those whose domain is it or a class above it.

    Raises:
        UnknownNameError: There is no such class.
    """
    everything = list_properties()
    if not class_name:
        return list(everything.values())
    if class_name not in list_classes():
        raise UnknownNameError("type", class_name, known=list_classes())
    graph, above = load_ontology(), {URIRef(NS + name) for name in list_superclasses(class_name)}
    common = len(_COMMON)
    fitting = [
        row for row in list(everything.values())[common:] if graph.value(URIRef(NS + row.id), RDFS.domain) in above
    ]
    return [*list(everything.values())[:common], *fitting]


def make_term_id(iri: str) -> str:
    """Return how clients name a term.

    >>> make_term_id("https://w3id.org/polity/ns#partOf"), make_term_id("http://www.w3.org/2000/01/rdf-schema#label")
    ('partOf', 'rdfs:label')
    """
    return iri.removeprefix(NS) if iri.startswith(NS) else shorten_iri(iri)


def read_term_id(name: str) -> URIRef:
    """Return the IRI of what a client names.

    Raises:
        UnknownNameError: It has an unknown prefix, or is no IRI.

    >>> read_term_id("partOf")
    rdflib.term.URIRef('https://w3id.org/polity/ns#partOf')
    """
    return expand_iri(name if ":" in name else f":{name}")
