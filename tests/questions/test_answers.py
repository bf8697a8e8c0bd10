"""The competency questions, each with the rows that the two seed articles answer it with.

The expected rows are files beside this one, checked by hand against the articles' sentences. After a change that is
right, `KG_FIX=1 pytest tests/questions/test_answers.py` rewrites them; read the difference before you commit it.
"""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.formats import get_format
from kg.pipeline import Build, build_dataset
from kg.questions import bind_parameters, load_questions
from kg.resources import find_resource
from kg.store.base import Store
from kg.store.embedded import open_store

ANSWERS = Path(__file__).parent / "answers"
NAMES = sorted(load_questions())


@pytest.fixture(scope="module")
def build() -> Build:
    return build_dataset([find_resource("data", "articles")])


@pytest.fixture(scope="module")
def store(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("answers") / "all.nq"
    build.dataset.serialize(path, format="nquads", encoding="utf-8")
    opened = open_store(None)
    with path.open("rb") as file:
        opened.load(file, get_format("nquads"))
    yield opened
    opened.close()


def ask(store: Store, name: str) -> list[list[str]]:
    question = load_questions()[name]
    result = store.query(question.text, bindings=bind_parameters(question, {}))
    return sorted([str(row.get(column, "")) for column in question.columns] for row in result.rows())


@pytest.mark.parametrize("name", NAMES)
def test_answer(store: Store, name: str) -> None:
    path, columns = ANSWERS / f"{name}.csv", list(load_questions()[name].columns)
    rows = ask(store, name)
    if os.environ.get("KG_FIX"):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([columns, *rows])
    with path.open(encoding="utf-8", newline="") as file:
        expected = list(csv.reader(file))
    assert columns == expected[0]
    assert rows == expected[1:]


def test_all_twenty_five_are_there() -> None:
    assert len(NAMES) == 25
    assert {path.stem for path in ANSWERS.glob("*.csv")} == set(NAMES)


def test_no_motion_was_granted(store: Store) -> None:
    """ "Granted to the judge" means assigned: the answer is that there is none."""
    assert ask(store, "was-a-motion-granted") == []


def test_every_other_question_has_an_answer(store: Store) -> None:
    assert [name for name in NAMES if name != "was-a-motion-granted" and not ask(store, name)] == []
