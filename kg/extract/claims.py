"""Claims: who says what, in direct, indirect and mixed speech.

A claim is read off a verb of speech (data/lexicon/speech.toml) with its subject (`subjects`) and what it introduces
(`contents`), or off a quotation that goes on from one. What a document demands, asks or refuses to say is no claim.
"""

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.claim_drafts import State, add_claim
from kg.extract.claim_joining import drop_repeated, join_paragraphs
from kg.extract.claim_quotations import read_labels, read_loose
from kg.extract.content_frames import Content
from kg.extract.contents import find_content, find_continuation
from kg.extract.facets import trim_content
from kg.extract.quotations import find_quotations
from kg.extract.sentences import Sentence
from kg.extract.units import Unit, build_units
from kg.extract.verb_subjects import give_subjects
from kg.extract.verbs import Verb, find_verbs
from kg.model import Claim, Document, Entity, Level, Mention

# A sentence with more words or verbs of speech is no prose; reading it would take time that grows with their square.
_LONGEST, _MOST = 4000, 60


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
        goes on in the next paragraph is one a paragraph. `speaker` is None where no mention names it.
    """
    text = document.text
    quotations = find_quotations(text)
    units = build_units(text, sentences, quotations, mentions)
    ordered = tuple(sorted(mentions, key=lambda m: (m.span.start, -m.span.end)))
    known = {entity.id: entity for entity in entities}
    plural = frozenset(entity.id for entity in entities if entity.plural)
    named = {mention.entity: mention for mention in reversed(ordered)}
    state = State(text, ordered, known, plural, named)
    for number, unit in enumerate(units):
        _read_unit(state, units, number, unit)
    join_paragraphs(state, quotations)
    drafts = drop_repeated(sorted(state.drafts, key=lambda d: (d.claim.span.start, d.claim.span.end)))
    return tuple(replace(draft.claim, id=f"c{i}") for i, draft in enumerate(drafts))


def _read_unit(state: State, units: list[Unit], number: int, unit: Unit) -> None:
    if len(unit.tokens) > _LONGEST:
        return
    verbs = find_verbs(unit)[:_MOST]
    give_subjects(unit, verbs)
    covered = -1
    taken: set[int] = set()
    made: list[tuple[Verb, Content]] = []
    for verb in verbs:
        if verb.at < covered and not _stands_inside(unit, verb):
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
        if content.start > verb.at and verb.at >= covered:
            covered = max(covered, content.end)
        taken.update(unit.quote[i] for i in range(content.start, content.end) if unit.quote[i] >= 0)
        add_claim(state, unit, number, verb, content, span)
        more = find_continuation(unit, verb, verbs, content)
        if more is not None and (span := trim_content(state.text, unit, more)) is not None:
            add_claim(state, unit, number, verb, more, span)
            taken.update(unit.quote[i] for i in range(more.start, more.end) if unit.quote[i] >= 0)
    read_labels(state, unit, number, taken)
    read_loose(state, units, number, unit, taken, made)


def _stands_inside(unit: Unit, verb: Verb) -> bool:
    """Whether a verb inside what is said makes a claim of its own: "The Ledger reported that officials said …"."""
    subject = verb.subject
    if subject is None or verb.participle or subject.mention is None or subject.mention.level is Level.PRONOUN:
        return False
    return bool(verb.row.takes & {"clause", "told"}) and unit.pos(subject.head) != "PRP"
