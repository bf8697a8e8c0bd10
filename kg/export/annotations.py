"""Write an extraction in the shape of data/gold: what `kg extract --json` prints."""

from typing import Any

from kg.model import Claim, Event, Extraction, Level, Relation, Span
from kg.relation_rows import get_relation_row


def to_annotations(extraction: Extraction) -> dict[str, Any]:
    """Return the extraction as a JSON object in the shape of data/gold/README.md.

    Pronouns are not mentions there, so they are left out; a claim's speaker may still be an entity that only a pronoun
    names. Offsets are code points of the document's text, `end` exclusive.
    """
    document = extraction.document
    text = document.text
    return {
        "document": document.id,
        "published": document.published.norm if document.published else None,
        "published_from": document.published_from,
        "mentions": [
            {
                "id": mention.id,
                "type": mention.type.value,
                "level": mention.level.value,
                "start": mention.span.start,
                "end": mention.span.end,
                "text": mention.text,
                "entity": mention.entity,
                "norm": mention.norm,
            }
            for mention in extraction.mentions
            if mention.level is not Level.PRONOUN
        ],
        "relations": [
            _write_relation(relation) for relation in extraction.relations if get_relation_row(relation.rel).scored
        ],
        "claims": [_write_claim(claim, text) for claim in extraction.claims],
        "events": [_write_event(event, text) for event in extraction.events],
    }


def _write_relation(relation: Relation) -> dict[str, Any]:
    extra = dict(relation.extra)
    if relation.interval:
        extra.setdefault("date", relation.interval.norm)
    return {
        "id": relation.id,
        "rel": relation.rel,
        "subj": relation.subj,
        "obj": relation.obj,
        "extra": extra,
        "sent_start": relation.evidence.start,
        "sent_end": relation.evidence.end,
        "claim": relation.claim,
    }


def _write_claim(claim: Claim, text: str) -> dict[str, Any]:
    return {
        "id": claim.id,
        "speaker": claim.speaker,
        "speaker_span": _write_span(claim.speaker_span),
        "speaker_text": claim.speaker_span.of(text) if claim.speaker_span else None,
        "verb": claim.verb,
        "verb_span": _write_span(claim.verb_span),
        "kind": claim.kind,
        "start": claim.span.start,
        "end": claim.span.end,
        "text": claim.span.of(text),
        "about": list(claim.about),
        "addressee": claim.addressee,
        "channel": claim.channel,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "date": claim.interval.norm if claim.interval else None,
    }


def _write_event(event: Event, text: str) -> dict[str, Any]:
    return {
        "id": event.id,
        "kind": event.kind,
        "start": event.span.start,
        "end": event.span.end,
        "text": event.span.of(text),
        "participants": [{"role": part.role, "entity": part.entity} for part in event.participants],
        "polarity": event.polarity,
        "modality": event.modality.value,
        "tense": event.tense,
        "norm": event.interval.norm if event.interval else None,
        "claim": event.claim,
    }


def _write_span(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None
