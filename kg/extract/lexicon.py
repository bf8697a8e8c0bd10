"""The wording of government and law: rules read from data/lexicon, compiled once.

A file has an optional table `[parts]` (named pieces of patterns) and rows `[[rule]]`:

    id              unique in its file, kebab-case
    pattern         in the language of kg/extract/patterns.py; or
    words           dictionary forms, several words where need be ("court order"), for lookups by `find_words`
    note            why the row is there (optional)
    examples        sentences where the rule fires, the matched words in [brackets] where the finder gives a span
    counterexamples sentences where it must not
    …               every other key is kept in `Rule.data` for the module that uses the file

tests/test_data.py/test_lexicon.py check each row's examples and counterexamples with the finder that uses the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from kg.errors import LexiconError
from kg.extract.patterns import Pattern, PatternError, compile_pattern
from kg.extract.tokens import load_wording

NOUN_FILES = ("nominals", "nominals_people", "nominals_places")
"""The files whose rows are common nouns for bodies, people, places and instruments."""
_OWN_KEYS = frozenset(("id", "pattern", "words", "note", "examples", "counterexamples"))


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a lexicon file. `data` holds the keys that only the file's user knows."""

    id: str
    file: str
    pattern: Pattern | None
    words: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    data: Mapping[str, Any]
    note: str = ""

    @property
    def name(self) -> str:
        """The rule's name in records: file and id, "instruments/subpoena"."""
        return f"{self.file}/{self.id}"


@cache
def load_rules(file: str) -> tuple[Rule, ...]:
    """Return the rules of data/lexicon/`file`.toml in the order they stand there.

    Raises:
        LexiconError: A row lacks an id, repeats one, has neither pattern nor words, or its pattern cannot be read.
        SourceError: There is no such file.
    """
    table = load_wording(file)
    parts: dict[str, str] = table.get("parts", {})
    rules: list[Rule] = []
    seen: set[str] = set()
    for number, row in enumerate(table.get("rule", ()), start=1):
        rules.append(_read_rule(row, file, number, parts))
        if rules[-1].id in seen:
            raise LexiconError("the id occurs twice.", file=file, row=rules[-1].id, hint="Give each row its own id.")
        seen.add(rules[-1].id)
    return tuple(rules)


def _read_rule(row: dict[str, Any], file: str, number: int, parts: dict[str, str]) -> Rule:
    name = row.get("id")
    if not isinstance(name, str) or not name:
        raise LexiconError("has no id.", file=file, row=f"number {number}", hint="Add id = '...'.")
    if "pattern" not in row and "words" not in row:
        raise LexiconError("has neither pattern nor words.", file=file, row=name, hint="Add one of them.")
    try:
        pattern = compile_pattern(row["pattern"], parts) if "pattern" in row else None
    except PatternError as error:
        raise LexiconError(
            str(error), file=file, row=name, hint="See the docstring of kg/extract/patterns.py."
        ) from error
    return Rule(
        id=name,
        file=file,
        pattern=pattern,
        words=tuple(row.get("words", ())),
        examples=tuple(row.get("examples", ())),
        counterexamples=tuple(row.get("counterexamples", ())),
        data=MappingProxyType({key: value for key, value in row.items() if key not in _OWN_KEYS}),
        note=row.get("note", ""),
    )


@cache
def find_words(file: str) -> Mapping[tuple[str, ...], Rule]:
    """Return the `words` of a file's rules, each as a tuple of lower-case dictionary forms, with its rule."""
    return MappingProxyType(
        {
            tuple(words.replace("’", "'").replace("'s", " 's").split()): rule
            for rule in load_rules(file)
            for words in rule.words
        }
    )
