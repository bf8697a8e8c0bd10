"""Each row of the lexicon of mentions finds its examples and spares its counterexamples."""

import re
from collections.abc import Callable

import pytest

from kg.errors import LexiconError
from kg.extract.lexicon import NOUN_FILES, load_rules
from kg.extract.tokens import load_wording
from kg.model import Extraction, MentionType
from kg.score.align import strip_ends
from kg.terms import list_terms

FILES = (*NOUN_FILES, "titles", "name_heads", "named_instruments", "crimes")
RULES = [rule for file in FILES for rule in load_rules(file)]
EXAMPLES = [(rule, text) for rule in RULES for text in rule.examples]
COUNTEREXAMPLES = [(rule, text) for rule in RULES for text in rule.counterexamples]
Extract = Callable[[str], Extraction]


def get_type(data: object) -> MentionType:
    return MentionType(data["type"]) if "type" in data else MentionType.ROLE  # type: ignore[index, operator]


@pytest.mark.parametrize(("rule", "marked"), EXAMPLES, ids=[f"{rule.name}: {text}" for rule, text in EXAMPLES])
def test_examples(rule, marked: str, extract: Extract) -> None:
    text = marked.replace("[", "").replace("]", "")
    found = {
        strip_ends(mention.span.start, mention.text)
        for mention in extract(text).mentions
        if mention.type is get_type(rule.data)
    }
    removed = 0
    for match in re.finditer(r"\[(.+?)\]", marked):
        start = match.start() - removed
        removed += 2
        assert strip_ends(start, match[1]) in found, [mention.text for mention in extract(text).mentions]


@pytest.mark.parametrize(
    ("rule", "text"), COUNTEREXAMPLES, ids=[f"{rule.name}: {text}" for rule, text in COUNTEREXAMPLES]
)
def test_counterexamples(rule, text: str, extract: Extract) -> None:
    assert not [mention.text for mention in extract(text).mentions if mention.rule == rule.name]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rows_are_complete(rule) -> None:
    assert rule.examples, "give an example"
    assert rule.counterexamples, "give a counterexample"
    assert rule.data["kind"] in list_terms()


def test_a_malformed_row_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.extract import lexicon

    table = {"rule": [{"id": "broken", "pattern": "( a"}]}
    monkeypatch.setattr(lexicon, "load_wording", lambda _: table)
    with pytest.raises(LexiconError, match=r"nowhere.toml, row 'broken'"):
        lexicon.load_rules.__wrapped__("nowhere")


def test_word_lists_are_lower_case_and_unique() -> None:
    for name in ("phrases", "abbreviations"):
        for kind, words in load_wording(name).items():
            assert all(word == word.lower() for word in words), kind
