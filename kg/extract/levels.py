"""The level of government that a name shows by its words: "county commissioners", "federal authorities"."""

from dataclasses import dataclass
from functools import cache

from kg.extract.tokens import load_wording


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A row of data/lexicon/standing.toml's [[level]].

    `words` are in lower case; `kinds` the kinds of territory whose government is meant; `agency` the class of an agency
    whose name shows the level.
    """

    id: str
    words: frozenset[str]
    kinds: tuple[str, ...]
    agency: str
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@cache
def load_levels() -> tuple[LevelRow, ...]:
    """Read the rows once."""
    return tuple(
        LevelRow(
            row["id"],
            frozenset(row["words"]),
            tuple(row["kinds"]),
            row["agency"],
            tuple(row["examples"]),
            tuple(row["counterexamples"]),
        )
        for row in load_wording("standing")["level"]
    )


def match_level(name: str) -> LevelRow | None:
    """Return the level of government that a name's words show, if any.

    >>> match_level("Municipal officials").id, match_level("dog owners")
    ('city', None)
    """
    words = name.lower().split()
    return next((row for row in load_levels() if not row.words.isdisjoint(words)), None)
