"""The suites of the SPARQL Protocol, the Graph Store Protocol and Service Description, against a live server."""

import http.client
import re
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from tests.server.live import TOKEN
from tests.w3c.conftest import record
from tests.w3c.exceptions import KNOWN
from tests.w3c.suite import MF, UT, find_suite, load_manifest, needs_suite, read_triples, to_path

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SUITE = find_suite()
FILES = (
    "protocol/manifest.ttl",
    "graph-store-protocol/manifest-direct.ttl",
    "graph-store-protocol/manifest-indirect.ttl",
)
STATUS = {"OK": [200], "Created": [201], "NoContent": [204], "NotFound": [404], "BadRequest": [400]}
FORMATS = {
    "boolean": {"application/sparql-results+xml", "application/sparql-results+json"},
    "tabular": {
        "application/sparql-results+xml",
        "application/sparql-results+json",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples"},
}


@dataclass(frozen=True)
class Exchange:
    """A test of several requests, each with what is expected of its response."""

    id: str
    graph: Graph
    test: object


def list_exchanges():
    for name in FILES if SUITE else ():
        graph = load_manifest(SUITE / name)
        for head in graph.objects(None, MF.entries):
            for test in Collection(graph, head):
                case = f"{name.split('/')[0]}/{str(test).rsplit('#', 1)[-1]}"
                marks = [pytest.mark.xfail(reason=KNOWN[case])] if case in KNOWN else []
                yield pytest.param(Exchange(case, graph, test), id=case, marks=marks)


def read_headers(graph, node) -> dict[str, str]:
    head = graph.value(node, HT.headers)
    rows = Collection(graph, head) if head is not None else ()
    return {str(graph.value(row, HT.fieldName)).lower(): str(graph.value(row, HT.fieldValue)) for row in rows}


def read_body(graph, node) -> bytes | None:
    body = graph.value(node, HT.body)
    if body is None:
        return None
    encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
    return str(graph.value(body, CNT.chars)).encode(encoding)


@needs_suite
@pytest.mark.parametrize("exchange", list(list_exchanges()))
def test_exchange(exchange, w3c_server, put):
    passed = False
    try:
        run(exchange, w3c_server, put)
        passed = True
    finally:
        record(str(exchange.test), passed)


def run(exchange, server, put):
    graph, test = exchange.graph, exchange.test
    if exchange.id.startswith("protocol/"):
        data = graph.objects(test, UT.graphData)
        label = "http://www.w3.org/2000/01/rdf-schema#label"
        from rdflib import URIRef

        put([(str(graph.value(row, URIRef(label))), read_triples(to_path(graph.value(row, UT.graph)))) for row in data])
    elif "head_existing" not in exchange.id:  # those ask for what the test before them left
        put([])
    names: dict[str, str] = {}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for request in Collection(graph, graph.value(graph.value(test, MF.action), HT.requests)):
        path = str(graph.value(request, HT.absolutePath))
        path = re.sub(r"^/gsp", "/graphs", path)
        headers, body = read_headers(graph, request), read_body(graph, request)
        for name, value in names.items():
            path = path.replace(quote(name, safe=""), quote(value, safe="")).replace(name, value)
            if path.startswith("http://"):
                path = path.split(str(server.port), 1)[1]
            body = body and body.replace(name.encode(), value.encode())
        method = str(graph.value(request, HT.methodName))
        # The tests ask for no token; the update and the writing of graphs need it here.
        headers["authorization"] = f"Bearer {TOKEN}"
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        check(graph, graph.value(request, HT.resp), response, response.read(), names, f"{method} {path}")
    connection.close()


def check(graph, expected, response, body, names, what):
    wanted = [str(status).rsplit("#", 1)[-1] for status in graph.objects(expected, MF.expectedStatus)]
    allowed = set()
    for status in wanted:
        if match := re.fullmatch(r"StatusCode(\d)xx", status):
            allowed |= set(range(int(match[1]) * 100, int(match[1]) * 100 + 100))
        else:
            allowed |= set(STATUS[status])
    assert not allowed or response.status in allowed, f"{what}: {response.status} {body!r}"
    content_type = response.getheader("content-type", "").partition(";")[0]
    form = graph.value(expected, MF.expectedFormat)
    if form is not None:
        assert content_type in FORMATS[str(form)], f"{what}: {content_type}"
    truth = graph.value(expected, MF.expectedBoolean)
    if truth is not None:
        assert f'"boolean":{str(truth).lower()}'.encode() in body, f"{what}: {body!r}"
    location = graph.value(expected, MF.expectedLocation)
    if location is not None:
        assert response.getheader("location"), what
        names[str(location)] = response.getheader("location")
    headers, data = read_headers(graph, expected), read_body(graph, expected)
    for name in ("content-type",):
        if name in headers:
            assert content_type == headers[name].partition(";")[0], what
    if data is not None and response.status == 200:
        for name, value in names.items():
            data = data.replace(name.encode(), value.encode())
        want, found = Graph(), Graph()
        want.parse(data=data.decode(), format="turtle", publicID="http://www.example/")
        found.parse(data=body.decode(), format="turtle", publicID="http://www.example/")
        assert isomorphic(want, found), f"{what}: {body.decode()}"


SERVICE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/service-description/manifest#"


@needs_suite
@pytest.mark.parametrize("name", ["returns-rdf", "has-endpoint-triple", "conforms-to-schema"])
def test_service_description(name, w3c_server):
    passed = False
    try:
        reply = w3c_server.ask("GET", "/sparql", Accept="text/turtle")
        assert reply.status == 200
        graph = Graph().parse(data=reply.text, format="turtle")
        service = graph.value(None, RDF.type, SD.Service)
        if name == "has-endpoint-triple":
            assert str(graph.value(service, SD.endpoint)) == f"http://127.0.0.1:{w3c_server.port}/sparql"
        if name == "conforms-to-schema":
            assert service is not None
            for language in graph.objects(service, SD.supportedLanguage):
                assert language in (SD.SPARQL11Query, SD.SPARQL11Update)
            dataset = graph.value(service, SD.defaultDataset)
            assert (dataset, RDF.type, SD.Dataset) in graph
            assert (graph.value(dataset, SD.defaultGraph), RDF.type, SD.Graph) in graph
            for named in graph.objects(dataset, SD.namedGraph):
                assert graph.value(named, SD.name) is not None
        passed = True
    finally:
        record(SERVICE + name, passed)
