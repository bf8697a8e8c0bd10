"""Which earlier thing a phrase means: "the agency", "the subpoenas", "he"; and the record of what was named so far."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from itertools import islice

from kg.extract.candidates import Candidate
from kg.model import MentionType

BODIES = (MentionType.AGENCY, MentionType.ORGANISATION, MentionType.COURT, MentionType.NEWS_ORGANISATION)
_FADING = 0.5
"""How much of its weight a mention loses with each sentence."""
_HABIT, _HABIT_MOST = 0.15, 0.6
"""What each mention so far adds for good, and how much that may come to: an article comes back to its main things."""
_MOST = 150
_SHARED_PLACE = 0.5
"""What it adds that the sentence names a place which the thing was mentioned with."""
_REACH = 0.3
"""Below this weight nothing is near enough for a phrase that could mean another thing."""


@dataclass(slots=True)
class Thing:
    """An entity in the making. `heads` are the dictionary forms of its common nouns, `words` those of its posts.

    `posts` are what its posts make it ("judge", "chief", "governor"), `seen` the sentences that mention it, in order,
    `near` the ids of the places those sentences name.
    """

    id: str
    type: MentionType
    kind: str
    name: str
    named: bool
    row: str | None = None
    plural: bool = False
    generic: bool = False
    gender: str = ""
    heads: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    posts: set[str] = field(default_factory=set)
    seen: list[int] = field(default_factory=list)
    near: set[str] = field(default_factory=set)
    attributes: dict[str, str] = field(default_factory=dict)

    def note(self, sentence: int) -> None:
        """Record that a sentence mentions it."""
        if not self.seen or self.seen[-1] != sentence:
            self.seen.append(sentence)

    def weigh(self, sentence: int) -> float:
        """How present it is in a sentence's reader's mind: nearness of its last mentions, plus habit."""
        near = sum(_FADING ** (sentence - at) for at in self.seen[-4:] if at <= sentence)
        return near + min(_HABIT * len(self.seen), _HABIT_MOST)


class Memory:
    """The things of an article so far, by id."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.things: dict[str, Thing] = {}
        self.keys: dict[tuple[str, str], str] = {}
        self._recent: dict[MentionType, dict[str, None]] = {}

    def note(self, thing: Thing, sentence: int) -> None:
        """Record that a sentence mentions a thing."""
        thing.note(sentence)
        order = self._recent.setdefault(thing.type, {})
        order.pop(thing.id, None)
        order[thing.id] = None

    def list_recent(self, types: Iterable[MentionType]) -> list[Thing]:
        """Return the things of some types, those mentioned last first, at most `_MOST` of each type.

        Long texts name thousands of things; what was named long ago is not meant by a phrase, and must cost nothing.
        """
        return [
            self.things[id_]
            for type_ in types
            for id_ in islice(reversed(self._recent.get(type_, {})), _MOST)
            if self.things[id_].type is type_
        ]

    def add(self, key: tuple[str, str] | None, candidate: Candidate, name: str, *, named: bool) -> Thing:
        """Record a new thing under a key that later mentions of the same name find."""
        thing = Thing(
            f"e{len(self.things) + 1}",
            candidate.type,
            candidate.kind,
            name,
            named,
            next(iter(candidate.rows), None),
            candidate.plural,
        )
        self.things[thing.id] = thing
        if key is not None:
            self.keys[key] = thing.id
        return thing

    def get(self, key: tuple[str, str]) -> Thing | None:
        """Return the thing of a key, if there is one."""
        found = self.keys.get(key)
        return self.things[found] if found is not None else None

    def pick(
        self,
        sentence: int,
        types: Iterable[MentionType],
        *,
        heads: set[str] | None = None,
        kinds: set[str] | None = None,
        plural: bool | None = None,
        named: bool | None = None,
        reach: float = _REACH,
        near: Set[str] = frozenset(),
    ) -> Thing | None:
        """Return the most present thing that fits, or None where none is present enough.

        Args:
            sentence: The number of the sentence in which something is meant.
            types: The types it may have.
            heads: It must have been called by one of these nouns.
            kinds: Or be of one of these classes.
            plural: It must be several, or one.
            named: It must have a name, or none.
            reach: The least weight.
            near: Ids of places: a thing that was mentioned with one of them is more present.
        """
        best, weight = None, reach
        for thing in self.list_recent(types):
            if plural is not None and thing.plural != plural:
                continue
            if named is not None and thing.named != named:
                continue
            if heads is not None and not (thing.heads & heads) and not (kinds and thing.kind in kinds):
                continue
            if heads is None and kinds is not None and thing.kind not in kinds:
                continue
            score = thing.weigh(sentence) + (_SHARED_PLACE if near & thing.near else 0.0)
            if score > weight:
                best, weight = thing, score
        return best


def fold_words(text: str) -> str:
    """Return a name as a key: lower case, no article, no dots, no quotation marks.

    >>> fold_words("The U.S. “Park” Service")
    'us park service'
    """
    words = text.lower().replace(".", "").replace("’", "'").replace("-", " ").split()
    words = [word.strip("“”\"‘’'") for word in words]
    if words and words[0] in ("the", "a", "an"):
        words = words[1:]
    return " ".join(word for word in words if word)


def make_initials(name: str) -> str:
    """Return the initials of a name's words with a capital: "Clean Water Board" gives "CWB"."""
    words = [word for word in name.replace("U.S.", "US").split() if word[0].isupper()]
    return "".join(word[0] for word in words)


CITIES = {"city", "town", "village", "municipality", "borough", "township", "suburb"}
KINDS_OF_HEAD: Mapping[str, set[str]] = {
    **{head: {"City", "LocalGovernment"} for head in CITIES - {"borough"}},
    "borough": {"Borough"},
    "county": {"County"},
    "parish": {"County"},
    "state": {"State", "StateGovernment"},
    "province": {"State"},
    "country": {"Country"},
    "nation": {"Country"},
}
"""The classes that a noun for a jurisdiction may mean."""
