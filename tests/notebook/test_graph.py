"""Graphs as Python people use them: frames with types, named questions, the notebook's magic, rdflib's plugin."""

import datetime
import subprocess
import sys
import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, XSD, Dataset, Literal, URIRef, plugin
from rdflib.store import Store

import kg
from kg.errors import QueryError, StoreError, UnknownNameError
from kg.notebook.rdflib_store import PolityStore
from kg.store.embedded import build_store

ROOT = Path(__file__).parents[2]
EX = "http://e.example/"


@cache
def make_dataset() -> Dataset:
    data = Dataset()
    graph = data.graph(URIRef(f"{EX}g"))
    for number in (1, 2):
        thing = URIRef(f"{EX}{number}")
        graph.add((thing, RDF.type, URIRef(f"{EX}Thing")))
        graph.add((thing, URIRef(f"{EX}count"), Literal(number)))
        graph.add((thing, URIRef(f"{EX}day"), Literal(f"2020-01-0{number}", datatype=XSD.date)))
    graph.add((URIRef(f"{EX}1"), RDFS.label, Literal("<b>one</b>", lang="en")))
    return data


QUERY = f"""SELECT ?s ?n ?day ?name {{ ?s <{EX}count> ?n ; <{EX}day> ?day
  OPTIONAL {{ ?s rdfs:label ?name }} }} ORDER BY ?n"""


def test_frames_are_typed():
    with kg.open(make_dataset()) as graph:
        frame = graph.query(QUERY)
        assert str(frame["n"].dtype) == "Int64"
        assert list(frame["day"]) == [datetime.date(2020, 1, 1), datetime.date(2020, 1, 2)]
        assert frame["name"].isna().tolist() == [False, True]
        other = graph.query(QUERY, frame="polars")
        assert other["n"].to_list() == [1, 2]
        assert str(other["day"].dtype) == "Date"


def test_each_kind_of_query():
    with kg.open(make_dataset()) as graph:
        assert graph.query(f"ASK {{ ?s a <{EX}Thing> }}") is True
        assert len(graph.query("CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }")) == 2
        assert len(graph.select(QUERY, s=URIRef(f"{EX}2"))) == 1
        with pytest.raises(QueryError):
            graph.query("SELECT nonsense")
        with pytest.raises(QueryError):
            graph.select("ASK {}")
        with pytest.raises(UnknownNameError):
            graph.ask("who-disputs")
        with pytest.raises(UnknownNameError):
            graph.query(QUERY, frame="excel")


def test_no_rows_make_a_frame_with_columns():
    with kg.open(make_dataset()) as graph:
        assert list(graph.query("SELECT ?a ?b { ?a <urn:none> ?b }").columns) == ["a", "b"]
        assert graph.query("SELECT ?a ?b { ?a <urn:none> ?b }", frame="polars").columns == ["a", "b"]


def test_html_shows_markup_and_never_runs_it():
    with kg.open(make_dataset()) as graph:
        text = graph.select(QUERY)._repr_html_()
        assert "&lt;b&gt;one" in text
        assert "<b>" not in text
        assert "who-disputes" in graph._repr_html_()


def test_a_folder_that_holds_no_store(tmp_path):
    with pytest.raises(StoreError, match="kg build"):
        kg.open(tmp_path)


def test_rdflib_reads_a_store(tmp_path):
    with build_store(tmp_path / "graph") as store:
        store.load_dataset(make_dataset())
    row = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["rdf.plugins.store"]["Polity"]
    module, _, name = row.partition(":")
    assert getattr(import_module(module), name) is PolityStore
    plugin.register("PolityTest", Store, module, name)
    data = Dataset(store="PolityTest")
    data.open(str(tmp_path / "graph"))
    graph = data.graph(URIRef(f"{EX}g"))
    assert set(graph) == set(make_dataset().graph(URIRef(f"{EX}g")))
    assert len(list(graph.subjects(RDF.type, URIRef(f"{EX}Thing")))) == 2
    with pytest.raises(StoreError):
        graph.add((URIRef("urn:a"), RDF.type, URIRef("urn:b")))
    data.close()


def test_import_is_quick_and_lazy():
    heavy = "{'rdflib', 'pandas', 'pyoxigraph', 'flask', 'numpy'}"
    code = f"import sys, kg; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_the_tutorial_runs():
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(ROOT / "docs" / "tutorial.ipynb", as_version=4)
    done = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}
    ).execute()
    shown = [output for cell in done.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in shown if output.output_type == "error"]
    assert sum("text/html" in output.get("data", {}) for output in shown) >= 6
