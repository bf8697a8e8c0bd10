"""The check: a proposal becomes a claim or an event only where the article's own words bear it out."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.events import find_claim
from kg.extract.model.answer import ProposedClaim, ProposedEvent
from kg.extract.model.prompt import list_kinds, list_roles
from kg.model import Claim, Event, Extraction, Level, Mention, MentionType, Modality, Participant, Span

_MUTE = frozenset({MentionType.DATE, MentionType.ROLE, MentionType.CRIME, MentionType.PLACE})
_MARKS = re.compile(r"[“”\"]")


@dataclass(frozen=True, slots=True)
class Checker:
    """What proposals are held against: an extraction by the rules, the name to write as their finder, a count of drops.

    `dropped` is the caller's; a reason stands there with the number of proposals that fell by it.
    """

    extraction: Extraction
    rule: str
    dropped: Counter[str]

    def accept_claims(self, proposals: Sequence[ProposedClaim]) -> tuple[Claim, ...]:
        """Return the proposals as claims with ids "m0", "m1", ...; those the rules found already are left out."""
        taken = [claim.span for claim in self.extraction.claims]
        claims: list[Claim] = []
        for proposal in proposals:
            made = self._check_claim(proposal, taken, f"m{len(claims)}")
            if isinstance(made, Claim):
                taken.append(made.span)
                claims.append(made)
            else:
                self.dropped[made] += 1
        return tuple(claims)

    def accept_events(self, proposals: Sequence[ProposedEvent], claims: Sequence[Claim]) -> tuple[Event, ...]:
        """Return the proposals as events with ids "m0", "m1", ...; `claims` are all claims, the new ones too."""
        taken = [event.span for event in self.extraction.events]
        events: list[Event] = []
        for proposal in proposals:
            made = self._check_event(proposal, taken, claims, f"m{len(events)}")
            if isinstance(made, Event):
                taken.append(made.span)
                events.append(made)
            else:
                self.dropped[made] += 1
        return tuple(events)

    def _check_claim(self, proposal: ProposedClaim, taken: Sequence[Span], name: str) -> Claim | str:
        """Return the claim, or why there is none."""
        text = self.extraction.document.text
        spans = _find_words(text, proposal.words)
        if not spans:
            return "the quotation is not in the text"
        span = next((one for one in spans if not any(one.overlaps(other) for other in taken)), None)
        if span is None:
            return "the rules found it already"
        around = _find_paragraph(text, span)
        verb = _find_beside(text, proposal.verb, around, span)
        if verb is None:
            return "the verb is not beside the quotation"
        place = _find_beside(text, proposal.speaker, around, span)
        speaker = self._find_mention(place) if place else None
        if speaker is None or speaker.type in _MUTE:
            return "the speaker is nobody named beside the quotation"
        evidence = self._find_sentences(Span(min(span.start, verb.start), max(span.end, verb.end)))
        quoted = len(_MARKS.findall(text[max(span.start - 1, 0) : span.end + 1]))
        whole = bool(_MARKS.match(text, max(span.start - 1, 0)))
        return Claim(
            id=name,
            speaker=speaker.entity,
            speaker_span=speaker.span,
            verb=proposal.verb,
            verb_span=verb,
            kind="quote" if whole else "mixed" if quoted else "paraphrase",
            span=span,
            evidence=evidence,
            rule=self.rule,
            about=tuple(dict.fromkeys(one.entity for one in self.extraction.mentions if span.holds(one.span))),
        )

    def _check_event(
        self, proposal: ProposedEvent, taken: Sequence[Span], claims: Sequence[Claim], name: str
    ) -> Event | str:
        """Return the event, or why there is none."""
        text = self.extraction.document.text
        if proposal.kind not in list_kinds():
            return "the ontology has no such kind of event"
        if proposal.modality not in list(Modality):
            return "there is no such modality"
        sentences = _find_words(text, proposal.sentence)
        if not sentences:
            return "the sentence is not in the text"
        triggers = _find_words(text[: sentences[0].end], proposal.trigger, sentences[0].start)
        if not triggers or " " in proposal.trigger:
            return "the trigger is no word of the sentence"
        span = next((one for one in triggers if not any(one.overlaps(other) for other in taken)), None)
        if span is None:
            return "the rules found it already"
        evidence = self._find_sentences(span)
        modality = Modality(proposal.modality)
        return Event(
            id=name,
            kind=proposal.kind,
            span=span,
            evidence=evidence,
            participants=tuple(self._check_participants(proposal, evidence)),
            rule=self.rule,
            polarity=proposal.polarity,
            modality=modality,
            tense="past" if modality is Modality.ACTUAL else "future",
            claim=find_claim(span, claims),
        )

    def _check_participants(self, proposal: ProposedEvent, evidence: Span) -> list[Participant]:
        text, found = self.extraction.document.text, []
        for role, words in proposal.participants:
            spans = _find_words(text[: evidence.end], words, evidence.start) if words else []
            mention = self._find_mention(spans[0]) if spans else None
            if mention is None or role not in list_roles():
                self.dropped["a participant is nobody named in the sentence"] += 1
                continue
            found.append(Participant(role, mention.entity, mention.span))
        return found

    def _find_mention(self, span: Span) -> Mention | None:
        """Return the longest mention inside the span, names before the rest, or the shortest around it."""
        mentions = self.extraction.mentions
        inside = [one for one in mentions if span.holds(one.span)]
        if inside:
            return max(inside, key=lambda one: (one.span.end - one.span.start, one.level is Level.NAME))
        around = [one for one in mentions if one.span.holds(span)]
        return min(around, key=lambda one: one.span.end - one.span.start, default=None)

    def _find_sentences(self, span: Span) -> Span:
        """Return the sentence or sentences that hold the span."""
        sentences = self.extraction.sentences
        first = max(bisect_right(sentences, span.start, key=lambda one: one.start) - 1, 0)
        last = max(bisect_right(sentences, span.end - 1, key=lambda one: one.start) - 1, first)
        return Span(sentences[first].start, sentences[last].end)


def _find_words(text: str, words: str, start: int = 0) -> list[Span]:
    """Return where the words stand in the text, character by character, whole words only."""
    found, at = [], text.find(words, start)
    while at >= 0:
        end = at + len(words)
        if not (text[at - 1 : at].isalnum() and words[0].isalnum()) and not (
            text[end : end + 1].isalnum() and words[-1].isalnum()
        ):
            found.append(Span(at, end))
        at = text.find(words, end)
    return found


def _find_paragraph(text: str, span: Span) -> Span:
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    return Span(start, end if end >= 0 else len(text))


def _find_beside(text: str, words: str, around: Span, span: Span) -> Span | None:
    """Return the place of the words in the paragraph, outside the span, nearest to it."""
    places = [one for one in _find_words(text[: around.end], words, around.start) if not one.overlaps(span)]
    return min(places, key=lambda one: max(span.start - one.end, one.start - span.end), default=None)
