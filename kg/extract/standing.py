"""In whose name people act, which law they act under, and which set an instrument belongs to.

These relations are the graph's own: data/gold does not annotate them, so `kg extract --json` leaves them out
(`scored = false` in data/lexicon/relations.toml).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.clauses import Analysis, Verb
from kg.extract.events import find_claim
from kg.extract.levels import match_level
from kg.extract.tokens import load_wording
from kg.model import Claim, Entity, Level, Mention, MentionType, Relation, Span
from kg.terms import list_superclasses

_BODIES = frozenset({MentionType.AGENCY, MentionType.COURT, MentionType.ORGANISATION})
_PLACES = frozenset({MentionType.JURISDICTION, MentionType.PLACE})
_ACTORS = _BODIES | _PLACES | {MentionType.OFFICIAL, MentionType.PERSON}
_LAWS = frozenset({"Legislation", "Policy", "ExecutiveOrder", "Guidance"})


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A row of data/lexicon/standing.toml: its id and its words in lower case."""

    id: str
    words: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@cache
def load_standing(table: str) -> tuple[StandingRow, ...]:
    """Read one table of the lexicon: ground or member."""
    rows = load_wording("standing")[table]
    return tuple(
        StandingRow(
            row["id"],
            tuple(row["words"]),
            tuple(row["examples"]),
            tuple(row["counterexamples"]),
        )
        for row in rows
    )


def match_member(name: str) -> StandingRow | None:
    """Return the row that shows a name to be one of several, if any.

    >>> match_member("one of the permits").id
    'one-of'
    """
    folded = " ".join(name.lower().split()) + " "
    rows = load_standing("member")
    return next((row for row in rows if any(folded.startswith(f"{words} ") for words in row.words)), None)


def match_ground(before: str) -> tuple[StandingRow, int] | None:
    """Return the row whose words stand at the end of the text before a law, and how long they are.

    >>> match_ground("The board shut it in accordance with ")[0].id
    'in-accordance'
    """
    folded = before.rstrip().lower()
    for article in (" the", " a", " its", " their"):
        folded = folded.removesuffix(article)
    for row in load_standing("ground"):
        for words in sorted(row.words, key=len, reverse=True):
            if folded == words or folded.endswith(f" {words}"):
                return row, len(before) - (len(folded) - len(words))
    return None


def find_standing(
    text: str,
    analyses: Sequence[Analysis],
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
    claims: Sequence[Claim],
) -> tuple[Relation, ...]:
    """Find who acts for which body, which law a body relies on, and which set an instrument belongs to.

    Args:
        text: The document's text.
        analyses: Its sentences with their clauses.
        mentions: Its mentions, in reading order.
        entities: Its entities.
        claims: Its claims: what lies in a claim's content is the claim's.

    Returns:
        Relations actsFor, speaksFor, reliesOn and inSet, each at most once for the same two entities.
    """
    found: dict[tuple[str, str, str], Relation] = {}
    by_id = {entity.id: entity for entity in entities}
    for number, (rel, subj, obj, place, rule) in enumerate(
        (
            *_find_bodies(mentions, by_id),
            *_find_voices(mentions, by_id, claims),
            *_find_grounds(text, analyses, by_id),
            *_find_sets(mentions, by_id),
        )
    ):
        if subj == obj or (rel, subj, obj) in found:
            continue
        sentence = next((a.sentence.span for a in analyses if a.sentence.span.holds(place)), place)
        claim = find_claim(place, claims) if rel == "reliesOn" else None
        found[rel, subj, obj] = Relation(f"s{number}", rel, subj, obj, sentence, f"standing/{rule}", claim=claim)
    return tuple(found.values())


_Row = tuple[str, str, str, Span, str]


def _find_bodies(mentions: Sequence[Mention], by_id: Mapping[str, Entity]) -> Iterator[_Row]:
    """Yield whom groups of officials and unnamed offices act for: what their name holds, or the place in focus."""
    for position, mention in enumerate(mentions):
        entity = by_id.get(mention.entity)
        if entity is None or entity.gazetteer_id or entity.generic or mention.level is Level.PRONOUN:
            continue
        if entity.kind != "OfficialGroup" and entity.type is not MentionType.AGENCY:
            continue
        inside = [
            other
            for other in mentions
            if other.entity != mention.entity
            and mention.span.holds(other.span)
            and (other.type in _PLACES or (other.type in _BODIES and entity.kind == "OfficialGroup"))
        ]
        if inside:
            yield "actsFor", mention.entity, inside[0].entity, mention.span, "name-holds-body"
            continue
        level = match_level(mention.text)
        place = _find_focus(mentions[:position], by_id, level.kinds) if level else None
        if place:
            yield "actsFor", mention.entity, place, mention.span, "place-in-focus"


def _find_focus(before: Sequence[Mention], by_id: Mapping[str, Entity], kinds: Iterable[str]) -> str | None:
    """Return the last territory of one of the kinds that the text named."""
    for mention in reversed(before):
        entity = by_id.get(mention.entity)
        if entity and mention.type in _PLACES and entity.kind in kinds and not entity.generic:
            return entity.id
    return None


def _find_voices(mentions: Sequence[Mention], by_id: Mapping[str, Entity], claims: Sequence[Claim]) -> Iterator[_Row]:
    """Yield whom a spokesperson without a named body speaks for: the body that spoke last before."""
    for claim in claims:
        speaker = by_id.get(claim.speaker or "")
        if speaker is None or speaker.kind != "Spokesperson" or claim.speaker_span is None:
            continue
        earlier = (by_id.get(other.speaker or "") for other in reversed(claims) if other.span < claim.span)
        last = next((body for body in earlier if body and body.type in (_BODIES | {MentionType.JURISDICTION})), None)
        post = next((m for m in mentions if m.type is MentionType.ROLE and _touches(m.span, claim.speaker_span)), None)
        # A post of several words names its body, known to us or not: "Harbor Board spokesman".
        if post is None or len(post.text.split()) > 1:
            continue
        if last is not None:
            yield "speaksFor", speaker.id, last.id, claim.speaker_span, "body-spoke-last"


def _touches(one: Span, other: Span) -> bool:
    return 0 <= other.start - one.end <= 2 or 0 <= one.start - other.end <= 2


def _find_grounds(text: str, analyses: Sequence[Analysis], by_id: Mapping[str, Entity]) -> Iterator[_Row]:
    """Yield which law somebody relies on: the subject of the verb that the law's phrase belongs to."""
    for analysis in analyses:
        start = analysis.sentence.span.start
        for law in dict.fromkeys(name for name in analysis.names if name is not None):
            entity = by_id.get(law.entity)
            if entity is None or entity.type is not MentionType.INSTRUMENT:
                continue
            if _LAWS.isdisjoint(list_superclasses(entity.kind)):
                continue
            matched = match_ground(text[start : law.span.start])
            if matched is None:
                continue
            row, length = matched
            actor = _find_subject(analysis, law.span.start - length)
            if actor:
                yield "reliesOn", actor.entity, law.entity, Span(law.span.start - length, law.span.end), row.id


def _find_subject(analysis: Analysis, before: int) -> Mention | None:
    """Return the named subject of the nearest verb before an offset; after it, where there is none before."""

    def rank(verb: Verb) -> tuple[bool, int]:
        start = analysis.sentence.tokens[verb.chunk.start].span.start
        return start > before, abs(before - start)

    for verb in sorted(analysis.verbs, key=rank):
        for chunk in verb.subject:
            name = analysis.names[chunk]
            if name is not None and name.type in _ACTORS:
                return name
    return None


def _find_sets(mentions: Sequence[Mention], by_id: Mapping[str, Entity]) -> Iterator[_Row]:
    """Yield which set an instrument belongs to: the last one in the plural, of a like kind, that the text named."""
    for position, mention in enumerate(mentions):
        entity = by_id.get(mention.entity)
        if entity is None or entity.type is not MentionType.INSTRUMENT or match_member(mention.text) is None:
            continue
        kin = set(list_superclasses(entity.kind)) - {"Instrument"}
        groups = [
            group
            for other in mentions[:position]
            if (group := by_id.get(other.entity))
            and group.plural
            and group.id != entity.id
            and kin & set(list_superclasses(group.kind))
        ]
        if groups:
            group = _choose_set(mention, groups, mentions[:position])
            yield "inSet", entity.id, group.id, mention.span, "one-of-several"


def _choose_set(mention: Mention, groups: Sequence[Entity], before: Sequence[Mention]) -> Entity:
    """Return the set that one of several belongs to, out of those named before, the latest last.

    "One of the permits" is of what the text called "the permits"; "the fourth permit" of a set of four or more.
    """
    called = mention.text.partition(" of ")[2].casefold()
    same = {other.entity for other in before if called and other.text.casefold() == called}
    least = count_at_least(mention.text)
    counted = {group.id for group in groups if int(dict(group.attributes).get("count", "0")) >= least > 0}
    fitting = [group for group in groups if group.id in same] or [group for group in groups if group.id in counted]
    return (fitting or groups)[-1]


def count_at_least(name: str) -> int:
    """Return how many there must be for one of them to be called so; 0 for a name that tells nothing.

    >>> count_at_least("the fourth permit"), count_at_least("the permit")
    (4, 0)
    """
    folded = " ".join(name.lower().split()) + " "
    for row in load_wording("standing")["member"]:
        for words, least in zip(row["words"], row["least"], strict=True):
            if folded.startswith(f"{words} "):
                return int(least)
    return 0
