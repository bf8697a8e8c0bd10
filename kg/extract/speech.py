"""The wording of reported speech: data/lexicon/speech.toml, read once."""

from dataclasses import dataclass
from functools import cache

from kg.extract.lexicon import load_rules
from kg.extract.tokens import load_wording


@dataclass(frozen=True, slots=True)
class SpeechRow:
    """A row of the lexicon: a verb that reports speech, and the constructions it `takes` (see the file's head).

    `polarity` is what the verb entails of its content, None for nothing; `certainty` and `channel` are empty
    where the verb gives none; `accuses` says that it turns against somebody, `documents`
    that only what is written or recorded is its subject. Examples mark the speaker with braces
    and the content with brackets.
    """

    id: str
    words: tuple[str, ...]
    takes: frozenset[str]
    polarity: bool | None = None
    certainty: str = ""
    channel: str = ""
    accuses: bool = False
    documents: bool = False
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpeechLexicon:
    """All rows, the rows by each form's first word (longest form first), and the word lists of [parts]."""

    rows: tuple[SpeechRow, ...]
    by_word: dict[str, tuple[tuple[tuple[str, ...], SpeechRow], ...]]
    parts: dict[str, frozenset[str]]


@cache
def load_speech() -> SpeechLexicon:
    """Read the lexicon of reported speech.

    Raises:
        LexiconError: A row of the file is malformed.

    >>> [row.id for _, row in load_speech().by_word["insists"]]
    ['insist']
    """
    rows = tuple(
        SpeechRow(
            rule.id,
            rule.words,
            frozenset(rule.data["takes"]),
            rule.data.get("polarity"),
            rule.data.get("certainty", ""),
            rule.data.get("channel", ""),
            rule.data.get("accuses", False),
            rule.data.get("documents", False),
            rule.examples,
            rule.counterexamples,
        )
        for rule in load_rules("speech")
    )
    by_word: dict[str, list[tuple[tuple[str, ...], SpeechRow]]] = {}
    for row in rows:
        for form in row.words:
            words = tuple(form.split())
            by_word.setdefault(words[0], []).append((words, row))
    ordered = {word: tuple(sorted(pairs, key=lambda pair: -len(pair[0]))) for word, pairs in by_word.items()}
    parts = {name: frozenset(words) for name, words in load_wording("speech")["parts"].items()}
    return SpeechLexicon(rows, ordered, parts)
