"""What "similar subpoenas" are similar to: the last instrument of the same head noun."""

from collections.abc import Sequence

from kg.extract.relations.found import Found
from kg.extract.relations.wording import list_families
from kg.extract.sentences import Sentence
from kg.model import Mention, MentionType


class Seen:
    """Remembers instruments by head noun, to find what "similar subpoenas" are similar to."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._last: dict[str, list[str]] = {}
        self.last_case: str | None = None

    def find_similar(self, sentence: Sentence, mentions: Sequence[Mention]) -> list[Found]:
        """Return what the sentence's "similar" instruments are similar to, and remember its instruments."""
        found: list[Found] = []
        for mention in mentions:
            if mention.type is not MentionType.INSTRUMENT:
                continue
            words = mention.text.lower().replace("”", "").split()
            heads = [t.lemma for t in sentence.tokens if mention.span.holds(t.span)]
            head = next((h for h in reversed(heads) if h in list_families()), heads[-1] if heads else "")
            if head in list_families() and head in list_families()[head].get("defendant", ()):
                self.last_case = mention.entity
            alike = [entity for entity in self._last.get(head, []) if entity != mention.entity]
            if "similar" in words[:3] and alike:
                found.append(
                    Found(
                        "similarInstrument",
                        mention.entity,
                        alike[-1],
                        sentence,
                        "relations/similar",
                        (),
                        mention.span.start,
                    )
                )
            elif mention.entity not in self._last.setdefault(head, [])[-1:]:
                self._last[head].append(mention.entity)
        return found
