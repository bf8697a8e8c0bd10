"""Bad axioms and bad data: told by name, never an exception half-way."""

from dataclasses import dataclass

import pytest
from rdflib import OWL, Graph, URIRef

from kg.errors import ProfileError
from kg.reason import ENGINES, infer
from kg.reason.closure import Closure
from kg.reason.doubts import find_doubts
from kg.reason.rules import load_profile
from tests.reason.test_random import HEADER


def read(turtle: str) -> Graph:
    return Graph().parse(data=HEADER + turtle, format="turtle")


@dataclass(frozen=True)
class Case:
    why: str
    given: str
    rule: str
    told: str


CASES = [
    Case("a minimum", ":R owl:onProperty :p ; owl:minCardinality 1 .", "outside-rl", "things exist"),
    Case("a maximum of two", ":R owl:onProperty :p ; owl:maxCardinality 2 .", "outside-rl", "0 and 1"),
    Case("a reflexive property", ":p a owl:ReflexiveProperty .", "outside-rl", "every thing"),
    Case("some value promised", ":C rdfs:subClassOf [ owl:someValuesFrom :D ] .", "outside-rl", "superclass"),
    Case("a union promised", ":C rdfs:subClassOf [ owl:unionOf (:D :E) ] .", "outside-rl", "one of several"),
    Case("all values asked for", "[ owl:allValuesFrom :D ] rdfs:subClassOf :C .", "outside-rl", "subclass"),
    Case("a circle", ":C owl:unionOf :l . :l rdf:first :D ; rdf:rest :l .", "broken-list", "circle"),
    Case("no end", ":C owl:unionOf :l . :l rdf:first :D .", "broken-list", "no end"),
    Case("a fork", ":C owl:unionOf :l . :l rdf:first :D ; rdf:rest () , :m .", "broken-list", "branches"),
    Case("no list at all", ":C owl:oneOf 'D' .", "broken-list", "no end"),
    Case(
        "contested values", ":p a owl:FunctionalProperty . :x :p :Guyana, :Guinea .", "prp-fp", "must not be functional"
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_doubts_are_named(case: Case) -> None:
    (found,) = find_doubts(read(case.given))
    assert found.rule == case.rule
    assert case.told in found.message


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
@pytest.mark.parametrize("engine", ENGINES)
def test_the_rest_goes_through(case: Case, engine: str) -> None:
    graph = read(case.given + " :Good rdfs:subClassOf :Better . :x a :Good .")
    assert set(read(":x a :Better .")) <= set(infer(graph, engine=engine).graph)


def test_a_good_ontology_raises_no_doubt() -> None:
    graph = read(
        ":C rdfs:subClassOf :D , [ owl:allValuesFrom :E ; owl:onProperty :p ] ."
        "[ owl:unionOf (:A :B) ] rdfs:subClassOf :C ."
    )
    assert find_doubts(graph) == []


def test_strict_refuses_what_is_outside() -> None:
    with pytest.raises(ProfileError, match="ReflexiveProperty"):
        infer(read(":p a owl:ReflexiveProperty ."), strict=True)


def test_an_ontology_that_contradicts_itself_is_found_without_data() -> None:
    inference = infer(read(":C owl:oneOf (:x) ; owl:disjointWith :D . :D owl:oneOf (:x) ."))
    assert [finding.rule for finding in inference.findings] == ["cax-dw"]


def test_ten_thousand_same_things_are_told_of_one() -> None:
    graph = read(":k a owl:InverseFunctionalProperty . :p rdfs:domain :C .")
    key, p = URIRef("urn:x:k"), URIRef("urn:x:p")
    for number in range(10_000):
        graph.add((URIRef(f"urn:x:n{number}"), key, URIRef("urn:x:id"))).add((URIRef(f"urn:x:n{number}"), p, key))
    inference = infer(graph)
    assert "10,000 things are the same" in inference.findings[0].message
    assert len(inference.graph) < 30_000
    assert len(set(inference.graph.subjects(OWL.sameAs))) == 10_000


def test_a_clash_goes_with_what_made_it() -> None:
    graph = read(
        ":x :p 'five'^^xsd:integer . :y a :C, :D . :C owl:disjointWith :D . :p rdfs:range xsd:integer . :z :p 'z' ."
    )
    closure = Closure(graph, load_profile("owl-rl"))
    assert [finding.rule for finding in closure.findings] == ["cax-dw", "dt-not-type", "dt-not-type"]
    closure.withdraw(read(":x :p 'five'^^xsd:integer . :z :p 'z' ."))
    assert [finding.rule for finding in closure.findings] == ["cax-dw"]
    closure.withdraw(read(":y a :D ."))
    assert closure.findings == []
