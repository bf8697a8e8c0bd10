"""Records of the clause analysis: verbs with their arguments, and a sentence's chunks with their names."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.extract.chunks import Chunk
from kg.extract.sentences import Sentence
from kg.model import Mention, MentionType

PEOPLE = frozenset({MentionType.OFFICIAL, MentionType.PERSON})
MAX_PHRASES = 12


@dataclass(slots=True, eq=False)
class Verb:
    """A verb group in its clause. Numbers are chunk positions.

    `subject` and `objects` are the logical ones only for `passive` False; with `passive` True the surface subject is
    the one acted upon. `second` is the second object ("sent the city *a letter*"). `phrases` are pairs of a
    preposition and its noun groups. `governor` is the verb it depends on, `via` the noun between ("a *motion* to
    compel"), and `link` says how: inf, ing, comp (a finite complement), cond (under "if"), part (after a noun), coord,
    res (a result: "wants the ban lifted"), sub (a clause without a subject: "if convicted").
    """

    chunk: Chunk
    index: int
    subject: tuple[int, ...] = ()
    objects: tuple[int, ...] = ()
    second: tuple[int, ...] = ()
    phrases: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    governor: "Verb | None" = None
    via: int | None = None
    link: str = ""
    passive: bool = False
    conditional: bool = False
    particle: str = ""
    preposition: str = ""

    @property
    def lemma(self) -> str:
        """The main verb's lemma."""
        return self.chunk.lemma


@dataclass(slots=True)
class Analysis:
    """A sentence's chunks, its verbs in order, for each chunk the mention its head names, if any, and all mentions."""

    sentence: Sentence
    chunks: list[Chunk]
    verbs: list[Verb]
    names: list[Mention | None]
    mentions: Sequence[Mention] = ()
