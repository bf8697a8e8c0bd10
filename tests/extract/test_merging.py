"""Unions of entities on the evidence of a relation, and the unions that must not be made."""

import pytest

from kg.extract import extract_document
from kg.extract.merging import list_culprit_nouns
from kg.extract.tokens import load_wording
from kg.link.gazetteer import load_gazetteer
from kg.model import Document

CASES = [
    (
        "the accused is the one called the attacker",
        "Police arrested a Chilean man accused of killing Ann Roe, a 60-year-old Boise woman. "
        "The woman’s alleged attacker, Abe Lind, 30, was charged with murder.",
        ("a Chilean man", "Abe Lind"),
        True,
    ),
    (
        "a lawyer is nobody's attacker",
        "Police arrested a Chilean man accused of killing Ann Roe, a 60-year-old Boise woman. "
        "The woman’s lawyer, Abe Lind, 30, spoke on Monday.",
        ("a Chilean man", "Abe Lind"),
        False,
    ),
    (
        "two called attackers are too many to choose from",
        "Police arrested a Chilean man accused of killing Ann Roe, a 60-year-old Boise woman. "
        "Her alleged attacker, Abe Lind, 30, was charged. Another alleged attacker, Bo Marsh, fled.",
        ("a Chilean man", "Abe Lind"),
        False,
    ),
]


@pytest.mark.parametrize(("why", "text", "pair", "one"), CASES, ids=[case[0] for case in CASES])
def test_unions(why: str, text: str, pair: tuple[str, str], one: bool) -> None:
    extraction = extract_document(Document("t", text, "0" * 64, "invented"), load_gazetteer())
    ids = [next((m.entity for m in extraction.mentions if m.text == words), words) for words in pair]
    assert (ids[0] == ids[1]) is one, why
    known = {entity.id for entity in extraction.entities}
    assert {mention.entity for mention in extraction.mentions} <= known, "every mention names an entity that is there"


def test_nouns_fit_their_examples() -> None:
    wording = load_wording("culprits")
    assert all(text.split()[-1] in list_culprit_nouns() for text in wording["examples"])
    assert not any(text.split()[-1] in list_culprit_nouns() for text in wording["counterexamples"])
