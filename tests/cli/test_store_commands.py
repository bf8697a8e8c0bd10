"""Commands on a store, run as a person runs them: what is printed, what goes to the error output, the exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.store.embedded import open_store

ROOT = Path(__file__).parent.parent.parent
DATA = b"""
@base <https://w3id.org/polity/id/> .
@prefix : <https://w3id.org/polity/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<graph/g> { <agency/a> a :Agency ; rdfs:label "[red]A[/red]" . <agency/b> a :Agency ; rdfs:label "B" . }
<graph/h> { <agency/a> :partOf <agency/b> . }
"""
A, B = "<https://w3id.org/polity/id/agency/a>", "<https://w3id.org/polity/id/agency/b>"


class Run(NamedTuple):
    code: int
    out: str
    err: str


def run(*arguments: str | Path, stdin: str | bytes = "", cwd: Path = ROOT, **environment: str) -> Run:
    data = stdin.encode() if isinstance(stdin, str) else stdin
    clean = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    done = subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        input=data,
        capture_output=True,
        check=False,
        cwd=cwd,
        timeout=120,
        env={**clean, "PYTHONPATH": str(ROOT), **environment},
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "data.trig").write_bytes(DATA)
    done = run("load", folder / "data.trig", "--store", folder / "graph")
    assert done == Run(0, "", f"{folder / 'data.trig'}: 5 statements added\n")
    return folder / "graph"


SELECT = "SELECT ?s ?l { ?s a :Agency ; rdfs:label ?l } ORDER BY ?s"


def test_help_is_fast_to_load() -> None:
    code = "import sys, kg.cli.group; print([m for m in ('rdflib', 'pyoxigraph', 'rich', 'flask') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    assert done.stdout == b"[]\n"


def test_each_command_has_help_with_an_example() -> None:
    from click.testing import CliRunner

    from kg.cli.group import COMMANDS, group

    for name in COMMANDS:
        shown = CliRunner().invoke(group, [name, "--help"])
        assert shown.exit_code == 0
        assert "Example: " in shown.output, name


def test_rows_are_printed_as_a_table_with_brackets_as_they_are(store: Path) -> None:
    done = run("query", "-", "--store", store, stdin=SELECT)
    assert (done.code, done.err) == (0, "")
    assert [line.split() for line in done.out.splitlines()[3:5]] == [
        ["d:agency/a", "[red]A[/red]"],
        ["d:agency/b", "B"],
    ]
    assert done.out.splitlines()[-1] == "2 rows"


def test_json_is_the_standard_one(store: Path) -> None:
    done = run("query", "-", "--json", "--store", store, stdin=SELECT)
    assert [row["l"]["value"] for row in json.loads(done.out)["results"]["bindings"]] == ["[red]A[/red]", "B"]


def test_a_query_file_and_the_variable_for_the_store(store: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(f"ASK {{ {A} :partOf {B} }}")
    assert run("query", tmp_path / "q.rq", KG_STORE=str(store)).out == "yes\n"


def test_the_default_graph_alone_is_empty(store: Path) -> None:
    done = run("query", "-", "--no-union-default-graph", "--store", store, stdin="ASK { ?s ?p ?o }")
    assert done.out == "no\n"


def test_own_prefixes_win(store: Path) -> None:
    done = run("query", "-", "--store", store, stdin="PREFIX : <urn:> ASK { ?s a :Agency }")
    assert done.out == "no\n"


def test_one_graph_is_exported(store: Path) -> None:
    done = run("export", "--format", "ntriples", "--graph", "d:graph/h", "--store", store)
    assert done == Run(0, f"{A} <https://w3id.org/polity/ns#partOf> {B} .\n", "")


def test_the_description_counts_the_data(store: Path) -> None:
    done = run("export", "--describe", "--format", "ntriples", "--store", store)
    assert (done.code, done.err) == (0, "")
    assert '<http://rdfs.org/ns/void#triples> "5"' in done.out


def test_backup_and_restore(store: Path, tmp_path: Path) -> None:
    assert run("backup", tmp_path / "copy", "--store", store).code == 0
    before = run("export", "--format", "nquads", "--store", store).out
    other = tmp_path / "graph"
    (tmp_path / "more.nt").write_text("<urn:a> <urn:b> <urn:c> .\n")
    run("load", tmp_path / "more.nt", "--store", other)
    assert run("restore", tmp_path / "copy", "--store", other).code == 0
    assert run("export", "--format", "nquads", "--store", other).out == before


def test_backup_beside_a_process_that_writes(store: Path, tmp_path: Path) -> None:
    held = open_store(store)
    try:
        assert run("backup", tmp_path / "copy", "--store", store).code == 0
        refused = run("load", store.parent / "data.trig", "--store", store)
        assert (refused.code, "open in another process" in refused.err) == (1, True)
    finally:
        held.close()
    assert run("query", "-", "--store", tmp_path / "copy", stdin="ASK { ?s ?p ?o }").out == "yes\n"


class Bad(NamedTuple):
    why: str
    arguments: list[str]
    code: int
    message: str
    stdin: str | bytes = ""


BAD = [
    Bad("no store", ["query", "-", "--store", "{tmp}/none"], 1, "Make one: kg build --out", "ASK {}"),
    Bad("no query", ["query", "-", "--store", "{store}"], 1, "kg: ", ""),
    Bad("a query that is none", ["query", "-", "--store", "{store}"], 1, "kg: ", "SELEC ?s"),
    Bad("an update is no query", ["query", "-", "--store", "{store}"], 1, "kg: ", "CLEAR ALL"),
    Bad("a query in Latin-1", ["query", "-", "--store", "{store}"], 1, "is not UTF-8", b"ASK { ?s ?p '\xe9' }"),
    Bad("no such file", ["query", "{tmp}/none.rq"], 2, "No such file"),
    Bad("no such format", ["query", "-", "--format", "jsno", "--store", "{store}"], 1, "Did you mean json", "ASK {}"),
    Bad("store and endpoint", ["query", "-", "--store", "{store}", "--url", "http://127.0.0.1:9"], 2, "not both"),
    Bad("nobody at the address", ["query", "-", "--url", "http://127.0.0.1:9/"], 1, "gave no answer", "ASK {}"),
    Bad("a file as endpoint", ["query", "-", "--url", "file:///etc/passwd"], 2, "must begin with http", "ASK {}"),
    Bad("no such command", ["qeury"], 2, "No such command"),
    Bad("no such graph", ["export", "--graph", "d:graph/none", "--store", "{store}"], 1, "has no graph"),
    Bad("no such folder", ["export", "--out", "{tmp}/no/x.ttl", "--store", "{store}"], 1, "cannot be written"),
    Bad("a table is no RDF", ["export", "--format", "tsv", "--store", "{store}"], 1, "holds no RDF"),
    Bad("tables need a folder", ["export", "--format", "csv", "--store", "{store}"], 2, "name a folder with --out"),
    Bad("no such table", ["export", "--format", "csv", "--table", "x", "--store", "{store}"], 1, "no table named"),
    Bad("broken RDF", ["load", "{tmp}/bad.ttl", "--store", "{tmp}/new"], 1, "bad.ttl"),
    Bad("an extension nobody knows", ["load", "{tmp}/bad.doc", "--store", "{tmp}/new"], 1, "no RDF format named 'doc'"),
    Bad("a backup over a folder", ["backup", "{tmp}", "--store", "{store}"], 1, "is there already"),
    Bad("a restore from no backup", ["restore", "{tmp}", "--store", "{tmp}/new"], 1, "There is no store at"),
]  # fmt: skip


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.why)
def test_bad_input_is_one_clear_line(case: Bad, store: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<urn:a> <urn:b> ")
    (tmp_path / "bad.doc").write_text("")
    done = run(*(part.format(tmp=tmp_path, store=store) for part in case.arguments), stdin=case.stdin)
    assert done.code == case.code, done
    assert case.message in done.err
    assert "Traceback" not in done.err
    assert done.out == ""


def test_a_failed_export_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "x.rdf").write_text("before")
    (tmp_path / "odd.nt").write_text("<urn:a> <http://e.org/p/> <urn:c> .\n")
    run("load", tmp_path / "odd.nt", "--store", tmp_path / "graph")
    done = run("export", "--format", "rdfxml", "--out", tmp_path / "x.rdf", "--store", tmp_path / "graph")
    assert (done.code, (tmp_path / "x.rdf").read_text()) == (1, "before")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph", "odd.nt", "x.rdf"]


def test_diff_of_a_file_and_a_store(store: Path, tmp_path: Path) -> None:
    (tmp_path / "old.trig").write_bytes(DATA.replace(b'"B"', b'"b"'))
    done = run("diff", tmp_path / "old.trig", store)
    assert done == Run(0, '~ d:agency/b rdfs:label "b" -> "B"\n0 gained, 0 lost, 1 changed\n', "")
    assert json.loads(run("diff", tmp_path / "old.trig", store, "--json").out)[0]["before"] == '"b"'


def test_diff_of_a_broken_file_names_the_line(store: Path, tmp_path: Path) -> None:
    (tmp_path / "old.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> ")
    done = run("diff", tmp_path / "old.ttl", store)
    assert (done.code, "old.ttl:2: is not turtle" in done.err) == (1, True)


def test_check_lists_findings_and_says_so_by_its_exit_code(tmp_path: Path) -> None:
    ontology = ROOT / "ontology" / "polity.ttl"
    assert run("load", ontology, "--store", tmp_path / "graph").code == 0
    assert run("check", "--store", tmp_path / "graph") == Run(0, "0 findings\n", "")
    (tmp_path / "bad.ttl").write_text("<urn:m> a <https://w3id.org/polity/ns#Membership> .")
    run("load", tmp_path / "bad.ttl", "--store", tmp_path / "graph")
    done = run("check", "--no-consistency", "--json", "--store", tmp_path / "graph")
    assert done.code == 1
    assert ["urn:m" in row["message"] for row in json.loads(done.out)] == [True]


def test_link_decisions_are_listed(tmp_path: Path) -> None:
    (tmp_path / "l.ttl").write_text(
        "@prefix : <https://w3id.org/polity/ns#> . <urn:d1> a :LinkDecision ; :decidedFor <urn:a> ; :score 0.7 ;"
        ' :decidedBy "name" ; :reason "same name" ; :reportedIn <urn:article> . <urn:d2> a :LinkDecision ;'
        ' :decidedFor <urn:b> ; :score 1.0 ; :decidedBy "name" ; :reason "full name" ; :reportedIn <urn:article> .'
    )
    run("load", tmp_path / "l.ttl", "--store", tmp_path / "graph")
    rows = json.loads(run("link", "--review", "--json", "--store", tmp_path / "graph").out)
    assert [(row["thing"], row["reason"]) for row in rows] == [("urn:a", "same name")]
    assert run("link", "--store", tmp_path / "graph").out.splitlines()[-1] == "2 rows"


def test_a_link_is_accepted_and_rejected_on_file(tmp_path: Path) -> None:
    file = tmp_path / "reviews.csv"
    assert run("link", "--accept", "a1", "e4", "d:agency/b", "--reviews", file).code == 0
    assert run("link", "--reject", "a1", "e5", "<urn:x>", "--reviews", file).code == 0
    rows = [line.split(",")[:4] for line in file.read_text(encoding="utf-8").splitlines()[1:]]
    assert rows == [["a1", "e4", "https://w3id.org/polity/id/agency/b", "accept"], ["a1", "e5", "urn:x", "reject"]]
    refused = run("link", "--accept", "a1", "e4", "agency", "--reviews", file)
    assert (refused.code, "no prefix named" in refused.err) == (1, True)
