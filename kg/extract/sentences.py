"""Sentences of newspaper English, each with its tokens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extract.tagger import Arguments, analyse_words
from kg.extract.tokens import Token, find_lemma, load_wording, split_tokens
from kg.model import Span

_CLOSERS = frozenset("”’\"')]»")
_OPENERS = frozenset("“‘\"'([«")
_ENDS = frozenset((".", "!", "?", "…", "...", "...."))
_MOST_WORDS = 400
"""A longer "sentence" is a list or a broken text; it is cut, so that what reads sentences takes bounded time."""
_PARAGRAPH = re.compile(r"(?:(?!\n[ \t]*(?:\n|[^a-z\s]))[\s\S])+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span, without surrounding blanks, its tokens, and the number of its paragraph, from 0.

    `arguments` is what a trained model says of its verbs; none where the rules work alone.
    """

    span: Span
    tokens: tuple[Token, ...]
    paragraph: int
    arguments: tuple[Arguments, ...] = ()


def analyse_text(text: str) -> tuple[Sentence, ...]:
    """Split a document's text into sentences and tag their words.

    A line break starts a paragraph, unless the next line goes on in lower case. A closing quotation mark belongs to the
    sentence it closes, and a quotation of several sentences is several sentences. Offsets are code points of `text`.

    >>> text = 'Gov. Ada Roe sued the U.S. on Jan. 10. “It is late. It must end!” she said.'
    >>> [sentence.span.of(text) for sentence in analyse_text(text)]
    ['Gov. Ada Roe sued the U.S. on Jan. 10.', '“It is late.', 'It must end!” she said.']
    """
    cut: list[tuple[list[tuple[int, int]], list[str], int]] = []
    for number, (start, end) in enumerate(_find_paragraphs(text)):
        spans = split_tokens(text, start, end)
        for first, last in _cut(text, spans):
            cut.append((spans[first:last], [text[a:b] for a, b in spans[first:last]], number))
    analysed = analyse_words([words for _, words, _ in cut])
    return tuple(_join(*sentence, *one) for sentence, one in zip(cut, analysed, strict=True))


def _find_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for match in _PARAGRAPH.finditer(text):
        if not match.group().isspace():
            yield match.span()


def _join(
    spans: list[tuple[int, int]], words: list[str], paragraph: int, tags: list[str], arguments: tuple[Arguments, ...]
) -> Sentence:
    tokens = []
    for (start, end), word, pos in zip(spans, words, tags, strict=True):
        lower = word.lower().replace("’", "'")
        tokens.append(Token(Span(start, end), word, lower, find_lemma(lower, pos), pos))
    return Sentence(Span(spans[0][0], spans[-1][1]), tuple(tokens), paragraph, arguments)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(load_wording("abbreviations")[kind])


def _cut(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the first token's number and the one after the last of every sentence of a paragraph."""
    first, index, count = 0, 0, len(spans)
    while index < count:
        after = _find_end(text, spans, index)
        if after is None and index - first >= _MOST_WORDS:
            after = index + 1
        if after is None:
            index += 1
            continue
        yield first, after
        first = index = after
    if first < count:
        yield first, count


def _find_end(text: str, spans: list[tuple[int, int]], index: int) -> int | None:
    """The number of the token after the sentence that ends with token `index` and its closers, None if none ends."""
    start, end = spans[index]
    word, count = text[start:end], len(spans)
    abbreviation = len(word) > 1 and word[-1] == "." and word not in _ENDS
    if word not in _ENDS and not abbreviation:
        return None
    after = index + 1
    while after < count and text[spans[after][0]] in _CLOSERS and spans[after][0] == spans[after - 1][1]:
        after += 1
    if after >= count:
        return after
    if spans[after][0] == spans[after - 1][1] and text[spans[after][0]] != "“":
        return None  # nothing between: "example.com", a footnote mark
    follower = after
    while follower < count - 1 and text[spans[follower][0]] in _OPENERS:
        follower += 1
    next_word = text[slice(*spans[follower])]
    if not (next_word[0].isupper() or next_word[0].isdigit() or next_word[0] in "•*#@$"):
        return None
    if abbreviation:
        return after if _may_end(word, next_word, quoted=after > index + 1) else None
    if after > index + 1 and word in ("!", "?", "…") and text[spans[after - 1][0]] in '”"’':
        ahead = {text[slice(*spans[i])].lower() for i in range(follower, min(follower + 4, count))}
        if ahead & _words("speaking"):
            return None
    return after


def _may_end(word: str, next_word: str, *, quoted: bool) -> bool:
    """Whether an abbreviation ends a sentence before `next_word`."""
    stem = word[:-1].lower()
    if len(stem) == 1 and stem.isalpha():
        return False
    if stem in _words("never"):
        return quoted
    return quoted or next_word.lower() in _words("openers")
