"""Who made a paper, and for whom: "Lind wrote in a memo to the board", "an order barring the company"."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.extract.clauses import Analysis, Verb
from kg.extract.relations.found import ACTORS, Found
from kg.extract.relations.wording import find_head, list_families
from kg.extract.tokens import load_wording
from kg.model import Mention, MentionType


def read_authors(analysis: Analysis) -> Iterator[Found]:
    """Yield who issued or filed the papers that somebody says something in, and whom it is addressed to."""
    (row,) = load_wording("relations_acts")["author"]
    for verb in analysis.verbs:
        if verb.lemma not in row["verbs"] or verb.passive:
            continue
        authors = [n for k in verb.subject if (n := analysis.names[k]) is not None and n.type in ACTORS]
        if not authors:
            continue
        for paper, head in _list_papers(analysis, verb):
            if head not in row["heads"]:
                continue
            rel = str(list_families()[head]["owner"]) if head in list_families() else "issuedBy"
            if rel == "filedBy" and paper.text.lower().startswith("the "):
                continue  # who quotes "the lawsuit" need not have filed it
            place, rule = paper.span.start, "relations_acts/says-in-paper"
            for author in authors:
                if rel == "filedBy" and author.type is MentionType.COURT:
                    continue
                yield Found(rel, paper.entity, author.entity, analysis.sentence, rule, (), place)
            if verb.lemma in row["telling"] and head in list_families().get(head, {}).get("addressed", ()):
                told = [n for k in verb.objects if (n := analysis.names[k]) is not None and n.type in ACTORS]
                for other in told:
                    yield Found("addressedTo", paper.entity, other.entity, analysis.sentence, rule, (), place)


def _list_papers(analysis: Analysis, verb: Verb) -> Iterator[tuple[Mention, str]]:
    """Yield the instruments of a verb's in-phrases, before its subject or after it, with their head's lemma."""
    chunks = [k for preposition, nouns in verb.phrases if preposition in {"in", "^in"} for k in nouns]
    first = min(verb.subject, default=verb.index)
    for index in range(1, verb.index):
        inside = index < first or first < index < verb.index
        if inside and analysis.chunks[index - 1].kind == "P" and analysis.chunks[index - 1].lemma == "in":
            near = index < first and not any(c.kind == "VG" and c.form == "fin" for c in analysis.chunks[index:first])
            framed = index > first and index >= 2 and analysis.chunks[index - 2].kind == "C"
            if near or framed:
                chunks.append(index)
    for index in dict.fromkeys(chunks):
        name = analysis.names[index]
        if name is not None and name.type is MentionType.INSTRUMENT:
            yield name, analysis.chunks[index].lemma


def read_written(analysis: Analysis) -> Iterator[Found]:
    """Yield who wrote or released a paper, and whom a paper orders or asks to do something."""
    wording = load_wording("relations_acts")
    for verb in analysis.verbs:
        if verb.chunk.negated or verb.chunk.modal or (verb.chunk.form == "inf" and verb.via is None):
            continue
        subjects, objects = _list_names(analysis, verb.subject), _list_names(analysis, verb.objects)
        if verb.passive:
            objects = subjects
            subjects = _list_names(analysis, [k for p, nouns in verb.phrases if p == "by" for k in nouns])
        led = (
            verb.governor is not None
            and verb.preposition == "in"
            and verb.governor.lemma in wording["leading"]["verbs"]
        )
        if led and verb.governor is not None:
            subjects = _list_names(analysis, verb.governor.subject)
        for row in wording["written"]:
            if verb.lemma in row["verbs"] or (led and verb.lemma in wording["leading"]["acts"]):
                yield from _join(analysis, verb, objects, subjects, row, "issuedBy")
        for row in () if verb.passive else wording["says"]:
            if verb.lemma in row["verbs"]:
                yield from _join(analysis, verb, subjects, objects, row, row["relation"])


def _list_names(analysis: Analysis, chunks: Sequence[int]) -> list[tuple[Mention, str]]:
    return [(name, analysis.chunks[k].lemma) for k in chunks if (name := analysis.names[k]) is not None]


def _join(
    analysis: Analysis,
    verb: Verb,
    papers: Sequence[tuple[Mention, str]],
    others: Sequence[tuple[Mention, str]],
    row: Mapping[str, Any],
    rel: str,
) -> Iterator[Found]:
    place = analysis.sentence.tokens[verb.chunk.start].span.start
    for paper, lemma in papers:
        if paper.type is not MentionType.INSTRUMENT or not {lemma, find_head(analysis, paper, lemma)} & set(
            row["heads"]
        ):
            continue
        for other, _ in others:
            if other.type in ACTORS:
                rule = f"relations_acts/{row['id']}"
                yield Found(rel, paper.entity, other.entity, analysis.sentence, rule, (), place)


def read_pleas(analysis: Analysis, found: Sequence[Found]) -> Iterator[Found]:
    """Yield whom somebody asks for something by a letter: "sent the board a letter urging it to act".

    Args:
        analysis: A sentence.
        found: Its relations: who made a paper, and whom it is addressed to.
    """
    (row,) = (row for row in load_wording("relations_acts")["says"] if row["id"] == "paper-asks")
    if not any(verb.lemma in row["verbs"] and not verb.chunk.modal for verb in analysis.verbs):
        return
    for made in found:
        if made.rel != "issuedBy":
            continue
        for sent in found:
            if sent.rel == "addressedTo" and sent.subj == made.subj and sent.obj != made.obj:
                rule = "relations_acts/plea"
                yield Found("petitioned", made.obj, sent.obj, analysis.sentence, rule, made.extra, made.place)
