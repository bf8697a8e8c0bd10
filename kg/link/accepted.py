"""Links that a person accepted, as RDF: skos:exactMatch, and the decision with its evidence, by whom and when."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib import DCTERMS, RDF, RDFS, SKOS, XSD, Literal, URIRef
from rdflib.term import Node

from kg.iri import make_entity_iri
from kg.link.matches import Match
from kg.terms import POLITY

Triple = tuple[URIRef, URIRef, Node]
_EXACT = 90.0


def list_accepted(rows: Iterable[Match]) -> Iterator[Triple]:
    """Yield the triples of the links that were accepted, for the links graph.

    A link is skos:exactMatch from a score of 90 up, else skos:closeMatch: a person who accepts a weaker proposal says
    that the two belong together. Neither is owl:sameAs, which would make the reasoner merge them.
    """
    for row in rows:
        if row.verdict != "accept":
            continue
        found = row.proposal
        ours, theirs = URIRef(found.iri), URIRef(found.target)
        yield ours, SKOS.exactMatch if found.score >= _EXACT else SKOS.closeMatch, theirs
        node = make_entity_iri(f"link/{hashlib.sha256(f'{ours} {theirs}'.encode()).hexdigest()[:16]}")
        yield node, RDF.type, POLITY.LinkDecision
        yield node, RDFS.label, Literal(f"{found.name}: {found.target_name}", lang="en")
        yield node, POLITY.decidedFor, theirs
        yield node, POLITY.decidedBy, Literal(row.who)
        yield node, POLITY.score, Literal(round(found.score / 100, 3), datatype=XSD.double)
        yield node, POLITY.reason, Literal(found.evidence)
        yield node, DCTERMS.source, URIRef(found.source) if "://" in found.source else Literal(Path(found.source).name)
        yield node, DCTERMS.date, Literal(row.date.isoformat(), datatype=XSD.date)
