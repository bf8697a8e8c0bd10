"""Proofs: short, well-founded, replayable; and why a triple does not follow."""

import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from rdflib import PROV, RDF, Dataset, Graph, URIRef

from kg.iri import INFERRED_GRAPH
from kg.reason.closure import Closure
from kg.reason.finding import Triple
from kg.reason.proof import Proof, describe_proof, format_proof, list_sources, write_proof
from kg.reason.replay import find_fault
from kg.reason.rules import load_profile, load_rules, read_example
from tests.reason.test_random import HEADER, ONTOLOGIES, SETTINGS

PROFILE = load_profile("owl-rl")


def read(turtle: str) -> Graph:
    return Graph().parse(data=HEADER + turtle, format="turtle")


def read_triple(turtle: str) -> Triple:
    (triple,) = read(turtle)
    return triple


@dataclass(frozen=True)
class Case:
    why: str
    given: str
    goal: str
    rules: list[str]


CASES = [
    Case("an asserted triple needs no rule", ":x a :C .", ":x a :C .", ["asserted"]),
    Case("one step", ":C rdfs:subClassOf :D . :x a :C .", ":x a :D .", ["cax-sco"]),
    Case(
        "the shorter of two ways",
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :E . :p rdfs:domain :E . :x a :C ; :p :y .",
        ":x a :E .",
        ["prp-dom"],
    ),
    Case(
        "a chain of chains",
        ":r owl:propertyChainAxiom (:p :q) . :s owl:propertyChainAxiom (:r :r) . "
        ":a :p :b . :b :q :c . :c :p :d . :d :q :e .",
        ":a :s :e .",
        ["prp-spo2", "prp-spo2", "prp-spo2"],
    ),
    Case(
        "a transitive step needs half the way",
        ":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :d .",
        ":a :p :d .",
        ["prp-trp", "prp-trp"],
    ),
    Case(
        "the same by their identifier, so the same in all",
        ":k a owl:InverseFunctionalProperty . :x :k 'id' . :y :k 'id' ; :p :z .",
        ":x :p :z .",
        ["eq-rep-s", "prp-ifp"],
    ),
    Case(
        "a circle of classes proves nothing by itself",
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C . :x a :C .",
        ":x a :D .",
        ["cax-sco"],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_shortest_proof(case: Case) -> None:
    graph = read(case.given)
    (proof,) = Closure(graph, PROFILE).explain(read_triple(case.goal))
    assert [step.rule for step in proof.walk() if step.premises] == [r for r in case.rules if r != "asserted"]
    assert find_fault(proof, graph, PROFILE) is None


@pytest.mark.parametrize("rule", [r for r in load_profile("full").rules if r.head], ids=lambda rule: rule.name)
def test_every_rule_can_be_explained(rule: object) -> None:
    row = load_rules()[getattr(rule, "name", "")]
    graph, then = read_example(row)
    closure = Closure(graph, PROFILE)
    for triple in then or ():
        (proof,) = closure.explain(triple)
        assert find_fault(proof, graph, PROFILE) is None


@SETTINGS
@given(ONTOLOGIES)
def test_every_inferred_triple_has_a_proof_that_replays(graph: Graph) -> None:
    closure = Closure(graph, PROFILE)
    for triple in closure.inferred:
        (proof,) = closure.explain(triple)
        assert proof.triple == triple
        assert find_fault(proof, graph, PROFILE) is None


def test_a_false_proof_is_found_out() -> None:
    graph = read(":C rdfs:subClassOf :D . :x a :C .")
    (proof,) = Closure(graph, PROFILE).explain(read_triple(":x a :D ."))
    other = read_triple(":y a :D .")
    assert "does not follow" in (find_fault(Proof(other, proof.rule, proof.premises), graph, PROFILE) or "")
    assert "is not asserted" in (find_fault(Proof(other), graph, PROFILE) or "")
    assert "is no rule" in (find_fault(Proof(other, "wishful"), graph, PROFILE) or "")


def test_several_proofs() -> None:
    graph = read(":p rdfs:domain :D . :C rdfs:subClassOf :D . :x a :C ; :p :y .")
    proofs = Closure(graph, PROFILE).explain(read_triple(":x a :D ."), count=5)
    assert {proof.rule for proof in proofs} == {"prp-dom", "cax-sco"}


MISSES = [
    Case("a class too few", ":p rdfs:domain :D . :x a :C .", ":x a :D .", ["prp-dom"]),
    Case("the axiom is missing", ":x a :C .", ":x a :D .", ["cax-sco"]),
    Case("half a chain", ":p a owl:TransitiveProperty . :a :p :b . :c :p :d .", ":a :p :d .", ["prp-trp"]),
]


@pytest.mark.parametrize("case", MISSES, ids=lambda case: case.why)
def test_why_not(case: Case) -> None:
    closure = Closure(read(case.given), PROFILE)
    goal = read_triple(case.goal)
    assert closure.explain(goal) == []
    misses = closure.explain_absence(goal, limit=50)
    assert set(case.rules) <= {miss.rule for miss in misses}


def test_a_proof_as_text_json_and_rdf() -> None:
    graph = read(":C rdfs:subClassOf :D . :x a :C .")
    (proof,) = Closure(graph, PROFILE).explain(read_triple(":x a :D ."))
    assert format_proof(proof, graph).splitlines()[0] == ":x rdf:type :D   by cax-sco"
    assert json.loads(json.dumps(describe_proof(proof)))["rule"] == "cax-sco"
    assert len(set(write_proof(proof).objects(None, PROV.wasDerivedFrom))) == 2


def test_an_inferred_triple_names_its_articles() -> None:
    data, article, ontology = Dataset(), URIRef("urn:g:article"), URIRef("urn:g:ontology")
    for name, turtle in ((article, ":x a :C ."), (ontology, ":C rdfs:subClassOf :D ."), (INFERRED_GRAPH, ":x a :D .")):
        for triple in read(turtle):
            data.graph(name).add(triple)
    (proof,) = Closure(read(":x a :C . :C rdfs:subClassOf :D ."), PROFILE).explain(read_triple(":x a :D ."))
    assert list_sources(proof, data) == (article, ontology)
    assert (URIRef("urn:x:x"), RDF.type, URIRef("urn:x:C")) in proof.leaves
