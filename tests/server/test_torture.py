"""Queries that stop other servers, against one with small limits: each ends in time, the neighbours never notice."""

import os
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.channel import ChildError
from server.pool import explain_death
from tests.server.live import Live

DEADLINE = 2.0
ROWS = 300

PREFIX = "PREFIX : <urn:>\n"
TORTURES = [
    ("nested braces", "SELECT * " + "{" * 3000 + "}" * 3000),
    ("nested EXISTS", "SELECT * { " + "FILTER EXISTS { ?s ?p ?o " * 900 + "}" * 901),
    ("nested sub-SELECTs", "SELECT * { " + "{ SELECT * { " * 1200 + "}} " * 1200 + "}"),
    ("nested brackets in a filter", "ASK { FILTER(" + "(" * 3000 + "1" + ")" * 3001 + " }"),
    ("a nested list", "SELECT * { ?s ?p " + "(" * 90 + "1" + ")" * 90 + " }"),
    ("a long list", "SELECT * { ?s ?p (" + "1 " * 2000 + ") }"),
    ("a star of 200", "SELECT * { " + " ".join(f"?s :p{n} ?o{n} ." for n in range(200)) + " }"),
    ("100 OPTIONALs", "SELECT * { ?s :p ?o " + "OPTIONAL { ?s :p ?x } " * 100 + "}"),
    ("a path of 5000 steps", "ASK { ?s " + "/".join([":p"] * 5000) + " ?o }"),
    ("a chain of ||", "ASK { FILTER(1=2" + " || 1=2" * 10000 + ") }"),
    ("a cross product", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"),
    ("a huge sort", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i LIMIT 10"),
    ("a huge DISTINCT", "SELECT DISTINCT ?a ?d ?g ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } OFFSET 100000000"),
    ("an exponential path", "ASK { ?s ((((:p|!:x)*/:p*)*/(:p|^:p)*)*)* ?o . ?o (:p|^:p)* ?t . ?t :p* ?u . ?u :q :v }"),
    ("doubling by CONCAT", "SELECT (STRLEN(?x40) AS ?n) { BIND('xxxxxxxxxxxxxxxx' AS ?x0) "
     + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40)) + " }"),
    ("an answer without end", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"),
    ("a slow regex", "ASK { BIND(REPLACE('" + "a" * 5000 + "', '(a*)*b', '') AS ?x) FILTER(?x = 'b') }"),
]  # fmt: skip
POINT = PREFIX + "SELECT ?o { :s7 :p ?o }"


def allow(seconds: float) -> float:
    """What may take so long on a machine of its own may take longer where more runs than there are processors."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


@pytest.fixture(scope="module")
def small():
    server = Live(deadline=DEADLINE, memory_mb=300, result_mb=20, short_time=0.1)
    rows = " ".join(f":s{n} :p :s{(n * 7) % ROWS} ; :q {n} ." for n in range(ROWS))
    assert server.update(PREFIX + f"INSERT DATA {{ {rows} }}").status == 200
    yield server
    assert server.stop() == 0


@pytest.mark.parametrize("text", [row[1] for row in TORTURES], ids=[row[0] for row in TORTURES])
def test_torture_ends(small, text):
    begun = time.monotonic()
    reply = small.ask("POST", "/sparql", PREFIX + text, Content_Type="application/sparql-query")
    took = time.monotonic() - begun
    assert took < allow(DEADLINE + 1.0)
    assert reply.status in (200, 400, 413, 500, 503), reply.text
    if reply.status != 200:
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.status != 500 or "made the engine fail" in reply.json()["detail"]
    assert small.query(POINT).values("o") == ["urn:s49"]


LAST_WORDS = [
    ("Rust", "memory allocation of 8589934592 bytes failed", 413),
    ("C++", "terminate called after throwing an instance of 'std::bad_alloc'", 413),
    ("a thread that could not start", "failed to spawn thread: Os { code: 11, kind: WouldBlock }", 413),
    ("another fault", "thread panicked at src/eval.rs: index out of bounds", 500),
    ("nothing", "", 500),
]


@pytest.mark.parametrize(("said", "status"), [row[1:] for row in LAST_WORDS], ids=[row[0] for row in LAST_WORDS])
def test_a_death_for_want_of_memory_is_told_from_others(said, status):
    assert explain_death(ChildError(-6, said), "update", 300).status == status


def test_torturing_updates_end_and_change_nothing(small):
    before = small.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").values("n")
    for where in ("?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l", "?s ?p " + "(" * 90 + "1" + ")" * 90):
        begun = time.monotonic()
        reply = small.update(f"INSERT {{ GRAPH <urn:t> {{ ?s ?p 1 . ?a ?b ?l }} }} WHERE {{ {where} }}")
        assert time.monotonic() - begun < allow(DEADLINE + 2.0)
        assert reply.status in (200, 413, 503), reply.text
        assert small.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").values("n") == before
    assert small.update(PREFIX + "INSERT DATA { :new :p 1 }").status == 200
    assert small.update(PREFIX + "DELETE DATA { :new :p 1 }").status == 200


@pytest.mark.slow  # it measures times, so it needs the machine for itself
def test_an_update_that_eats_memory_is_stopped(small):
    before = small.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").values("n")
    doubling = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    reply = small.update(f"INSERT {{ <urn:t> <urn:t> ?x40 }} WHERE {{ BIND('{'x' * 16}' AS ?x0) {doubling} }}")
    assert reply.status in (413, 503), reply.text
    assert small.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").values("n") == before


@pytest.mark.slow  # it measures times, so it needs the machine for itself
def test_more_long_queries_than_places_leave_room_for_short_ones():
    server = Live(deadline=3, memory_mb=300, short_time=0.1, long_queries=2, threads=12)
    try:
        rows = " ".join(f"<urn:s{n}> <urn:p> <urn:s{n * 7 % ROWS}> ." for n in range(ROWS))
        assert server.update(f"INSERT DATA {{ {rows} }}").status == 200
        with ThreadPoolExecutor(8) as threads:
            long = [threads.submit(server.query, TORTURES[10][1] + f" # {number}") for number in range(8)]
            time.sleep(0.3)
            begun = time.monotonic()
            assert server.query("SELECT ?o { <urn:s7> <urn:p> ?o }").values("o") == ["urn:s49"]
            assert time.monotonic() - begun < allow(3)
            assert {task.result().status for task in long} == {503}
    finally:
        server.stop()


def measure_points(server, seconds: float) -> list[float]:
    times, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        begun = time.monotonic()
        assert server.query(POINT + f" # {begun}").status == 200
        times.append(time.monotonic() - begun)
    return times


@pytest.mark.slow  # it measures times, so it needs the machine for itself
def test_point_queries_are_answered_beside_torture(small):
    quiet = measure_points(small, 2)
    stop = threading.Event()

    def torture():
        while not stop.is_set():
            small.ask("POST", "/sparql", PREFIX + TORTURES[10][1], Content_Type="application/sparql-query")

    threads = [threading.Thread(target=torture) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        time.sleep(0.5)
        loaded = measure_points(small, 4)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    low, high = statistics.quantiles(quiet, n=100)[98], statistics.quantiles(loaded, n=100)[98]
    print(f"p99 of a point query: {low * 1000:.1f} ms alone, {high * 1000:.1f} ms beside three cross products")
    assert high < max(5 * low, allow(0.25)), "machines shared with others get a quarter of a second"
