"""Inference under writes, over real HTTP: what a write entails comes with it, goes with it, and is never half there."""

import json
import random
import signal
import subprocess
import sys
import time

import pytest
from rdflib import Dataset

from kg.iri import INFERRED_GRAPH
from kg.materialised import MaterialisedStore
from kg.pipeline import write_ontology
from kg.reason import infer
from kg.reason.rules import load_profile
from kg.store.embedded import open_store
from tests.server.live import ROOT, TOKEN, Live

PREFIX = """PREFIX : <https://w3id.org/polity/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX g: <https://w3id.org/polity/id/graph/>
"""
FACTS = (
    PREFIX + "INSERT DATA { GRAPH <urn:facts> { <urn:office> :partOf <urn:agency> ; a [ rdfs:comment 'unnamed' ] } }"
)
SPEAKER = "<urn:person> :speaksFor <urn:office>"
HOLDS = [
    ("sub-property", "<urn:person> :actsFor <urn:office>"),
    ("Polity's own rule", "<urn:person> :actsFor <urn:agency>"),
    ("domain", "<urn:person> a :Agent"),
]


@pytest.fixture
def folder(tmp_path):
    """A store as `kg build` leaves it: the ontology, facts, and what follows."""
    data = Dataset()
    write_ontology(data)
    store = open_store(tmp_path / "s")
    store.load_dataset(data)
    MaterialisedStore(store, load_profile("polity")).update(FACTS)
    store.close()
    return tmp_path / "s"


@pytest.fixture
def server(folder):
    live = Live(store=folder)
    yield live
    assert live.stop() == 0


def ask(server: Live, pattern: str) -> bool:
    reply = server.query(PREFIX + f"ASK {{ GRAPH g:inferred {{ {pattern} }} }}")
    assert reply.status == 200, reply.text
    return bool(reply.json()["boolean"])


def read_inferred(server: Live) -> set[str]:
    """The inferred graph as lines; every blank node as one, so that two builds can be compared."""
    reply = server.ask("GET", f"/graphs?graph={INFERRED_GRAPH}", Accept="application/n-triples")
    return {
        " ".join("_:b" if word.startswith("_:") else word for word in line.split()) for line in reply.text.split("\n")
    }


def infer_afresh(server: Live) -> set[str]:
    """What a full run infers from the data that the server has now."""
    data = Dataset()
    data.parse(data=server.ask("GET", "/graphs", Accept="application/n-quads").text, format="nquads")
    fresh = infer(data, profile="polity").graph.serialize(format="nt")
    return {" ".join("_:b" if word.startswith("_:") else word for word in line.split()) for line in fresh.split("\n")}


def write(server: Live, text: str) -> None:
    reply = server.update(PREFIX + text)
    assert reply.status == 200, reply.text


def test_what_a_fact_entails_comes_and_goes_with_it(server):
    before = read_inferred(server)
    assert not any(ask(server, pattern) for _, pattern in HOLDS)
    write(server, f"INSERT DATA {{ {SPEAKER} }}")
    assert [why for why, pattern in HOLDS if not ask(server, pattern)] == []
    assert read_inferred(server) == infer_afresh(server)
    write(server, f"DELETE DATA {{ {SPEAKER} }}")
    assert read_inferred(server) == before == infer_afresh(server)


WRITES = [
    ("two graphs hold a fact, one lets go of it", f"INSERT DATA {{ {SPEAKER} GRAPH <urn:b> {{ {SPEAKER} }} }}", True),
    ("", "DROP GRAPH <urn:b>", True),
    ("", f"DELETE DATA {{ {SPEAKER} }}", False),
    ("one that reads", f"INSERT {{ GRAPH <urn:c> {{ {SPEAKER} }} }} WHERE {{ GRAPH ?g {{ ?s :partOf ?o }} }}", True),
    ("an axiom goes", "DELETE WHERE { GRAPH ?g { :speaksFor rdfs:subPropertyOf :actsFor } }", False),
    ("an axiom comes back", "INSERT DATA { GRAPH <urn:axioms> { :speaksFor rdfs:subPropertyOf :actsFor } }", True),
    ("an asserted inference is no inference", "INSERT DATA { <urn:person> :actsFor <urn:agency> }", False),
    ("and is one again", "DELETE DATA { <urn:person> :actsFor <urn:agency> }", True),
    ("the reasoner's graph is not the client's", "DROP GRAPH g:inferred", True),
    ("nor to write to", "INSERT DATA { GRAPH g:inferred { <urn:person> :actsFor <urn:nobody> } }", True),
    ("one thing under two names", "INSERT DATA { <urn:agency> owl:sameAs <urn:bureau> }", True),
    ("an unnamed class", "INSERT DATA { :Person rdfs:subClassOf [ owl:unionOf ( :Agent ) ] }", True),
    ("a graph moved", "MOVE <urn:c> TO <urn:d>", True),
    ("all of a graph", "CLEAR GRAPH <urn:d>", False),
    ("all of all graphs", "CLEAR ALL", False),
]  # fmt: skip


def test_every_kind_of_update_leaves_what_a_full_run_gives(server):
    for why, text, holds in WRITES:
        write(server, text)
        assert ask(server, HOLDS[1][1]) is holds, (why, text)
        assert read_inferred(server) == infer_afresh(server), (why, text)


def test_the_graph_store_protocol_too(server):
    headers = {"Authorization": f"Bearer {TOKEN}", "Content_Type": "text/turtle"}
    ttl = PREFIX + SPEAKER + " ."
    for method, body, holds in [("PUT", ttl, True), ("POST", "<urn:a> <urn:b> 1 .", True), ("PUT", "", False),
                                ("POST", ttl, True), ("DELETE", "", False)]:  # fmt: skip
        assert server.ask(method, "/graphs?graph=urn:up", body, **headers).status in (200, 201, 204)
        assert ask(server, HOLDS[1][1]) is holds, (method, body)
        assert read_inferred(server) == infer_afresh(server)


def test_a_refused_write_leaves_everything_as_it_was(server):
    write(server, "INSERT DATA { <urn:x> :speaksFor <urn:office> }")
    before = read_inferred(server)
    assert server.update(PREFIX + f"INSERT DATA {{ {SPEAKER} }} ; DROP GRAPH <urn:not-there>").status == 409
    assert server.update(PREFIX + f"INSERT DATA {{ {SPEAKER} ").status == 400
    headers = {"Authorization": f"Bearer {TOKEN}", "Content_Type": "text/turtle"}
    assert server.ask("PUT", "/graphs?graph=urn:facts", "<urn:a> <", **headers).status == 400
    assert read_inferred(server) == before == infer_afresh(server)
    assert server.query(PREFIX + f"ASK {{ {SPEAKER} }}").json()["boolean"] is False


def test_a_reasoner_out_of_memory_leaves_everything_as_it_was(folder):
    server = Live(store=folder, memory_mb=60, deadline=20)
    try:
        before = read_inferred(server)
        chain = " . ".join(f"<urn:{n}> :partOf <urn:{n + 1}>" for n in range(4000))  # 8 million pairs
        reply = server.ask(
            "PUT", "/graphs?graph=urn:chain", PREFIX + chain + " .",
            Authorization=f"Bearer {TOKEN}", Content_Type="text/turtle",
        )  # fmt: skip
        assert reply.status in (413, 503), reply.text
        assert server.query("ASK { GRAPH <urn:chain> { ?s ?p ?o } }").json()["boolean"] is False
        assert read_inferred(server) == before
        write(server, f"INSERT DATA {{ {SPEAKER} }}")
        assert ask(server, HOLDS[1][1])
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("setting", "built", "holds"),
    [("auto", True, True), ("auto", False, False), ("off", True, False), ("owl-rl", False, True), ("rdfs", True, True)],
)
def test_the_setting(folder, tmp_path, setting, built, holds):
    server = Live(store=folder if built else tmp_path / "new", reason=setting)
    try:
        write(server, f"INSERT DATA {{ {SPEAKER} . :speaksFor rdfs:subPropertyOf :actsFor }}")
        assert ask(server, HOLDS[0][1]) is holds
    finally:
        server.stop()


def test_an_unknown_profile_is_told():
    with pytest.raises(RuntimeError, match="no profile named 'owl'"):
        Live(reason="owl")


def test_a_write_that_breaks_a_shape_is_refused(folder):
    server = Live(store=folder, shapes="yes")
    try:
        before = read_inferred(server)
        reply = server.update(PREFIX + "INSERT DATA { <urn:m> a :Membership }")
        assert reply.status == 422, reply.text
        assert reply.headers["content-type"] == "application/problem+json"
        assert "A membership is one person's" in json.loads(reply.text)["detail"]
        assert server.query(PREFIX + "ASK { GRAPH ?g { <urn:m> ?p ?o } }").json()["boolean"] is False
        write(server, "INSERT DATA { <urn:m> a :Membership ; :member <urn:person> }")
        assert server.update(PREFIX + "DELETE DATA { <urn:m> :member <urn:person> }").status == 422
        assert read_inferred(server) == infer_afresh(server) > before
    finally:
        server.stop()


WRITER = """
import sys
from pathlib import Path
from kg.materialised import MaterialisedStore
from kg.reason.rules import load_profile
from kg.store.embedded import open_store
store = open_store(Path(sys.argv[1]))
kept = MaterialisedStore(store, load_profile("polity"))
number = int(sys.argv[2])
while True:
    kept.update(f"PREFIX : <https://w3id.org/polity/ns#> INSERT DATA {{ <urn:{number}> :speaksFor <urn:office> }}")
    print(number, flush=True)
    number += 1
"""


@pytest.mark.parametrize("rounds", [3, pytest.param(50, marks=pytest.mark.slow)])
def test_a_killed_writer_never_leaves_data_without_its_inferences(folder, rounds):
    rng, number = random.Random(7), 0
    for _ in range(rounds):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), str(number)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        first = writer.stdout.readline()
        assert first, "the writer must start"
        time.sleep(rng.random() * 0.5)
        writer.send_signal(signal.SIGKILL)
        said = [line for line in [first, *writer.stdout.readlines()] if line.endswith("\n")]
        writer.stdout.close()
        writer.wait()
        store = open_store(folder)
        found = {}
        for what in ("speaksFor <urn:office>", "actsFor <urn:office>", "actsFor <urn:agency>"):
            rows = store.query(PREFIX + f"SELECT ?s {{ ?s :{what} FILTER(?s != <urn:office>) }}").rows()
            found[what] = {str(row["s"]) for row in rows}
        store.close()
        spoken = found["speaksFor <urn:office>"]
        assert found == dict.fromkeys(found, spoken)
        assert {f"urn:{n}" for n in range(int(said[-1]) + 1)} <= spoken
        number = len(spoken)
