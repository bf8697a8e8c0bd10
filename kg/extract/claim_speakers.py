"""Speakers that no mention names: each gets a mention, and an entity of its own where no earlier one is meant."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.candidates import PEOPLE
from kg.extract.name_people import load_given_names
from kg.extract.speech import load_speech
from kg.extract.units import ATTACHING
from kg.model import Claim, Entity, Level, Mention, MentionType, Span

_NOBODY = frozenset("he she they it we i who which that you this these those there what nobody everyone".split())
_ARTICLES = ("the", "a", "an")
_KINDS = {
    MentionType.PERSON: "Person",
    MentionType.INSTRUMENT: "Instrument",
    MentionType.ORGANISATION: "Organization",
}
_NEAR = 3
"""How many code points may part a post from its holder: a comma and a space."""


def name_speakers(
    text: str, claims: Sequence[Claim], mentions: Sequence[Mention], entities: Sequence[Entity]
) -> tuple[tuple[Claim, ...], tuple[Mention, ...], tuple[Entity, ...]]:
    """Give every speaker that no mention names a mention, and an entity, so that the claim is somebody's.

    Who speaks takes part in the dispute, and what speaks is a document: "records show", "one of them said". A phrase
    like "the embattled director" is the last holder of such a post, "the sources" the sources named before.

    Args:
        text: The document's text.
        claims: What `find_claims` found.
        mentions: The document's mentions, in reading order.
        entities: The document's entities.

    Returns:
        The claims; the mentions with those added or widened ("two people" to "two people familiar with the talks"),
        in reading order, ids "m1", "m2", ...; the entities with those added, ids "s0", "s1", ..., one for the same
        words. A speaker that is a pronoun nobody is known for stays None.
    """
    known = list(mentions)
    added: dict[str, Entity] = {}
    named: list[Claim] = []
    for claim in claims:
        span = claim.speaker_span
        if span is None:
            named.append(claim)
            continue
        if claim.speaker is not None:
            _widen_mention(known, claim.speaker, span, text)
            named.append(claim)
            continue
        name = _drop_article(span.of(text))
        if not name or name.lower() in _NOBODY or not name[0].isalnum():
            named.append(claim)
            continue
        type_, level = _sort_speaker(name)
        find_earlier = _find_earlier if level is Level.NOMINAL else _find_surname
        entity_id = find_earlier(text, span, name, known)
        if entity_id is None:
            plural = type_ is MentionType.PERSON and level is Level.NOMINAL and _find_head(name).endswith("s")
            fresh = Entity(f"s{len(added)}", type_, _KINDS[type_], name, plural=plural)
            entity_id = added.setdefault(name.lower(), fresh).id
        if not any(mention.span == span for mention in known):
            known.append(Mention("", type_, level, span, span.of(text), entity_id, None, "speaker"))
        named.append(replace(claim, speaker=entity_id))
    known.sort(key=lambda mention: (mention.span.start, -mention.span.end))
    numbered = tuple(replace(mention, id=f"m{number}") for number, mention in enumerate(known, start=1))
    return tuple(named), numbered, (*entities, *added.values())


def _drop_article(words: str) -> str:
    first, _, rest = words.partition(" ")
    return " ".join((rest if rest and first.lower() in _ARTICLES else words).split())


def _find_head(name: str) -> str:
    """The noun that says what a phrase is: the last word before its first preposition."""
    words = name.split()
    stop = next((i for i, word in enumerate(words) if i and word.lower() in ATTACHING), len(words))
    return words[stop - 1].lower().strip(",.")


def _sort_speaker(name: str) -> tuple[MentionType, Level]:
    parts, head, words = load_speech().parts, _find_head(name), name.split()
    if head in parts["records"] or head in parts["documents"] or head in parts["statement"]:
        return MentionType.INSTRUMENT, Level.NOMINAL
    if all(word[0].isupper() or word.lower() in ATTACHING | {"the", "and", "&"} for word in words):
        person = 2 <= len(words) <= 3 and words[0].lower() in load_given_names()
        return (MentionType.PERSON if person else MentionType.ORGANISATION), Level.NAME
    return (MentionType.ORGANISATION if head in parts["bodies"] else MentionType.PERSON), Level.NOMINAL


def _widen_mention(mentions: list[Mention], entity: str, span: Span, text: str) -> None:
    for number, mention in enumerate(mentions):
        if mention.span.start == span.start and mention.entity == entity and mention.span.end < span.end:
            mentions[number] = replace(mention, span=span, text=span.of(text))
            return


def _find_surname(_text: str, span: Span, name: str, mentions: Sequence[Mention]) -> str | None:
    """The person whose surname stands alone: "Bright" after "Will Bright"."""
    for mention in mentions:
        if mention.span.end <= span.start and mention.type in PEOPLE and mention.level is Level.NAME:
            words = mention.text.split()
            if len(words) > 1 and words[-1] == name:
                return mention.entity
    return None


def _find_earlier(text: str, span: Span, name: str, mentions: Sequence[Mention]) -> str | None:
    """Whom "the embattled director" or "the sources" means: the last who was called so, or who held such a post."""
    if not span.of(text).lower().startswith(("the ", "that ", "those ", "these ")) or " of " in name:
        return None
    head = _find_head(name)
    for mention in reversed([one for one in mentions if one.span.end <= span.start]):
        if mention.type is MentionType.DATE or _find_head(mention.text) != head:
            continue
        if mention.type is not MentionType.ROLE:
            return mention.entity
        holders = [
            other.entity
            for other in mentions
            if other.type in PEOPLE
            and other.level is Level.NAME
            and (0 <= other.span.start - mention.span.end <= _NEAR or 0 <= mention.span.start - other.span.end <= _NEAR)
        ]
        if holders:
            return holders[0]
    return None
