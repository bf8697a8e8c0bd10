"""Which articles report one matter, and who its parties are."""

from dataclasses import dataclass

import pytest
from rdflib import RDF, RDFS, Dataset, Graph, Literal

from kg.convert.matters import write_matters
from kg.iri import ID, LINKS_GRAPH, make_graph_iri
from kg.terms import POLITY

PREFIXES = """
@prefix : <https://w3id.org/polity/ns#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix d: <https://w3id.org/polity/id/> . @prefix agency: <https://w3id.org/polity/id/agency/> .
@prefix person: <https://w3id.org/polity/id/person/> . @prefix a1: <https://w3id.org/polity/id/article/a1/> .
@prefix case: <https://w3id.org/polity/id/legal-case/> . @prefix court: <https://w3id.org/polity/id/court/> .
"""
SUBPOENA = (
    "a1:s a :Subpoena ; :issuedBy agency:tax . "
    "a1:n a :Assertion ; rdf:subject a1:s ; rdf:predicate :directedTo ; rdf:object agency:bank ; :evidence a1:e . "
)
SUIT = "a1:n a :Assertion ; rdf:subject agency:union ; rdf:predicate :sues ; rdf:object agency:city ; :evidence a1:e . "
LIND = "person:lind a :Person . a1:m1 :refersTo person:lind . "
BANK = "agency:bank a :Agency . a1:m2 :refersTo agency:bank . "
CASE = "case:roe a :LegalCase . a1:m3 :refersTo case:roe . "


@dataclass(frozen=True)
class Case:
    why: str
    articles: tuple[str, ...]
    matters: list[set[int]]  # the articles of each matter, by their places
    parties: set[str] | None = None


CASES = [
    Case("a demand of one body on another is a matter", (SUBPOENA,), [{0}], {"tax", "bank"}),
    Case("a suit is a matter", (SUIT,), [{0}], {"union", "city"}),
    Case("an article in which nobody demands anything reports none", (LIND + BANK,), []),
    Case("the same parties and a person in both: one matter", (SUBPOENA + LIND, SUBPOENA + LIND), [{0, 1}]),
    Case("the same parties alone may meet in two matters", (SUBPOENA, SUBPOENA), [{0}, {1}]),
    Case("the same person alone may be in two matters", (SUBPOENA + LIND, SUIT + LIND), [{0}, {1}]),
    Case(
        "who holds an office is in many matters",
        (SUBPOENA + LIND, SUBPOENA + LIND + "a1:h :member person:lind ."),
        [{0}, {1}],
    ),
    Case("one case by name joins different parties", (SUBPOENA + CASE, SUIT + CASE), [{0, 1}],
         {"tax", "bank", "union", "city"}),
    Case("what joins the first and the third takes the second along",
         (SUBPOENA + LIND, SUBPOENA + LIND + CASE, SUIT + CASE), [{0, 1, 2}]),
    Case("a letter is no demand", (SUBPOENA.replace(":Subpoena", ":Letter"),), []),
    Case("a court to which a motion goes is no party",
         (SUBPOENA.replace("agency:bank", "court:high") + "court:high a :Court .",), []),
    Case("a body known to one article alone is no party", (SUBPOENA.replace("agency:bank", "a1:b"),), []),
    Case("a body and its part are one side", (SUBPOENA + "agency:bank :partOf agency:tax .",), []),
    Case("what a party says of its demand is no pair", (SUBPOENA.replace(":Assertion", ":Claim"),), []),
]  # fmt: skip


def build(articles: tuple[str, ...]) -> Dataset:
    dataset = Dataset()
    for place, body in enumerate(articles):
        text = PREFIXES.replace("article/a1", f"article/a{place}") + body
        dataset.graph(make_graph_iri(f"a{place}")).parse(data=text, format="turtle")
    write_matters(dataset, [f"a{place}" for place in range(len(articles))])
    return dataset


def read(graph: Graph) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for article, matter in graph.subject_objects(POLITY.concerns):
        found.setdefault(str(matter), set()).add(int(str(article).removeprefix(f"{ID}article/a")))
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_matters(case: Case) -> None:
    graph = build(case.articles).graph(LINKS_GRAPH)
    found = read(graph)
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, case.matters))
    if case.parties is not None:
        assert {str(one).rsplit("/", 1)[-1] for one in graph.objects(None, POLITY.party)} == case.parties


def test_a_matter_is_named_after_its_first_article_and_the_parties_named_most() -> None:
    labels = 'agency:tax <http://www.w3.org/2000/01/rdf-schema#label> "Tax Office"@en . '
    graph = build((SUBPOENA + BANK + LIND + labels, SUBPOENA + LIND)).graph(LINKS_GRAPH)
    matter = next(graph.subjects(RDF.type, POLITY.Matter))
    assert str(matter) == f"{ID}matter/a0"
    assert graph.value(matter, RDFS.label) == Literal("Tax Office and bank", lang="en")
    evidence = {str(one) for one in graph.objects(matter, POLITY.evidence)}
    assert evidence == {f"{ID}article/a0/e", f"{ID}article/a1/e"}
