"""A dispute of another kind, with an instrument that was added by the recipe of CONTRIBUTING.md: data alone, no Python.

The kind is a class of ontology/polity.ttl, a shape of shapes.ttl, a row of data/lexicon/nominals.toml, and this test.
"""

from datetime import date

import pytest
from rdflib import Graph

from kg.model import Document, Interval
from kg.pipeline import build_documents

DAY = Interval(date(2023, 5, 4), date(2023, 5, 4), "2023-05-04")
TEXT = """MADISON, Wis. — The Wisconsin Department of Agriculture on Tuesday issued a cease-and-desist order to the \
Blue Heron Creamery, a cooperative in Viroqua that sells raw milk.

The department said the creamery had shipped milk without a license. “We have never sold to the public,” said Orla \
Finch, the creamery’s manager.

The creamery sued the department in Dane County Circuit Court on Wednesday.
"""


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Return all graphs of the dataset as one, as the endpoint's default graph is."""
    built = build_documents([Document("milk", TEXT, "", "test", published=DAY, published_from="metadata")])
    union = Graph()
    for subject, predicate, thing, _ in built.dataset.quads():
        union.add((subject, predicate, thing))
    return union


ROWS = [
    (
        "the order is of its own kind, and a demand by inference",
        "?order a :CeaseAndDesistOrder , :Demand , :Instrument ; :issuedBy/rdfs:label ?answer",
        {"Wisconsin Department of Agriculture", "State of Wisconsin"},
    ),
    (
        "whoever it is sent to is its addressee",
        "?order a :CeaseAndDesistOrder ; :directedTo/rdfs:label ?answer",
        {"Blue Heron Creamery"},
    ),
    (
        "the creamery's denial is its manager's, in her words",
        "?claim a :Claim ; :claimedBy/rdfs:label 'Orla Finch'@en ; :words ?answer",
        {"We have never sold to the public"},
    ),
    ("it went to court", "?event :eventKind :Suing ; :court/rdfs:label ?answer", {"Dane County Circuit Court"}),
    (
        'no list knows creameries, yet the article\'s name for it says what "the creamery" is',
        "?event :eventKind :Suing ; :agent/rdfs:label ?answer",
        {"Blue Heron Creamery"},
    ),
]


@pytest.mark.parametrize(("why", "pattern", "answers"), ROWS, ids=[row[0] for row in ROWS])
def test_the_second_dispute_can_be_asked_about(graph: Graph, why: str, pattern: str, answers: set[str]) -> None:
    prefixes = "PREFIX : <https://w3id.org/polity/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    rows = graph.query(prefixes + f"SELECT DISTINCT ?answer WHERE {{ {pattern} }}")
    found = {str(row[0]) for row in rows}
    assert found, why
    assert found == answers, why
