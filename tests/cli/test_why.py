"""`kg why`: a proof with its words, or what is missing."""

import json
from pathlib import Path

import pytest
from rdflib import PROV, Graph

from tests.cli.test_store_commands import run

DATA = b"""
@base <https://w3id.org/polity/id/> .
@prefix : <https://w3id.org/polity/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
<graph/ontology> { :Office rdfs:subClassOf :Agency . }
<graph/article/x> {
  <agency/a> a :Office .
  <article/x/assertion/1> a :Assertion ; :evidence <article/x/evidence/1> ;
    rdf:subject <agency/a> ; rdf:predicate rdf:type ; rdf:object :Office .
  <article/x/evidence/1> :inArticle <article/x> ; oa:hasSelector <q> , <p> .
  <q> oa:exact "The office of A\\nopened." . <p> oa:start 7 .
}
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("why")
    (folder / "data.trig").write_bytes(DATA)
    assert run("load", folder / "data.trig", "--store", folder / "graph").code == 0
    return folder / "graph"


def test_a_proof_down_to_the_words(store: Path) -> None:
    done = run("why", "d:agency/a", "a", ":Agency", "--store", store)
    assert done.code == 0, done.err
    assert done.out.splitlines()[0] == "d:agency/a a :Agency   by cax-sco"
    assert "“The office of A opened.” (d:article/x)" in done.out


def test_json_names_the_graphs(store: Path) -> None:
    answer = json.loads(run("why", "d:agency/a", "a", ":Agency", "--json", "--store", store).out)
    assert [source.rpartition("/id/")[2] for source in answer["sources"]] == ["graph/article/x", "graph/ontology"]
    (asserted,) = [step for step in answer["proofs"][0]["premises"] if step["sentences"]]
    assert asserted["sentences"][0]["start"] == 7


def test_rdf_is_prov(store: Path) -> None:
    done = run("why", "d:agency/a", "a", ":Agency", "--rdf", "--store", store)
    assert len(set(Graph().parse(data=done.out).objects(None, PROV.wasDerivedFrom))) == 2


def test_what_does_not_follow_says_what_is_missing(store: Path) -> None:
    done = run("why", "d:agency/a", "a", ":Court", "--store", store)
    assert done.code == 1
    assert "does not follow" in done.out
    assert "cax-sco would give it, but this is missing: :Agency rdfs:subClassOf :Court" in done.out


def test_a_literal_is_no_property(store: Path) -> None:
    assert run("why", "d:agency/a", '"a"', ":Court", "--store", store).code == 2


def test_check_tells_contradictions_and_doubts_with_their_words(tmp_path: Path) -> None:
    more = b"<graph/more> { <agency/a> a :Person . :Person <http://www.w3.org/2002/07/owl#disjointWith> :Office . "
    more += b":knows a <http://www.w3.org/2002/07/owl#ReflexiveProperty> . }"
    (tmp_path / "data.trig").write_bytes(DATA + more)
    assert run("load", tmp_path / "data.trig", "--store", tmp_path / "graph").code == 0
    done = run("check", "--no-shapes", "--store", tmp_path / "graph")
    assert (done.code, "consistency cax-dw" in done.out, "doubt outside-rl" in done.out) == (1, True, True)
    assert "“The office of A opened.”" in done.out
