"""An index of names that finds the nearest ones to a name that may be misspelt.

Names are folded and cut into trigrams. A query first collects the names that share its rarest trigrams, weighted by how
rare they are (the spelling mistakes of a name leave most of its trigrams whole); only the best of these are compared
letter by letter, with rapidfuzz. So a search costs about the same in 1,000 names as in 100,000.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.fuzz import token_sort_ratio

_BUDGET = 60_000
"""How many entries of posting lists one search reads at most, rarest trigrams first."""
_COMPARED = 40
_LEAST = 50.0
"""What is less alike is no candidate."""
_ORDINALS = {
    **dict(zip("first second third fourth fifth sixth seventh".split(), range(1, 8), strict=True)),
    **dict(zip("eighth ninth tenth eleventh twelfth thirteenth".split(), range(8, 14), strict=True)),
}
_NUMBER = re.compile(r"(\d+)(?:st|nd|rd|th)?\Z")
_DIGITS = re.compile(r"\d+")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name found: the position of its owner in what the index was built from, and how alike it is, 0 to 100."""

    item: int
    name: str
    similarity: float


def fold_for_search(name: str) -> str:
    """Return a name without case, accents, punctuation and leading article; ordinals in figures.

    >>> fold_for_search("The U.S. Court of Appeals for the Ninth Circuit")
    'us court of appeals for the 9 circuit'
    >>> fold_for_search("José Peña’s Office & Co.")
    'jose penas office and co'
    """
    plain = unicodedata.normalize("NFKD", name[:_LONGEST])
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    plain = re.sub(r"(?<=\b\w)\.(?=\w\b)|['’]", "", plain).replace("&", " and ")
    words = re.findall(r"\w+", plain)
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(_fold_number(word) for word in words)


def _fold_number(word: str) -> str:
    if word in _ORDINALS:
        return str(_ORDINALS[word])
    found = _NUMBER.match(word)
    return str(int(found[1])) if found else word


def compare_names(left: str, right: str) -> float:
    """Return how alike two folded names are, from 0 to 100; names that differ in a number are held apart.

    >>> compare_names("bil de blasio", "bill de blasio") > 90 > compare_names("2 circuit", "3 circuit")
    True
    """
    if left == right:
        return 100.0
    edits = DamerauLevenshtein.normalized_similarity(left, right)
    spelling = 100.0 * (0.7 * edits + 0.3 * JaroWinkler.similarity(left, right))
    # Words in another order ("Doe, Jane") are nearly as good as the same order.
    best = max(spelling, 0.97 * token_sort_ratio(left, right))
    return best if _list_numbers(left) == _list_numbers(right) else 0.75 * best


def _list_numbers(folded: str) -> set[str]:
    return set(_DIGITS.findall(folded)) if any(map(str.isdigit, folded)) else set()


class NameIndex:
    """The names of things, for search. Build it once; it is read-only afterwards and safe to share between threads."""

    def __init__(self, items: Iterable[Iterable[str]]) -> None:
        """Take the names of each thing, its main name first; things are known by their position."""
        self._names: list[str] = []
        self._folded: list[str] = []
        self._exact: defaultdict[str, list[int]] = defaultdict(list)
        owners = array("l")
        postings: defaultdict[str, array[int]] = defaultdict(lambda: array("l"))
        for item, names in enumerate(items):
            own: dict[str, str] = {}
            for name in names:
                own.setdefault(fold_for_search(name), name)
            for folded, name in own.items():
                number = len(self._names)
                self._names.append(name)
                self._folded.append(folded)
                self._exact[folded].append(number)
                owners.append(item)
                for gram in _list_trigrams(folded):
                    postings[gram].append(number)
        self._owners: NDArray[np.int64] = np.array(owners, dtype=np.int64)
        self._postings = {gram: np.array(rows, dtype=np.int64) for gram, rows in postings.items()}

    def __len__(self) -> int:
        """Return the number of names."""
        return len(self._names)

    def find(self, name: str, limit: int = 10) -> list[NameMatch]:
        """Return the things with the nearest names, best first, each once; empty where no name shares anything.

        >>> index = NameIndex([["Bill de Blasio"], ["Eric Adams"], ["Bureau of Land Management", "BLM"]])
        >>> [match.item for match in index.find("Buraeu of Land Managment")]
        [2]
        >>> index.find("blm")[0]
        NameMatch(item=2, name='BLM', similarity=100.0)
        """
        folded = fold_for_search(name)
        if not folded:
            return []
        numbers = dict.fromkeys(self._exact.get(folded, ()))
        numbers.update(dict.fromkeys(self._collect(folded, max(_COMPARED, 2 * limit))))
        best: dict[int, NameMatch] = {}
        for number in numbers:
            item = int(self._owners[number])
            similarity = compare_names(folded, self._folded[number])
            if item not in best or best[item].similarity < similarity:
                best[item] = NameMatch(item, self._names[number], round(similarity, 2))
        found = sorted(best.values(), key=lambda match: (-match.similarity, match.item))
        return [match for match in found if match.similarity >= _LEAST][:limit]

    def _collect(self, folded: str, most: int) -> list[int]:
        """Return the names that share the most weight of rare trigrams, at most `most`."""
        lists = sorted((self._postings[g] for g in _list_trigrams(folded) if g in self._postings), key=len)
        if not lists:
            return []
        read, chosen = 0, 0
        for rows in lists:
            if chosen and read + len(rows) > _BUDGET:
                break
            read, chosen = read + len(rows), chosen + 1
        lists = lists[:chosen]
        total = len(self._names)
        rows = np.concatenate(lists)
        weights = np.repeat([log(1 + total / len(row)) for row in lists], [len(row) for row in lists])
        score = np.bincount(rows, weights)
        names = np.flatnonzero(score)
        if len(names) > most:
            names = names[np.argpartition(-score[names], most)[:most]]
        return [int(number) for number in names]

    def find_prefix(self, prefix: str, limit: int = 10) -> list[int]:
        """Return the things one of whose names begins with a prefix, shortest name first, each once.

        >>> NameIndex([["Eric Adams"], ["Erie"], ["Bill"]]).find_prefix("eri")
        [1, 0]
        """
        folded = fold_for_search(prefix)
        if not folded:
            return []
        order = self._sorted
        begin = bisect_left(order, (folded,))
        ends = bisect_left(order, (folded + "\U0010ffff",))
        numbers = sorted((number for _, number in order[begin:ends]), key=lambda row: (len(self._folded[row]), row))
        return list(dict.fromkeys(int(self._owners[number]) for number in numbers))[:limit]

    @cached_property
    def _sorted(self) -> list[tuple[str, int]]:
        return sorted((folded, number) for number, folded in enumerate(self._folded))


def _list_trigrams(folded: str) -> set[str]:
    """Return the trigrams of a folded name; its ends count as letters, so that beginnings weigh."""
    text = f" {folded} "
    return {text[at : at + 3] for at in range(len(text) - 2)} or {text}
