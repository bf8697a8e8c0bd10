"""SERVICE and LOAD reach for listed hosts alone, by the address that was checked, within limits."""

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from server.config import Config
from server.errors import ForbiddenError, LimitError
from server.federate import bring_in
from server.remote import Remote, RemoteError
from tests.server.live import TOKEN, Live

ROWS = [
    {"s": {"type": "uri", "value": "urn:a"}, "n": {"type": "literal", "value": 'x "y"', "xml:lang": "en"}},
    {"s": {"type": "bnode", "value": "b0"}, "n": {"type": "literal", "value": "1.5",
     "datatype": "http://www.w3.org/2001/XMLSchema#decimal"}},
    {"s": {"type": "uri", "value": "urn:unbound"}},
]  # fmt: skip
RESULTS = json.dumps({"head": {"vars": ["s", "n"]}, "results": {"bindings": ROWS}}).encode()
TURTLE = b"<urn:l> <urn:p> 1 , [ <urn:q> <rel> ] ."


class Other(BaseHTTPRequestHandler):
    """Another server, with a page for each way to behave."""

    asked: list[str]

    def do_GET(self):
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        type(self).asked.append(query.get("query", [path])[0])
        if path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", {"sparql": "/sparql?" + urlsplit(self.path).query, "loop": "/to/loop"}.get(
                path[4:], "http://localhost:1/"))  # fmt: skip
            self.end_headers()
            return
        if path == "/silent":
            time.sleep(5)
            return
        kind, data = {
            "/sparql": ("application/sparql-results+json", RESULTS),
            "/data": ("text/turtle", TURTLE),
            "/data.ttl": ("application/octet-stream", TURTLE),
            "/broken": ("text/turtle", TURTLE[:-9]),
            "/entities": ("application/rdf+xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
            "/context": ("application/ld+json", b'{"@context": [{"x": "urn:"}, "more"]}'),
            "/more": ("application/ld+json", b'{"@context": {"p": "x:p"}}'),
            "/round": ("application/ld+json", b'{"@context": "round"}'),
            "/page": ("text/html", b"<p>hello"),
            "/large": ("text/turtle", b"# nothing\n" * 300_000),
            "/drip": ("text/turtle", b""),
        }.get(path, (None, b""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/plain")
        self.send_header("Content-Length", "1000" if path == "/drip" else str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        if path == "/drip":
            for _ in range(50):
                self.wfile.write(b" ")
                time.sleep(0.1)

    def handle(self):
        try:
            super().handle()
        except OSError:
            self.close_connection = True

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def other():
    Other.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def served(other):
    server = Live(remote_hosts=f"example.org, {other[7:]}", remote_seconds=1.5, remote_mb=1)
    assert server.update("INSERT DATA { <urn:a> <urn:label> 'A' }").status == 200
    yield server
    assert server.stop() == 0


def test_a_listed_endpoint_is_asked_and_joined(served, other):
    text = f"PREFIX o: <{other}/> PREFIX x: <urn:> SELECT ?s ?l ?n {{ ?s x:label ?l SERVICE o:sparql {{ ?s x:n ?n }} }}"
    reply = served.query(text)
    assert reply.json()["results"]["bindings"] == [{**ROWS[0], "l": {"type": "literal", "value": "A"}}]
    assert Other.asked[-1] == f"PREFIX o: <{other}/> PREFIX x: <urn:> SELECT * WHERE {{ ?s x:n ?n }}"
    assert reply.headers["cache-control"] == "no-store"
    asked = len(Other.asked)
    assert served.query(text).body == reply.body
    assert len(Other.asked) == asked + 1, "the answer of another server has no version, so it is not kept"


def test_every_kind_of_term_comes_through(served, other):
    rows = served.query(f"SELECT * {{ SERVICE <{other}/sparql> {{ ?s <urn:n> ?n }} }}").json()["results"]["bindings"]
    genid = {"type": "uri", "value": "https://w3id.org/polity/.well-known/genid/b0"}
    assert sorted(map(str, rows)) == sorted(map(str, [ROWS[0], {**ROWS[1], "s": genid}, ROWS[2]]))


FAILING = [
    ("a host that is not listed", "http://example.com/sparql", 403),
    ("a port that is not listed", "http://127.0.0.1:1/sparql", 403),
    ("a listed host's other port", "http://example.org:8080/", 403),
    ("another scheme", "ftp://example.org/", 403),
    ("a file", "file:///etc/passwd", 403),
    ("a name and a password", "http://me:secret@example.org/", 403),
    ("the address of a cloud's secrets", "http://169.254.169.254/latest/", 403),
    ("a redirect to what is not listed", "{}/to/elsewhere", 403),
    ("a redirect without end", "{}/to/loop", 502),
    ("nothing there", "{}/none", 502),
    ("no answer in time", "{}/silent", 502),
    ("an answer that drips", "{}/drip", 502),
    ("an answer that is too long", "{}/large", 413),
    ("a page", "{}/page", 502),
]


@pytest.mark.parametrize(("url", "status"), [row[1:] for row in FAILING], ids=[row[0] for row in FAILING])
@pytest.mark.parametrize("what", ["SERVICE", "LOAD"])
def test_failing(served, other, what, url, status):
    url = url.format(other)

    def send(silent: str):
        if what == "LOAD":
            return served.update(f"LOAD {silent} <{url}> INTO GRAPH <urn:new>")
        return served.query(f"SELECT ?s {{ ?s <urn:label> ?l SERVICE {silent} <{url}> {{ ?s <urn:n> ?n }} }}")

    begun = time.monotonic()
    reply = send("")
    assert reply.status == status, reply.text
    assert time.monotonic() - begun < 4
    assert send("SILENT").status == 200
    assert served.query("ASK { GRAPH <urn:new> { ?s ?p ?o } }").json()["boolean"] is False


def test_a_redirect_within_the_list_is_followed(served, other):
    reply = served.query(f"SELECT ?n {{ SERVICE <{other}/to/sparql> {{ <urn:a> <urn:n> ?n }} }}")
    assert reply.status == 200
    assert len(reply.values("n")) == 2


LOADED = [("by its media type", "data", 200), ("by its name", "data.ttl", 200), ("broken", "broken", 400),
          ("with entities", "entities", 400)]  # fmt: skip


@pytest.mark.parametrize(("path", "status"), [row[1:] for row in LOADED], ids=[row[0] for row in LOADED])
def test_load(served, other, path, status):
    text = f"INSERT DATA {{ <urn:x> <urn:before> 1 }} ; LOAD <{other}/{path}> INTO GRAPH <urn:loaded>"
    assert served.update(text).status == status
    count = served.query("SELECT (COUNT(*) AS ?n) FROM <urn:loaded> { ?s ?p ?o }").values("n")
    assert count == ["3" if status == 200 else "0"]
    assert served.query("ASK { <urn:x> <urn:before> 1 }").json()["boolean"] is (status == 200), "all of it, or nothing"
    if status == 200:
        assert served.query("SELECT ?o { ?s <urn:q> ?o }").values("o") == [f"{other}/rel"]
        assert served.update("DROP GRAPH <urn:loaded> ; DELETE DATA { <urn:x> <urn:before> 1 }").status == 200


CONTEXTS = [
    ("a listed host", '"{}/context"', 201),
    ("a list, one of them in the document", '["{}/context", {{"q": "x:q"}}]', 201),
    ("a host that is not listed", '"http://example.com/context"', 403),
    ("a page", '"{}/page"', 400),
    ("nothing there", '"{}/none"', 502),
    ("a context that refers to itself", '"{}/round"', 413),
]


@pytest.mark.parametrize(("context", "status"), [row[1:] for row in CONTEXTS], ids=[row[0] for row in CONTEXTS])
def test_contexts_of_json_ld(served, other, context, status):
    body = f'{{"@context": {context.format(other)}, "@id": "urn:j", "p": 7}}'
    headers = {"Content_Type": "application/ld+json", "Authorization": f"Bearer {TOKEN}"}
    reply = served.ask("PUT", "/graphs?graph=urn:json", body, **headers)
    assert reply.status == status, reply.text
    values = served.query("SELECT ?o { GRAPH <urn:json> { <urn:j> <urn:p> ?o } }").values("o")
    assert values == (["7"] if status == 201 else [])
    if status == 201:
        served.update("DROP GRAPH <urn:json>")


def test_a_variable_for_an_endpoint_is_refused(served):
    assert served.query("SELECT * { ?e <urn:label> ?l SERVICE ?e { ?s ?p ?o } }").status == 403


def test_a_text_that_is_wrong_reaches_nobody(served, other):
    asked = len(Other.asked)
    assert served.query(f"SELECT * {{ SERVICE <{other}/sparql> {{ ?s ?p ?o }} ?s }}").status == 400
    assert len(Other.asked) == asked


def make_remote(hosts: str) -> Remote:
    return Remote(Config(remote_hosts=hosts, remote_seconds=2.0))


def test_a_listed_name_that_leads_home_is_refused(other, monkeypatch):
    port = int(other.rsplit(":", 1)[1])

    def resolve(host, at, **_):
        assert (host, at) == ("rebound.example", port)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", at))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(ForbiddenError, match="not a public address"):
        make_remote(f"rebound.example:{port}").fetch(f"http://rebound.example:{port}/data", "*/*")


def test_the_name_is_resolved_once_and_the_address_that_was_checked_is_used(other, monkeypatch):
    port = int(other.rsplit(":", 1)[1])
    answers = [["127.0.0.1"], ["10.0.0.1"]]

    def resolve(_, at, **__):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0)[0], at))]

    real = socket.create_connection
    connected = []

    def connect(address, **more):
        connected.append(address)
        monkeypatch.undo()  # the system's resolver sees the address alone
        return real(address, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    found = make_remote(f"rebound.example:{port}, 127.0.0.1").fetch(f"http://rebound.example:{port}/data", "*/*")
    assert found.data == TURTLE
    assert connected == [("127.0.0.1", port)]
    assert len(answers) == 1


def test_too_many_calls_are_refused():
    text = "SELECT * { " + "SERVICE <http://a.example/> { ?s ?p ?o } " * 9 + "}"
    with pytest.raises(LimitError):
        bring_in(text, make_remote("a.example"), str)


def test_off_by_default(live):
    assert live.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }").status == 403
    assert live.update("LOAD <http://127.0.0.1:1/>").status == 403
    with pytest.raises(ForbiddenError):
        make_remote("").fetch("http://example.org/", "*/*")


def test_nobody_at_a_listed_address():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(RemoteError, match="cannot be reached"):
        make_remote(f"127.0.0.1:{port}").fetch(f"http://127.0.0.1:{port}/", "*/*")
