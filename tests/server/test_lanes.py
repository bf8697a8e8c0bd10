"""Lanes answer plain, cheap queries; whatever else comes to them, the server proper answers on the same connection."""

import http.client
import os
import re
import signal
import socket
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote_to_bytes

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.config import Config
from server.degrees import count_degrees
from server.plain import PlainQueries, read_head, unquote
from tests.server.live import TOKEN, Live

JSON = "application/sparql-results+json"
POINT = "SELECT ?o { <urn:s1> <urn:p> ?o }"
ALL = "SELECT * { ?s ?p ?o }"
DATA = "INSERT DATA { " + " ".join(f"<urn:s{n}> <urn:p> <urn:s{n + 1}> ; <urn:q> '{n}' ." for n in range(50)) + " }"


@pytest.fixture
def queries():
    store = ox.Store()
    store.update(DATA)
    return PlainQueries(store, count_degrees(store), 1, "id", Config())


def write_request(text: str, *lines: str, accept: str = JSON) -> bytes:
    head = [f"GET /sparql?query={quote(text)} HTTP/1.1", "Host: localhost", f"Accept: {accept}", *lines, "", ""]
    return "\r\n".join(head).encode()


def test_a_plain_query_is_answered(queries):
    reply = queries.answer(write_request(POINT))
    assert reply.status == 200
    assert b'"urn:s2"' in reply.body
    tag = re.search(rb'ETag: ("[^"]*")', reply.body)[1].decode()
    assert queries.answer(write_request(POINT, f"If-None-Match: {tag}")).status == 304
    assert queries.answer(write_request(POINT, f"If-None-Match: W/{tag}")).status == 200
    assert queries.answer(write_request(POINT, "Connection: close")).close


def test_digits_tell_queries_apart(queries):
    """What is known of one query is not taken for another's that has other digits."""
    for number in (1, 2, 7, 12):
        assert f'"urn:s{number + 1}"'.encode() in queries.answer(write_request(POINT.replace("s1", f"s{number}"))).body
    assert queries.answer(write_request("SELECT * { <urn:s1> <urn:p> ?v1 . ?v1 <urn:p> ?v2 }")) is not None
    assert queries.answer(write_request("SELECT * { <urn:s1> <urn:p> ?v1 . ?v3 <urn:p> ?v2 }")) is None


def test_digits_hide_no_description(queries):
    other = write_request("SELECT ?p { <http://www.w4.org/ns/shacl#Shape> ?p ?o }")
    assert queries.answer(other) is not None
    assert queries.answer(other.replace(b"w4", b"w3")) is None


def test_columns_keep_their_order(queries):
    reply = queries.answer(write_request("SELECT * { <urn:s1> <urn:q> ?z ; <urn:p> ?a } # *"))
    assert b'"vars":["z","a"]' in reply.body


OTHERS = [
    ("no bound", write_request(ALL)),
    ("a search", write_request('SELECT ?s { ?s <https://w3id.org/polity/text/search> "x" }')),
    ("the description", write_request("SELECT ?p { <http://www.w3.org/ns/shacl#Shape> ?p ?o }")),
    ("no SPARQL", write_request("SELECT")),
    ("braces", write_request("SELECT * " + "{" * 3000)),
    ("a page", write_request(POINT, accept="text/html")),
    ("no format fits", write_request(POINT, accept="image/png")),
    ("another method", write_request(POINT).replace(b"GET", b"HEAD")),
    ("another path", write_request(POINT).replace(b"/sparql?", b"/search?")),
    ("a second parameter", write_request(POINT).replace(b" HTTP", b"&format=csv HTTP")),
    ("an old protocol", write_request(POINT).replace(b"HTTP/1.1", b"HTTP/1.0")),
    ("half of it", write_request(POINT)[:-2]),
    ("two at once", write_request(POINT) * 2),
    ("a body", write_request(POINT, "Content-Length: 5")),
    ("a body in chunks", write_request(POINT, "Transfer-Encoding: chunked")),
    ("a header twice", write_request(POINT, "Host: other")),
    ("a folded header", write_request(POINT, "X: a", " b")),
    ("a space before a colon", write_request(POINT, "X : a")),
    ("a bare line feed", write_request(POINT, "X: a\nContent-Length: 5")),
    ("no host", write_request(POINT).replace(b"Host", b"Most")),
    ("a host that is none", write_request(POINT).replace(b"localhost", b"local/host")),
    ("a wrong escape", write_request(POINT).replace(b"%7B", b"%7")),
    ("no UTF-8", write_request(POINT).replace(b"%7B", b"%FF")),
    ("any tag", write_request(POINT, "If-None-Match: *")),
    ("another protocol wished", write_request(POINT, "Connection: upgrade", "Upgrade: h2c")),
]


@pytest.mark.parametrize("data", [row[1] for row in OTHERS], ids=[row[0] for row in OTHERS])
def test_what_is_not_plain_is_handed_on(queries, data):
    assert queries.answer(data) is None


@given(st.text(max_size=50))
def test_values_are_decoded_as_elsewhere(text):
    for value in (quote(text).encode(), quote_plus(text).encode(), quote(text, safe="=").encode()):
        assert unquote(value) == unquote_to_bytes(value.replace(b"+", b" ")) == text.encode()


def test_proxies_say_where_a_request_was_sent():
    config = replace(Config(), proxies=1)
    lines = [
        b"Host: inner",
        b"X-Forwarded-For: 9.9.9.9, 1.2.3.4",
        b"X-Forwarded-Proto: https",
        b"X-Forwarded-Host: kg.org",
    ]
    head = read_head(b"\r\n".join([*lines, b""]), config)
    assert (head.base, head.client) == ("https://kg.org/sparql", "1.2.3.4")
    assert read_head(b"Host: inner\r\n", config) is None


@pytest.fixture(scope="module")
def live():
    server = Live(lanes=2)
    assert server.update(DATA).status == 200
    wait_for_lanes(server)
    yield server
    assert server.stop() == 0


def count_lanes(server) -> list[int]:
    """The process ids of a server's lanes."""
    found = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [row.split(None, 2) for row in found.splitlines() if "server.lane" in row]
    parents = {pid for pid, parent, _ in rows if int(parent) == server.process.pid}
    return [int(pid) for pid, parent, _ in rows if parent in parents]


def wait_for_lanes(server, seconds: float = 60) -> None:
    """Wait until the lanes run."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if len(count_lanes(server)) >= 2:
            time.sleep(1)
            return
        time.sleep(0.2)
    raise AssertionError("no lanes came up")


def test_lanes_and_the_server_answer_alike(live):
    with_lane = live.query(POINT)
    proper = live.ask("POST", "/sparql", POINT, Content_Type="application/sparql-query", Accept=JSON)
    assert with_lane.body == proper.body
    different = {"server-timing", "date"}
    assert {k: v for k, v in with_lane.headers.items() if k not in different} == {
        k: v for k, v in proper.headers.items() if k not in different
    }


def test_a_connection_goes_to_the_server_and_back(live):
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=20)
    for _ in range(3):
        for method, path, status in (
            ("GET", "/sparql?query=" + quote(POINT), 200),
            ("GET", "/sparql?query=" + quote(ALL), 200),
            ("HEAD", "/sparql?query=" + quote(POINT), 200),
            ("GET", "/sparql?query=SELECT", 400),
            ("GET", "/nowhere", 404),
            ("GET", "/healthz", 200),
        ):
            connection.request(method, path, headers={"Accept": JSON})
            response = connection.getresponse()
            response.read()
            assert response.status == status, path
    connection.close()


def test_a_request_in_pieces_is_answered(live):
    with socket.create_connection(("127.0.0.1", live.port), 20) as connection:
        for part in (b"GET /spa", b"rql?query=" + quote(POINT).encode(), b" HTTP/1.1\r\nHost: localhost\r\n", b"\r\n"):
            connection.sendall(part)
            time.sleep(0.1)
        assert connection.recv(100).startswith(b"HTTP/1.1 200")


def test_who_writes_reads_it_at_once_and_on_every_connection(live):
    others = [http.client.HTTPConnection("127.0.0.1", live.port, timeout=20) for _ in range(4)]
    for number in range(20):
        headers = {"Content_Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
        text = f"DELETE WHERE {{ <urn:n> <urn:n> ?o }} ; INSERT DATA {{ <urn:n> <urn:n> {number} }}"
        assert live.ask("POST", "/sparql", text, **headers).status == 200
        for other in others:
            other.request("GET", "/sparql?query=" + quote("SELECT ?o { <urn:n> <urn:n> ?o }"), headers={"Accept": JSON})
            assert f'"{number}"'.encode() in other.getresponse().read()
        time.sleep(0.2)
    for other in others:
        other.close()


def test_a_dead_lane_is_replaced(live):
    wait_for_lanes(live)
    for pid in count_lanes(live):
        os.kill(pid, signal.SIGKILL)
    end = time.monotonic() + 20
    while time.monotonic() < end and len(count_lanes(live)) < 2:
        time.sleep(0.1)
    assert len(count_lanes(live)) >= 2
    assert live.query(POINT).values("o") == ["urn:s2"]


def test_lanes_are_counted(live):
    pytest.importorskip("prometheus_client")
    wait_for_lanes(live)

    def read() -> float:
        found = re.search(
            r'requests_total{method="GET",place="sparql",status="200"} ([\d.e+]+)', live.ask("GET", "/metrics").text
        )
        return float(found[1]) if found else 0.0

    before = read()
    for _ in range(20):
        assert live.query(POINT).status == 200
    time.sleep(1.2)
    assert read() - before == 20


def test_lanes_end_with_the_server():
    server = Live(lanes=2)
    wait_for_lanes(server)
    pids = count_lanes(server)
    server.process.kill()
    server.process.wait()
    server.process.stderr.close()
    end = time.monotonic() + 20
    while time.monotonic() < end and any(Path(f"/proc/{pid}").exists() for pid in pids):
        time.sleep(0.1)
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
