"""Local bodies named by their place in other words."""

import tomllib

import pytest

from kg.extract import extract_document
from kg.link.decide import link_extraction
from kg.link.gazetteer import load_gazetteer
from kg.link.known import Known
from kg.link.local import list_department_names
from kg.model import Document, MentionType
from kg.resources import find_resource

ROWS = tomllib.loads(find_resource("data", "lexicon", "departments.toml").read_text(encoding="utf-8"))["department"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["words"][0])
def test_department_rows(row: dict[str, list[str]]) -> None:
    own = set(row["words"])
    for text in row["examples"]:
        names = [other.lower() for other in list_department_names(text)]
        assert len(names) > 1, f"{text} has no other name"
        assert all(any(word in other for word in own) for other in names)
    for text in row["counterexamples"]:
        assert own.isdisjoint(text.lower().split()), text


CASES = [
    (
        "the department of the city named before",
        "Denver sued the state on Monday. Ann Roe, head of the Safety Department of the city, said the law is unfair.",
        "Safety Department",
    ),
]


@pytest.mark.parametrize(("why", "text", "name"), CASES, ids=[case[0] for case in CASES])
def test_local_bodies(why: str, text: str, name: str) -> None:
    extraction = extract_document(Document("t", text, "0" * 64, "invented"), load_gazetteer())
    decisions = link_extraction(extraction, load_gazetteer(), Known())
    entity = next(e for e in extraction.entities if name in e.name and e.type is MentionType.AGENCY)
    taken = next(d for d in decisions if d.entity == entity.id)
    assert taken.iri.endswith("denver-safety"), (why, taken)
