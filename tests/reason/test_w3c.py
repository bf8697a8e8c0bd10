"""The W3C OWL 2 test cases of profile RL, RDF-based semantics: what materialisation decides, and what it cannot."""

from collections import Counter

import pytest

from tests.reason.w3c_owl2 import FILE, OwlTest, decide, load_tests

_NEGATIVE = "the rules draw no negative fact (differentFrom, complementOf): they only find what is contradicted"
_EXPRESSION = "the conclusion asks that a class expression exist, which no rule makes"
_RANGES = "the conclusion follows from the value spaces of two datatypes, and no rule compares datatypes as ranges"
_AXIOM = "the rules use the axioms (chains, domains of disjoint classes), and do not draw the axiom that follows"
UNDECIDED = {
    "DisjointClasses-001": _NEGATIVE,
    "Disjoint_Props_via_Disjoint_Domains": _AXIOM,
    "Disjoint_Props_via_Disjoint_Ranges": _AXIOM,
    "DisjointClasses-003": _NEGATIVE,
    "New-Feature-DisjointDataProperties-002": _NEGATIVE,
    "New-Feature-DisjointObjectProperties-001": _NEGATIVE,
    "New-Feature-DisjointObjectProperties-002": _NEGATIVE,
    "New-Feature-ObjectQCR-002": _NEGATIVE,
    "WebOnt-differentFrom-001": _NEGATIVE,
    "owl2-rl-rules-fp-differentFrom": _NEGATIVE,
    "owl2-rl-rules-ifp-differentFrom": _NEGATIVE,
    "WebOnt-I5.26-010": _EXPRESSION,
    "WebOnt-I5.5-005": _EXPRESSION,
    "WebOnt-I5.8-006": _RANGES,
    "WebOnt-I5.8-008": _RANGES,
    "WebOnt-I5.8-009": _RANGES,
    "New-Feature-ObjectPropertyChain-BJP-002": _AXIOM,
    "New-Feature-ReflexiveProperty-001": "owl:ReflexiveProperty is outside OWL 2 RL: no rule speaks of it",
    "chain2trans1": _AXIOM,
}

pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"the W3C test cases are not at {FILE}")


@pytest.mark.parametrize("test", load_tests(), ids=lambda test: f"{test.kind}-{test.name}")
def test_owl2_rl(test: OwlTest) -> None:
    expected = test.kind == "inconsistent" or (test.kind == "positive" and test.name not in UNDECIDED)
    assert decide(test, "embedded") is expected


@pytest.mark.parametrize("engine", ["owlrl", "reasonable"])
def test_we_are_never_behind(engine: str) -> None:
    behind = [test.name for test in load_tests() if is_right(test, engine) and not is_right(test, "embedded")]
    assert behind == []


def is_right(test: OwlTest, engine: str) -> bool:
    return decide(test, engine) is (test.kind in {"positive", "inconsistent"})


@pytest.mark.parametrize(
    ("engine", "positive", "inconsistent"), [("embedded", 11, 14), ("owlrl", 11, 11), ("reasonable", 3, 1)]
)
def test_how_many_are_decided(engine: str, positive: int, inconsistent: int) -> None:
    right = Counter(test.kind for test in load_tests() if is_right(test, engine))
    assert right == {"positive": positive, "inconsistent": inconsistent, "negative": 7, "consistent": 77}


def test_how_many_there_are() -> None:
    counts = Counter(test.kind for test in load_tests())
    assert counts == {"positive": 30, "inconsistent": 14, "negative": 7, "consistent": 77}
