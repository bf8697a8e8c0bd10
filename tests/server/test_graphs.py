"""`/graphs`: the Graph Store Protocol."""

from urllib.parse import quote

import pytest

from tests.server.live import TOKEN

AUTH = {"Authorization": f"Bearer {TOKEN}"}
TTL = "text/turtle"
ONE = "<urn:a> <urn:p> 1 ."
LOST = "urn:lost"


def at(iri: str) -> str:
    return "/graphs?graph=" + quote(iri, safe="")


STATUSES = [
    ("a graph that is not there", "GET", at(LOST), None, None, 404),
    ("HEAD of a graph that is not there", "HEAD", at(LOST), None, None, 404),
    ("removing what is not there", "DELETE", at(LOST), None, None, 404),
    ("no absolute IRI", "GET", at("x"), None, None, 400),
    ("an IRI with a space", "PUT", at("urn:a b"), TTL, ONE, 400),
    ("an IRI with a code point for private use", "PUT", at("urn:\U00107174"), TTL, ONE, 400),
    ("an IRI with a wrong escape", "PUT", at("urn:%zz"), TTL, ONE, 400),
    ("a path with a code point for private use", "PUT", "/graphs/%F4%87%91%B4", TTL, ONE, 400),
    ("an IRI that would end the query", "GET", at("urn:a> { } #"), None, None, 400),
    ("two graphs", "GET", at("urn:a") + "&graph=urn:b", None, None, 400),
    ("a graph and the default", "GET", at("urn:a") + "&default", None, None, 400),
    ("a path and a parameter", "GET", "/graphs/x?graph=urn:a", None, None, 400),
    ("PUT of nothing in particular", "PUT", "/graphs", TTL, ONE, 400),
    ("a type that is no RDF", "PUT", at(LOST), "image/png", b"\x89PNG", 415),
    ("no type", "PUT", at(LOST), None, ONE, 415),
    ("RDF that breaks off", "PUT", at(LOST), TTL, ONE + " <urn:b> <urn:p", 400),
    ("RDF that is not UTF-8", "PUT", at(LOST), TTL, b'<urn:a> <urn:p> "\xff" .', 400),
    ("RDF/XML with entities", "POST", at(LOST), "application/rdf+xml", '<!DOCTYPE a [<!ENTITY b "c">]><a/>', 400),
    ("a predicate that is a literal", "POST", at(LOST), TTL, '<urn:a> "p" 1 .', 400),
    ("an empty form", "POST", at(LOST), "multipart/form-data; boundary=x", "--x--\r\n", 400),
]


@pytest.mark.parametrize(
    ("method", "path", "kind", "body", "status"), [row[1:] for row in STATUSES], ids=[row[0] for row in STATUSES]
)
def test_status(live, method, path, kind, body, status):
    headers = {**AUTH, **({"Content_Type": kind} if kind else {})}
    reply = live.ask(method, path, body, **headers)
    assert reply.status == status, reply.text
    assert live.ask("GET", at(LOST)).status == 404, "nothing of a refused request may stay"


def test_writing_needs_the_token_and_reading_does_not(live):
    for method in ("PUT", "POST", "DELETE"):
        assert live.ask(method, at(LOST), ONE, Content_Type=TTL).status == 401
    assert live.ask("GET", "/graphs?default").status == 200


def test_a_graph_lives_and_dies(live):
    path = at("urn:life")
    assert live.ask("PUT", path, ONE, Content_Type=TTL, **AUTH).status == 201
    assert live.ask("PUT", path, ONE, Content_Type=TTL, **AUTH).status == 204
    head = live.ask("HEAD", path, Accept=TTL)
    assert (head.status, head.body) == (200, b"")
    assert live.ask("POST", path, "<urn:b> <urn:p> 2 .", Content_Type=TTL, **AUTH).status == 204
    assert live.ask("GET", path, Accept="application/n-triples").text.count("urn:p") == 2
    assert live.ask("PUT", path, "<urn:b> <urn:p", Content_Type=TTL, **AUTH).status == 400
    assert live.ask("GET", path, Accept="application/n-triples").text.count("urn:p") == 2
    assert live.ask("DELETE", path, **AUTH).status == 204
    assert live.ask("GET", path).status == 404


def test_a_new_graph_gets_an_address_that_works(live):
    reply = live.ask("POST", "/graphs", ONE, Content_Type=TTL, **AUTH)
    assert reply.status == 201
    path = reply.headers["location"].split(str(live.port), 1)[1]
    assert "urn:a" in live.ask("GET", path, Accept=TTL).text
    assert live.ask("DELETE", path, **AUTH).status == 204


def test_the_whole_dataset_can_be_had(live):
    reply = live.ask("GET", "/graphs", Accept="application/n-quads")
    assert reply.status == 200
    assert "<urn:g>" in reply.text


def test_one_bad_part_of_a_form_keeps_all_out(live):
    def form(*bodies: str) -> str:
        parts = [
            '--x\r\nContent-Disposition: form-data; name="f"; filename="f.ttl"\r\n'
            f"Content-Type: text/turtle\r\n\r\n{body}\r\n"
            for body in bodies
        ]
        return "".join(parts) + "--x--\r\n"

    kind = "multipart/form-data; boundary=x"
    assert live.ask("POST", at(LOST), form(ONE, "<urn:b> <"), Content_Type=kind, **AUTH).status == 400
    assert live.ask("GET", at(LOST)).status == 404
    assert live.ask("POST", at(LOST), form(ONE, "<urn:b> <urn:p> 1 ."), Content_Type=kind, **AUTH).status == 201
    assert live.ask("DELETE", at(LOST), **AUTH).status == 204
