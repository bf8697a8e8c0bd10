"""Every row of relations_posts.toml finds the body of its examples' posts and none in its counterexamples."""

import pytest

from kg.extract.relations import find_relations
from kg.extract.tokens import load_wording
from tests.extract.marked import read_marked

ROWS = [row for table in ("called", "alone", "topic") for row in load_wording("relations_posts")[table]]


def find_bodies(marked: str) -> list[str]:
    document, sentences, mentions, entities = read_marked(marked)
    return [r.obj for r in find_relations(document, sentences, mentions, entities) if r.rel == "memberOf"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_row_says_whose_post_it_is(row: dict[str, list[str]]) -> None:
    for example in row["examples"]:
        marked, _, body = example.partition(" -> ")
        assert find_bodies(marked) == [body], marked
    for marked in row["counterexamples"]:
        assert find_bodies(marked) == [], marked
