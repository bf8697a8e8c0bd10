"""Analyse a sentence's clauses: chunks, names, then subjects, arguments and governors of each verb."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.chunks import Chunk, chunk_sentence, drop_brackets
from kg.extract.clauses.arguments import find_objects, find_phrases
from kg.extract.clauses.filling import fill_objects, fill_subjects, keep_active
from kg.extract.clauses.governors import find_governor
from kg.extract.clauses.inversions import right_inversions
from kg.extract.clauses.participles import mend_participles
from kg.extract.clauses.records import PEOPLE, Analysis, Verb
from kg.extract.clauses.subjects import find_subject
from kg.extract.clauses.tags import mend_tags
from kg.extract.sentences import Sentence
from kg.model import Level, Mention, MentionType

CLOSED = PEOPLE | {MentionType.CRIME, MentionType.INSTRUMENT, MentionType.NEWS_ORGANISATION}


def analyse_clauses(sentence: Sentence, mentions: Sequence[Mention]) -> Analysis:
    """Cut a sentence into chunks and find its clauses.

    Args:
        sentence: A sentence with its tokens.
        mentions: The mentions that lie in it, in any order; nested ones too.
    """
    frozen, outer = _freeze(sentence, mentions)
    times = frozenset(i for i, m in enumerate(outer) if m.type is MentionType.DATE)
    closed = frozenset(
        i
        for i, m in enumerate(outer)
        if m.type in CLOSED and not (m.type in PEOPLE and i + 1 < len(outer) and outer[i + 1].type is MentionType.ROLE)
    )
    sentence = replace(sentence, tokens=mend_tags(sentence.tokens, frozen))
    chunks = right_inversions(drop_brackets(chunk_sentence(sentence.tokens, frozen, times, closed)), sentence.tokens)
    names = [_find_name(sentence, chunk, mentions, frozen, outer) for chunk in chunks]
    analysis = Analysis(sentence, chunks, [], names, mentions)
    mend_participles(chunks)
    keep_active(analysis)
    by_chunk: dict[int, Verb] = {}
    for i, chunk in enumerate(chunks):
        if chunk.kind == "VG":
            verb = Verb(chunk, i, passive=chunk.passive)
            by_chunk[i] = verb
            analysis.verbs.append(verb)
    for verb in analysis.verbs:
        if verb.chunk.form == "fin":
            find_subject(analysis, verb, by_chunk)
    fill_subjects(analysis)
    taken = {i for verb in analysis.verbs for i in verb.subject if verb.chunk.form == "fin" and verb.link != "rel"}
    for verb in analysis.verbs:
        find_objects(analysis, verb, taken)
        find_phrases(analysis, verb, taken)
    fill_objects(analysis)
    for position, verb in enumerate(analysis.verbs):
        find_governor(analysis, verb, position)
    return analysis


def _freeze(sentence: Sentence, mentions: Sequence[Mention]) -> tuple[list[int], list[Mention]]:
    """Number the outermost mentions and mark each token with the number of the one it lies in, or -1."""
    outer: list[Mention] = []
    frozen = [-1] * len(sentence.tokens)
    starts = {token.span.start: i for i, token in enumerate(sentence.tokens)}
    for mention in sorted(mentions, key=lambda m: (m.span.start, -m.span.end)):
        if mention.level is Level.PRONOUN or (outer and outer[-1].span.overlaps(mention.span)):
            continue
        i = starts.get(mention.span.start)
        if i is None:
            continue
        outer.append(mention)
        while i < len(frozen) and sentence.tokens[i].span.start < mention.span.end:
            frozen[i] = len(outer) - 1
            i += 1
    return frozen, outer


def _find_name(
    sentence: Sentence, chunk: Chunk, mentions: Sequence[Mention], frozen: Sequence[int], outer: Sequence[Mention]
) -> Mention | None:
    if chunk.kind not in {"NP", "T"}:
        return None
    tokens = sentence.tokens
    if frozen[chunk.head] >= 0:
        name = outer[frozen[chunk.head]]
        if name.type is MentionType.ROLE:
            inside = [
                outer[frozen[i]]
                for i in range(chunk.start, chunk.end)
                if frozen[i] >= 0 and outer[frozen[i]].type in PEOPLE
            ]
            return inside[-1] if inside else name
        return name
    head = tokens[chunk.head].span
    held = [m for m in mentions if m.span.end == head.end and m.span.start >= tokens[chunk.start].span.start]
    return max(held, key=lambda m: m.span.end - m.span.start, default=None)
