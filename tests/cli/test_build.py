"""`kg build`: articles to a store; what happens to bad ones, and to the store that was there."""

import io
import json
import os
from pathlib import Path

import pytest

from kg.export.statements import read_quads
from kg.formats import get_format
from kg.resources import find_resource
from kg.store.embedded import open_store
from tests.cli.test_store_commands import run
from tests.export.test_rdf import GRAPHS, canonicalise, keep_lexical_forms, read_oxigraph, read_rdflib

__all__ = ["keep_lexical_forms"]  # a fixture for all tests here

SEEDS = find_resource("data", "articles", "seed")
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a :Article }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("build") / "graph"
    done = run("build", SEEDS, "--out", out, "--json")
    assert (done.code, done.err) == (0, "")
    summary = json.loads(done.out)
    assert (summary["articles"], summary["failed"], summary["inconsistencies"]) == (2, 0, 0)
    assert min(summary[key] for key in ("claims", "events", "relations", "inferred")) > 0
    return out


def count_articles(store: Path) -> int:
    done = run("query", "-", "--json", "--store", store, stdin=COUNT)
    return int(json.loads(done.out)["results"]["bindings"][0]["n"]["value"])


def test_every_statement_of_an_article_has_a_sentence(store: Path) -> None:
    done = run("export", "--format", "csv", "--table", "relations", "--store", store)
    assert done.code == 0
    assert len(done.out.splitlines()) > 1
    assert count_articles(store) == 2


@pytest.mark.parametrize("name", ["turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads"])
def test_every_format_reads_back_as_the_graph(name: str, store: Path, tmp_path: Path) -> None:
    file = tmp_path / f"graph.{name}"
    assert run("export", "--format", name, "--out", file, "--store", store) == (0, "", "")
    union, dumped = name in GRAPHS, io.BytesIO()
    opened = open_store(store, read_only=True)
    opened.dump(dumped, get_format("nquads"))
    opened.close()
    dumped.seek(0)
    expected = canonicalise(read_quads(dumped), union=union)
    data = file.read_bytes()
    assert canonicalise(read_oxigraph(data, name), union=union) == expected
    assert canonicalise(read_rdflib(data, name), union=union) == expected


def test_any_number_of_processes_gives_the_same_bytes(store: Path, tmp_path: Path) -> None:
    assert run("build", SEEDS, "--out", tmp_path / "graph", "--jobs", "2", PYTHONHASHSEED="7").code == 0
    ours, theirs = (
        run("export", "--format", "nquads", "--store", folder).out for folder in (store, tmp_path / "graph")
    )
    assert ours == theirs
    assert run("diff", store, tmp_path / "graph", "--all").out == "0 gained, 0 lost, 0 changed\n"


def test_a_bad_article_fails_alone(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "good.txt").write_bytes((SEEDS / "002_f8b803e74bdc5656.txt").read_bytes())
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"%PDF-1.7\n\x00")
    (folder / "latin.txt").write_bytes("Le préfet a refusé.".encode("latin-1"))
    done = run("build", folder, tmp_path / "none.txt", "--out", tmp_path / "graph")
    assert done.code == 1
    assert [line.split(":")[1].strip().rpartition("/")[2] for line in done.err.splitlines()] == [
        "binary.txt", "empty.txt", "latin.txt", "none.txt"
    ]  # fmt: skip
    assert "failed           4" in done.out
    assert count_articles(tmp_path / "graph") == 1


def test_a_store_outlives_a_build_of_nothing(store: Path, tmp_path: Path) -> None:
    before = run("export", "--format", "nquads", "--store", store).out
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("build", tmp_path / "empty.txt", "--out", store)
    assert (done.code, done.out) == (1, "")
    assert "was left as it was" in done.err
    assert run("export", "--format", "nquads", "--store", store).out == before


def test_a_folder_of_somebody_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    done = run("build", SEEDS, "--out", tmp_path)
    assert (done.code, done.out) == (1, "")
    assert "is no store" in done.err
    assert (tmp_path / "letter.txt").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    done = run("build", SEEDS, "--out", tmp_path / "closed" / "graph")
    assert (done.code, "cannot be written" in done.err) == (1, True)


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "graph").write_text("")
    done = run("build", SEEDS, "--out", tmp_path / "graph" / "x")
    assert (done.code, "cannot be written" in done.err) == (1, True)


def test_an_unknown_reasoner(tmp_path: Path) -> None:
    done = run("build", SEEDS, "--out", tmp_path / "graph", "--engine", "owlrI")
    assert (done.code, "Did you mean owlrl" in done.err) == (1, True)
    assert not (tmp_path / "graph").exists()


def test_without_a_store_the_shipped_articles_are_asked(tmp_path: Path) -> None:
    done = run("query", "-", "--json", stdin=COUNT, cwd=tmp_path)
    assert done.code == 0
    assert "there is no store" in done.err
    assert json.loads(done.out)["results"]["bindings"][0]["n"]["value"] == "2"
