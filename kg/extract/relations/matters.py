"""Whom the information asked for is about."""

from collections.abc import Iterator, Sequence

from kg.extract.clauses import Analysis, list_phrases
from kg.extract.relations.found import ACTORS, BODIES, PEOPLE, Found
from kg.extract.relations.from_events import find_askers
from kg.extract.tokens import load_wording
from kg.model import Mention, MentionType


def read_matters(analysis: Analysis) -> Iterator[Found]:
    """Yield whom the information asked for is about, by the paper or the party that asks for it."""
    wording = load_wording("relations_nouns")["matter"]
    heads, about, seeking = wording["heads"], wording["about"], wording["seeking"]
    for index, chunk in enumerate(analysis.chunks):
        if chunk.kind != "NP" or chunk.lemma not in heads:
            continue
        topics = [
            name
            for preposition, nouns in list_phrases(analysis, index)[:1]
            if preposition in about
            for k in nouns
            if (name := analysis.names[k]) is not None and name.type in PEOPLE | BODIES
        ]
        if not topics:
            continue
        for seeker in _find_seekers(analysis, index, seeking):
            for topic in topics:
                place = analysis.sentence.tokens[chunk.start].span.start
                yield Found(
                    "seeksInformationAbout",
                    seeker.entity,
                    topic.entity,
                    analysis.sentence,
                    "relations_nouns/matter",
                    (),
                    place,
                )


def _find_seekers(analysis: Analysis, index: int, seeking: Sequence[str]) -> list[Mention]:
    verb = next(
        (
            v
            for v in reversed(analysis.verbs)
            if v.index < index and (index in v.objects or index in v.second or any(index in k for _, k in v.phrases))
        ),
        None,
    )
    if verb is None:
        return []
    papers = [
        name
        for k in (*verb.objects, *verb.second, *(k for p, ks in verb.phrases if p == "^in" for k in ks))
        if (name := analysis.names[k]) is not None and name.type is MentionType.INSTRUMENT
    ]
    asked = any(p == "for" and index in k for p, k in verb.phrases)
    if asked and papers:
        return papers
    if verb.lemma in seeking and (asked or verb.lemma != "ask"):
        if papers:
            return papers
        names = [analysis.names[k] for k in verb.subject]
        return [n for n in names if n is not None and n.type in ACTORS | {MentionType.INSTRUMENT}]
    return find_askers(analysis, verb)
