"""Counts of right answers and the figures made of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers are right, of those `found` and of those in the `gold`.

    >>> round(Tally(right=8, found=10, gold=16).f1, 3)
    0.615
    >>> (Tally(1, 1, 2) + Tally(1, 2, 1)).precision
    0.6666666666666666
    """

    right: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Right answers as a share of those found; 1.0 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Right answers as a share of the gold; 1.0 where the gold is empty."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1.0 where both sides are empty."""
        both = self.found + self.gold
        return 2 * self.right / both if both else 1.0

    def __add__(self, other: "Tally") -> "Tally":
        """Add the counts, so that figures over many articles are micro-averages."""
        return Tally(self.right + other.right, self.found + other.found, self.gold + other.gold)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One error: `sort` is missed, spurious or wrong, `layer` entities, relations, claims, dates or events.

    `start` is the offset in code points, or None where the extraction gave none.
    """

    document: str
    layer: str
    sort: str
    what: str
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The tallies of one article or of many.

    Keys of `tallies`: entities-strict, entities-relaxed, the same two with "-merged" (Official and Person as one type),
    entity-links, relations, relation-extras, claims-span, claims-speaker, claims-kind, dates, and where the gold holds
    events: events, event-participants, event-polarity, event-modality. claims-kind, event-polarity and event-modality
    are shares of the matched pairs, so their precision and recall are equal. `by_type` has entities-strict,
    entities-relaxed, relations and events, each by its type, name or kind.
    """

    tallies: Mapping[str, Tally]
    by_type: Mapping[str, Mapping[str, Tally]] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()


def add_scores(scores: Iterable[Score]) -> Score:
    """Add scores up, count by count; an empty input gives an empty score."""
    tallies: dict[str, Tally] = {}
    by_type: dict[str, dict[str, Tally]] = {}
    mistakes: list[Mistake] = []
    for score in scores:
        for key, tally in score.tallies.items():
            tallies[key] = tallies.get(key, Tally()) + tally
        for layer, rows in score.by_type.items():
            into = by_type.setdefault(layer, {})
            for key, tally in rows.items():
                into[key] = into.get(key, Tally()) + tally
        mistakes.extend(score.mistakes)
    return Score(tallies, by_type, tuple(mistakes))
