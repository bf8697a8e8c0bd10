"""What earlier sentences leave in focus: who acted together, and the paper last spoken of that is filed in a court."""

from collections.abc import Sequence

from kg.extract.clauses import Analysis, Verb
from kg.extract.events import FoundEvent
from kg.extract.relations.wording import is_bill, is_filed
from kg.model import Level, Mention, MentionType

_REACH = 400
"""How far, in code points, "they" may stand from the names it means: a sentence or two."""


class Focus:
    """Who acted together last, and the last paper of the kind that is filed, while a document is read by sentences.

    "They" after "Two groups and the tribe sued" are all three, though no mention is theirs alone.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.paper: Mention | None = None
        self.bill: Mention | None = None
        self.opening: Mention | None = None
        self.asking: list[tuple[FoundEvent, Mention]] = []
        self._names: Sequence[Mention] = ()

    def note(self, names: Sequence[Mention]) -> None:
        """Remember who did something, if they are several."""
        if len({name.entity for name in names}) > 1:
            self._names = tuple(names)

    def join(self, owners: Sequence[Mention]) -> list[Mention]:
        """Return owners with those who acted together with one that is called "their"."""
        joined = list(owners)
        for owner in owners:
            if owner.text.lower() == "their" and any(name.entity == owner.entity for name in self._names):
                joined += [name for name in self._names if name.entity != owner.entity]
        return joined

    def note_papers(self, names: Sequence[Mention | None]) -> None:
        """Remember the last paper of a sentence that is filed in a court or an office, and the last bill."""
        papers = [
            n for n in names if n is not None and n.type is MentionType.INSTRUMENT and n.level is not Level.PRONOUN
        ]
        self.paper = next((n for n in reversed(papers) if is_filed(n)), self.paper)
        self.bill = next((n for n in reversed(papers) if is_bill(n)), self.bill)

    def note_opening(self, analysis: Analysis) -> None:
        """Remember the paper that is filed in a court with which a sentence opens: the "it" of the next one."""
        start = analysis.sentence.span.start
        heads = [n for n in analysis.names[:2] if n is not None and n.type is MentionType.INSTRUMENT and is_filed(n)]
        first = heads[0] if heads and heads[0].span.start - start <= 5 else None
        pronoun = analysis.sentence.tokens[0].lower == "it" if analysis.sentence.tokens else False
        self.opening = first or (self.opening if pronoun else None)

    def resolve_asker(self, event: FoundEvent, asker: Mention) -> bool:
        """Say whether "it" that asks a court is the paper in focus, and remember that this paper asks."""
        if self.opening is None or asker.text.lower() != "it":
            return False
        self.asking.append((event, self.opening))
        return True

    def find(self, analysis: Analysis, verb: Verb) -> list[Mention]:
        """Return whom a verb's subject "they" means, where nothing else has resolved it."""
        tokens = analysis.sentence.tokens
        they = [k for k in verb.subject if tokens[analysis.chunks[k].head].lower == "they"]
        if not they or not self._names or any(analysis.names[k] is not None for k in they):
            return []
        start = tokens[analysis.chunks[they[0]].start].span.start
        return list(self._names) if 0 < start - self._names[-1].span.end < _REACH else []
