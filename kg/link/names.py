"""The names of the gazetteer as a trie over words, and the scan of a text for them.

Text and names are cut into the same words. A dotted acronym is one word without its dots ("U.S." is "US"), "&" is
"and", and a comma is a word of its own save before "and", so that a serial comma makes no difference. Written case
decides: an acronym must stand as it is; a long name of a body matches in any case ("US immigration and customs
enforcement"); any other name must begin its words as the gazetteer does, or be wholly in capitals (a dateline).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.model import NameHit, Span

_WORD = re.compile(r"(?:[A-Z][a-z]?\.){2,}|[^\W_]+|[,&]")
_GAP = re.compile(r"(?:\s{1,3}|[-–/]|['’]|\.\s|)\Z")
_SMALL = frozenset(("a", "an", "and", "at", "de", "del", "for", "in", "la", "of", "on", "s", "the", "to"))


@dataclass(frozen=True, slots=True)
class _Name:
    """A name's end in the trie: how it must be written, and the rows it names."""

    text: str
    words: tuple[str, ...]
    stops: frozenset[int]
    loose: bool
    dotted: bool
    weak: bool
    row_ids: tuple[str, ...]


@dataclass(slots=True)
class _Node:
    """A step of the trie: the words that may follow, and the names that end here."""

    next: dict[str, "_Node"] = field(default_factory=dict)
    names: tuple[_Name, ...] = ()


class Word(NamedTuple):
    """A word of a text: as written less dots, folded, and its bounds in code points."""

    written: str
    folded: str
    start: int
    end: int


def split_words(text: str) -> list[Word]:
    """Cut a text into words as the trie knows them.

    >>> [word.written for word in split_words("the U.S. Bureau of Land & Water, and St. Paul")]
    ['the', 'US', 'Bureau', 'of', 'Land', 'and', 'Water', 'and', 'St', 'Paul']
    """
    words: list[Word] = []
    for match in _WORD.finditer(text):
        written = match.group()
        if written == "&":
            written = "and"
        elif "." in written:
            written = written.replace(".", "")
        if written == "and" and words and words[-1].written == ",":
            words.pop()
        words.append(Word(written, written.casefold(), match.start(), match.end()))
    return words


class NameTrie:
    """An index of names for `scan`. Build it once; it is read-only afterwards and safe to share."""

    def __init__(self, names: Iterable[tuple[str, tuple[str, ...], bool, bool]]) -> None:
        """Take (name, row ids likeliest first, whether it names a body, whether it is weak) for every name."""
        self._root: dict[str, _Node] = {}
        for text, row_ids, body, weak in names:
            words = split_words(text)
            if not words:
                continue
            layer, node = self._root, _Node()
            for word in words:
                found = layer.get(word.folded)
                if found is None:
                    found = layer[word.folded] = _Node()
                node, layer = found, found.next
            written = tuple(word.written for word in words)
            loose = body and sum(word.folded not in _SMALL for word in words) >= 3
            stops = frozenset(at for at, word in enumerate(words[:-1]) if text[word.end : word.end + 1] == ".")
            dotted = text.endswith(".") and words[-1].end < len(text)
            node.names += (_Name(text, written, stops, loose, dotted, weak, row_ids),)

    def scan(self, text: str) -> list[NameHit]:
        """Return the longest names of the text in reading order, never overlapping."""
        words, hits, at = split_words(text), [], 0
        root, count = self._root, len(words)
        while at < count:
            node = root.get(words[at].folded)
            best, after = None, at + 1
            step = at
            while node is not None:
                if node.names:
                    hit = _find_written(node.names, words[at : step + 1], text)
                    if hit is not None:
                        best, after = hit, step + 1
                step += 1
                if step == count or not node.next:
                    break
                node = node.next.get(words[step].folded)
                if node is not None and not _joins(text, words[step - 1], words[step]):
                    break
            if best is not None:
                hits.append(best)
            at = after
        return hits


def _joins(text: str, left: Word, right: Word) -> bool:
    """Say whether what stands between two words may stand inside a name; a full stop only where the name has one."""
    gap = text[left.end : right.start]
    if gap == " ":
        return True
    if right.folded == "and" and gap.strip() == ",":
        return True
    return _GAP.match(gap) is not None


def _find_written(names: tuple[_Name, ...], words: list[Word], text: str) -> NameHit | None:
    """Return the hit of the first name that is written as it must be; rows of equal names are joined."""
    start, end = words[0].start, words[-1].end
    stops = {at for at, word in enumerate(words[:-1]) if text[word.end] == "."}
    fitting = [name for name in names if stops <= name.stops and _is_written(name, words, text[end : end + 1])]
    if not fitting:
        return None
    rows = tuple(dict.fromkeys(row for name in fitting for row in name.row_ids))
    first = fitting[0]
    dotted = first.dotted and text[end : end + 1] == "."
    return NameHit(Span(start, end + dotted), rows, first.text, all(name.weak for name in fitting))


def _is_written(name: _Name, words: list[Word], following: str) -> bool:
    """Say whether the words of the text stand as the name demands."""
    if name.dotted and following != ".":
        return False
    if name.loose:
        return True
    for own, word in zip(name.words, words, strict=True):
        if own == word.written or (word.folded in _SMALL and not own.isupper()):
            continue
        if (len(words) == 1 and own.isupper()) or word.end - word.start > len(word.written):
            return False  # an acronym stands as it is, with dots or without ("M.D." is not "Md.")
        if word.written.isupper() and len(word.written) > 1 and not own.isupper() and own[:1].isupper():
            continue
        return False
    return True
