"""A server without a union default graph, as the W3C's cases expect, and a report of what passed (EARL)."""

import os
from pathlib import Path

import pytest
from rdflib import RDF, BNode, Graph, Namespace, URIRef

from tests.server.live import TOKEN, Live

EARL = Namespace("http://www.w3.org/ns/earl#")
REPORT = Graph()


@pytest.fixture(scope="session")
def w3c_server():
    server = Live(union_default_graph="no", nesting=500, deadline=20)
    yield server
    server.stop()
    if target := os.environ.get("EARL_REPORT"):
        REPORT.bind("earl", EARL)
        REPORT.serialize(Path(target), format="turtle")


@pytest.fixture
def put(w3c_server):
    """Make the dataset exactly what is given: pairs of a graph's name ("" for the default) and N-Triples."""

    def put(graphs):
        from urllib.parse import quote

        assert w3c_server.update("DROP ALL").status == 200
        for name, data in graphs:
            path = f"/graphs?graph={quote(name, safe='')}" if name else "/graphs?default"
            reply = w3c_server.ask(
                "POST", path, data, Content_Type="application/n-triples", Authorization=f"Bearer {TOKEN}"
            )
            assert reply.status in (201, 204), reply.text

    return put


def record(iri: str, passed: bool) -> None:
    """Write one assertion of the EARL report."""
    claim, result = BNode(), BNode()
    REPORT.add((claim, RDF.type, EARL.Assertion))
    REPORT.add((claim, EARL.subject, URIRef("https://w3id.org/polity/software")))
    REPORT.add((claim, EARL.test, URIRef(iri)))
    REPORT.add((claim, EARL.mode, EARL.automatic))
    REPORT.add((claim, EARL.result, result))
    REPORT.add((result, RDF.type, EARL.TestResult))
    REPORT.add((result, EARL.outcome, EARL.passed if passed else EARL.failed))
