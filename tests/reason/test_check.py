"""Shapes: what a broken graph is told."""

from typing import NamedTuple

import pytest
from rdflib import Graph

from kg.reason.check import check_shapes
from kg.terms import load_ontology

HEAD = """
@base <https://w3id.org/polity/id/> . @prefix : <https://w3id.org/polity/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix oa: <http://www.w3.org/ns/oa#> .
"""


class Case(NamedTuple):
    why: str
    turtle: str
    messages: list[str]


CASES = [
    Case("an instrument with a name", '<memo> a :Guidance ; rdfs:label "memo" .', []),
    Case("an instrument without one, by its subclass", "<memo> a :Guidance .", ["name that people can read"]),
    Case(
        "a position that ends before it begins", "<p> a oa:TextPositionSelector ; oa:start 5 ; oa:end 2 .", ["LessThan"]
    ),
    Case("a membership of nobody", "<m> a :Membership .", ["one person's"]),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_shapes(case: Case) -> None:
    found = check_shapes(load_ontology() + Graph().parse(data=HEAD + case.turtle, format="turtle"))
    assert len(found) == len(case.messages), found
    for finding, message in zip(found, case.messages, strict=True):
        assert message in f"{finding.rule} {finding.message}"
