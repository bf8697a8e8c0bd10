"""`kg extract` and `kg eval`, as a person runs them."""

import json
from pathlib import Path

import pytest

from kg.resources import find_resource
from tests.cli.test_store_commands import run

SEED = find_resource("data", "articles", "seed", "002_f8b803e74bdc5656.txt")
TEXT = "The Department of Justice sued the city on Friday. “We will not comply,” Mayor Jane Roe said in a statement.\n"


def test_what_extract_prints_is_what_eval_reads(tmp_path: Path) -> None:
    done = run("extract", SEED, "--json")
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)
    text = SEED.read_text(encoding="utf-8")
    assert found["published"] == "2020-01-18"
    assert all(text[m["start"] : m["end"]] == m["text"] for m in found["mentions"] + found["claims"] + found["events"])
    assert {"NAM", "NOM"} >= {mention["level"] for mention in found["mentions"]}
    (tmp_path / "002_f8b803e74bdc5656.json").write_text(done.out, encoding="utf-8")
    gold = find_resource("data", "gold", "002_f8b803e74bdc5656.json")
    by_file = run("eval", gold, "--found", tmp_path, "--json", "--errors")
    by_itself = run("eval", gold, "--json", "--errors")
    assert by_file == by_itself
    assert (by_file.code, by_file.err) == (0, "")
    assert json.loads(by_file.out)["total"]["entities-relaxed"]["gold"] == 120


def test_standard_input_with_a_date() -> None:
    done = run("extract", "-", "--published", "2021-06-16", "--json", stdin=TEXT)
    assert (done.code, done.err) == (0, "")
    dates = [mention["norm"] for mention in json.loads(done.out)["mentions"] if mention["type"] == "Date"]
    assert dates == ["2021-06-11"]


def test_for_people_it_is_one_line_a_finding() -> None:
    done = run("extract", "-", stdin=TEXT)
    assert (done.code, done.err) == (0, "")
    assert any(line.split()[:1] == ["claim"] and "We will not comply" in line for line in done.out.splitlines())


BAD = [
    ("empty", b"", [], 1, "is empty"),
    ("binary", b"%PDF-1.7\n\x00\x01", [], 1, "is binary"),
    ("Latin-1", "Le préfet a refusé.".encode("latin-1"), [], 1, "stdin:1"),
    ("a date that is none", TEXT.encode(), ["--published", "Friday"], 2, "Write YYYY-MM-DD"),
]


@pytest.mark.parametrize(("why", "data", "options", "code", "message"), BAD, ids=[row[0] for row in BAD])
def test_bad_article(why: str, data: bytes, options: list[str], code: int, message: str) -> None:
    done = run("extract", "-", "--json", *options, stdin=data)
    assert (done.code, done.out) == (code, ""), why
    assert message in done.err
    assert "Traceback" not in done.err
