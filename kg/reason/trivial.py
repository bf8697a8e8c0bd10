"""Which inferred triples are left out: those RDF 1.1 forbids, and those that are true of everything.

The rules of OWL 2 RL derive both in great numbers. The first must never reach an export; the second drown what is
worth reading, so only the profile "full" keeps them. The embedded engine leaves out one thing more in the other
profiles, which shows only beside the data: an asserted triple again with the same value written otherwise ("1" and
"1.0"), by rules dt-eq and eq-rep-o.
"""

from collections.abc import Callable

from rdflib import OWL, RDF, RDFS, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from kg.reason.finding import Triple

_REFLEXIVE = {OWL.sameAs, RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty}
_TOP = {OWL.Thing, RDFS.Resource}
_VOCABULARIES = tuple(map(str, (RDF, RDFS, OWL, XSD)))


def _is_vocabulary(node: Node) -> bool:
    return isinstance(node, URIRef) and str(node).startswith(_VOCABULARIES)


TRIVIAL: dict[str, Callable[[Triple], bool]] = {
    "a thing is itself: x owl:sameAs x, C rdfs:subClassOf C, p owl:equivalentProperty p": lambda t: (
        t[1] in _REFLEXIVE and t[0] == t[2]
    ),
    "everything is a thing: x a owl:Thing, x a rdfs:Resource, C rdfs:subClassOf owl:Thing": lambda t: (
        t[1] in {RDF.type, RDFS.subClassOf} and t[2] in _TOP
    ),
    "nothing is in every class: owl:Nothing rdfs:subClassOf C": lambda t: t[0] == OWL.Nothing,
    "in an unnamed class: x a [ a owl:Restriction ... ]; the named class above it says what matters": lambda t: (
        t[1] == RDF.type and isinstance(t[2], BNode)
    ),
    "a built-in term described: xsd:date a rdfs:Datatype, rdfs:label a owl:AnnotationProperty": lambda t: (
        _is_vocabulary(t[0])
    ),
}
"""Why a triple says nothing, and the test of it."""


def is_trivial(triple: Triple) -> bool:
    """Say whether a triple is true whatever the data say, by one row of `TRIVIAL`.

    >>> is_trivial((URIRef("urn:x"), RDF.type, OWL.Thing)), is_trivial((URIRef("urn:x"), RDF.type, OWL.Class))
    (True, False)
    """
    return any(test(triple) for test in TRIVIAL.values())


def is_valid_rdf(triple: Triple) -> bool:
    """Say whether RDF 1.1 Concepts, section 3.1, allows the triple: no literal subject, an IRI as predicate."""
    return not isinstance(triple[0], Literal) and isinstance(triple[1], URIRef)
