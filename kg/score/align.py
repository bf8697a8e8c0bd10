"""Which predicted mention is which annotated one, and so which entity is which."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")

RELAXED = 0.3
"""Mentions match, relaxed, where they share more than this part of the text that they cover together."""
CLAIM = 0.5
"""The content of two claims matches from this share up."""

_QUOTES = "\"'`“”„‟«»‹›‘’‚‛"
_DETERMINER = re.compile(r"(?:the|an?|this|that|these|those|my|your|his|her|its|our|their)\s+", re.IGNORECASE)
_ONE_TYPE = {"Place": "Jurisdiction"}
_ONE_TYPE_MERGED = _ONE_TYPE | {"Official": "Person"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A mention as scored: its span without determiners and quotation marks at the ends, and its type."""

    start: int
    end: int
    type: str
    text: str
    entity: str
    row: int


def fold_type(name: str, *, merged: bool = False) -> str:
    """Return the type to score by: Place counts as Jurisdiction and, if `merged`, Official as Person."""
    return (_ONE_TYPE_MERGED if merged else _ONE_TYPE).get(name, name)


def strip_ends(start: int, text: str) -> tuple[int, int]:
    """Return start and end of `text`, which begins at `start`, less determiners and quotation marks at both ends.

    >>> strip_ends(10, "the “detainers”")
    (15, 24)
    >>> strip_ends(0, "The")
    (0, 3)
    """
    left, right = 0, len(text)
    while True:
        before = left, right
        while left < right and (text[left] in _QUOTES or text[left].isspace()):
            left += 1
        while left < right and (text[right - 1] in _QUOTES or text[right - 1].isspace()):
            right -= 1
        if found := _DETERMINER.match(text, left, right):
            left = found.end()
        if before == (left, right):
            return (start + left, start + right) if left < right else (start, start + len(text))


def cut_mentions(rows: Sequence[dict[str, Any]]) -> list[Stretch]:
    """Return the rows of "mentions" as stretches, the same stretch of the same type once."""
    seen: dict[tuple[int, int, str], Stretch] = {}
    for row, mention in enumerate(rows):
        start, end = strip_ends(int(mention["start"]), str(mention["text"]))
        kind = fold_type(mention["type"])
        stretch = Stretch(start, end, kind, mention["text"], mention["entity"], row)
        seen.setdefault((start, end, kind), stretch)
    return list(seen.values())


def measure_overlap(start: int, end: int, other_start: int, other_end: int) -> float:
    """Return the shared code points as a share of those that the two stretches cover together (Jaccard).

    >>> measure_overlap(0, 10, 5, 10)
    0.5
    """
    shared = min(end, other_end) - max(start, other_start)
    return shared / (max(end, other_end) - min(start, other_start)) if shared > 0 else 0.0


def pair_best(found: Sequence[A], gold: Sequence[B], rate: Callable[[A, B], float]) -> list[tuple[A, B]]:
    """Pair the two sides one to one, best rated first; pairs rated 0 stay apart. Ties go by reading order."""
    rated = [
        (-value, i, j) for i, left in enumerate(found) for j, right in enumerate(gold) if (value := rate(left, right))
    ]
    used_found: set[int] = set()
    used_gold: set[int] = set()
    pairs: list[tuple[A, B]] = []
    for _, i, j in sorted(rated):
        if i not in used_found and j not in used_gold:
            used_found.add(i)
            used_gold.add(j)
            pairs.append((found[i], gold[j]))
    return pairs


def rate_stretches(left: Stretch, right: Stretch, *, merged: bool = False) -> float:
    """Rate two mentions: their overlap where it is over 0.3 and the types agree, else 0."""
    if fold_type(left.type, merged=merged) != fold_type(right.type, merged=merged):
        return 0.0
    overlap = measure_overlap(left.start, left.end, right.start, right.end)
    return overlap if overlap > RELAXED else 0.0


def add_speakers(article: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the article's mentions and, for a speaker without any, its `speaker_span` as a mention of type Speaker."""
    known = {mention["entity"] for mention in article["mentions"]}
    extra = [
        {
            "start": claim["speaker_span"][0],
            "text": claim.get("speaker_text") or " " * (claim["speaker_span"][1] - claim["speaker_span"][0]),
            "type": "Speaker",
            "entity": claim["speaker"],
        }
        for claim in article.get("claims", ())
        if claim["speaker"] and claim["speaker"] not in known and claim.get("speaker_span")
    ]
    return [*article["mentions"], *extra]


def align_entities(found: Iterable[tuple[Stretch, Stretch]]) -> dict[str, str]:
    """Return which annotated entity each predicted one is: the one that most of its mentions match.

    Args:
        found: Pairs of a predicted and an annotated mention. Ties go to the annotated entity met first.
    """
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mine, theirs in found:
        votes[mine.entity][theirs.entity] += 1
    return {entity: counter.most_common(1)[0][0] for entity, counter in votes.items()}
