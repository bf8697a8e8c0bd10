"""Write an extraction in the shape of data/gold: what `kg extract --json` prints."""

from typing import Any

from kg.model import Claim, Event, Extraction, Level, Relation, Span
from kg.relation_rows import get_relation_row


def to_annotations(extraction: Extraction) -> dict[str, Any]:
    """Return the extraction as a JSON object in the shape of data/gold/README.md.

    Pronouns are not mentions there, nor is "the next day", so they are left out; a claim's speaker may still be an
    entity that only a pronoun names. Offsets are code points of the document's text, `end` exclusive.
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
                "norm": write_norm(mention.norm),
            }
            for mention in extraction.mentions
            if mention.level is not Level.PRONOUN and mention.rule != "date/leaning"
        ],
        "relations": [
            _write_relation(relation) for relation in extraction.relations if get_relation_row(relation.rel).scored
        ],
        "claims": [_write_claim(claim, text) for claim in extraction.claims],
        "events": [_write_event(event, text) for event in extraction.events],
    }


def write_norm(norm: str | None) -> str | None:
    """Return a date's norm as the annotations give it: a day, a week, a month or a year, else None.

    A season or a quarter is given as its year, a federal fiscal year as the year it ends in and is named after.

    >>> [write_norm(norm) for norm in ("2020-01-10", "2024-09/2024-11", "2023-10/2024-09", "1970/1979")]
    ['2020-01-10', '2024', '2024', None]
    """
    first, slash, last = (norm or "").partition("/")
    if not slash:
        return norm
    fiscal = first.endswith("-10") and last.endswith("-09")
    return last[:4] if len(last) > 4 and (first[:4] == last[:4] or fiscal) else None


def _write_relation(relation: Relation) -> dict[str, Any]:
    extra = dict(relation.extra)
    norm = write_norm(relation.interval.norm) if relation.interval else None
    if norm:
        extra.setdefault("date", norm)
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
        "date": write_norm(claim.interval.norm) if claim.interval else None,
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
        "norm": write_norm(event.interval.norm) if event.interval else None,
        "claim": event.claim,
    }


def _write_span(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None
