"""What a text says of itself: byline, credit and date."""

import re
from collections.abc import Iterator, Sequence

from kg.extract.events import group_mentions
from kg.extract.relations.found import ARTICLE, PEOPLE, PLACES, Found
from kg.extract.sentences import Sentence
from kg.model import Document, Mention, MentionType

_HEADS = PLACES | {MentionType.DATE, MentionType.NEWS_ORGANISATION}
_SAYS_DAY = re.compile(r"[A-Za-z].*\d|\d.*[A-Za-z]")
_HEAD = 4
"""How many of the first sentences may be the article's head."""
_SIGNS = re.compile(r"[,|•·:.()\u2010-\u2015-]|['’]s\\b")
_GREETING = frozenset({"good", "morning", "evening", "afternoon", "it", "today", "is", "happy", "updated", "published"})


def _cut_out(sentence: Sentence, text: str, mentions: Sequence[Mention]) -> list[str]:
    """Return the sentence's words, in lower case, less those of some mentions."""
    rest = text[sentence.span.start : sentence.span.end]
    for mention in sorted(mentions, key=lambda m: -m.span.start):
        start, end = mention.span.start - sentence.span.start, mention.span.end - sentence.span.start
        rest = rest[:start] + " " + rest[end:]
    return _SIGNS.sub(" ", rest).lower().split()


def _read_header(document: Document, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Found]:
    """Yield the day, and the paper beside it, of a line that holds hardly more: "The Boise Gazette | May 4, 2021"."""
    outer = [m for m in mentions if m.type in _HEADS and not any(o is not m and o.span.holds(m.span) for o in mentions)]
    days = [
        m for m in outer if m.type is MentionType.DATE and m.norm and len(m.norm) == 10 and _SAYS_DAY.search(m.text)
    ]
    if not days or len(set(_cut_out(sentence, document.text, outer)) - _GREETING) > 4 or document.published is None:
        return
    if any(t.pos in {"VBD", "MD"} and not any(m.span.holds(t.span) for m in outer) for t in sentence.tokens):
        return
    if days[0].norm == document.published.norm and document.published_from != "text":
        yield Found("publishedOn", ARTICLE, days[0].norm, sentence, "relations/header", (), days[0].span.start)
    for mention in outer:
        if mention.type is MentionType.NEWS_ORGANISATION:
            yield Found("publishedBy", ARTICLE, mention.entity, sentence, "relations/header", (), mention.span.start)


def read_article(document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> Iterator[Found]:
    """Yield byline, credit and date, where the text gives them."""
    if not sentences:
        return
    if document.published is not None and document.published_from == "text":
        first = sentences[0]
        yield Found("publishedOn", ARTICLE, document.published.norm, first, "relations/date", (), first.span.start)
    groups = group_mentions(sentences, mentions)
    for sentence, group in list(zip(sentences, groups, strict=True))[:_HEAD]:
        yield from _read_header(document, sentence, group)
        names = [m for m in group if m.type is MentionType.NEWS_ORGANISATION]
        if names and not set(_cut_out(sentence, document.text, names[:1])) - {"the"}:
            place = names[0].span.start
            yield Found("publishedBy", ARTICLE, names[0].entity, sentence, "relations/masthead", (), place)
    edges = dict.fromkeys((*range(min(3, len(sentences))), *range(max(0, len(sentences) - 3), len(sentences))))
    for number in edges:
        sentence, group = sentences[number], groups[number]
        people = [m for m in group if m.type in PEOPLE]
        papers = [m for m in group if m.type is MentionType.NEWS_ORGANISATION]
        rest = document.text[sentence.span.start : sentence.span.end]
        for mention in sorted((*people, *papers), key=lambda m: -m.span.start):
            start, end = mention.span.start - sentence.span.start, mention.span.end - sentence.span.start
            rest = rest[:start] + rest[end:]
        words = [
            w for w in rest.replace(",", " ").replace("|", " ").replace("—", " ").replace("-", " ").split() if w != "."
        ]
        by = [w.lower() for w in words[:1]] == ["by"]
        if not (by or (people and papers and not words)) or len(words) > (4 if by else 0):
            continue
        for mention in people:
            yield Found("authoredBy", ARTICLE, mention.entity, sentence, "relations/byline", (), mention.span.start)
        for mention in papers:
            yield Found("publishedBy", ARTICLE, mention.entity, sentence, "relations/byline", (), mention.span.start)
