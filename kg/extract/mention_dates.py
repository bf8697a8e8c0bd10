"""Dates as mentions: the words of each date in a sentence, and what they mean."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.candidates import Candidate
from kg.extract.sentences import Sentence
from kg.extract.tokens import Token, is_common_word
from kg.model import Document, Interval, Level, MentionType
from kg.values.date import find_dates


@dataclass(frozen=True, slots=True)
class DateWords:
    """A date's words in a sentence, `first` to the one before `last`, and what it means, where that is known.

    `leaning`: it has its meaning from another date of the text ("the next day").
    """

    first: int
    last: int
    interval: Interval | None
    leaning: bool = False


_DAYTIMES = frozenset(("night", "morning", "afternoon", "evening"))
_VAGUE = frozenset(("early", "earlier", "late", "later", "mid", "in", "on"))
"""Words before a date that say which part of it is meant: no part of the calendar's expression."""


def place_dates(document: Document, sentences: tuple[Sentence, ...]) -> list[dict[int, DateWords]]:
    """Say for each sentence which words belong to which date.

    Args:
        document: The article; its date gives "Monday" its meaning.
        sentences: Its sentences.

    Returns:
        For each sentence a map from a word's number to its date. "June" in "June Halvorsen" is none.
    """
    shared: list[dict[int, DateWords]] = [{} for _ in sentences]
    starts = [sentence.span.start for sentence in sentences]
    for found in find_dates(document.text, document.published):
        number = bisect_left(starts, found.span.start + 1) - 1
        if number < 0:
            continue
        tokens = sentences[number].tokens
        words = [at for at, token in enumerate(tokens) if found.span.overlaps(token.span)]
        while len(words) > 1 and tokens[words[-1]].lower in _DAYTIMES and tokens[words[-2]].lower.endswith("day"):
            words.pop()
        while len(words) > 1 and tokens[words[0]].lower in _VAGUE:
            words.pop(0)
        if words and not _is_given_name(tokens, words):
            date = DateWords(words[0], words[-1] + 1, found.interval, found.kind == "anaphoric")
            shared[number].update(dict.fromkeys(words, date))
    return shared


def _is_given_name(tokens: Sequence[Token], words: list[int]) -> bool:
    """Whether a month is a person's name: "June Halvorsen"."""
    after = tokens[words[0] + 1] if words[0] + 1 < len(tokens) else None
    return (
        len(words) == 1
        and tokens[words[0]].text in ("April", "May", "June", "August")
        and after is not None
        and after.text[0].isupper()
        and after.text.isalpha()
        and not is_common_word(after.lower)
    )


def make_date(number: int, date: DateWords) -> Candidate:
    """Return the candidate of a date in sentence `number`."""
    rule = "date/leaning" if date.leaning else "date"
    return Candidate(number, date.first, date.last, date.last - 1, MentionType.DATE, Level.NAME, "Date", rule)


def list_intervals(dates: list[dict[int, DateWords]]) -> list[tuple[Candidate, Interval]]:
    """Return each date that has a meaning, with it."""
    return [
        (make_date(number, date), date.interval)
        for number, words in enumerate(dates)
        for date in words.values()
        if date.interval
    ]
