"""Claims: who says what, in direct, indirect and mixed speech.

A claim is read off a verb of speech (data/lexicon/speech.toml) with its subject (`speakers`) and what it introduces
(`contents`), or off a quotation that goes on from one. What a document demands, asks or refuses to say is no claim.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.extract.channels import find_channel
from kg.extract.contents import Content, find_content
from kg.extract.facets import (
    find_addressee,
    find_attribution,
    find_certainty,
    find_evidence,
    find_interval,
    find_interview,
    find_kind,
    trim_content,
    trim_span,
)
from kg.extract.quotations import Quotation, find_quotations
from kg.extract.sentences import Sentence
from kg.extract.speakers import (
    PEOPLE,
    Subject,
    find_agent,
    find_following_subject,
    find_main_subject,
    find_subject,
    is_unnamed,
    make_subject,
    resolve_pronoun,
)
from kg.extract.speech import load_speech
from kg.extract.units import (
    BE,
    FINITE,
    Unit,
    build_units,
    find_noun_end,
    find_noun_start,
    is_date,
)
from kg.extract.verbs import Verb, find_verbs
from kg.model import Claim, Document, Entity, Level, Mention, MentionType, Span

# A sentence with more words or verbs of speech is no prose; reading it would take time that grows with their square.
_LONGEST, _MOST = 4000, 60
_PRONOUNS = frozenset(("he", "she", "they", "it", "we", "i"))


@dataclass(slots=True)
class _Draft:
    """A claim before it has its number: `chain` is the number of its quotation among all of the document, or -1."""

    claim: Claim
    unit: int
    quoted: int = -1
    mention: Mention | None = None


@dataclass(slots=True)
class _State:
    """What is known while the units are read one after the other."""

    text: str
    mentions: tuple[Mention, ...]
    entities: dict[str, Entity]
    plural: frozenset[str]
    named: dict[str, Mention]
    recent: list[tuple[int, Mention]] = field(default_factory=list)
    drafts: list[_Draft] = field(default_factory=list)

    def mentions_between(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that begin in a stretch of the text."""
        first = bisect_left(self.mentions, start, key=lambda m: m.span.start)
        return self.mentions[first : bisect_left(self.mentions, end, key=lambda m: m.span.start)]


def find_claims(
    document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention], entities: Sequence[Entity]
) -> tuple[Claim, ...]:
    """Find what the document reports somebody to say.

    Args:
        document: The document; spans are code points of its text.
        sentences: Its sentences with tagged tokens, in order.
        mentions: Its mentions; those of pronouns, where given, decide what a pronoun stands for.
        entities: The entities that the mentions name.

    Returns:
        The claims in reading order of their content, with ids "c0", "c1", ... The content's span leaves out its outer
        quotation marks and its attribution; a quotation that an attribution splits is two claims; a quotation that
        goes on in the next paragraph is one. `speaker` is None where the source is unnamed or nothing names it.
    """
    text = document.text
    quotations = find_quotations(text)
    units = build_units(text, sentences, quotations, mentions)
    ordered = tuple(sorted(mentions, key=lambda m: (m.span.start, -m.span.end)))
    known = {entity.id: entity for entity in entities}
    plural = frozenset(entity.id for entity in entities if entity.plural)
    named = {mention.entity: mention for mention in reversed(ordered)}
    state = _State(text, ordered, known, plural, named)
    for number, unit in enumerate(units):
        _read_unit(state, units, number, unit)
    _join_paragraphs(state, quotations)
    drafts = _drop_repeated(sorted(state.drafts, key=lambda d: (d.claim.span.start, d.claim.span.end)))
    return tuple(replace(draft.claim, id=f"c{i}") for i, draft in enumerate(drafts))


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
        if claim.speaker is not None or not words or name.lower() in _PRONOUNS | {"who", "which", "that", "you"}:
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


def _read_unit(state: _State, units: list[Unit], number: int, unit: Unit) -> None:
    if len(unit.tokens) > _LONGEST:
        return
    verbs = find_verbs(unit)[:_MOST]
    _give_subjects(unit, verbs)
    covered = -1
    taken: set[int] = set()
    made: list[tuple[Verb, Content]] = []
    for verb in verbs:
        if verb.at < covered:
            continue
        if verb.subject is not None and unit.low(verb.subject.head) in ("i", "we", "you"):
            continue  # the writer's own voice
        content = find_content(unit, verb, verbs)
        if content is None or content.end <= content.start:
            continue
        span = trim_content(state.text, unit, content)
        if span is None:
            continue
        made.append((verb, content))
        verb.made = True
        if content.start > verb.at:
            covered = max(covered, content.end)
        taken.update(unit.quote[i] for i in range(content.start, content.end) if unit.quote[i] >= 0)
        _add_claim(state, unit, number, verb, content, span)
    _read_labels(state, unit, number, taken)
    _read_loose(state, units, number, unit, taken, made)


def _give_subjects(unit: Unit, verbs: list[Verb]) -> None:
    """Find each verb's subject: before it, behind it, or shared with an earlier verb of the sentence."""
    for i, verb in enumerate(verbs):
        if "according" in verb.row.takes:
            verb.subject = find_following_subject(unit, verb.after)
            continue
        lead = verb.group - 1
        before_comma = lead >= 0 and unit.tokens[lead].text in (",", "—", "–") and unit.quote[lead] < 0
        stray = lead > unit.first[verb.at] and unit.tokens[lead].text in ("”", '"') and unit.quote[lead] < 0
        closes = stray or unit.closes(lead) or (before_comma and unit.closes(lead - 1))
        if not verb.participle and (closes or before_comma or (lead >= 0 and verb.group == unit.first[verb.group])):
            follower = find_following_subject(unit, verb.after)
            if follower is not None and (closes or _ends_attribution(unit, follower)):
                ahead = find_subject(unit, verb.group) if before_comma and not closes else None
                if ahead is None:
                    verb.subject, verb.inverted = follower, True
                    continue
        earlier = next(
            (v for v in reversed(verbs[:i]) if unit.first[v.at] == unit.first[verb.at] and v.subject is not None), None
        )
        if earlier and any(unit.low(k) == ";" and unit.quote[k] < 0 for k in range(earlier.at, verb.at)):
            earlier = None  # "the court found it void; Judge Roe dissented, writing"
        if verb.participle:
            verb.subject = _find_participle_subject(unit, verb, earlier)
            continue
        subject = None if unit.low(lead) in ("and", "but", "or", "then") else find_subject(unit, verb.group)
        if subject is None and unit.low(lead) in ("and", "but", "then", ","):
            subject = earlier.subject if earlier else find_main_subject(unit, verb.group)
        verb.subject = subject


def _ends_attribution(unit: Unit, subject: Subject) -> bool:
    """Whether a subject behind its verb ends the attribution there, and is not the object of "X, who said …"."""
    after = max(subject.end, subject.right)
    return (
        after >= len(unit.tokens)
        or unit.tokens[after].text in ".,;—"
        or unit.pos(after) == "IN"
        or is_date(unit, after)
    )


def _find_participle_subject(unit: Unit, verb: Verb, earlier: Verb | None) -> Subject | None:
    lead = verb.group - 1
    floor = unit.first[verb.at]
    if lead < floor:
        # "Calling the vote a farce, the mayor left": the subject follows the comma.
        end = unit.find_sentence_end(verb.at)
        comma = next((i for i in range(verb.after, end) if unit.low(i) == "," and unit.quote[i] < 0), None)
        subject = find_following_subject(unit, comma + 1) if comma is not None else None
        return replace(subject, left=comma + 1) if subject is not None and comma is not None else None
    if unit.low(lead) == "as" and unit.low(lead - 1) in ("quoted", "cited"):
        return find_main_subject(unit, lead)
    if unit.tokens[lead].text in (",", "—", "–") or unit.low(lead) in (
        "by",
        "while",
        "before",
        "after",
        "in",
        "and",
        "but",
    ):
        if earlier is not None:
            return earlier.subject
        return find_main_subject(unit, verb.group)
    if unit.quote[lead] >= 0:
        return earlier.subject if earlier else find_main_subject(unit, verb.group)
    at = verb.group
    while at > floor and is_date(unit, at - 1):
        at -= 1
    start = find_noun_start(unit, at)
    if start is None:
        return find_main_subject(unit, verb.group)
    if unit.low(start - 1) == "with":
        return make_subject(unit, start, at)
    documents = load_speech().parts["documents"]
    if any(unit.low(i) in documents for i in range(start, at)):
        main = find_main_subject(unit, verb.group)
        agent = find_agent(unit, verb.group, start)
        return agent or main or make_subject(unit, start, at)
    if unit.low(start - 1) == "by":
        return make_subject(unit, start, at)
    return earlier.subject if earlier else find_main_subject(unit, verb.group)


def _name_speaker(state: _State, unit: Unit, subject: Subject) -> tuple[str | None, Mention | None]:
    """The speaker's entity and mention: by name, by pronoun, or none."""
    word = unit.low(subject.head)
    mention = subject.mention
    if mention is not None and mention.level is not Level.PRONOUN:
        return (None if is_unnamed(unit, subject) else mention.entity), mention
    spot = unit.tokens[subject.head].span
    for other in unit.mentions:
        if other.level is Level.PRONOUN and other.span == spot:
            return _keep_speaker(state, word, other), other
    if unit.pos(subject.head) == "PRP" and word in _PRONOUNS:
        return resolve_pronoun(word, spot.start, state.mentions, state.plural, state.recent), None
    return None, None


def _keep_speaker(state: _State, word: str, mention: Mention) -> str:
    """Whom "he" or "she" means: the one who has just spoken, rather than one named in what was said."""
    if word not in ("he", "she") or not state.drafts:
        return mention.entity
    last = state.drafts[-1]
    speaker = state.entities.get(last.claim.speaker or "")
    gender = dict(speaker.attributes).get("gender") if speaker else None
    person = last.mention is not None and last.mention.type in PEOPLE and last.claim.speaker not in state.plural
    agrees = gender in (None, "m" if word == "he" else "f")
    quoted = any(
        last.claim.span.holds(m.span) and m.entity == mention.entity
        for m in state.mentions_between(last.claim.span.start, last.claim.span.end)
    )
    near = mention.span.start - last.claim.evidence.end < 40
    return str(last.claim.speaker) if person and agrees and quoted and near else mention.entity


def _add_claim(state: _State, unit: Unit, number: int, verb: Verb, content: Content, span: Span) -> None:
    speaker: str | None = None
    mention: Mention | None = None
    speaker_span = None
    if verb.subject is not None:
        speaker, mention = _name_speaker(state, unit, verb.subject)
        speaker_span = verb.subject.get_span(unit)
    verb_span = Span(unit.tokens[verb.at].span.start, unit.tokens[verb.after - 1].span.end)
    evidence = find_evidence(unit, span, verb_span, speaker_span)
    attribution = find_attribution(state.text, unit, verb, span)
    words = state.text[verb_span.start : verb_span.end]
    about = _find_about(state, unit, content, speaker)
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
    state.drafts.append(_Draft(claim, number, start, mention))
    if mention is None and speaker is not None:
        mention = state.named.get(speaker)
    if mention is not None and speaker_span is not None:
        state.recent.append((speaker_span.start, mention))


def _find_about(state: _State, unit: Unit, content: Content, speaker: str | None) -> tuple[str, ...]:
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


def _read_labels(state: _State, unit: Unit, number: int, taken: set[int]) -> None:
    """Read a heading's "Mayor: ‘We will appeal’": a name, a colon, a quotation."""
    for i in range(1, min(10, len(unit.tokens) - 1)):
        if unit.low(i) != ":" or not unit.opens(i + 1) or unit.quote[i + 1] in taken:
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
    if not inside or not words or (not quotation.double and len(words) < 6):
        return False
    first = inside[0]
    fresh = first == unit.first[first] or unit.tokens[first - 1].text in (":", ",", "—") or unit.closes(first - 1)
    ends = unit.text[quotation.content.end - 1] in ".?!,…—-" or not quotation.closed
    verb = any(unit.pos(i) in FINITE or unit.low(i) in BE or unit.pos(i) == "VB" for i in words)
    return fresh and ends and ((len(words) >= 4 and verb) or (len(words) >= 2 and first == unit.first[first]))


def _read_loose(
    state: _State, units: list[Unit], number: int, unit: Unit, taken: set[int], made: list[tuple[Verb, Content]]
) -> None:
    """Give the quotations that no verb introduces to whoever speaks beside them."""
    for which in range(len(unit.quotations)):
        if which in taken:
            continue
        first, last = unit.ranges[which]
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


def _find_neighbour(state: _State, units: list[Unit], number: int, unit: Unit, first: int) -> _Draft | None:
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
    state: _State,
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
    speaker, mention = _name_speaker(state, holder or unit, subject) if subject else (None, None)
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
        about=_find_about(state, unit, content, speaker),
        channel=(find_channel(find_attribution(state.text, unit, verb, span)) or verb.row.channel or None)
        if verb
        else None,
    )
    earlier = next((d.claim for d in reversed(state.drafts) if verb and d.claim.verb_span == verb_span), None)
    if earlier is not None:
        claim = replace(claim, channel=earlier.channel, addressee=earlier.addressee, interval=earlier.interval)
    state.drafts.append(_Draft(claim, number, quotation.span.start, mention))
    if mention is not None and speaker_span is not None:
        state.recent.append((speaker_span.start, mention))


def _copy_claim(state: _State, unit: Unit, number: int, which: int, draft: _Draft) -> None:
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
        about=_find_about(state, unit, content, draft.claim.speaker),
        polarity=None,
        certainty="asserted",
    )
    state.drafts.append(_Draft(claim, number, quotation.span.start, draft.mention))


def _join_paragraphs(state: _State, quotations: tuple[Quotation, ...]) -> None:
    """Make one claim of a quotation that goes on in the next paragraph."""
    outer = [q for q in quotations if q.depth == 0]
    gone: set[int] = set()
    held = {draft.quoted: draft for draft in state.drafts if draft.quoted >= 0}
    for i in range(len(outer) - 1, 0, -1):
        before, after = outer[i - 1], outer[i]
        if not before.continues:
            continue
        one, two = held.get(before.span.start), held.get(after.span.start)
        if one is None or two is None:
            continue
        if one.claim.speaker == two.claim.speaker or two.claim.rule.endswith(("goes-on", "unattributed")):
            keep = one.claim if one.claim.speaker is not None or two.claim.speaker is None else two.claim
        elif one.claim.rule.endswith(("goes-on", "unattributed", "announced")):
            keep = two.claim
        else:
            continue
        evidence = Span(
            min(one.claim.evidence.start, two.claim.evidence.start), max(one.claim.evidence.end, two.claim.evidence.end)
        )
        about = tuple(dict.fromkeys((*one.claim.about, *two.claim.about)))
        one.claim = replace(keep, span=Span(one.claim.span.start, two.claim.span.end), evidence=evidence, about=about)
        gone.add(id(two))
    state.drafts = [draft for draft in state.drafts if id(draft) not in gone]


def _drop_repeated(drafts: list[_Draft]) -> list[_Draft]:
    """Keep one claim where two have nearly the same content."""
    kept: list[_Draft] = []
    for draft in drafts:
        span = draft.claim.span
        for i, other in enumerate(kept[-4:], start=max(0, len(kept) - 4)):
            shared = min(span.end, other.claim.span.end) - max(span.start, other.claim.span.start)
            if shared > 0.6 * max(span.end - span.start, other.claim.span.end - other.claim.span.start):
                if other.claim.speaker is None and draft.claim.speaker is not None:
                    kept[i] = draft
                break
        else:
            kept.append(draft)
    return kept
