"""Every row of relations_beside.toml fires on its examples and not on its counterexamples."""

import pytest

from kg.extract.lexicon import Rule, load_rules
from kg.extract.relations.beside import match_rules
from tests.extract.marked import read_marked


def find_rules(marked: str) -> set[str]:
    _, sentences, mentions, _ = read_marked(marked)
    return {rule.id for sentence in sentences for rule, _ in match_rules(sentence, mentions)}


@pytest.mark.parametrize("rule", load_rules("relations_beside"), ids=lambda r: r.id)
def test_row_says_what_it_finds(rule: Rule) -> None:
    for text in rule.examples:
        assert rule.id in find_rules(text), text
    for text in rule.counterexamples:
        assert rule.id not in find_rules(text), text
