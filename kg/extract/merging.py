"""Entities that turn out to be one only when relations are known.

"A clerk accused of striking Ann Roe" and, a sentence later, "the woman's alleged attacker, Abe Lind" are one person:
nobody says so, yet whoever is called the attacker is who was accused. Such a union is made on evidence of a relation,
never on likeness of words.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg.extract.tokens import load_wording
from kg.model import Claim, Entity, Event, Extraction, Level, Mention, MentionType, Participant, Relation

_REACH = 600
"""How far apart, in code points, the accusation and the description may stand: a paragraph or two."""


@cache
def list_culprit_nouns() -> frozenset[str]:
    """Return the nouns that call somebody the doer of a crime: data/lexicon/culprits.toml."""
    return frozenset(load_wording("culprits")["nouns"])


def merge_accused(
    relations: Sequence[Relation], mentions: Sequence[Mention], entities: Sequence[Entity]
) -> dict[str, str]:
    """Find unnamed people who are accused of harming somebody, and are called that person's attacker soon after.

    Args:
        relations: The document's relations; allegedVictim joins the victim to the accused.
        mentions: Its mentions, in reading order.
        entities: Its entities.

    Returns:
        The id of each unnamed entity and the id of the entity it is; empty where two people could be meant.
    """
    by_id = {entity.id: entity for entity in entities}
    named = {m.entity for m in mentions if m.level is Level.NAME}
    merged: dict[str, str] = {}
    for relation in relations:
        if relation.rel != "allegedVictim" or relation.obj in named or relation.obj not in by_id:
            continue
        end = relation.evidence.end
        called = {
            m.entity
            for m in mentions
            if end <= m.span.start <= end + _REACH and _is_culprit(m) and m.entity != relation.obj
        }
        if len(called) == 1 and not by_id[relation.obj].plural:
            merged[relation.obj] = called.pop()
    return {old: new for old, new in merged.items() if new not in merged}


def _is_culprit(mention: Mention) -> bool:
    words = mention.text.lower().split()
    return (
        mention.type in (MentionType.PERSON, MentionType.OFFICIAL) and bool(words) and words[-1] in list_culprit_nouns()
    )


def unite_entities(extraction: Extraction, merged: dict[str, str]) -> Extraction:
    """Return the extraction with each entity of `merged` replaced, in every record, by the one it is."""
    if not merged:
        return extraction

    def get(entity: str) -> str:
        return merged.get(entity, entity)

    def mend_claim(claim: Claim) -> Claim:
        return replace(
            claim,
            speaker=get(claim.speaker) if claim.speaker else None,
            addressee=get(claim.addressee) if claim.addressee else None,
            accused=get(claim.accused) if claim.accused else None,
            about=tuple(dict.fromkeys(get(entity) for entity in claim.about)),
        )

    def mend_event(event: Event) -> Event:
        parts = tuple(Participant(part.role, get(part.entity), part.span) for part in event.participants)
        return replace(event, participants=parts)

    return replace(
        extraction,
        mentions=tuple(replace(m, entity=get(m.entity)) for m in extraction.mentions),
        entities=tuple(e for e in extraction.entities if e.id not in merged),
        relations=tuple(replace(r, subj=get(r.subj), obj=get(r.obj)) for r in extraction.relations),
        claims=tuple(mend_claim(claim) for claim in extraction.claims),
        events=tuple(mend_event(event) for event in extraction.events),
    )
