"""What the finders hand to each other before entities are told apart: a mention by its words."""

from dataclasses import dataclass, replace

from kg.extract.sentences import Sentence
from kg.model import Level, MentionType, Span

PEOPLE = (MentionType.PERSON, MentionType.OFFICIAL)
PLACES = (MentionType.PLACE, MentionType.JURISDICTION)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention found in sentence number `sentence`: its words are `first` to the one before `last`.

    `head` is the word that says what it is, `kind` a class of the ontology, `rule` the lexicon row or finder.
    `rows` are gazetteer rows it may be, likeliest first. `person` says that she or he may stand for it. `plural` and
    `attributes` are facts of the mention itself, such as ("count", "4").
    """

    sentence: int
    first: int
    last: int
    head: int
    type: MentionType
    level: Level
    kind: str
    rule: str
    rows: tuple[str, ...] = ()
    person: bool = False
    plural: bool = False
    determiner: str = ""
    attributes: tuple[tuple[str, str], ...] = ()

    def span_in(self, sentences: tuple[Sentence, ...]) -> Span:
        """Return its span in the document, less quotation marks at the ends that have no partner inside."""
        tokens = sentences[self.sentence].tokens
        return Span(tokens[self.first].span.start, tokens[self.last - 1].span.end)

    def covers(self, other: "Candidate") -> bool:
        """Say whether the other lies inside it (one covers itself)."""
        return self.sentence == other.sentence and self.first <= other.first and other.last <= self.last

    def meets(self, other: "Candidate") -> bool:
        """Say whether the two share a word."""
        return self.sentence == other.sentence and self.first < other.last and other.first < self.last

    def widen(self, *, first: int | None = None, last: int | None = None) -> "Candidate":
        """Return it with other borders."""
        return replace(self, first=self.first if first is None else first, last=self.last if last is None else last)
