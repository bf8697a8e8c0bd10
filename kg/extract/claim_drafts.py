"""Claims in the making: what is known while a document is read, and a claim made from a verb and its content."""

from bisect import bisect_left
from dataclasses import dataclass, field

from kg.extract.channels import find_channel
from kg.extract.content_frames import Content
from kg.extract.coreference import BODIES
from kg.extract.facets import (
    find_addressee,
    find_attribution,
    find_certainty,
    find_evidence,
    find_interval,
    find_interview,
    find_kind,
)
from kg.extract.speaker_pronouns import resolve_pronoun
from kg.extract.speakers import PEOPLE, Subject
from kg.extract.units import Unit
from kg.extract.verbs import Verb
from kg.model import Claim, Entity, Level, Mention, MentionType, Span

PRONOUNS = frozenset(("he", "she", "they", "it", "we", "i"))


@dataclass(slots=True)
class Draft:
    """A claim before it has its number: `quoted` is where its quotation begins in the document, or -1."""

    claim: Claim
    unit: int
    quoted: int = -1
    mention: Mention | None = None


@dataclass(slots=True)
class State:
    """What is known while the units are read one after the other."""

    text: str
    mentions: tuple[Mention, ...]
    entities: dict[str, Entity]
    plural: frozenset[str]
    named: dict[str, Mention]
    recent: list[tuple[int, Mention]] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)

    def mentions_between(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that begin in a stretch of the text."""
        first = bisect_left(self.mentions, start, key=lambda m: m.span.start)
        return self.mentions[first : bisect_left(self.mentions, end, key=lambda m: m.span.start)]


def name_speaker(state: State, unit: Unit, subject: Subject) -> tuple[str | None, Mention | None]:
    """The speaker's entity and mention: by name, by pronoun, or none."""
    word = unit.low(subject.head)
    mention = subject.mention
    if mention is not None and mention.level is not Level.PRONOUN:
        return mention.entity, mention
    spot = unit.tokens[subject.head].span
    for other in unit.mentions:
        if other.level is Level.PRONOUN and other.span == spot:
            return _keep_speaker(state, word, other), other
    if unit.pos(subject.head) == "PRP" and word in PRONOUNS:
        return resolve_pronoun(word, spot.start, state.mentions, state.plural, state.recent), None
    return None, None


def _keep_speaker(state: State, word: str, mention: Mention) -> str:
    """Whom a pronoun that speaks means: the one who has just spoken, rather than one named in what was said."""
    if word not in ("he", "she", "they", "it") or not state.drafts:
        return mention.entity
    last = state.drafts[-1]
    speaker = state.entities.get(last.claim.speaker or "")
    gender = dict(speaker.attributes).get("gender") if speaker else None
    kind = last.mention.type if last.mention is not None else None
    many = last.claim.speaker in state.plural
    if word in ("he", "she"):
        agrees = kind in PEOPLE and not many and gender in (None, "m" if word == "he" else "f")
    else:
        agrees = kind in BODIES or (word == "they" and many and kind is not None)
    quoted = any(
        last.claim.span.holds(m.span) and m.entity == mention.entity
        for m in state.mentions_between(last.claim.span.start, last.claim.span.end)
    )
    near = mention.span.start - last.claim.evidence.end < 40
    return str(last.claim.speaker) if agrees and quoted and near else mention.entity


def add_claim(state: State, unit: Unit, number: int, verb: Verb, content: Content, span: Span) -> None:
    """Draft the claim that a verb and its content make."""
    speaker: str | None = None
    mention: Mention | None = None
    speaker_span = None
    if verb.subject is not None:
        speaker, mention = name_speaker(state, unit, verb.subject)
        speaker_span = verb.subject.get_span(unit)
    verb_span = Span(unit.tokens[verb.at].span.start, unit.tokens[verb.after - 1].span.end)
    evidence = find_evidence(unit, span, verb_span, speaker_span)
    attribution = find_attribution(state.text, unit, verb, span)
    words = state.text[verb_span.start : verb_span.end]
    about = find_about(state, unit, content, speaker)
    claim = Claim(
        id="",
        speaker=speaker,
        speaker_span=speaker_span,
        verb=words.lower(),
        verb_span=verb_span,
        kind=find_kind(unit, span),
        span=span,
        evidence=evidence,
        rule=f"speech/{verb.row.id}:{content.frame}",
        about=about,
        addressee=find_addressee(unit, content.addressee),
        channel=find_channel(attribution) or verb.row.channel or find_interview(unit, verb, content),
        polarity=verb.row.polarity,
        accused=next(iter(about), None) if verb.row.accuses else None,
        certainty=find_certainty(unit, verb, content),
        interval=find_interval(unit, verb, content),
    )
    quoted = unit.quote[content.spoken[0]] if content.spoken else -1
    start = unit.quotations[quoted].span.start if quoted >= 0 else -1
    state.drafts.append(Draft(claim, number, start, mention))
    if mention is None and speaker is not None:
        mention = state.named.get(speaker)
    if mention is not None and speaker_span is not None:
        state.recent.append((speaker_span.start, mention))


def find_about(state: State, unit: Unit, content: Content, speaker: str | None) -> tuple[str, ...]:
    """The entities that the content is about: its topic or subject first, then those it names."""
    found: list[str] = []
    drafts = [draft.claim for draft in state.drafts[-1:] if unit.span.holds(draft.claim.span)]
    if (
        content.topic
        and unit.low(content.topic[0]) in ("it", "them")
        and drafts
        and drafts[0].about[:1] not in ((), (speaker,))
    ):
        found.append(drafts[0].about[0])  # "they say the vote was void and called it a farce"
    elif content.topic:
        for i in range(*content.topic):
            mention = unit.name[i]
            if mention is not None and mention.type is not MentionType.DATE:
                found.append(mention.entity)
            elif unit.low(i) in ("it", "them", "him", "her"):
                word = {"them": "they", "him": "he", "her": "she"}.get(unit.low(i), "it")
                entity = resolve_pronoun(word, unit.tokens[i].span.start, state.mentions, state.plural, [])
                found += [entity] if entity else []
    last: Mention | None = None
    for i in range(content.start, content.end):
        mention = unit.name[i]
        if mention is not None and mention is not last and mention.type is not MentionType.DATE:
            found.append(mention.entity)
        elif mention is None and i <= content.start + 1 and unit.low(i) in ("we", "i", "they", "our") and speaker:
            found.append(speaker)
        last = mention
    return tuple(dict.fromkeys(found))
