"""What a write would do, committed as quads, is what the write itself does: on disk and in memory."""

import pytest
from rdflib import Dataset
from rdflib.compare import isomorphic
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kg.formats import get_format
from kg.store.base import DEFAULT_GRAPH
from kg.store.effect import find_drop_effect, find_load_effect, find_replace_effect, find_update_effect
from kg.store.embedded import EmbeddedStore, open_store

DATA = """INSERT DATA { <urn:a> <urn:p> 1, "x\\t\\"\\n"@en, _:b . _:b <urn:p> _:c .
  GRAPH <urn:g> { <urn:a> <urn:p> 1, 1.0 . _:b <urn:q> _:b } GRAPH <urn:h> { <urn:a> <urn:p> <urn:a> } }"""
UPDATES = [
    "INSERT DATA { <urn:n> <urn:p> [ <urn:p> 1 ] . GRAPH <urn:new> { <urn:n> <urn:p> 2 } }",
    "INSERT DATA { <urn:a> <urn:p> 1 }",
    'DELETE DATA { <urn:a> <urn:p> 1, "x\\t\\"\\n"@en GRAPH <urn:g> { <urn:a> <urn:p> 1.0 } }',
    "DELETE WHERE { ?s <urn:p> ?o }",
    "DELETE { ?s ?p ?o } INSERT { GRAPH <urn:h> { ?o ?p ?s . ?s ?p _:new } } WHERE { ?s ?p ?o FILTER(isBLANK(?o)) }",
    "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(isBLANK(?s)) }",
    "DELETE DATA { <urn:a> <urn:p> 1 } ; INSERT DATA { <urn:a> <urn:p> 1 }",
    "MOVE <urn:g> TO <urn:h>",
    "COPY DEFAULT TO <urn:g>",
    "DROP GRAPH <urn:g> ; CREATE GRAPH <urn:g>",
    "CREATE GRAPH <urn:empty> ; CLEAR GRAPH <urn:h>",
    "DROP ALL",
]


@pytest.fixture(params=["memory", "disk"])
def twins(request, tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"] if request.param == "disk" else [None, None]
    stores = [open_store(folder) for folder in folders]
    for store in stores:
        store.update(DATA)
    yield stores
    for store in stores:
        store.close()


def check_same(one: EmbeddedStore, other: EmbeddedStore) -> None:
    assert one.list_graphs() == other.list_graphs()
    read = [Dataset(default_union=False), Dataset(default_union=False)]
    for data, store in zip(read, (one, other), strict=True):
        text = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
        for row in store.query(text, scope=DEFAULT_GRAPH).rows():
            data.graph(row.get("g", DATASET_DEFAULT_GRAPH_ID)).add((row["s"], row["p"], row["o"]))
    for graph in read[0].graphs():
        assert isomorphic(graph, read[1].graph(graph.identifier)), graph.identifier


@pytest.mark.parametrize("text", UPDATES)
def test_updates(twins, text):
    done, told = twins
    done.update(text)
    before = set(told.oxigraph)
    effect = find_update_effect(told, text)
    assert set(told.oxigraph) == before
    told.commit(effect)
    check_same(done, told)


TTL = b"<urn:a> <urn:p> 1 . [] <urn:q> [] ."


@pytest.mark.parametrize("graph", [None, "urn:g", "urn:new"])
def test_files_and_drops(twins, graph):
    done, told = twins
    form = get_format("turtle")
    done.load(TTL, form, graph=graph)
    told.commit(find_load_effect(told, TTL, form, graph))
    check_same(done, told)
    for data in (TTL, b""):
        done.replace_graph(data, form, graph=graph)
        told.commit(find_replace_effect(told, data, form, graph))
        check_same(done, told)
    done.drop_graph(graph)
    told.commit(find_drop_effect(told, graph))
    check_same(done, told)
