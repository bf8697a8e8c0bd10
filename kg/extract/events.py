"""Find events: who did what to whom, when, and how real it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.clauses import Analysis, Verb, analyse_clauses
from kg.extract.frames import Bench
from kg.extract.matching import Match, match_frames, match_nouns
from kg.extract.modality import Reality, find_noun_reality, find_reality
from kg.extract.sentences import Sentence
from kg.model import Claim, Entity, Event, Interval, Mention, Modality, Participant, Span
from kg.values.date import read_norm


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """A frame that fits a verb of a sentence, before it becomes a record."""

    analysis: Analysis
    match: Match
    reality: Reality
    interval: Interval | None
    norm: str | None
    bench: Bench

    @property
    def trigger(self) -> Span:
        """The span of the word that says the event."""
        verb, frame = self.match.verb, self.match.frame
        word = verb.governor if frame.governor and verb.governor else verb
        named = self.match.roles.get(frame.trigger, ())
        chunk = self.analysis.chunks[named[0].chunk] if named else word.chunk
        return self.analysis.sentence.tokens[chunk.head].span


def group_mentions(sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Return for each sentence the mentions that lie in it, in reading order."""
    ordered = sorted(mentions, key=lambda m: (m.span.start, -m.span.end))
    groups: list[list[Mention]] = []
    position = 0
    for sentence in sentences:
        while position < len(ordered) and ordered[position].span.start < sentence.span.start:
            position += 1
        first = position
        while position < len(ordered) and ordered[position].span.start < sentence.span.end:
            position += 1
        groups.append([m for m in ordered[first:position] if m.span.end <= sentence.span.end])
    return groups


def analyse_document(sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> tuple[Analysis, ...]:
    """Analyse the clauses of every sentence."""
    groups = group_mentions(sentences, mentions)
    return tuple(analyse_clauses(sentence, group) for sentence, group in zip(sentences, groups, strict=True))


def match_events(analyses: Sequence[Analysis], bench: Bench) -> Iterator[FoundEvent]:
    """Yield each verb and noun that a frame fits, with its reality and time, by sentence, verbs first."""
    for analysis in analyses:
        told: set[tuple[str, int]] = set()
        for verb in analysis.verbs:
            match = match_frames(analysis, verb, bench)
            if match is None:
                continue
            told |= {(match.frame.kind, f.chunk) for fillers in match.roles.values() for f in fillers}
            reality = find_reality(analysis, verb)
            if match.frame.governor and verb.governor is not None:
                reality = find_reality(analysis, verb.governor)
            if match.frame.negated:
                reality = Reality(Modality.ACTUAL, True, "past")
            if match.frame.inverse:
                reality = replace(reality, polarity=not reality.polarity)
            interval, norm = _find_time(analysis, verb)
            yield FoundEvent(analysis, match, reality, interval, norm, bench)
        for match in match_nouns(analysis, bench):
            if (match.frame.kind, match.verb.index) in told:
                continue  # "opened an investigation" is one event
            yield FoundEvent(analysis, match, find_noun_reality(analysis, match.verb.index), None, None, bench)


def _find_time(analysis: Analysis, verb: Verb) -> tuple[Interval | None, str | None]:
    """Return the event's date: that in its own clause, or that of the verb it shares a subject with."""
    for chunk in verb.times:
        mention = analysis.names[chunk]
        if mention is not None and mention.norm:
            return read_norm(mention.norm), mention.norm
    return None, None


def find_claim(span: Span, claims: Sequence[Claim]) -> str | None:
    """Return the id of the narrowest claim whose content holds the span, or None."""
    holding = [claim for claim in claims if claim.span.holds(span)]
    return min(holding, key=lambda c: c.span.end - c.span.start).id if holding else None


def find_events(
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    *,
    claims: Sequence[Claim] = (),
    posts: Mapping[str, str] | None = None,
    analyses: Sequence[Analysis] | None = None,
    matched: Sequence[FoundEvent] | None = None,
) -> tuple[Event, ...]:
    """Find the events of a document.

    Args:
        sentences: The document's sentences.
        mentions: Its mentions; those of pronouns too, where they are resolved.
        entities: Its entities; an event's participants are among them.
        claims: Its claims: an event whose trigger lies in a claim's content is the claim's.
        posts: For entities that hold a post, its wording ("district judge"): tells judges from other officials.
        analyses: The sentences' clauses, where they are known already.
        matched: What `match_events` gives, where it is known already.

    Returns:
        The events in reading order. Only those with modality "actual" and polarity True are said to have taken place.
    """
    known = {entity.id for entity in entities}
    events: list[Event] = []
    if matched is None:
        analyses = analyses if analyses is not None else analyse_document(sentences, mentions)
        matched = tuple(match_events(analyses, Bench(mentions, posts or {})))
    for found in sorted(matched, key=lambda one: one.trigger):
        if found.match.frame.silent:
            continue
        participants = tuple(
            dict.fromkeys(
                Participant(role, filler.mention.entity, filler.mention.span)
                for role, fillers in found.match.roles.items()
                for filler in fillers
                if filler.mention is not None and filler.mention.entity in known
            )
        )
        events.append(
            Event(
                id=f"ev{len(events)}",
                kind=found.match.frame.kind,
                span=found.trigger,
                evidence=found.analysis.sentence.span,
                participants=participants,
                rule=found.match.frame.name,
                interval=found.interval,
                polarity=found.reality.polarity,
                modality=found.reality.modality,
                tense=found.reality.tense,
                claim=find_claim(found.trigger, claims),
            )
        )
    return tuple(events)
