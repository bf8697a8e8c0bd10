"""Every row of relations_acts.toml gives the relation its examples say, and none of its kind in its counterexamples."""

from typing import Any

import pytest

from kg.extract.relations import find_relations
from kg.extract.tokens import load_wording
from tests.extract.marked import read_marked

ROWS = [row for table in ("act", "author", "written", "says", "made") for row in load_wording("relations_acts")[table]]


def find_all(marked: str) -> dict[str, str]:
    document, sentences, mentions, entities = read_marked(marked)
    return {f"{r.rel} {r.subj} > {r.obj}": r.rule for r in find_relations(document, sentences, mentions, entities)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_row_says_what_follows(row: dict[str, Any]) -> None:
    for example in row["examples"]:
        marked, _, relation = example.partition(" -> ")
        assert relation in find_all(marked), marked
    for marked in row["counterexamples"]:
        assert f"relations_acts/{row['id']}" not in find_all(marked).values(), marked


def test_court_is_asked_to_force_somebody() -> None:
    found = find_all("[G The union] asked [O a judge] to force [J the county] to pay.")
    assert "seeksToCompel union > county" in found
    assert not find_all("[G The union] forced [J the county] to pay.")
