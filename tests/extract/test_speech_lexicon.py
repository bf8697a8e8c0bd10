"""Every row of speech.toml and channels.toml does what its own examples say."""

import pytest

from kg.extract.channels import find_channel
from kg.extract.lexicon import load_rules
from kg.extract.speech import SpeechRow, load_speech
from tests.extract.claim_marks import claim_marked

EXAMPLES = [(row, example) for row in load_speech().rows for example in row.examples]
COUNTEREXAMPLES = [(row, text) for row in load_speech().rows for text in row.counterexamples]


@pytest.mark.parametrize(("row", "example"), EXAMPLES, ids=lambda value: value if isinstance(value, str) else value.id)
def test_example(row: SpeechRow, example: str) -> None:
    text, braces, brackets, claims = claim_marked(example)
    found = [(claim.span.of(text), claim.speaker_span, claim.rule.split(":")[0]) for claim in claims]
    assert found == [(brackets[0].of(text), braces[0], f"speech/{row.id}")]


@pytest.mark.parametrize(
    ("row", "text"), COUNTEREXAMPLES, ids=lambda value: value if isinstance(value, str) else value.id
)
def test_counterexample(row: SpeechRow, text: str) -> None:
    assert [(c.rule, c.span.of(text)) for c in claim_marked(text)[3]] == [], row.id


def test_every_row_has_both() -> None:
    for row in load_speech().rows:
        assert row.examples, row.id
        assert row.counterexamples, row.id


def test_a_form_is_in_one_row_only() -> None:
    forms = [form for row in load_speech().rows for form in row.words]
    assert sorted(forms) == sorted(set(forms))


@pytest.mark.parametrize("rule", load_rules("channels"), ids=lambda rule: rule.id)
def test_channel(rule) -> None:
    for example in rule.examples:
        assert find_channel(f"the clerk said {example} that all was well") == rule.id, example
    for text in rule.counterexamples:
        assert find_channel(f"the clerk spoke {text}") is None, text
