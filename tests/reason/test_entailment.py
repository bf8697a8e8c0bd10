"""The entailment tests of the SPARQL 1.1 suite for RDF, RDFS, D and OWL 2 RL: queries over the materialised graph."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import RDF, BNode, Graph, Namespace
from rdflib.collection import Collection
from rdflib.query import Result
from rdflib.term import Node

from kg.reason import materialise
from tests.reason.w3c_owl2 import SHARED

FOLDER = SHARED / "w3c" / "rdf-tests" / "sparql" / "sparql11" / "entailment"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
ENTAILMENT = "http://www.w3.org/ns/entailment/"
PROFILES = {"RDF": "rdfs", "RDFS": "rdfs", "D": "rdfs", "OWL-RDF-Based": "full"}
_SCHEMA = "the rules of table 9 draw no range from an inverse's domain, nor owl:Thing as a range"
UNDECIDED = {("sparqldl-11", "OWL-RDF-Based"): _SCHEMA, ("sparqldl-12", "OWL-RDF-Based"): _SCHEMA}

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason=f"the W3C SPARQL tests are not at {FOLDER}")


@dataclass(frozen=True)
class Entailment:
    """One query under one regime."""

    name: str
    regime: str
    query: Path
    data: Path
    result: Path


def load_tests() -> Iterator[Entailment]:
    if not FOLDER.exists():
        return
    manifest = Graph().parse(FOLDER / "manifest.ttl")
    for test in sorted(manifest.subjects(RDF.type, MF.QueryEvaluationTest)):
        action = manifest.value(test, MF.action)
        regimes = manifest.value(action, SD.entailmentRegime)
        listed = [regimes] if str(regimes).startswith(ENTAILMENT) else list(Collection(manifest, regimes))
        files = [manifest.value(action, QT.query), manifest.value(action, QT.data), manifest.value(test, MF.result)]
        for regime in listed:
            name = str(regime).removeprefix(ENTAILMENT)
            if name in PROFILES:
                yield Entailment(
                    str(test).rpartition("#")[2], name, *(FOLDER / str(file).rpartition("/")[2] for file in files)
                )


def list_rows(result: Result) -> Counter[tuple[Node | str | None, ...]]:
    """Return the rows of a result; a blank node is only said to be one."""
    names = sorted(str(name) for name in result.vars or ())
    rows = ({str(name): value for name, value in row.asdict().items()} for row in result)
    shown = (tuple("_" if isinstance(row.get(name), BNode) else row.get(name) for name in names) for row in rows)
    return Counter(shown)


def decide(test: Entailment) -> bool:
    data = Graph().parse(test.data, format="turtle")
    closure = data + materialise(data, engine="embedded", profile=PROFILES[test.regime])
    got = closure.query(test.query.read_text())
    with test.result.open("rb") as file:
        expected = Result.parse(file, format="turtle" if test.result.suffix == ".ttl" else "xml")
    if expected.type == "ASK":
        return bool(got.askAnswer == expected.askAnswer)
    return list_rows(got) == list_rows(expected)


@pytest.mark.parametrize("test", list(load_tests()), ids=lambda test: f"{test.regime}-{test.name}")
def test_entailment(test: Entailment) -> None:
    assert decide(test) is ((test.name, test.regime) not in UNDECIDED)
