"""Links that a person accepted, as RDF: skos:exactMatch, and the decision with its evidence."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from kg.errors import SourceError
from kg.iri import make_entity_iri
from kg.terms import POLITY


def write_accepted(rows: Iterable[Mapping[str, str]], path: Path) -> tuple[bytes, int]:
    """Return Turtle of the links that the rows say, and how many they are.

    A link is skos:exactMatch from a score of 90 up, else skos:closeMatch: a person who accepts a weaker proposal says
    that the two belong together. Neither is owl:sameAs, which would make the reasoner merge them.

    Raises:
        SourceError: An IRI is malformed, a score is no number, or links go round in a circle through one thing of ours.
    """
    graph, count = Graph(), 0
    for line, row in enumerate(rows, start=2):
        ours, theirs = URIRef(row["iri"]), URIRef(row["target"])
        try:
            score = float(row["score"])
            ours.n3(), theirs.n3()
        except ValueError as error:
            raise SourceError(f"{error}.", path=path, line=line, hint="Give IRIs and a score from 0 to 100.") from error
        if ours == theirs:
            raise SourceError("links a thing to itself.", path=path, line=line, hint="Leave the row out.")
        count += 1
        graph.add((ours, SKOS.exactMatch if score >= 90 else SKOS.closeMatch, theirs))
        digest = hashlib.sha256(f"{ours} {theirs}".encode()).hexdigest()[:16]
        node = make_entity_iri(f"link/{digest}")
        graph.add((node, RDF.type, POLITY.LinkDecision))
        graph.add((node, RDFS.label, Literal(f"{row['name']}: {row['target_name']}", lang="en")))
        graph.add((node, POLITY.decidedFor, theirs))
        graph.add((node, POLITY.decidedBy, Literal("a person")))
        graph.add((node, POLITY.score, Literal(f"{score / 100:.3f}", datatype=XSD.decimal)))
        graph.add((node, POLITY.reason, Literal(row["evidence"])))
    return graph.serialize(format="turtle").encode(), count
