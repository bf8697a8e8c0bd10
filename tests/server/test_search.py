"""Full-text search by page, by JSON and in SPARQL; and the description of the dataset."""

from urllib.parse import quote

import pytest
from rdflib import RDF, SH, VOID, Graph, URIRef

from kg.questions import load_questions
from kg.store.text import PROPERTY

ROWS = [
    ("a word", "customs", True),
    ("a beginning", "immig", True),
    ("two words, in any order", "customs immigration", True),
    ("another word", "weather", False),
    ("one word too many", "customs weather", False),
    ("no words", "!!!", False),
    ("FTS5's own language is only words", 'text:customs OR "', False),
    ("a quotation mark", 'customs"', True),
]


@pytest.mark.parametrize(("words", "found"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_search(live, words, found):
    reply = live.ask("GET", "/search?format=json&q=" + quote(words))
    assert reply.status == 200, reply.text
    assert bool(reply.json()["hits"]) == found


def test_search_follows_the_data(live):
    assert not live.ask("GET", "/search?format=json&q=zebra").json()["hits"]
    assert live.update('INSERT DATA { GRAPH <urn:z> { <urn:z> <urn:p> "a zebra" } }').status == 200
    assert live.ask("GET", "/search?format=json&q=zebra").json()["hits"][0]["thing"] == "urn:z"
    assert live.update("DROP GRAPH <urn:z>").status == 200
    assert not live.ask("GET", "/search?format=json&q=zebra").json()["hits"]


def test_search_in_sparql(live):
    for head, name in (("", f"<{PROPERTY}>"), ("PREFIX t: <https://w3id.org/polity/text/> ", "t:search")):
        reply = live.query(f'{head}SELECT ?s ?o {{ ?s {name} "customs" . ?s <urn:p> ?o FILTER(?o = 2) }}')
        assert reply.values("s") == ["https://w3id.org/polity/id/agency/us-ice"], reply.text
    assert live.query(f'SELECT ?s {{ ?s <{PROPERTY}> "weather" ; ?p ?o }}').status == 400
    assert live.query(f'SELECT ?s {{ ?s <{PROPERTY}> "weather" . ?s ?p ?o }}').values("s") == []
    assert live.query(f"SELECT ?s {{ ?s <{PROPERTY}> ?words }}").status == 400


def test_the_page_shows_texts_as_text(live):
    page = live.ask("GET", "/search?q=customs", Accept="text/html").text
    assert "&lt;b&gt;and" in page
    assert "<b>and" not in page


def test_void_is_true_to_the_data(live):
    def read() -> Graph:
        reply = live.ask("GET", "/.well-known/void", Accept="text/turtle")
        assert reply.status == 200, reply.text
        return Graph().parse(data=reply.text, format="turtle")

    def count(graph: Graph) -> int:
        dataset = next(s for s in graph.subjects(RDF.type, VOID.Dataset) if (s, VOID.sparqlEndpoint, None) in graph)
        return int(graph.value(dataset, VOID.triples))

    before = count(read())
    assert live.update("INSERT DATA { GRAPH <urn:v> { <urn:v> a <urn:VeryNew> } }").status == 200
    after = read()
    assert count(after) == before + 1
    assert URIRef("urn:VeryNew") in set(after.objects(None, VOID["class"]))
    assert live.update("DROP GRAPH <urn:v>").status == 200
    assert len(set(after.subjects(RDF.type, SH.SPARQLExecutable))) == len(load_questions())
