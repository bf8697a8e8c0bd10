"""The whole path on the two seed articles: evidence, claims that stay claims, and the closure."""

import re
from itertools import pairwise

import pytest
from rdflib import OWL, RDF, RDFS, XSD, Dataset, Graph, Literal, URIRef

from kg.iri import BASE, INFERRED_GRAPH, make_article_iri, make_graph_iri
from kg.pipeline import Build, build_dataset
from kg.reason import infer
from kg.resources import find_resource
from kg.terms import NS, OA, POLITY, list_terms


@pytest.fixture(scope="module")
def build() -> Build:
    return build_dataset([find_resource("data", "articles")])


def list_article_graphs(build: Build) -> list[Graph]:
    return [build.dataset.graph(make_graph_iri(article.extraction.document.id)) for article in build.articles]


def test_nothing_failed(build: Build) -> None:
    assert build.failures == ()
    assert len(build.articles) == 2


def test_the_data_are_consistent(build: Build) -> None:
    assert build.findings == ()


def test_every_quotation_equals_the_stored_text_at_its_offsets(build: Build) -> None:
    texts = {make_article_iri(a.extraction.document.id): a.extraction.document.text for a in build.articles}
    checked = 0
    for graph in list_article_graphs(build):
        for node, article in graph.subject_objects(POLITY.inArticle):
            selectors = list(graph.objects(node, OA.hasSelector))
            start, end, exact = (
                next(value for selector in selectors for value in graph.objects(selector, term))
                for term in (OA.start, OA.end, OA.exact)
            )
            assert texts[article][int(start) : int(end)] == str(exact)
            checked += 1
    assert checked > 300


def test_every_triple_from_an_article_has_evidence(build: Build) -> None:
    for graph in list_article_graphs(build):
        asserted = {
            tuple(graph.value(node, about) for about in (RDF.subject, RDF.predicate, RDF.object))
            for node in graph.subjects(RDF.type, POLITY.Assertion)
        }
        backed = set(graph.subjects(POLITY.evidence, None)) | set(graph.subjects(POLITY.inArticle, None))
        backed |= set(graph.objects(None, OA.hasSelector)) | set(graph.subjects(RDF.type, POLITY.Article))
        assert [t for t in graph if t not in asserted and t[0] not in backed] == []


def test_no_triple_asserts_what_only_a_party_claims(build: Build) -> None:
    """The content of a claim is a triple only where an article says the same in its own voice, with its sentence."""
    for graph in list_article_graphs(build):
        for claim in graph.subjects(RDF.type, POLITY.Claim):
            content = tuple(graph.value(claim, about) for about in (RDF.subject, RDF.predicate, RDF.object))
            if content not in graph:
                continue
            own = [
                node
                for node in graph.subjects(RDF.subject, content[0])
                if (node, RDF.type, POLITY.Assertion) in graph and (node, RDF.object, content[2]) in graph
            ]
            assert own, f"{content} is asserted on nothing but the claim {claim}"


def test_no_inference_makes_a_fact_of_a_claim(build: Build) -> None:
    inferred, plain = build.dataset.graph(INFERRED_GRAPH), Graph()
    for graph in list_article_graphs(build):
        for claim in graph.subjects(RDF.type, POLITY.Claim):
            content = tuple(graph.value(claim, about) for about in (RDF.subject, RDF.predicate, RDF.object))
            if content[1] not in (POLITY.saidOf, POLITY.undergoes, POLITY.participatesIn):
                plain.add(content)
    reasons = Graph()
    for graph in list_article_graphs(build):
        reasons += graph
    assert [t for t in plain if t in inferred and not list(reasons.triples((t[0], None, t[2])))] == []


def test_every_predicate_written_is_declared(build: Build) -> None:
    for graph in build.dataset.graphs():
        for predicate in set(graph.predicates()):
            if str(predicate).startswith(NS):
                assert str(predicate).removeprefix(NS) in list_terms()


def test_no_literal_is_a_subject_and_every_iri_is_ours_or_known(build: Build) -> None:
    for subject, _, _, _ in build.dataset.quads((None, None, None, None)):
        assert not isinstance(subject, Literal)
        if isinstance(subject, URIRef) and str(subject).startswith(BASE + "id/"):
            assert re.fullmatch(r"[a-z0-9/-]+", str(subject).removeprefix(BASE + "id/"))


def test_the_closure_is_owlrls_own(build: Build) -> None:
    """On the same input, less what RDF forbids and less what owlrl states of datatypes whatever the data say."""
    given = Dataset()
    for graph in build.dataset.graphs():
        if graph.identifier != INFERRED_GRAPH:
            for triple in graph:
                given.graph(graph.identifier).add(triple)
    reference, ours = (set(infer(given, engine=engine, profile="full").graph) for engine in ("owlrl", "embedded"))
    assert not any(isinstance(subject, Literal) for subject, _, _ in reference | ours)
    built_in = tuple(map(str, (RDF, RDFS, OWL, XSD)))
    assert [t for t in reference - ours if not str(t[0]).startswith(built_in)] == []
    assert ours - reference == set()


def test_two_runs_give_the_same_dataset(build: Build) -> None:
    again = build_dataset([find_resource("data", "articles")])
    ours, theirs = (
        sorted(
            (s.n3(), p.n3(), o.n3(), str(g))
            for s, p, o, g in one.dataset.quads((None, None, None, None))
            if "BNode" not in {type(n).__name__ for n in (s, o)}
        )
        for one in (build, again)
    )
    assert ours == theirs


def test_articles_are_linked_in_the_order_they_were_published(build: Build) -> None:
    dates = [a.extraction.document.published for a in build.articles]
    assert all(one.earliest <= two.earliest for one, two in pairwise(dates) if one and two)
