"""Standing: in whose name, on which law, out of which set. The lexicon's rows, and whole sentences."""

import pytest

from kg.extract import extract_document
from kg.extract.levels import load_levels, match_level
from kg.extract.standing import load_standing, match_ground, match_member
from kg.link.gazetteer import load_gazetteer
from kg.model import Document, Relation

LEVELS = [(row, text, row.id) for row in load_levels() for text in row.examples] + [
    (row, text, None) for row in load_levels() for text in row.counterexamples
]


@pytest.mark.parametrize(("row", "text", "wanted"), LEVELS, ids=[text for _, text, _ in LEVELS])
def test_level_rows(row: object, text: str, wanted: str | None) -> None:
    found = match_level(text)
    assert (found.id if found else None) == wanted, row


@pytest.mark.parametrize("row", load_standing("ground"), ids=lambda row: row.id)
def test_ground_rows(row: object) -> None:
    for text in row.examples:
        found = match_ground(text[: text.index("[")])
        assert found
        assert found[0] == row
    for text in row.counterexamples:
        assert "[" not in text, "no law stands there, so nothing is looked up"


@pytest.mark.parametrize("row", load_standing("member"), ids=lambda row: row.id)
def test_member_rows(row: object) -> None:
    assert all(match_member(text) == row for text in row.examples)
    assert all(match_member(text) is None for text in row.counterexamples)


SENTENCES = [
    (
        "officials act for the body in their name",
        "EPA officials toured the plant in Ohio on Monday.",
        ("actsFor", "EPA officials", "EPA"),
    ),
    (
        "city leaders act for the city last named",
        "The plant lies in Toledo. City leaders blamed the rain.",
        ("actsFor", "City leaders", "Toledo"),
    ),
    (
        "a law after 'under' is the ground of the subject's act",
        "The Toledo City Council closed the dump under the state’s waste law.",
        ("reliesOn", "Toledo City Council", "the state’s waste law"),
    ),
    (
        "one of several belongs to the set",
        "The agency issued two subpoenas. One of the subpoenas seeks tax records.",
        ("inSet", "One of the subpoenas", "two subpoenas"),
    ),
]


@pytest.mark.parametrize(
    ("why", "text", "wanted"), SENTENCES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_sentences(why: str, text: str, wanted: tuple[str, str, str]) -> None:
    extraction = extract_document(Document("t", text, "0" * 64, "invented"), load_gazetteer())
    names = {e.id: [m.text for m in extraction.mentions if m.entity == e.id] for e in extraction.entities}

    def fits(relation: Relation) -> bool:
        rel, subj, obj = wanted
        return relation.rel == rel and subj in names[relation.subj] and obj in names.get(relation.obj, ())

    assert any(fits(r) for r in extraction.relations), (why, extraction.relations, names)
