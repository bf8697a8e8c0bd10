"""Clients that mean ill, or know no better: each is told so, and the server answers the next one."""

import socket
import time
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server.live import TOKEN, Live

AUTH = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def tight():
    server = Live(upload_mb=1, query_bytes=2000, deadline=5)
    yield server
    assert server.stop() == 0


def talk(server: Live, data: bytes, wait: float = 5) -> bytes:
    """Send raw bytes, and return what comes back until the server is silent or closes."""
    with socket.create_connection(("127.0.0.1", server.port), wait) as connection:
        connection.settimeout(wait)
        try:
            connection.sendall(data)
            return connection.recv(65536)
        except (ConnectionError, TimeoutError):
            return b""


RAW = [
    ("no HTTP at all", b"hello\r\n\r\n", (b"400", b"")),
    ("a header without end", b"GET / HTTP/1.1\r\nX: " + b"x" * 300_000 + b"\r\n\r\n", (b"431", b"400", b"")),
    ("a flood of headers", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 50_000 + b"\r\n", (b"431", b"400", b"")),
    ("a wrong length", b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n", (b"400", b"")),
    ("two lengths", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na", (b"400", b"")),
    ("a path that is not UTF-8", b"GET /page/%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n", (b"404", b"400")),
    ("a path that climbs", b"GET /static/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", (b"404", b"400")),
    ("a null byte", b"GET /page/%00 HTTP/1.1\r\nHost: x\r\n\r\n", (b"404", b"400")),
]  # fmt: skip


@pytest.mark.parametrize(("data", "statuses"), [row[1:] for row in RAW], ids=[row[0] for row in RAW])
def test_raw_nonsense(tight, data, statuses):
    reply = talk(tight, data)
    status = reply.split(b" ", 2)[1] if reply.startswith(b"HTTP/") else b""
    assert status in statuses, reply[:200]
    assert tight.ask("GET", "/healthz").status == 200


def test_a_body_too_long_is_refused_and_nothing_of_it_stays(tight):
    triples = "".join(f"<urn:{n}> <urn:p> {n} .\n" for n in range(60_000))
    for kind, path in (("text/turtle", "/graphs?graph=urn:big"), ("application/sparql-update", "/sparql")):
        try:
            reply = tight.ask("POST", path, triples, Content_Type=kind, **AUTH)
            assert reply.status == 413
        except ConnectionError:
            pass  # closed while the client was still sending
    assert tight.ask("GET", "/graphs?graph=urn:big").status == 404


def test_idle_and_slow_clients_hold_nobody_up(tight):
    idle = [socket.create_connection(("127.0.0.1", tight.port)) for _ in range(500)]
    for connection in idle[:100]:
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n")
    begun = time.monotonic()
    assert tight.query("SELECT (1 AS ?x) {}").values("x") == ["1"]
    assert time.monotonic() - begun < 2
    for connection in idle:
        connection.close()


@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]),
    place=st.sampled_from(["/sparql", "/graphs", "/id/", "/page/", "/data/", "/search", "/ask/", "/.well-known/void"]),
    parameters=st.lists(
        st.tuples(
            st.sampled_from(["query", "update", "graph", "default", "default-graph-uri", "format", "q", "x"]),
            st.text(max_size=30) | st.sampled_from(["ASK {}", "urn:x", "CLEAR ALL", "json", "SELECT * {"]),
        ),
        max_size=3,
    ),
    tail=st.text(st.characters(codec="utf-8"), max_size=10),
    kind=st.sampled_from(
        ["", "text/turtle", "application/sparql-query", "application/x-www-form-urlencoded", "a/b; c"]
    ),
    accept=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
    | st.sampled_from(["text/html", "text/csv", "*/*;q=0"]),
    body=st.binary(max_size=60),
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_request_is_a_fault_of_the_servers(tight, method, place, parameters, tail, kind, accept, body):
    path = place + quote(tail) + "?" + "&".join(f"{name}={quote(value)}" for name, value in parameters)
    reply = tight.ask(
        method, path, body if method in ("POST", "PUT") else None, Content_Type=kind, Accept=accept, **AUTH
    )
    assert reply.status < 500, reply.text


def test_the_description_names_addresses_that_answer(tight):
    description = tight.ask("GET", "/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    for path, methods in description["paths"].items():
        needs = [one for one in methods.get("get", {}).get("parameters", ()) if one["required"]]
        if "get" in methods and not needs:
            assert tight.ask("GET", path).status == 200, path
    assert "Disallow: /sparql" in tight.ask("GET", "/robots.txt").text


def test_a_spool_folder_that_somebody_cleared_away_comes_back(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    server = Live(store=tmp_path / "s")
    try:
        for folder in tmp_path.glob("polity-spool-*"):
            folder.rmdir()
        rows = "".join(f"<urn:{n}> <urn:p> {n} .\n" for n in range(9000))
        assert server.ask("PUT", "/graphs?graph=urn:x", rows, Content_Type="text/turtle", **AUTH).status == 201
        for folder in tmp_path.glob("polity-spool-*"):
            folder.rmdir()
        assert len(server.query("SELECT ?s ?p ?o { ?s ?p ?o }").values("o")) == 9000
    finally:
        server.stop()
