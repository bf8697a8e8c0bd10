"""Links to a file, to an endpoint and to a service; servers that are slow, send garbage, or far too much."""

import json
import threading
import time
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from rdflib import DCTERMS, SKOS, Literal, URIRef

from kg.client import Client
from kg.errors import AuthorityError, SourceError
from kg.link.accepted import list_accepted
from kg.link.against import Named, Proposal, open_target
from kg.link.enrich import read_properties
from kg.link.matches import COLUMNS, Match, load_matches, save_matches
from kg.terms import POLITY

OURS = [Named("urn:ours:1", ("Harbor Safety Board", "HSB")), Named("urn:ours:2", ("Second Circuit",))]
DUMP = """
<http://a.example/1> <http://www.w3.org/2000/01/rdf-schema#label> "Harbour Safety Board"@en .
<http://a.example/1> <http://a.example/web> "x" .
<http://a.example/2> <http://www.w3.org/2004/02/skos/core#prefLabel> "2nd Circuit" .
<http://a.example/3> <http://www.w3.org/2004/02/skos/core#prefLabel> "3rd Circuit" .
"""


class Handler(BaseHTTPRequestHandler):
    """An authority that behaves as its path says."""

    def do_GET(self):
        self.server.asked.append(self.path)
        if self.path.startswith("/service"):
            self.send({"versions": ["0.2"], "name": "x", "identifierSpace": "http://s.example/", "schemaSpace": "x"})
        elif self.path == "/garbage":
            self.send_bytes(b"<html>no")
        else:
            self.send({"hello": 1})

    def do_POST(self):
        if self.path == "/stalled":
            time.sleep(2)
            return
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append(self.path)
        if self.path == "/busy" and self.server.asked.count("/busy") < 3:
            self.send_response(503)
            self.send_header("Retry-After", "0")
            self.end_headers()
        elif self.path in ("/busy", "/sparql"):
            rows = [
                {
                    "s": {"type": "uri", "value": "http://e.example/7"},
                    "l": {"type": "literal", "value": "Second Circuit"},
                }
            ]
            self.send({"results": {"bindings": rows}})
        elif self.path == "/service":
            keys = json.loads(parse_qs(body)["queries"][0])
            many = [{"id": f"n{at}", "name": f"Harbor Safety Board {at}", "score": 99} for at in range(10_000)]
            right = {"id": "h1", "name": "Harbor Safety Board", "score": 98}
            self.send({key: {"result": [right, *many]} for key in keys})
        elif self.path == "/service-bad":
            self.send([1, 2])
        else:
            self.send_bytes(b"\x00garbage")

    def send(self, data):
        self.send_bytes(json.dumps(data).encode())

    def send_bytes(self, data):
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


@pytest.fixture
def authority():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.url = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


def make_client(tmp_path, **settings):
    return Client(tmp_path / "cache", pause=0.0, **settings)


def test_a_file_gives_scores_and_evidence(tmp_path):
    path = tmp_path / "dump.ttl"
    path.write_text(DUMP, encoding="utf-8")
    found = list(open_target(str(path), make_client(tmp_path)).find(OURS, 1))
    assert [(row.iri, row.target) for row in found] == [
        ("urn:ours:1", "http://a.example/1"),
        ("urn:ours:2", "http://a.example/2"),
    ]
    assert 90 < found[0].score < 100
    assert "Harbour Safety Board" in found[0].evidence


def test_an_endpoint_is_asked_once_and_kept(tmp_path, authority):
    target = open_target(f"{authority.url}/sparql", make_client(tmp_path))
    first = list(target.find(OURS, 2))
    assert [(row.iri, row.target, row.score) for row in first] == [("urn:ours:2", "http://e.example/7", 100.0)]
    asked = list(authority.asked)
    again = open_target(f"{authority.url}/sparql", make_client(tmp_path))
    assert list(again.find(OURS, 2)) == first
    assert authority.asked == asked


def test_a_service_with_ten_thousand_candidates(tmp_path, authority):
    target = open_target(f"{authority.url}/service", make_client(tmp_path))
    found = list(target.find(OURS[:1], 2))
    assert len(found) == 2
    assert (found[0].target, found[0].score) == ("http://s.example/h1", 98.0)


def test_a_busy_server_is_asked_again(tmp_path, authority):
    target = open_target(f"{authority.url}/busy", make_client(tmp_path))
    assert [row.target for row in target.find(OURS, 1)] == ["http://e.example/7"]


@pytest.mark.parametrize("path", ["/garbage", "/service-bad"])
def test_garbage_is_named(tmp_path, authority, path):
    target = open_target(authority.url + path, make_client(tmp_path))
    with pytest.raises(AuthorityError, match=r"127\.0\.0\.1"):
        list(target.find(OURS, 1))


def test_a_server_that_stalls_is_given_up(tmp_path, authority):
    target = open_target(f"{authority.url}/sparql", make_client(tmp_path))
    kept = list(target.find(OURS, 2))
    with pytest.raises(AuthorityError, match=r"gave no answer.*run the same command again"):
        make_client(tmp_path, tries=1, timeout=0.3).ask(f"{authority.url}/stalled", b"{}")
    assert list(open_target(f"{authority.url}/sparql", make_client(tmp_path)).find(OURS, 2)) == kept, "kept before"


def test_no_server_at_all(tmp_path):
    with pytest.raises(AuthorityError, match="gave no answer"):
        make_client(tmp_path, tries=1).ask("http://127.0.0.1:9/")


@pytest.mark.parametrize(("name", "text"), [("x.ttl", "<broken"), ("x.docx", ""), ("missing.ttl", None)])
def test_files_that_cannot_be_read(tmp_path, name, text):
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(SourceError, match=name):
        list(open_target(str(tmp_path / name), make_client(tmp_path)).find(OURS, 1))


ROW = Proposal("urn:a", "A", "http://x/1", "A", 95.0, "same name", "lists/dump.ttl")
DAY = date(2026, 11, 22)


def test_accepted_links_become_matches():
    weaker = replace(ROW, target="http://x/2", score=80.0)
    refused = replace(ROW, target="http://x/3")
    rows = [Match(ROW, "accept", "ann", DAY), Match(weaker, "accept", "ann", DAY), Match(refused, "reject", "ann", DAY)]
    found = set(list_accepted(rows))
    assert (URIRef("urn:a"), SKOS.exactMatch, URIRef("http://x/1")) in found
    assert (URIRef("urn:a"), SKOS.closeMatch, URIRef("http://x/2")) in found
    assert not [row for row in found if URIRef("http://x/3") in row]
    said = {(predicate, str(value)) for _, predicate, value in found}
    assert said >= {
        (POLITY.decidedBy, "ann"), (DCTERMS.date, "2026-11-22"), (DCTERMS.source, "dump.ttl"), (POLITY.score, "0.95"),
    }  # fmt: skip


def test_decisions_are_kept_and_the_later_one_holds(tmp_path):
    path = tmp_path / "links.csv"
    assert load_matches(path) == ()
    save_matches(path, [Match(ROW, "accept", "ann", DAY)])
    other = Match(replace(ROW, target="http://x/2"), "reject", "bob, jr.", DAY)
    save_matches(path, [Match(ROW, "reject", "bob", DAY), other])
    assert load_matches(path) == (Match(ROW, "reject", "bob", DAY), other)


GOOD = "urn:a,A,http://x/1,A,95,same name,dump.ttl,accept,ann,2026-11-22"
BAD = [
    ("a verdict that is none", GOOD.replace("accept", "perhaps"), "verdict is 'perhaps'"),
    ("a day that is none", GOOD.replace("2026-11-22", "Sunday"), "is not a date"),
    ("a thing linked to itself", GOOD.replace("http://x/1", "urn:a"), "itself"),
    ("a target that is no IRI", GOOD.replace("http://x/1", "x 1"), "target is 'x 1'"),
    ("a score in words", GOOD.replace("95", "high"), "could not convert"),
    ("a score that is none", GOOD.replace("95", "nan"), "score is nan"),
    ("a cell too few", GOOD.replace(",ann", ""), "9 cells"),
]


@pytest.mark.parametrize(("why", "line", "message"), BAD, ids=[row[0] for row in BAD])
def test_malformed_decisions_are_named_with_their_line(tmp_path, why, line, message):
    path = tmp_path / "links.csv"
    path.write_text(f"{','.join(COLUMNS)}\n{GOOD}\n{line}\n", encoding="utf-8")
    with pytest.raises(SourceError, match=message) as raised:
        load_matches(path)
    assert "3" in str(raised.value), why


def test_enrichment_is_stated_of_their_iri_with_its_source(tmp_path):
    path = tmp_path / "dump.ttl"
    path.write_text(DUMP, encoding="utf-8")
    client = make_client(tmp_path)
    day = date(2026, 11, 22)
    found = set(read_properties(str(path), ["http://a.example/1"], ["http://a.example/web"], client, day))
    subject = URIRef("http://a.example/1")
    assert (subject, URIRef("http://a.example/web"), Literal("x")) in found
    assert (subject, DCTERMS.source, Literal("dump.ttl")) in found
    assert {row[0] for row in found} == {subject}
