"""The reference engine: owlrl's closure, less what RDF forbids, with its faults worked round."""

from dataclasses import dataclass

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import OWL, RDF, Dataset, Graph, Literal, URIRef

from kg.errors import UnknownNameError
from kg.iri import INFERRED_GRAPH
from kg.reason import infer, materialise
from kg.resources import find_resource

PREFIXES = """
@prefix : <urn:x:> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def read(turtle: str) -> Graph:
    return Graph().parse(data=PREFIXES + turtle, format="turtle")


@dataclass(frozen=True)
class Case:
    why: str
    given: str
    entailed: str = ""
    not_entailed: str = ""


CASES = [
    Case("a subclass's member is the class's", ":x a :C . :C rdfs:subClassOf :D .", ":x a :D ."),
    Case(
        "both keys agree", ":C owl:hasKey (:k :l) . :a a :C; :k 1; :l 2 . :b a :C; :k 1; :l 2 .", ":a owl:sameAs :b ."
    ),
    Case(
        "the last key counts too",
        ":C owl:hasKey (:k :l) . :a a :C; :k 1; :l 2 . :b a :C; :k 1; :l 3 .",
        not_entailed=":a owl:sameAs :b .",
    ),
    Case(
        "a claim's parts are no fact",
        ":c a rdf:Statement; rdf:subject :x; rdf:predicate :p; rdf:object :y . :p rdfs:domain :D .",
        not_entailed=":x :p :y . :x a :D .",
    ),
    Case("no thing is said to be itself", ":x :p :y .", not_entailed=":x owl:sameAs :x ."),
    Case("no thing is said to be a thing", ":C a owl:Class . :x a :C .", not_entailed=":x a owl:Thing ."),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_materialise(case: Case) -> None:
    new = materialise(read(case.given), engine="owlrl")
    assert set(read(case.entailed)) <= set(new)
    assert not set(read(case.not_entailed)) & set(new)


@dataclass(frozen=True)
class Clash:
    rule: str
    given: str


CLASHES = [
    Clash("cax-dw", ":C owl:disjointWith :D . :x a :C, :D ."),
    Clash("prp-irp", ":p a owl:IrreflexiveProperty . :x :p :x ."),
    Clash("eq-diff1", ":x owl:sameAs :y ; owl:differentFrom :y ."),
    Clash("eq-diff2", "[] a owl:AllDifferent; owl:members (:x :y) . :x owl:sameAs :y ."),
    Clash("cls-nothing2", ":x a owl:Nothing ."),
]


@pytest.mark.parametrize("clash", CLASHES, ids=lambda clash: clash.rule)
def test_inconsistencies_are_findings(clash: Clash) -> None:
    inference = infer(read(clash.given), engine="owlrl")
    assert clash.rule in {finding.rule for finding in inference.findings}
    assert not any("ErrorMessage" in str(term) for triple in inference.graph for term in triple)


def test_full_profile_is_owlrl_itself_less_literal_subjects() -> None:
    given = read(":x :p 1 ; a :C . :C rdfs:subClassOf :D .").parse(find_resource("ontology", "polity.ttl"))
    expected = Graph()
    for triple in given:
        expected.add(triple)
    DeductiveClosure(OWLRL_Semantics).expand(expected)
    allowed = {t for t in expected if not isinstance(t[0], Literal)}
    assert set(materialise(given, engine="owlrl", profile="full")) == allowed - set(given)


def test_earlier_inferences_are_not_input() -> None:
    data = Dataset()
    x, c, d = (URIRef(f"urn:x:{name}") for name in "xCD")
    data.graph(INFERRED_GRAPH).add((x, RDF.type, c))
    assert (x, RDF.type, d) not in materialise(data, read(":C rdfs:subClassOf :D ."))


def test_nothing_that_rdf_forbids() -> None:
    given = read(":p rdfs:range xsd:integer . :x :p 1 . [] a owl:ObjectProperty; owl:inverseOf :q . :x :q :y .")
    for s, p, _ in materialise(given, profile="full"):
        assert not isinstance(s, Literal)
        assert isinstance(p, URIRef)
    assert (OWL.Thing, RDF.type, OWL.Class) in materialise(given, profile="full")


@pytest.mark.parametrize("option", ["engine", "profile"])
def test_unknown_names_are_refused(option: str) -> None:
    with pytest.raises(UnknownNameError, match=option):
        materialise(Graph(), **{option: "owl"})
