"""Nanopublications: each claim on its own, with who said it where, so that it can be cited.

One nanopublication a claim, of four named graphs (http://www.nanopub.org/guidelines/working_draft/): the assertion
(what is claimed, as a statement about a statement, never as a fact), its provenance (speaker, article, sentence), and
the publication's own description. Dates are the article's, so that equal graphs make equal files.
"""

from collections.abc import Callable
from typing import IO

from rdflib import DCTERMS, PROV, RDF, RDFS, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.export.tables import Answer
from kg.iri import make_entity_iri
from kg.terms import POLITY

_NP = Namespace("http://www.nanopub.org/nschema#")
_LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")
_CLAIMS = """PREFIX : <https://w3id.org/polity/ns#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT DISTINCT ?claim ?s ?p ?o ?speaker ?article ?day ?words ?polarity ?sentence {
  ?claim a :Claim ; :reportedIn ?article
  OPTIONAL { ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } OPTIONAL { ?claim :claimedBy ?speaker }
  OPTIONAL { ?claim :words ?words } OPTIONAL { ?claim :polarity ?polarity } OPTIONAL { ?article :publishedOn ?day }
  OPTIONAL { ?claim :evidence/oa:hasSelector/oa:exact ?sentence } FILTER(isIRI(?claim)) }"""


def write_nanopubs(ask: Callable[[str], Answer], output: IO[bytes]) -> int:
    """Write a nanopublication for each claim as sorted N-Quads; return how many they are.

    Args:
        ask: Answers a SELECT query over all graphs.
        output: Gets UTF-8.
    """
    quads: set[tuple[Node, Node, Node, Node]] = set()
    claims = set()
    for row in ask(_CLAIMS).rows():
        claim = URIRef(str(row["claim"]))
        claims.add(claim)
        nanopub = URIRef(f"{claim}/nanopub")
        head, said, source, about = (
            URIRef(f"{nanopub}/{part}") for part in ("head", "assertion", "provenance", "pubinfo")
        )
        quads |= {
            (nanopub, RDF.type, _NP.Nanopublication, head),
            (nanopub, _NP.hasAssertion, said, head),
            (nanopub, _NP.hasProvenance, source, head),
            (nanopub, _NP.hasPublicationInfo, about, head),
            (claim, RDF.type, POLITY.Claim, said),
            (said, PROV.hadPrimarySource, row["article"], source),
            (nanopub, DCTERMS.license, _LICENCE, about),
            (nanopub, DCTERMS.creator, make_entity_iri("dataset"), about),
            (nanopub, RDFS.label, Literal(str(row.get("words", claim))), about),
        }
        told: tuple[tuple[Node, str], ...] = (
            (RDF.subject, "s"),
            (RDF.predicate, "p"),
            (RDF.object, "o"),
            (POLITY.words, "words"),
            (POLITY.polarity, "polarity"),
        )
        quads |= {(claim, term, row[name], said) for term, name in told if name in row}
        if "speaker" in row:
            quads.add((said, PROV.wasAttributedTo, row["speaker"], source))
        if "sentence" in row:
            quads.add((said, PROV.value, row["sentence"], source))
        if "day" in row:
            quads.add((nanopub, DCTERMS.created, row["day"], about))
    for line in sorted(" ".join(term.n3() for term in quad) for quad in quads):
        output.write(f"{line} .\n".encode())
    return len(claims)
