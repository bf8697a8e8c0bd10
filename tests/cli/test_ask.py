"""`kg ask`: the questions listed, and each of them a query that runs."""

import json
from pathlib import Path

import pytest
from rdflib.term import Identifier

from kg.questions import Question, bind_parameters, load_questions
from kg.store.embedded import open_store
from tests.cli.test_store_commands import DATA, run


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ask")
    (folder / "data.trig").write_bytes(DATA)
    assert run("load", folder / "data.trig", "--store", folder / "graph").code == 0
    return folder / "graph"


@pytest.mark.parametrize("question", load_questions().values(), ids=lambda question: question.name)
def test_question_runs_and_has_the_columns_its_header_names(question: Question) -> None:
    bindings: dict[str, Identifier] = bind_parameters(question, {})
    result = open_store(None).query(question.text, bindings=bindings)
    assert set(question.columns) == set(result.variables)
    assert question.question.endswith("?")
    assert all(f"?{name}" in question.text for name in bindings)


def test_questions_are_listed() -> None:
    done = run("ask", "--json")
    assert (done.code, done.err) == (0, "")
    assert [row["name"] for row in json.loads(done.out)] == list(load_questions())
    assert "who-disputes\n" in run("ask").out


def test_a_question_is_answered_and_shown(store: Path) -> None:
    assert json.loads(run("ask", "who-disputes", "--json", "--store", store).out)["results"]["bindings"] == []
    assert run("ask", "who-disputes", "--show").out == load_questions()["who-disputes"].text


BAD = [
    ("a name slightly off", ["who-disputs"], 1, "There is no question named 'who-disputs'. Did you mean who-disputes"),
    ("a parameter it has not", ["who-disputes", "body=d:x"], 1, "There is no parameter of who-disputes named 'body'"),
    ("a parameter without a value", ["what-a-body-issued", "body"], 2, "is no PARAMETER=VALUE"),
    ("a value that is no IRI", ["what-a-body-issued", "body=ICE"], 1, "There is no prefix named 'ICE'"),
]


@pytest.mark.parametrize(("why", "arguments", "code", "message"), BAD, ids=[row[0] for row in BAD])
def test_bad_question(why: str, arguments: list[str], code: int, message: str, store: Path) -> None:
    done = run("ask", *arguments, "--store", store)
    assert (done.code, done.out) == (code, ""), why
    assert message in done.err
