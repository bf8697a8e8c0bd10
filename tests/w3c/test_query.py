"""The suites of SPARQL 1.1 Query, Update and Results, against a live server over HTTP."""

import pytest

from tests.w3c.conftest import record
from tests.w3c.exceptions import BY_VALUE, KNOWN
from tests.w3c.suite import (
    Case,
    Table,
    canonicalise_result,
    equal,
    find_suite,
    is_ordered,
    list_cases,
    needs_suite,
    read_csv,
    read_expected,
    read_graph,
    read_json,
    read_result_set,
    read_triples,
    read_tsv,
    read_xml,
)

MANIFESTS = ("manifest-sparql11-query.ttl", "manifest-sparql11-update.ttl", "manifest-sparql11-results.ttl")
SUITE = find_suite()
CASES = [case for name in MANIFESTS for case in list_cases(SUITE / name)] if SUITE else []
CASES += list(list_cases(SUITE / "syntax-fed" / "manifest.ttl")) if SUITE else []

ACCEPT = {".tsv": "text/tab-separated-values", ".csv": "text/csv", ".srj": "application/sparql-results+json"}


def mark(case: Case):
    marks = [pytest.mark.xfail(reason=KNOWN[case.id])] if case.id in KNOWN else []
    return pytest.param(case, id=case.id, marks=marks)


@needs_suite
@pytest.mark.parametrize("case", [mark(case) for case in CASES])
def test_case(case: Case, w3c_server, put):
    passed = False
    try:
        RUN[case.kind](case, w3c_server, put)
        passed = True
    finally:
        record(case.iri, passed)


def run_query(case: Case, server, put):
    text = case.text.read_text(encoding="utf-8")
    put([(name, read_triples(path)) for name, path in case.graphs])
    expected = read_expected(case.result)
    suffix = case.result.suffix
    graph = not isinstance(expected, (Table, bool))
    accept = "application/n-triples" if graph else ACCEPT.get(suffix, "application/sparql-results+xml")
    reply = server.query(f"BASE <{case.text.as_uri()}>\n{text}", accept)
    assert reply.status == 200, reply.text
    if graph:
        found = read_result_set(read_graph(reply.body))
    else:
        reader = {".tsv": read_tsv, ".csv": read_csv, ".srj": read_json}.get(suffix, read_xml)
        found = reader(reply.body)
    exact = equal(expected, found, ordered=is_ordered(text))
    if case.id in BY_VALUE:
        assert not exact, "this case passes as it stands: take it off the list"
        expected, found = canonicalise_result(expected), canonicalise_result(found)
        exact = equal(expected, found, ordered=is_ordered(text))
    assert exact, f"{text}\nexpected {expected}\nfound {found}"


def run_update(case: Case, server, put):
    put([(name, read_triples(path)) for name, path in case.graphs])
    text = case.text.read_text(encoding="utf-8")
    reply = server.update(f"BASE <{case.text.as_uri()}>\n{text}")
    assert reply.status == 200, reply.text
    expected: dict[str, bytes] = {}
    for name, path in case.result_graphs:
        expected[name] = expected.get(name, b"") + read_triples(path)
    names = server.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").values("g")
    assert set(names) == {name for name, data in expected.items() if name and data}
    for name in ("", *names):
        found = server.ask(
            "GET", f"/graphs?graph={name}" if name else "/graphs?default", Accept="application/n-triples"
        )
        want = expected.get(name, b"")
        assert equal(read_graph(want), read_graph(found.body), ordered=False), f"{name}: {want} {found.body}"


def run_good_query(case: Case, server, put):  # noqa: ARG001
    reply = server.query(case.text.read_text(encoding="utf-8"), "*/*")
    check_accepted(reply)


def run_bad_query(case: Case, server, put):  # noqa: ARG001
    assert server.query(case.text.read_text(encoding="utf-8"), "*/*").status == 400


def run_good_update(case: Case, server, put):
    put([])
    check_accepted(server.update(case.text.read_text(encoding="utf-8")))


def check_accepted(reply):
    """The text was understood: carried out; or read to its end and refused, as it reaches for another server (403) or
    for a graph that is not there (409)."""
    assert reply.status in (200, 403, 409), reply.text


def run_bad_update(case: Case, server, put):
    put([])
    assert server.update(case.text.read_text(encoding="utf-8")).status == 400


RUN = {
    "QueryEvaluationTest": run_query,
    "CSVResultFormatTest": run_query,
    "UpdateEvaluationTest": run_update,
    "PositiveSyntaxTest11": run_good_query,
    "PositiveSyntaxTest": run_good_query,
    "NegativeSyntaxTest11": run_bad_query,
    "NegativeSyntaxTest": run_bad_query,
    "PositiveUpdateSyntaxTest11": run_good_update,
    "NegativeUpdateSyntaxTest11": run_bad_update,
}
