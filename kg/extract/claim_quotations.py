"""Claims made of quotations that no verb introduces: they go on, follow their speaker's name, or stand alone."""

from dataclasses import replace

from kg.extract.channels import find_channel
from kg.extract.claim_drafts import Draft, State, find_about, name_speaker
from kg.extract.content_frames import Content
from kg.extract.facets import find_attribution, find_evidence, trim_span
from kg.extract.speakers import PEOPLE, Subject, make_subject
from kg.extract.subjects import find_following_subject, find_main_subject
from kg.extract.units import BE, FINITE, Unit, find_noun_end, find_noun_start
from kg.extract.verbs import Verb
from kg.model import Claim, Span


def read_labels(state: State, unit: Unit, number: int, taken: set[int]) -> None:
    """Read a heading's "Mayor: ‘We will appeal’": a name, a colon, a quotation."""
    for i in range(1, min(10, len(unit.tokens) - 1)):
        if unit.low(i) not in (":", "–", "—") or not unit.opens(i + 1) or unit.quote[i + 1] in taken:
            continue
        start = find_noun_start(unit, i)
        if start is None or start != 0:
            return
        end = find_noun_end(unit, 0, whole=True)
        if end != i:
            return
        subject = Subject(0, i, i - 1, None, 0, i)
        named = find_following_subject(unit, 0)
        if named is not None and named.mention is not None:
            subject = named
        number_of = unit.quote[i + 1]
        _add_loose(state, unit, number, number_of, subject, None, "label")
        taken.add(number_of)


def _is_utterance(unit: Unit, number: int) -> bool:
    """Whether a quotation reads as something said, not as a term or a title: a sentence, or the most of one."""
    quotation = unit.quotations[number]
    inside = range(*unit.ranges[number])
    words = [i for i in inside if unit.tokens[i].text[0].isalnum()]
    if not inside or not words:
        return False
    first = inside[0]
    if not quotation.double and len(words) < (3 if first == unit.first[first] else 6):
        return False
    fresh = first == unit.first[first] or unit.tokens[first - 1].text in (":", ",", "—", ";") or unit.closes(first - 1)
    ends = unit.text[quotation.content.end - 1] in ".?!,…—-" or not quotation.closed
    if first == unit.first[first] and unit.low(inside[-1] + 1) in (".", "?", "!"):
        ends = True  # the stop stands behind the mark
    verb = any(unit.pos(i) in FINITE or unit.low(i) in BE or unit.pos(i) == "VB" for i in words)
    if first > 0 and unit.tokens[first - 1].text == ":" and ends and len(words) >= 2:
        return True
    return fresh and ends and ((len(words) >= 4 and verb) or (len(words) >= 2 and first == unit.first[first]))


def read_loose(
    state: State, units: list[Unit], number: int, unit: Unit, taken: set[int], made: list[tuple[Verb, Content]]
) -> None:
    """Give the quotations that no verb introduces to whoever speaks beside them."""
    for which in range(len(unit.quotations)):
        if which in taken:
            continue
        first, last = unit.ranges[which]
        signed = _find_signature(unit, last)
        if signed is not None and last - first > 3:
            _add_loose(state, unit, number, which, signed, None, "signed")
            continue
        if first == last or not (_is_utterance(unit, which) or _ends_split(unit, first, made)):
            continue
        near = [
            (verb, content)
            for verb, content in made
            if content.spoken or content.frame in ("tail", "comma", "that", "clause", "quote", "object", "around")
        ]
        if near:
            verb = min(near, key=lambda pair: abs(pair[0].at - first))[0]
            _add_loose(state, unit, number, which, verb.subject, verb, "goes-on")
            continue
        draft = _find_neighbour(state, units, number, unit, first)
        if draft is not None:
            _copy_claim(state, unit, number, which, draft)
            continue
        subject = _find_announced(units, number, unit, first)
        if subject is not None:
            holder, found = subject
            _add_loose(state, unit, number, which, found, None, "announced", holder)
        elif unit.quotations[which].continues or len(unit.quotations[which].content.of(unit.text).split()) >= 6:
            _add_loose(state, unit, number, which, None, None, "unattributed")


def _ends_split(unit: Unit, first: int, made: list[tuple[Verb, Content]]) -> bool:
    """Whether a quotation is the second half of one that its attribution splits: “The dam,” Roe said, “is safe.”"""
    if first == 0 or unit.tokens[first - 1].text != ",":
        return False
    return any(content.spoken and verb.at < first and first - verb.at < 12 for verb, content in made)


def _find_signature(unit: Unit, end: int) -> Subject | None:
    """Whose name a dash leads up to behind a quotation: “We lost.” — Ada Roe, clerk."""
    if unit.low(end) not in ("—", "–", "--", "-") or end + 1 >= len(unit.tokens):
        return None
    subject = find_following_subject(unit, end + 1)
    return subject if subject is not None and subject.mention is not None and subject.mention.type in PEOPLE else None


def _find_neighbour(state: State, units: list[Unit], number: int, unit: Unit, first: int) -> Draft | None:
    """The claim of the last utterance before: in this paragraph, or in the one before if this one opens with a mark."""
    for draft in reversed(state.drafts):
        if draft.unit > number:
            continue
        same = units[draft.unit].paragraph == unit.paragraph
        gap = number - draft.unit
        if same and gap <= 2 and (draft.quoted >= 0 or gap <= 1):
            return draft
        after = units[draft.unit].paragraph == unit.paragraph - 1
        opens = first == 0 and unit.first[0] == 0 and (number == 0 or units[number - 1].paragraph != unit.paragraph)
        if after and opens and draft.quoted >= 0 and gap <= 2:
            return draft
        return None
    return None


def _find_announced(units: list[Unit], number: int, unit: Unit, first: int) -> tuple[Unit, Subject] | None:
    """The subject of the sentence before, or of this one: "The mayor was blunt. “We lost.”"."""
    if first > 0:
        subject = find_main_subject(unit, first)
        if subject is not None and subject.mention is not None:
            return unit, subject
        if subject is not None and unit.tokens[first - 1].text == ":":
            owner = next((i for i in range(subject.start, subject.end) if unit.pos(i) == "POS"), None)
            return unit, (make_subject(unit, subject.start, owner) if owner is not None else subject)
    for back in range(number - 1, max(-1, number - 5), -1):
        before = units[back]
        near = back == number - 1
        if not before.tokens or (near and before.paragraph < unit.paragraph - 1):
            return None
        if before.quotations and not near:
            return None
        subject = find_main_subject(before, len(before.tokens) - 1)
        if subject is None or before.low(subject.head) in ("i", "we", "you"):
            continue
        if subject.mention is not None and (near or subject.mention.type in PEOPLE):
            return before, subject
        if near and before.pos(subject.head) == "PRP":
            return before, subject
    return None


def _add_loose(
    state: State,
    unit: Unit,
    number: int,
    which: int,
    subject: Subject | None,
    verb: Verb | None,
    frame: str,
    holder: Unit | None = None,
) -> None:
    quotation = unit.quotations[which]
    content = Content(*unit.ranges[which], frame, spoken=unit.ranges[which])
    span = trim_span(state.text, unit, quotation.span.start, quotation.span.end)
    if span is None:
        return
    speaker, mention = name_speaker(state, holder or unit, subject) if subject else (None, None)
    speaker_span = subject.get_span(holder or unit) if subject else None
    verb_span = Span(unit.tokens[verb.at].span.start, unit.tokens[verb.after - 1].span.end) if verb else None
    claim = Claim(
        id="",
        speaker=speaker,
        speaker_span=speaker_span,
        verb=verb_span.of(state.text).lower() if verb_span else "",
        verb_span=verb_span,
        kind="quote",
        span=span,
        evidence=find_evidence(unit, span, verb_span, speaker_span),
        rule=f"speech/{verb.row.id if verb else 'quotation'}:{frame}",
        about=find_about(state, unit, content, speaker),
        channel=(find_channel(find_attribution(state.text, unit, verb, span)) or verb.row.channel or None)
        if verb
        else None,
    )
    earlier = next((d.claim for d in reversed(state.drafts) if verb and d.claim.verb_span == verb_span), None)
    if earlier is not None:
        claim = replace(claim, channel=earlier.channel, addressee=earlier.addressee, interval=earlier.interval)
    state.drafts.append(Draft(claim, number, quotation.span.start, mention))
    if mention is not None and speaker_span is not None:
        state.recent.append((speaker_span.start, mention))


def _copy_claim(state: State, unit: Unit, number: int, which: int, draft: Draft) -> None:
    quotation = unit.quotations[which]
    span = trim_span(state.text, unit, quotation.span.start, quotation.span.end)
    if span is None:
        return
    content = Content(*unit.ranges[which], "goes-on")
    claim = replace(
        draft.claim,
        kind="quote",
        span=span,
        evidence=find_evidence(unit, span),
        rule=draft.claim.rule.partition(":")[0] + ":goes-on",
        about=find_about(state, unit, content, draft.claim.speaker),
        polarity=None,
        certainty="asserted",
    )
    state.drafts.append(Draft(claim, number, quotation.span.start, draft.mention))
