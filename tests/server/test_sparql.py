"""`/sparql`: the protocol, formats and statuses."""

from urllib.parse import quote, urlencode

import pytest

from tests.server.live import TOKEN

SELECT = "SELECT ?o WHERE { <https://w3id.org/polity/id/agency/us-ice> <urn:p> ?o FILTER(isNumeric(?o)) } ORDER BY ?o"
CONSTRUCT = "CONSTRUCT WHERE { ?s <urn:p> ?o }"
FORM = "application/x-www-form-urlencoded"
QUERY, UPDATE = "application/sparql-query", "application/sparql-update"

STATUSES = [
    ("a query by GET", "GET", {"query": SELECT}, None, None, 200),
    ("a query by HEAD", "HEAD", {"query": SELECT}, None, None, 200),
    ("a query by form", "POST", {}, FORM, urlencode({"query": SELECT}), 200),
    ("a query by itself", "POST", {}, QUERY, SELECT, 200),
    ("a query twice", "GET", [("query", SELECT), ("query", SELECT)], None, None, 400),
    ("a query in the body and the address", "POST", {"query": SELECT}, QUERY, SELECT, 400),
    ("a query that is none", "GET", {"query": "hello"}, None, None, 400),
    ("an empty query", "GET", {"query": ""}, None, None, 400),
    ("an unknown type", "POST", {}, "text/plain", SELECT, 415),
    ("no type", "POST", {}, None, SELECT, 415),
    ("an update by GET", "GET", {"update": "CLEAR ALL"}, None, None, 400),
    ("an update without a token", "POST", {}, UPDATE, "CLEAR ALL", 401),
    ("a query and an update", "POST", {}, FORM, urlencode({"query": SELECT, "update": "CLEAR ALL"}), 400),
    ("bytes that are not UTF-8", "POST", {}, QUERY, b"ASK { ?s ?p '\xff' }", 400),
    ("another charset", "POST", {}, QUERY + "; charset=utf-16", SELECT.encode("utf-16"), 415),
    ("percent-encoding that is not UTF-8", "POST", {}, FORM, b"query=%FF", 400),
    ("graphs of an update in a query", "GET", {"query": SELECT, "using-graph-uri": "urn:g"}, None, None, 400),
    ("an unknown format", "GET", {"query": SELECT, "format": "docx"}, None, None, 404),
    ("another endpoint asked", "GET", {"query": "ASK { SERVICE <http://127.0.0.1:1/> {} }"}, None, None, 403),
    ("brackets too deep", "GET", {"query": "ASK " + "{" * 101 + "}" * 101}, None, None, 413),
    ("a text too long", "POST", {}, QUERY, SELECT + "#" * 100_001, 413),
    ("PUT", "PUT", {}, QUERY, SELECT, 405),
]


@pytest.mark.parametrize(
    ("method", "parameters", "kind", "body", "status"), [row[1:] for row in STATUSES], ids=[row[0] for row in STATUSES]
)
def test_status(live, method, parameters, kind, body, status):
    headers = {"Content_Type": kind} if kind else {}
    reply = live.ask(method, "/sparql?" + urlencode(parameters), body, **headers)
    assert reply.status == status, reply.text
    if status >= 400 and method != "HEAD":
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.json()["status"] == status
        assert reply.json()["detail"]


FORMATS = [
    ("no wish", SELECT, None, "application/sparql-results+json"),
    ("anything", SELECT, "*/*", "application/sparql-results+json"),
    ("XML", SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
    ("plain XML means results in XML", SELECT, "application/xml", "application/sparql-results+xml"),
    ("CSV by a range", SELECT, "text/*;q=0.5, text/csv", "text/csv; charset=utf-8"),
    ("TSV", SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
    ("a browser", SELECT, "text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
    ("refused by q=0", SELECT, "application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
    ("nothing fits", SELECT, "text/turtle", None),
    ("a graph without a wish", CONSTRUCT, None, "text/turtle; charset=utf-8"),
    ("N-Triples", CONSTRUCT, "application/n-triples", "application/n-triples"),
    ("JSON-LD", CONSTRUCT, "application/ld+json", "application/ld+json"),
    ("RDF/XML", CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
    ("TriG", CONSTRUCT, "application/trig", "application/trig"),
    ("N-Quads", CONSTRUCT, "application/n-quads", "application/n-quads"),
    ("a graph is no table", CONSTRUCT, "text/csv", None),
    ("ASK in CSV", "ASK {}", "text/csv", "text/csv; charset=utf-8"),
]


@pytest.mark.parametrize(("text", "accept", "expected"), [row[1:] for row in FORMATS], ids=[row[0] for row in FORMATS])
def test_format(live, text, accept, expected):
    reply = live.ask("GET", "/sparql?query=" + quote(text), **({"Accept": accept} if accept else {}))
    if expected is None:
        assert reply.status == 406
    else:
        assert (reply.status, reply.headers["content-type"]) == (200, expected), reply.text
        assert "Accept" in reply.headers["vary"]


def test_default_graph_is_all_graphs_unless_the_protocol_names_some(live):
    assert live.query(SELECT).values("o") == ["1", "2"]
    assert live.query(SELECT, **{"default-graph-uri": "urn:g"}).values("o") == ["2"]
    assert live.query(SELECT.replace("WHERE", "FROM <urn:g> WHERE")).values("o") == ["2"]
    assert live.query(SELECT, **{"named-graph-uri": "urn:g"}).values("o") == []


def test_an_answer_not_changed_is_not_sent_again(live):
    first = live.query(SELECT)
    path = "/sparql?query=" + quote(SELECT)
    again = live.ask("GET", path, If_None_Match=first.headers["etag"], Accept="application/sparql-results+json")
    assert (again.status, again.body) == (304, b"")
    other = live.ask("GET", path, If_None_Match=first.headers["etag"], Accept="text/csv")
    assert other.status == 200


def test_writing_needs_the_very_token(live):
    assert live.update("CLEAR ALL", token="another").status == 401
    assert live.update("CLEAR ALL", token=TOKEN + "x").status == 401
    before = int(live.query(SELECT).headers["dataset-version"])
    assert live.update("INSERT DATA { GRAPH <urn:t> { <urn:t> <urn:t> 1 } }").json()["version"] > before
    assert live.update("DROP GRAPH <urn:t>").status == 200
    assert live.update("LOAD <http://127.0.0.1:1/x>").status == 403


def test_the_service_describes_itself(live):
    reply = live.ask("GET", "/sparql", Accept="text/turtle")
    assert reply.status == 200
    assert "service-description#" in reply.text
    assert f"<http://127.0.0.1:{live.port}/sparql>" in reply.text


def test_texts_never_become_markup(live):
    for path in ("/page/agency/us-ice", "/sparql?query=" + quote("SELECT * { ?s ?p ?o }")):
        reply = live.ask("GET", path, Accept="text/html")
        assert "<b>and" not in reply.text
        assert "&lt;b&gt;and" in reply.text
        assert 'href="javascript' not in reply.text
        assert reply.headers["content-security-policy"].startswith("default-src 'self'")
