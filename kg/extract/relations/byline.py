"""What a text says of itself: byline, credit and date."""

from collections.abc import Iterator, Sequence

from kg.extract.events import group_mentions
from kg.extract.relations.found import ARTICLE, PEOPLE, Found
from kg.extract.sentences import Sentence
from kg.model import Document, Mention, MentionType


def read_article(document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> Iterator[Found]:
    """Yield byline, credit and date, where the text gives them."""
    if not sentences:
        return
    if document.published is not None and document.published_from == "text":
        first = sentences[0]
        yield Found("publishedOn", ARTICLE, document.published.norm, first, "relations/date", (), first.span.start)
    groups = group_mentions(sentences, mentions)
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
