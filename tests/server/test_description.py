"""The endpoint describes itself in the data: to those who ask for it, true to each version."""

import pytest

from tests.server.live import Live

PREFIXES = """
PREFIX void: <http://rdfs.org/ns/void#> PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX id: <https://w3id.org/polity/id/>
"""
GRAPH = "<https://w3id.org/polity/id/graph/description>"
TRIPLES = PREFIXES + "SELECT ?n { id:dataset void:triples ?n }"


@pytest.fixture(scope="module")
def served():
    server = Live()
    assert (
        server.update("INSERT DATA { <urn:a> a <urn:C> ; <urn:p> 1 GRAPH <urn:g> { <urn:b> <urn:p> 2 } }").status == 200
    )
    yield server
    assert server.stop() == 0


ASKED = [
    ("classes, as an editor completes them", "SELECT ?x { ?part void:class ?x }", ["urn:C"]),
    ("how often a property is used", "SELECT ?x { ?part void:property <urn:p> ; void:triples ?x }", ["2"]),
    ("in a named graph", f"SELECT ?x {{ GRAPH {GRAPH} {{ ?part void:class ?x }} }}", ["urn:C"]),
    ("in no other graph", "SELECT ?x { GRAPH <urn:g> { ?part void:class ?x } }", []),
    ("by FROM", f"SELECT ?x FROM {GRAPH} {{ ?part void:class ?x }}", ["urn:C"]),
    ("joined with the data", "SELECT ?x { ?part void:class ?class . ?x a ?class }", ["urn:a"]),
    ("the name of the graph", "SELECT ?x { GRAPH ?x { ?part void:class <urn:C> } }", [GRAPH[1:-1]]),
    ("the graphs of the service", "SELECT ?x { ?part a sd:NamedGraph ; sd:name ?x }", ["urn:g"]),
]


@pytest.mark.parametrize(("text", "values"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED])
def test_asked(served, text, values):
    assert served.query(PREFIXES + text).values("x") == values


def test_executables_are_queries_that_run(served):
    rows = served.query(PREFIXES + "SELECT ?e ?text { ?e a sh:SPARQLExecutable ; sh:select ?text }").json()
    assert len(rows["results"]["bindings"]) >= 10
    for row in rows["results"]["bindings"]:
        assert row["e"]["value"].startswith(f"http://127.0.0.1:{served.port}/ask/")
        assert served.query(row["text"]["value"]).status == 200


def test_by_the_protocol(served):
    found = served.query("SELECT ?s { ?s ?p ?o }", **{"default-graph-uri": GRAPH[1:-1]})
    assert "https://w3id.org/polity/id/dataset" in found.values("s")


def test_as_a_graph_over_http(served):
    reply = served.ask("GET", "/graphs?graph=" + GRAPH[1:-1], Accept="application/n-triples")
    assert reply.status == 200
    assert "service-description#Service" in reply.text


def test_others_see_the_data_alone(served):
    assert served.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").values("n") == ["3"]
    assert served.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").values("g") == ["urn:g"]
    assert served.query(TRIPLES).values("n") == ["3"]
    assert served.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").values("n") == ["3"]


def test_it_stays_true_under_updates(served):
    for number in range(3):
        before = int(served.query(TRIPLES).values("n")[0])
        assert served.update(f"INSERT DATA {{ <urn:more{number}> <urn:p> 1 }}").status == 200
        assert served.query(TRIPLES).values("n") == [str(before + 1)]


def test_a_graph_of_that_name_in_the_data_stays(served):
    assert served.update(f"INSERT DATA {{ GRAPH {GRAPH} {{ <urn:x> <urn:y> 1 }} }}").status == 200
    for _ in range(2):
        assert served.query(f"SELECT ?s {{ GRAPH {GRAPH} {{ ?s ?p ?o }} }}").values("s") == ["urn:x"]
    assert served.update(f"DROP GRAPH {GRAPH}").status == 200


def test_void_over_http_says_the_same(served):
    text = served.ask("GET", "/.well-known/void", Accept="application/n-triples").text
    assert f'ns/void#triples> "{served.query(TRIPLES).values("n")[0]}"' in text
    assert "SPARQLExecutable" in text
