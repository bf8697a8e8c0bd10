"""Take chosen properties of linked things from where they are linked to, and say where each was read and when.

What another source says is stated of its own IRI, never of ours: the link between the two can be taken back, and what
came with it goes with it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pyoxigraph as ox
from rdflib import DCTERMS, XSD, Literal, URIRef
from rdflib.term import Node

from kg.client import Client
from kg.link.against import ask_endpoint, read_quads

_AT_ONCE = 50
Triple = tuple[URIRef, URIRef, Node]


def read_properties(
    where: str, targets: Iterable[str], properties: Sequence[str], client: Client, day: date
) -> Iterator[Triple]:
    """Yield the triples of the targets with the chosen properties, and for each target its source and the day.

    Args:
        where: A SPARQL endpoint's address, or the path of an RDF file.
        targets: The IRIs that things of ours are linked to.
        properties: The IRIs of the properties to take.
        client: Used for an endpoint only.
        day: When it was read.

    Raises:
        AuthorityError: The endpoint gave no answer.
        SourceError: The file is missing or malformed.
    """
    wanted = sorted(set(targets))
    found = _ask(where, wanted, properties, client) if "://" in where else _read(Path(where), wanted, properties)
    source = URIRef(where) if "://" in where else Literal(Path(where).name)
    told = set()
    for subject, predicate, value in found:
        yield subject, predicate, value
        if subject not in told:
            told.add(subject)
            yield subject, DCTERMS.source, source
            yield subject, DCTERMS.date, Literal(day.isoformat(), datatype=XSD.date)


def _ask(url: str, targets: list[str], properties: Sequence[str], client: Client) -> Iterator[Triple]:
    names = " ".join(URIRef(iri).n3() for iri in properties)
    for begin in range(0, len(targets), _AT_ONCE):
        things = " ".join(URIRef(iri).n3() for iri in targets[begin : begin + _AT_ONCE])
        query = f"SELECT ?s ?p ?o {{ VALUES ?s {{ {things} }} VALUES ?p {{ {names} }} ?s ?p ?o }}"
        for row in ask_endpoint(client, url, query):
            value = row["o"]
            if value.get("type") == "bnode":
                continue
            term: Node = URIRef(value["value"])
            if value.get("type") != "uri":
                kind = value.get("datatype")
                language = value.get("xml:lang")
                term = Literal(value["value"], lang=language, datatype=URIRef(kind) if kind and not language else None)
            yield URIRef(row["s"]["value"]), URIRef(row["p"]["value"]), term


def _read(path: Path, targets: list[str], properties: Sequence[str]) -> Iterator[Triple]:
    things, names = set(targets), set(properties)
    for quad in read_quads(path):
        if quad.predicate.value not in names or not isinstance(quad.subject, ox.NamedNode):
            continue
        if quad.subject.value in things and (value := _make_term(quad.object)) is not None:
            yield URIRef(quad.subject.value), URIRef(quad.predicate.value), value


def _make_term(term: object) -> Node | None:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        kind = None if term.language else URIRef(term.datatype.value)
        return Literal(term.value, lang=term.language, datatype=None if kind == XSD.string else kind)
    return None
