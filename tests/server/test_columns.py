"""Columns are built beside a snapshot once the data have settled, and never answer for an older version."""

import time

import pytest

from tests.server.live import Live

THINGS = 1500
COUNT = "SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o MINUS { ?s <urn:q> ?x } }"
FORMS = [
    ("groups in order", "SELECT ?o (COUNT(*) AS ?n) { ?s <urn:p> ?o } GROUP BY ?o ORDER BY DESC(?n) ?o LIMIT 5"),
    ("an average", "SELECT (AVG(?o) AS ?a) { ?s <urn:p> ?o }"),
    ("sorted rows", "SELECT ?s ?o { ?s <urn:p> ?o FILTER(?o > 3) } ORDER BY DESC(?o) ?s LIMIT 7"),
    ("distinct", "SELECT DISTINCT ?o { ?s <urn:p> ?o } ORDER BY ?o"),
    ("not exists", "SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o FILTER NOT EXISTS { ?s <urn:q> ?x } }"),
    ("minus", COUNT),
]


def wait_for_columns(store) -> None:
    end = time.monotonic() + 30
    while not list(store.glob("snapshots/*/columns")):
        assert time.monotonic() < end, "no columns were built"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    store = tmp_path_factory.mktemp("columns") / "store"
    server = Live(store=store)
    rows = " ".join(f"<urn:{n}> <urn:p> {n % 10} ." + f" <urn:{n}> <urn:q> 1 ." * (n % 3 == 0) for n in range(THINGS))
    assert server.update(f"INSERT DATA {{ {rows} }}").status == 200
    yield server, store
    assert server.stop() == 0


def test_answers_are_the_same_before_and_after(served):
    server, store = served
    before = [server.query(text + " # before").body for _, text in FORMS]
    wait_for_columns(store)
    for (why, text), expected in zip(FORMS, before, strict=True):
        assert server.query(text + " # after").body == expected, why
        assert server.query(text, accept="text/csv").status == 200, why


def test_a_write_is_seen_at_once(served):
    server, store = served
    for number in range(3):
        wait_for_columns(store)
        before = int(server.query(COUNT).values("n")[0])
        assert server.update(f"INSERT DATA {{ <urn:new{number}> <urn:p> 1 }}").status == 200
        assert server.query(COUNT).values("n") == [str(before + 1)]


def test_the_text_index_is_made_beside_the_columns(served):
    server, store = served
    wait_for_columns(store)  # which come after it
    assert list(store.glob("snapshots/*/texts.sqlite"))
    assert not server.ask("GET", "/search?format=json&q=okapi").json()["hits"]
    assert server.update('INSERT DATA { <urn:okapi> <urn:name> "an okapi" }').status == 200
    assert server.ask("GET", "/search?format=json&q=okapi").json()["hits"][0]["thing"] == "urn:okapi"


PRODUCT = "SELECT ?x (COUNT(*) AS ?n) { ?a <urn:q> ?x . ?b <urn:q> ?x . ?c <urn:q> ?x } GROUP BY ?x"


def test_a_product_of_rows_keeps_to_the_deadline_and_the_memory(tmp_path):
    server = Live(store=tmp_path / "store", deadline=3, memory_mb=100)
    try:
        rows = " ".join(f"<urn:{n}> <urn:q> 1 ." for n in range(4000))
        assert server.update(f"INSERT DATA {{ {rows} }}").status == 200
        server.query("ASK {}")
        wait_for_columns(tmp_path / "store")
        begun = time.monotonic()
        reply = server.query(PRODUCT)  # 64,000,000,000 rows
        assert reply.status in (413, 503), reply.text
        assert time.monotonic() - begun < 4.5
        assert server.query("SELECT (COUNT(*) AS ?n) { ?s <urn:q> 1 }").values("n") == ["4000"]
    finally:
        server.stop()
