"""The process that proves: the same proofs as `kg why`, from a store's folder; and what falls with an article."""

import subprocess
import sys

import pyoxigraph as ox
import pytest
from rdflib import RDF, Dataset, URIRef

from kg.iri import ID
from kg.reason.why import describe_why, explain
from kg.terms import NS
from server.channel import Started
from tests.server.live import ROOT, Live

ICE = f"{ID}agency/us-ice"
PROVEN = [
    ("a class that follows", (ICE, str(RDF.type), f"{NS}GovernmentBody")),
    ("a fact with its sentence", (f"{ID}person/maria-fuertas", f"{NS}residence", f"{ID}place/us-ny-queens")),
    ("what does not follow", (ICE, str(RDF.type), f"{NS}Motion")),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("proofs") / "graph"
    subprocess.run([sys.executable, "-m", "kg", "build", "--out", str(path)], check=True, cwd=ROOT, capture_output=True)
    return path


@pytest.fixture(scope="module")
def child(folder):
    started = Started("server.explainer", "1000")
    assert started.wait(60) is not None
    assert started.ask({"do": "open", "folder": str(folder), "most": 10**6}, timeout=120)[0]["triples"] > 10_000
    yield started
    started.kill()


def ask(child, **head):
    answer, _ = child.ask(head, timeout=60)
    assert "error" not in answer, answer
    return answer


@pytest.fixture(scope="module")
def data(folder):
    found = Dataset()
    text = ox.Store.read_only(str(folder / "data")).dump(format=ox.RdfFormat.N_QUADS)
    return found.parse(data=text.decode(), format="nquads")


def leaves(proof):
    if not proof["premises"]:
        return {(*proof["triple"], *(one["words"] for one in proof.get("sentences", [])))}
    return {leaf for premise in proof["premises"] for leaf in leaves(premise)}


@pytest.mark.parametrize("triple", [row[1] for row in PROVEN], ids=[row[0] for row in PROVEN])
def test_a_proof_is_that_of_the_library(child, data, triple):
    mine = ask(child, do="why", triple=[{"type": "uri", "value": term} for term in triple])["why"]
    theirs = describe_why(explain(data, tuple(map(URIRef, triple)), count=3))
    assert mine["entailed"] == theirs["entailed"]
    assert len(mine["proofs"]) == len(theirs["proofs"])
    for one, other in zip(mine["proofs"][:1], theirs["proofs"][:1], strict=True):
        assert (one["rule"], leaves(one)) == (other["rule"], leaves(other))
    assert mine["sources"] == theirs["sources"]
    assert bool(mine["nearMisses"]) == bool(theirs["nearMisses"])  # which of many equal ones are named may differ


def test_what_falls_with_an_article_stands_again_afterwards(child):
    graph = f"{ID}graph/article/000-a54dc87872dcdfdd"
    first, second = (ask(child, do="without", graph=graph) for _ in range(2))
    assert first == second
    assert first["stated"] > 1000
    assert first["inferred"] > 500
    assert f"{NS}presidesIn" in {row[1]["value"] for row in first["rows"]}


def test_a_store_that_is_too_large_says_what_to_do(folder):
    server = Live(store=folder, proof_quads=100)
    reply = server.ask("GET", f"/why?s={ICE}&p=a&o=:GovernmentBody", Accept="text/html")
    assert server.stop() == 0
    assert reply.status == 413
    assert "kg why" in reply.text
    assert "KG_PROOF_QUADS" in reply.text
