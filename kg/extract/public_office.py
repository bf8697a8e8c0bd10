"""Who is in public office: those who belong to a public body are officials, those of a company or a union are not.

The words of a post do not tell ("the director", "a spokeswoman"); the body it is in does, and that is known only once
relations are.
"""

from collections import defaultdict
from dataclasses import replace

from kg.extract.candidates import PEOPLE
from kg.model import Entity, Extraction, MentionType

_PUBLIC = frozenset({MentionType.AGENCY, MentionType.COURT, MentionType.JURISDICTION})
_PRIVATE = frozenset({MentionType.ORGANISATION, MentionType.NEWS_ORGANISATION})


def settle_officials(extraction: Extraction) -> Extraction:
    """Return the extraction with each person typed by the bodies he or she is a member of, where these are of one sort.

    A person of the gazetteer, and one who is a member of both sorts (a senator of a caucus), stays as found.
    """
    types = {entity.id: entity.type for entity in extraction.entities}
    bodies: dict[str, set[MentionType]] = defaultdict(set)
    for relation in extraction.relations:
        if relation.rel == "memberOf" and types.get(relation.subj) in PEOPLE and relation.obj in types:
            bodies[relation.subj].add(types[relation.obj])
    settled: dict[str, Entity] = {}
    for entity in extraction.entities:
        found = bodies.get(entity.id, set())
        if entity.gazetteer_id or not found:
            continue
        if found <= _PRIVATE and entity.type is MentionType.OFFICIAL:
            settled[entity.id] = replace(entity, type=MentionType.PERSON, kind="Person")
        elif found <= _PUBLIC and entity.type is MentionType.PERSON:
            settled[entity.id] = replace(entity, type=MentionType.OFFICIAL, kind="Official")
    return replace(
        extraction,
        entities=tuple(settled.get(entity.id, entity) for entity in extraction.entities),
        mentions=tuple(
            replace(one, type=settled[one.entity].type) if one.entity in settled and one.type in PEOPLE else one
            for one in extraction.mentions
        ),
    )
