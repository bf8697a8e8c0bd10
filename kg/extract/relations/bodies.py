"""In which body somebody serves whose post calls it by a common noun, or does not name it at all.

"Board member Ann Lind" serves on the board that the text named; "spokesman Bo Dahl" speaks for the body in focus. The
wording is data/lexicon/relations_posts.toml.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from kg.extract.relations.found import BODIES, PEOPLE, PLACES, Found
from kg.extract.relations.plural import is_plural
from kg.extract.sentences import Sentence
from kg.extract.tokens import load_wording
from kg.model import Entity, Level, Mention, MentionType

_REACH = 1500
"""How far back, in code points, a body may have been named that a bare post belongs to."""


@cache
def _list_called() -> Mapping[str, Mapping[str, Any]]:
    return {noun: row for row in load_wording("relations_posts")["called"] for noun in row["nouns"]}


def _list_heads(words: Sequence[str]) -> list[str]:
    """Return the words of a name that may be its head: the last, and the last before its first preposition."""
    first = next((i for i, word in enumerate(words) if i and word in {"of", "for", "on", "in", "at"}), len(words))
    return [words[-1], words[first - 1]]


class Bodies:
    """The bodies and places that a document names, in reading order, with the words they are called by."""

    def __init__(self, text: str, mentions: Sequence[Mention], entities: Mapping[str, Entity]) -> None:
        """Take the document's text, mentions and entities."""
        self._text = text
        held = [
            m for m in mentions if m.type in BODIES | PLACES and m.level is not Level.PRONOUN and m.entity in entities
        ]
        self._people = [m.span.start for m in mentions if m.type in PEOPLE and m.level is Level.NAME]
        self._mentions = sorted(held, key=lambda m: m.span.start)
        self._starts = [m.span.start for m in self._mentions]
        self._entities = entities
        self._bodies: dict[str, str] = {}
        self._words: dict[str, set[str]] = {}
        self._heads: dict[str, set[str]] = {}
        for mention in self._mentions:
            words = mention.text.lower().replace("’s", "").replace("'s", "").split()
            self._words.setdefault(mention.entity, set()).update(words)
            self._heads.setdefault(mention.entity, set()).update(_list_heads(words))
        for entity, called in self._words.items():
            named = entities[entity].name.lower().split()
            called.update(named)
            self._heads[entity].update((*_list_heads(named), entities[entity].kind.lower()))

    def read_posts(self, sentence: Sentence, mentions: Sequence[Mention], rows: Sequence[Found]) -> Iterator[Found]:
        """Yield the bodies of a sentence's posts and spokespersons that nothing beside them names.

        Args:
            sentence: The sentence.
            mentions: The mentions that lie in it.
            rows: What stands beside its names; whoever is a member of something there is left alone.
        """
        joined = {row.subj for row in rows if row.rel == "memberOf"}
        self._bodies.update((row.subj, row.obj) for row in rows if row.rel == "memberOf")
        for row in rows:
            if row.rel != "holdsOffice" or row.subj in joined:
                continue
            post = next((m for m in mentions if m.entity == row.obj and m.span.start == row.place), None)
            if post is None:
                continue
            found = self._find_employer(post, mentions) or self._find_body(post, post.text)
            if found:
                yield Found("memberOf", row.subj, found, sentence, "relations_posts/post", (), row.place)
                joined.add(row.subj)
                self._bodies[row.subj] = found
        for mention in mentions:
            if mention.type in PEOPLE and mention.level is Level.NOMINAL and mention.entity not in joined:
                found = None if is_plural(sentence, mention) else self._find_unnamed(mention, mentions)
                if found:
                    place = mention.span.start
                    yield Found("memberOf", mention.entity, found, sentence, "relations_posts/unnamed", (), place)

    def _find_employer(self, post: Mention, mentions: Sequence[Mention]) -> str | None:
        """Return the body of whose spokesperson one is: "her spokesperson" speaks for the body that she is of."""
        owner = next((m for m in mentions if m.span.end + 1 == post.span.start and m.level is Level.PRONOUN), None)
        if owner is None or post.text.lower() not in load_wording("relations_posts")["alone"][0]["heads"]:
            return None
        return self._bodies.get(owner.entity)

    def _find_unnamed(self, mention: Mention, mentions: Sequence[Mention]) -> str | None:
        """Return the body of an unnamed spokesperson; None where the phrase itself names one."""
        holding = any(m is not mention and mention.span.holds(m.span) and m.type in BODIES | PLACES for m in mentions)
        led = self._text[: mention.span.start].rstrip().rpartition(" ")[2].lower() in {"through", "by"}
        words = mention.text.lower().split()
        spoken = load_wording("relations_posts")["alone"][0]["heads"]
        if holding or led or words[-1] not in spoken:
            return None
        after = self._text[mention.span.end :].split(None, 1)[:1]
        return None if after in (["for"], ["of"]) else self._find_body(mention, mention.text)

    def _find_body(self, post: Mention, text: str) -> str | None:
        words = text.lower().replace("’s", " 's").replace("'s", " 's").split()
        words = [word for word in words if word not in {"the", "a", "an"}]
        wording = load_wording("relations_posts")
        counsel = wording["counsel"]
        own = {word for word, after in zip(words, [*words[1:], ""], strict=True) if after != "'s"}
        if not words or (words[-1] in counsel["words"] and own.isdisjoint(counsel["unless"])):
            return None
        head = next((word for word in reversed(words) if word != "'s"), "")
        spared = head in wording["compound"]["spare"]
        for position, word in reversed(list(enumerate(words[:-1] if not spared else ()))):
            row = _list_called().get(word)
            if row is None or (position and words[position - 1] in wording["compound"]["words"]):
                continue
            owned = words[position + 1] == "'s"
            fits = owned or not row["heads"] or head in row["heads"]
            if fits and (found := self._find_called(word, row["types"], post.span.start)):
                return found
        for row in wording["topic"]:
            topics = set(words[:-1]) - {"and", "&"}
            if head in row["heads"] and (found := self._find_topic(topics - set(row["spare"]), row["bodies"], post)):
                return found
        for row in wording["alone"]:
            if " ".join(word for word in words if word not in {"former", "longtime"}) in row["heads"]:
                find = self._find_subject if row["paragraph"] else self._find_focus
                return find(row, post.span.start)
        return None

    def _list_before(self, place: int) -> Iterator[Mention]:
        for number in range(bisect_left(self._starts, place) - 1, -1, -1):
            yield self._mentions[number]

    def _find_called(self, noun: str, types: Sequence[str], place: int) -> str | None:
        """Return the body that the text calls by a noun: the one named most of late, else the last one."""
        counts: dict[str, int] = {}
        for mention in self._list_before(place):
            if counts and place - mention.span.end > _REACH:
                break
            if mention.type in types and self._fits(mention, noun):
                counts[mention.entity] = counts.get(mention.entity, 0) + 1
        return max(counts, key=lambda entity: counts[entity], default=None)

    def _fits(self, mention: Mention, noun: str) -> bool:
        entity = self._entities[mention.entity]
        return not entity.generic and not entity.plural and noun in self._heads[mention.entity]

    def _find_topic(self, topics: set[str], heads: Sequence[str], post: Mention) -> str | None:
        """Return the agency whose name holds the words: "Health Secretary" is of the Department of Health."""
        for mention in (*self._list_before(post.span.start), *self._mentions):
            words = self._words[mention.entity]
            if mention.type is MentionType.AGENCY and topics and topics <= words and not words.isdisjoint(heads):
                return mention.entity
        return None

    def _find_focus(self, row: Mapping[str, Any], place: int) -> str | None:
        """Return the body of one of the row's types in focus: the one named most of late, the last of equals."""
        counts: dict[str, int] = {}
        for mention in self._list_before(place):
            entity = self._entities[mention.entity]
            if place - mention.span.end > _REACH:
                break
            if mention.type not in row["types"] or entity.generic or entity.plural:
                continue
            if not row["word"] or row["word"] in self._words[mention.entity]:
                counts[mention.entity] = counts.get(mention.entity, 0) + 1
        return max(counts, key=lambda entity: counts[entity], default=None)

    def _find_subject(self, row: Mapping[str, Any], place: int) -> str | None:
        """Return the body of one of the row's types that the paragraph named first: it is what the paragraph is of."""
        start = self._text.rfind("\n", 0, place) + 1
        held = [m for m in self._list_before(place) if m.span.start >= start and m.type in row["types"]]
        firm = [m for m in held if not self._entities[m.entity].generic and not self._entities[m.entity].plural]
        if not firm or any(start <= person < firm[-1].span.start for person in self._people):
            return None
        return firm[-1].entity
