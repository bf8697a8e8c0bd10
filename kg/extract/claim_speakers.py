"""Speakers that no mention names: each gets an entity of its own."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.claim_drafts import PRONOUNS
from kg.extract.speech import load_speech
from kg.model import Claim, Entity, MentionType


def name_speakers(
    text: str, claims: Sequence[Claim], entities: Sequence[Entity]
) -> tuple[tuple[Claim, ...], tuple[Entity, ...]]:
    """Give every speaker that no mention names an entity of its own, so that the claim is somebody's.

    Args:
        text: The document's text.
        claims: What `find_claims` found.
        entities: The document's entities.

    Returns:
        The claims, and the entities with those added: kind "Agent", ids "s0", "s1", ..., one for the same words.
        Speakers that are pronouns or unnamed sources (data/lexicon/speech.toml, [parts].unnamed) stay None.
    """
    added: dict[str, Entity] = {}
    named: list[Claim] = []
    for claim in claims:
        words = claim.speaker_span.of(text).split() if claim.speaker_span else []
        while len(words) > 1 and words[0].lower() in ("the", "a", "an"):
            words.pop(0)
        name = " ".join(words)
        if claim.speaker is not None or not words or name.lower() in PRONOUNS | {"who", "which", "that", "you"}:
            named.append(claim)
            continue
        if any(word.lower() in load_speech().parts["unnamed"] for word in words):
            named.append(claim)
            continue
        entity = added.setdefault(
            name.lower(),
            Entity(f"s{len(added)}", MentionType.ORGANISATION, "Agent", name, generic=not name[0].isupper()),
        )
        named.append(replace(claim, speaker=entity.id))
    return tuple(named), (*entities, *added.values())
