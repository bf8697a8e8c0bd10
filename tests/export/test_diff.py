"""What changed between two datasets, in whose words."""

from typing import NamedTuple

import pyoxigraph as ox
import pytest

from kg.export.diff import Change, compare_datasets

HEAD = """
@base <https://w3id.org/polity/id/> . @prefix : <https://w3id.org/polity/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix oa: <http://www.w3.org/ns/oa#> .
"""
PROOF = """
<g> { <as1> a :Assertion ; rdf:subject <memo> ; rdf:predicate :issuedBy ; rdf:object <office> ; :evidence <ev1> .
  <ev1> a :Evidence ; oa:hasSelector <ev1/quote> .
  <ev1/quote> a oa:TextQuoteSelector ; oa:exact "The office sent a memo." }
"""
CLAIM = (
    '<g> { <c1> a :Claim ; :words "It was late" ; :evidence <ev2> . <ev2> oa:hasSelector <q> . <q> oa:exact "Late!" }'
)


class Case(NamedTuple):
    why: str
    old: str
    new: str
    expected: list[tuple[str, str, str, str, tuple[str, ...]]]


CASES = [
    Case("nothing changed", "<g> { <a> :p 1 }", "<g> { <a> :p 1 . }", []),
    Case("one more", "<g> { <a> :p 1 }", "<g> { <a> :p 1, 2, 3 }", [
        ("gained", "a", "2", "", ()), ("gained", "a", "3", "", ())]),
    Case("another value", "<g> { <a> :p 1 }", "<g> { <a> :p 2 }", [("changed", "a", "2", "1", ())]),
    Case("another graph is another statement", "<g> { <a> :p 1 }", "<h> { <a> :p 1 }", [
        ("lost", "a", "1", "", ()), ("gained", "a", "1", "", ())]),
    Case("a gained statement with its sentence, and without the records of it", "",
         "<g> { <memo> :issuedBy <office> }" + PROOF, [
             ("gained", "memo", "office", "", ("The office sent a memo.",))]),
    Case("a lost statement with the sentence it had", "<g> { <memo> :issuedBy <office> }" + PROOF, "", [
             ("lost", "memo", "office", "", ("The office sent a memo.",))]),
    Case("a claim's own words", CLAIM, CLAIM.replace("It was late", "It was too late"), [
        ("changed", "c1", "It was too late", "It was late", ("Late!",))]),
]  # fmt: skip


def read(text: str) -> list[ox.Quad]:
    return list(ox.parse((HEAD + text).encode(), format=ox.RdfFormat.TRIG))


def tidy(term: str) -> str:
    return term.partition("^^")[0].removeprefix("<https://w3id.org/polity/id/").strip('<>"')


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_changes(case: Case) -> None:
    found = compare_datasets(lambda: read(case.old), lambda: read(case.new))
    rows = [(c.kind, tidy(c.subject), tidy(c.object), tidy(c.before), c.quotations) for c in found]
    assert rows == case.expected


def test_records_can_be_compared_too() -> None:
    found = compare_datasets(list, lambda: read(PROOF), records=True)
    assert all(isinstance(change, Change) for change in found)
    assert {tidy(change.subject) for change in found} == {"as1", "ev1", "ev1/quote"}
