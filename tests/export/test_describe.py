"""The dataset's description: its numbers are those of the data."""

import pytest
from rdflib import DCAT, RDF, VOID, BNode, Graph, Literal, URIRef

from kg.export.describe import describe_dataset
from kg.formats import get_format
from kg.iri import ID
from kg.store.embedded import open_store
from kg.terms import NS

DATA = """
@base <https://w3id.org/polity/id/> . @prefix : <https://w3id.org/polity/ns#> .
<g> { <a> a :Article . <m> a :Memo ; :issuedBy <o> . } <h> { <m> :issuedBy <o> , <p> . <o> a _:some . }
"""
DATASET = URIRef(f"{ID}dataset")


def describe(root: str = "") -> Graph:
    store = open_store(None)
    store.load(DATA.encode(), get_format("trig"))
    return describe_dataset(store.query, root=root)


COUNTS = [
    ("a statement in two graphs is one triple", VOID.triples, 5),
    ("subjects", VOID.distinctSubjects, 3),
    ("an unnamed class does not count", VOID.classes, 2),
    ("properties", VOID.properties, 2),
    ("articles", VOID.documents, 1),
]


@pytest.mark.parametrize(("why", "term", "number"), COUNTS, ids=[row[0] for row in COUNTS])
def test_counts(why: str, term: URIRef, number: int) -> None:
    assert describe().value(DATASET, term) == Literal(number), why


def test_partitions_name_each_class_and_property() -> None:
    graph = describe()
    parts = {str(graph.value(part, VOID["class"])) for part in graph.objects(DATASET, VOID.classPartition)}
    assert parts == {f"{NS}Article", f"{NS}Memo"}
    part = next(graph.subjects(VOID.property, URIRef(f"{NS}issuedBy")))
    assert graph.value(part, VOID.triples) == Literal(2)


def test_an_endpoint_is_named_only_where_there_is_one() -> None:
    assert describe().value(DATASET, VOID.sparqlEndpoint) is None
    served = describe("https://kg.example.org/")
    assert served.value(DATASET, VOID.sparqlEndpoint) == URIRef("https://kg.example.org/sparql")
    assert (None, RDF.type, DCAT.DataService) in served


def test_it_has_no_blank_nodes() -> None:
    assert not [term for triple in describe("http://e.org") for term in triple if isinstance(term, BNode)]
