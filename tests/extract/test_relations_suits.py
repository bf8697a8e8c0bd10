"""What the sentences of an article say together of a lawsuit, in invented sentences with the mentions given."""

from dataclasses import dataclass

import pytest

from kg.extract.patterns import compile_pattern, encode_sentence
from kg.extract.relations import find_relations
from kg.extract.tokens import load_wording
from tests.extract.marked import read_marked

ROWS = load_wording("relations_suits")["judge"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_row_finds_its_judge(row: dict[str, object]) -> None:
    pattern = compile_pattern(str(row["pattern"]))
    for key, fires in (("examples", True), ("counterexamples", False)):
        for marked in row[key]:  # type: ignore[attr-defined]
            _, sentences, mentions, _ = read_marked(marked)
            found = any(True for s in sentences for _ in pattern.find(encode_sentence(s.tokens, mentions)))
            assert found is fires, marked


@dataclass(frozen=True)
class Case:
    why: str
    text: str
    relations: tuple[str, ...]


CASES = [
    Case(
        "the suit is what suing began",
        "[G The Tern Fund] sued [A the harbor board] in [C county court]. [I The suit] is long.",
        ("sues tern fund > harbor board", "filedBy suit > tern fund", "filedIn suit > county court"),
    ),
    Case(
        "a vote to sue begins none",
        "[G The Tern Fund] voted to sue [A the harbor board]. [I The suit] may cost much.",
        (),
    ),
    Case(
        "who joins the one before who",
        "[G The Tern Fund] and [G the Gull Club], who sued [A the harbor board], agreed.",
        ("sues tern fund > harbor board", "sues gull club > harbor board"),
    ),
    Case(
        "they are those who sued",
        "[G The Tern Fund] and [G the Gull Club] sued [A the harbor board]. They asked [O Judge Lind] to act.",
        (
            "sues tern fund > harbor board",
            "sues gull club > harbor board",
            "petitioned tern fund > judge lind",
            "petitioned gull club > judge lind",
        ),
    ),
    Case(
        "parties by the case's name, spoken of outside of it too",
        "[P Dahl] wept. [A The Harbor Board] left. [I [P Dahl] v. [A Harbor Board]] is over.",
        ("sues dahl > harbor board", "filedBy dahl v. harbor board > dahl"),
    ),
    Case("a precedent's parties are nobody here", "A court cited [I [P Dahl] v. [A Harbor Board]].", ()),
    Case(
        "her lawsuit against",
        "[P Ann Dahl]’s [I lawsuit] against [A the harbor board] is over.",
        ("filedBy lawsuit > ann dahl", "sues ann dahl > harbor board"),
    ),
    Case(
        "the judge who has yet to rule has the case",
        "[I The lawsuit] is new. [O Judge Lind] has not ruled.",
        ("assignedTo lawsuit > judge lind",),
    ),
    Case(
        "it that asks the court is the suit",
        "[G Tern Fund] filed [I a lawsuit]. [I The lawsuit] is long. [G It] asks [C the county court] to act.",
        ("filedBy lawsuit > tern fund", "petitioned tern fund > county court"),
    ),
    Case(
        "whom the suit says to have broken the law",
        "[G Tern Fund] filed [I a lawsuit]. [I The lawsuit] claims that [J Ohio] violated the rules.",
        ("filedBy lawsuit > tern fund", "sues tern fund > ohio"),
    ),
    Case(
        "a request that a court denies",
        "[C The county court] denied [G Tern Fund]’s [I request].",
        ("courtAction county court > request", "filedBy request > tern fund"),
    ),
    Case(
        "plaintiffs by a list",
        "[I The lawsuit] is new. The plaintiffs include [G Tern Fund] and [G Gull Club].",
        ("filedBy lawsuit > tern fund", "filedBy lawsuit > gull club"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.why)
def test_suits_of_a_text(case: Case) -> None:
    document, sentences, mentions, entities = read_marked(case.text)
    found = find_relations(document, sentences, mentions, entities)
    assert {f"{r.rel} {r.subj} > {r.obj}" for r in found} == set(case.relations)
