"""One table of cases, run on the store in memory and on the store on disk."""

import multiprocessing
import threading
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, BNode, Dataset, Literal, URIRef

from kg.errors import KgError, LoadError, QueryError, StoreBusyError, UnknownNameError
from kg.formats import get_format
from kg.store.base import Scope, Store
from kg.store.embedded import build_store, open_store
from kg.store.terms import to_rdflib

A, P, G = URIRef("urn:a"), URIRef("urn:p"), URIRef("urn:g")


@pytest.fixture(params=["memory", "disk"])
def store(request, tmp_path):
    found = open_store(None if request.param == "memory" else tmp_path / "store")
    yield found
    found.close()


def ask(store: Store, text: str, **options) -> list[dict[str, object]]:
    return [{k: v.toPython() for k, v in row.items()} for row in store.query(text, **options).rows()]


def test_an_update_is_seen_and_counts_the_version_up(store):
    before = store.version
    store.update("INSERT DATA { <urn:a> <urn:p> 1 }")
    assert ask(store, "SELECT ?o { ?s ?p ?o }") == [{"o": 1}]
    assert store.version == before + 1


SCOPES = [
    ("all graphs as one", Scope(), {1, 2}),
    ("the default graph alone", Scope(union=False), {1}),
    ("a graph named by the protocol", Scope(default=("urn:g",)), {2}),
    ("only named graphs given, so the default graph is empty", Scope(named=("urn:g",)), set()),
]


@pytest.mark.parametrize(("scope", "expected"), [row[1:] for row in SCOPES], ids=[row[0] for row in SCOPES])
def test_scope(store, scope, expected):
    store.update("INSERT DATA { <urn:a> <urn:p> 1 . GRAPH <urn:g> { <urn:a> <urn:p> 2 } }")
    assert {row["o"] for row in ask(store, "SELECT ?o { ?s ?p ?o }", scope=scope)} == expected


def test_bindings_are_values_never_text(store):
    store.update('INSERT DATA { <urn:a> <urn:p> "x\\" } #" }')
    assert ask(store, "SELECT ?s { ?s ?p ?o }", bindings={"o": Literal('x" } #')}) == [{"s": "urn:a"}]


def test_blank_nodes_of_two_files_stay_apart(store):
    for _ in range(2):
        store.load(b"_:b <urn:p> <urn:o> .", get_format("ntriples"), graph="urn:g")
    dataset = Dataset()
    dataset.default_graph.add((BNode("b"), P, URIRef("urn:o")))
    store.load_dataset(dataset)
    assert len(store) == 3


BROKEN = [
    ("half a Turtle file", "turtle", b"<urn:a> <urn:p> 1 . <urn:a> <urn:p> "),
    ("an IRI with a space", "ntriples", b"<urn:a> <urn:p> <urn:b c> ."),
    ("a literal as subject", "ntriples", b'<urn:a> <urn:p> 1 . "x" <urn:p> <urn:b> .'),
    ("bytes that are not UTF-8", "turtle", b'<urn:a> <urn:p> 1 . <urn:a> <urn:p> "\xff" .'),
    ("an entity bomb cut short", "rdfxml", b'<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><r>&b;'),
    (
        "a whole entity bomb",
        "rdfxml",
        b'<!DOCTYPE r [<!ENTITY a "x">]><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Bag>'
        b"<r:value>&a;</r:value></r:Bag></r:RDF>",
    ),
    ("JSON-LD with a context elsewhere", "jsonld", b'{"@context": "http://127.0.0.1:9/c", "@id": "urn:a", "p": 1}'),
]


@pytest.mark.parametrize(("form", "data"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_nothing_of_malformed_rdf_stays(store, form, data):
    store.update("INSERT DATA { GRAPH <urn:g> { <urn:kept> <urn:p> 1 } }")
    for write in (store.load, store.replace_graph):
        with pytest.raises(LoadError):
            write(BytesIO(data), get_format(form), graph="urn:g")
    assert ask(store, "SELECT ?s { ?s ?p ?o }") == [{"s": "urn:kept"}]


def test_replacing_a_graph_says_whether_it_was_there(store):
    turtle = get_format("turtle")
    assert not store.replace_graph(b"<urn:a> <urn:p> 1 .", turtle, graph="urn:g")
    assert store.replace_graph(b"<urn:a> <urn:p> 2 .", turtle, graph="urn:g")
    assert store.replace_graph(b"<urn:a> <urn:p> 3 .", turtle, graph=None)
    assert {row["o"] for row in ask(store, "SELECT ?o { ?s ?p ?o }")} == {2, 3}
    assert store.replace_graph(b"", turtle, graph="urn:g")
    assert store.list_graphs() == ["urn:g"], "an emptied graph is still there (Graph Store Protocol, 5.3)"
    assert store.drop_graph("urn:g")
    assert not store.drop_graph("urn:g")


def test_wrong_queries_are_typed_errors(store):
    for text in ("SELECT", "SELECT * { ?s ?p }", "SELECT (1 AS ?x) (2 AS ?x) {}"):
        with pytest.raises(QueryError):
            store.query(text)
    with pytest.raises(QueryError):
        store.update("INSERT DATA { ?s ?p ?o }")
    with pytest.raises(UnknownNameError):
        store.query("SELECT * {}").write(BytesIO(), get_format("turtle"))
    with pytest.raises(UnknownNameError):
        store.dump(BytesIO(), get_format("turtle"))


def test_a_failed_update_changes_nothing(store):
    store.update("INSERT DATA { <urn:a> <urn:p> 1 }")
    with pytest.raises(QueryError):
        store.update("INSERT DATA { <urn:a> <urn:p> 2 } ; LOAD <file:///nowhere>")
    assert len(store) == 1


def test_threads_that_count_lose_nothing(store):
    store.update("INSERT DATA { <urn:n> <urn:p> 0 }")
    add = "DELETE { ?s ?p ?n } INSERT { ?s ?p ?m } WHERE { ?s ?p ?n BIND(?n + 1 AS ?m) }"
    threads = [threading.Thread(target=lambda: [store.update(add) for _ in range(20)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ask(store, "SELECT ?o { ?s ?p ?o }") == [{"o": 80}]


def test_a_store_comes_back_with_its_version(tmp_path):
    store = open_store(tmp_path / "s")
    store.update("INSERT DATA { <urn:a> <urn:p> 1 }")
    store.close()
    again = open_store(tmp_path / "s")
    assert (len(again), again.version) == (1, 1)
    again.close()


def test_a_second_writer_is_refused_and_a_reader_is_not(tmp_path):
    store = open_store(tmp_path / "s")
    store.update("INSERT DATA { <urn:a> <urn:p> 1 }")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_try_writing, (tmp_path / "s",)) == "StoreBusyError"
    reader = open_store(tmp_path / "s", read_only=True)
    assert len(reader) == 1
    reader.close()
    store.close()


def _try_writing(path: Path) -> str:
    try:
        open_store(path)
    except KgError as error:
        return type(error).__name__
    return "opened"


def test_a_build_that_fails_leaves_the_old_store(tmp_path):
    path = tmp_path / "s"
    with build_store(path) as store:
        store.update("INSERT DATA { <urn:old> <urn:p> 1 }")
    with pytest.raises(QueryError), build_store(path) as store:
        store.update("INSERT DATA { <urn:new> <urn:p> ")
    assert [entry.name for entry in tmp_path.iterdir()] == ["s"]
    old = open_store(path)
    version = old.version
    assert ask(old, "SELECT ?s { ?s ?p ?o }") == [{"s": "urn:old"}]
    with pytest.raises(StoreBusyError), build_store(path) as store:
        pass  # the old store is still open here
    old.close()
    with build_store(path) as store:
        store.update("INSERT DATA { <urn:new> <urn:p> 1 }")
    new = open_store(path)
    assert ask(new, "SELECT ?s { ?s ?p ?o }") == [{"s": "urn:new"}]
    assert new.version > version
    new.close()


def test_a_swap_cut_short_is_mended(tmp_path):
    with build_store(tmp_path / "s") as store:
        store.update("INSERT DATA { <urn:old> <urn:p> 1 }")
    (tmp_path / "s").rename(tmp_path / ".s.old")
    store = open_store(tmp_path / "s")
    assert len(store) == 1
    store.close()


def test_a_snapshot_stays_as_it_was(tmp_path):
    store = open_store(tmp_path / "s")
    store.update("INSERT DATA { <urn:a> <urn:p> 1 }")
    store.snapshot(tmp_path / "copy")
    store.update("INSERT DATA { <urn:a> <urn:p> 2 }")
    copy = open_store(tmp_path / "copy", read_only=True)
    assert (len(copy), copy.version, len(store)) == (1, 1, 2)
    copy.close()
    store.close()


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
LITERALS = st.one_of(
    TEXT.map(Literal),
    TEXT.map(lambda text: Literal(text, lang="de-AT")),
    st.integers().map(Literal),
    st.dates().map(Literal),
    TEXT.map(lambda text: Literal(text, datatype=URIRef("urn:type"))),
)


@given(st.lists(st.tuples(st.sampled_from([None, "urn:g", "urn:h"]), LITERALS), max_size=8))
@settings(max_examples=50, deadline=None)
def test_a_dataset_comes_back_as_it_went_in(rows):
    dataset = Dataset()
    for graph, value in rows:
        (dataset.default_graph if graph is None else dataset.graph(URIRef(graph))).add((A, RDF.value, value))
    store = open_store(None)
    store.load_dataset(dataset)
    back = BytesIO()
    store.dump(back, get_format("nquads"))
    again = ox.Store()
    again.load(back.getvalue(), ox.RdfFormat.N_QUADS)
    assert {(graph, value) for graph, value in rows} == {
        (None if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value, to_rdflib(quad.object))
        for quad in again
    }
