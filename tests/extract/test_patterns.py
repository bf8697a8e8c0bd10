"""The pattern language."""

import pytest

from kg.extract.patterns import PatternError, compile_pattern, encode_sentence
from kg.extract.sentences import analyse_text
from kg.model import Level, Mention, MentionType, Span

TEXT = "The water board issued four orders to Adams County on Monday; the state sued."
MENTIONS = [
    Mention(str(number), type_, Level.NAME, Span(TEXT.index(words), TEXT.index(words) + len(words)), words, str(number))
    for number, (type_, words) in enumerate(
        [
            (MentionType.AGENCY, "The water board"),
            (MentionType.INSTRUMENT, "four orders"),
            (MentionType.JURISDICTION, "Adams County"),
            (MentionType.PERSON, "Adams"),
            (MentionType.DATE, "Monday"),
        ]
    )
]
ROWS = [
    ("a dictionary word by its kind", "issue:v", ["issued"]),
    ("not as another kind", "order:v", []),
    ("any case", "the", ["The", "the"]),
    ("as written", "=the", ["the"]),
    ("letters left open", "ord~", ["orders"]),
    ("a tag", ":CD", ["four"]),
    ("alternatives", "board|state", ["board", "state"]),
    ("a capital", ":cap", ["The", "Adams", "County", "Monday"]),
    ("a whole mention", "issue:v <LegalInstrument>", ["issued four orders"]),
    ("mentions of two types", "<Agency|Court> issue:v", ["The water board issued"]),
    ("an inner mention", "to <Person>", ["to Adams"]),
    ("the outer mention of that place", "to <Jurisdiction>", ["to Adams County"]),
    ("a gap", "<Agency> ..4 <Jurisdiction>", ["The water board issued four orders to Adams County"]),
    ("a gap too short", "<Agency> ..2 <Jurisdiction>", []),
    ("no gap over a semicolon", "<Jurisdiction> ..9 sue:v", []),
    ("optional", "four? orders", ["four orders"]),
    ("repeated", ":n+ issue:v", ["water board issued"]),
    ("a group with alternatives", "( the state | a county ) sue:v", ["the state sued"]),
    ("start and end", "^ the", ["The"]),
    ("a named part", "{body} issue:v", ["water board issued"]),
]


@pytest.mark.parametrize(("why", "pattern", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_patterns(why: str, pattern: str, expected: list[str]) -> None:
    (sentence,) = analyse_text(TEXT)
    encoded = encode_sentence(sentence.tokens, MENTIONS)
    found = [
        TEXT[sentence.tokens[match.first].span.start : sentence.tokens[match.last - 1].span.end]
        for match in compile_pattern(pattern, {"body": "water board"}).find(encoded)
    ]
    assert found == expected, why


def test_captures() -> None:
    (sentence,) = analyse_text(TEXT)
    pattern = compile_pattern("who=<Agency> issue:v count=( :c ) orders")
    (match,) = pattern.find(encode_sentence(sentence.tokens, MENTIONS))
    assert match.mentions == {} or match.mentions["who"].text == "The water board"
    assert match.groups["count"] == (4, 5)


@pytest.mark.parametrize(
    "pattern",
    ["( a", "a )", "{unknown}", "x=<Agency> x=<Agency>", "a||b", "<"],
    ids=["open", "closed", "part", "twice", "empty", "angle"],
)
def test_malformed_patterns(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern)
