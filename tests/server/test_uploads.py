"""Uploads: compressed ones, long ones, and ones that break off."""

import gzip
import http.client
import socket
import time
import zlib
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest
import zstandard

from tests.server.live import TOKEN, Live

AUTH = {"Authorization": f"Bearer {TOKEN}", "Content_Type": "application/n-triples"}
PATH = "/graphs?graph=" + quote("urn:up")
ROWS = "".join(f'<urn:{n}> <urn:p> "{n}" .\n' for n in range(5000)).encode()
BOMB = b"# nothing\n" * 400_000


def bare_deflate(data):
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


CODINGS = [
    ("gzip", "gzip", gzip.compress),
    ("gzip by its old name", "x-gzip", gzip.compress),
    ("gzip of two members", "gzip", lambda data: gzip.compress(data[:1000]) + gzip.compress(data[1000:])),
    ("deflate", "deflate", zlib.compress),
    ("deflate without zlib's header", "deflate", bare_deflate),
    ("brotli", "br", brotli.compress),
    ("zstd", "zstd", zstandard.compress),
    ("none", "identity", bytes),
]


@pytest.fixture(scope="module")
def small():
    server = Live(upload_mb=2)
    yield server
    assert server.stop() == 0


def put(server, body, coding, path=PATH):
    return server.ask("PUT", path, body, Content_Encoding=coding, **AUTH)


@pytest.mark.parametrize(("coding", "make"), [row[1:] for row in CODINGS], ids=[row[0] for row in CODINGS])
def test_compressed_uploads_are_read(small, coding, make):
    assert put(small, make(ROWS), coding).status == 201
    assert small.query("SELECT (COUNT(*) AS ?n) FROM <urn:up> { ?s ?p ?o }").values("n") == ["5000"]
    assert small.ask("DELETE", PATH, **AUTH).status == 204


@pytest.mark.parametrize(("coding", "make"), [row[1:] for row in CODINGS[:-1]], ids=[row[0] for row in CODINGS[:-1]])
def test_what_inflates_beyond_the_limit_is_refused(small, coding, make):
    body = make(BOMB)
    assert len(body) < 50_000
    reply = put(small, body, coding)
    assert (reply.status, reply.json().get("limit")) == (413, "upload_mb")
    assert small.ask("GET", PATH).status == 404


REFUSED = [
    ("a coding nobody knows", b"x", "rot13", 415),
    ("two codings", gzip.compress(gzip.compress(ROWS)), "gzip, gzip", 415),
    ("gzip that is none", ROWS, "gzip", 400),
    ("brotli that is none", b"\xff" * 100, "br", 400),
    ("zstd that is none", ROWS, "zstd", 400),
    ("gzip that breaks off", gzip.compress(ROWS)[:-20], "gzip", 400),
    ("zstd that breaks off", zstandard.compress(ROWS)[:-20], "zstd", 400),
    ("brotli that breaks off", brotli.compress(ROWS)[:-20], "br", 400),
    ("RDF that breaks off inside gzip", gzip.compress(ROWS[:-5]), "gzip", 400),
]


@pytest.mark.parametrize(("body", "coding", "status"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(small, body, coding, status):
    reply = put(small, body, coding)
    assert reply.status == status, reply.text
    assert reply.json()["detail"]
    assert ("accept-encoding" in reply.headers) is (status == 415)
    assert small.ask("GET", PATH).status == 404, "nothing of a refused upload may stay"


def test_a_compressed_query_is_refused_with_a_reason(small):
    headers = {"Content_Type": "application/sparql-query", "Content_Encoding": "gzip"}
    reply = small.ask("POST", "/sparql", gzip.compress(b"ASK {}"), **headers)
    assert (reply.status, reply.headers["accept-encoding"]) == (415, "identity")


def test_a_fault_deep_in_a_long_upload_leaves_the_graph_as_it_was(small):
    assert put(small, ROWS, "identity").status == 201
    for place in (len(ROWS) // 2, len(ROWS) - 1):
        assert put(small, ROWS[:place] + b"<" + ROWS[place:], "identity").status == 400
        assert small.query("SELECT (COUNT(*) AS ?n) FROM <urn:up> { ?s ?p ?o }").values("n") == ["5000"]
    assert small.ask("DELETE", PATH, **AUTH).status == 204


def test_an_upload_that_says_it_is_too_long_is_refused_before_it_is_read(small):
    head = f"PUT {PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: text/turtle\r\n"
    with socket.create_connection(("127.0.0.1", small.port), 10) as connection:
        connection.sendall(f"{head}Content-Length: {100 * 2**20}\r\n\r\n<urn:a> ".encode())
        begun = time.monotonic()
        assert connection.recv(4096).split(b" ", 2)[1] == b"413"
        assert time.monotonic() - begun < 5


def test_a_client_that_goes_away_leaves_nothing(small):
    connection = http.client.HTTPConnection("127.0.0.1", small.port, timeout=10)
    connection.putrequest("PUT", PATH)
    for name, value in (("Authorization", f"Bearer {TOKEN}"), ("Content-Type", "application/n-triples")):
        connection.putheader(name, value)
    connection.putheader("Content-Length", str(len(ROWS)))
    connection.endheaders(ROWS[: len(ROWS) // 2])
    connection.close()
    time.sleep(0.3)
    assert small.ask("GET", PATH).status == 404


def read_peak(pid: int) -> int:
    """The most memory a process ever held, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) // 1024


@pytest.mark.slow  # a hundred megabytes are parsed
def test_a_hundred_megabytes_pass_through_the_server_in_pieces(tmp_path):
    server = Live(store=tmp_path / "store", deadline=120)
    try:
        server.query("ASK {}")
        before = read_peak(server.process.pid)
        row = b'<urn:%d> <urn:p> "' + b"x" * 1000 + b'" .\n'
        body = b"".join(row % n for n in range(100 * 2**20 // len(row)))
        reply = server.ask("PUT", PATH, body, timeout=600, **AUTH)
        assert reply.status == 201, reply.text
        grown = read_peak(server.process.pid) - before
        print(f"the server grew by {grown} MB")
        assert grown < 50
    finally:
        server.stop()
