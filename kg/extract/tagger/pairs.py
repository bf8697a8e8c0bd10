"""What the finder of arguments sees of a verb and a noun of its sentence: both, their neighbours and what lies between.

As in kg.extract.tagger.features a feature is a number below `BUCKETS`, a hash, and all of a text are made at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.tagger.features import hash_text, mix
from kg.extract.tokens import find_lemma

VERSION = 1
"""Rises whenever a feature changes: a model made with others is refused."""
_FAR = 40
"""No word further away is tried."""
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_VERBS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_INSIDE = _NOUNS | {"DT", "JJ", "JJR", "JJS", "CD", "PRP$", "POS", "PDT", "VBG", "VBN", "RB", "$", "''"}
_AUXILIARY = frozenset({"be", "have", "do", "get"})
_NAMED = frozenset({"that", "of", "by", "as", "if", "than"})
# How a word counts in the outline of what lies between; nouns are N there, other words do not count.
_OUTLINE = {
    "VB": "v", "VBD": "v", "VBP": "v", "VBZ": "v", "VBG": "g", "VBN": "n", "MD": "m", "IN": "i", "TO": "t", "RP": "r",
    "WDT": "w", "WP": "w", "WRB": "w", "CC": "c", "POS": "s", ",": ",", ":": ":", ".": ".", "''": "q",
    "(": "(", ")": ")",
}  # fmt: skip
_HEADS = _NOUNS | {"PRP", "DT", "CD"}
_COUNTED = ("N", "VBD VBP VBZ MD", "VB VBD VBG VBN VBP VBZ", ",", "CC", "IN TO", "WDT WP WRB", "''")
_KINDS = {
    tag: sum(1 << i for i, tags in enumerate(_COUNTED) if tag in tags.split(" "))
    for tag in " ".join(_COUNTED).split(" ")
}
"""For each tag the kinds it counts as, a bit each."""
_VALUES = (
    "- v.word v.lemma v.tag v.tag-1 v.tag-2 v.tag+1 v.tag+2 v.word-1 v.lemma-1 v.word+1 n.word n.lemma n.tag n.tag+1 "
    "n.tag+2 n.word+1 before.tag before.word before.tag-1 outline distance "
    "nouns finite verbs commas ands cases whs quotes counts"
).split()
_TEMPLATES = """
v.word / v.lemma / v.tag / v.tag v.tag-1 / v.tag v.tag-2 v.tag-1 / v.tag v.tag+1 / v.tag v.tag+1 v.tag+2
v.lemma v.tag+1 / v.tag v.word-1 / v.lemma v.tag v.tag-1 / v.tag v.lemma-1 / n.word / n.tag / before.tag / before.word
n.tag before.tag / before.tag before.tag-1 / n.tag+1 / n.word+1 / n.tag+1 n.tag+2 / before.word n.tag v.tag
outline / outline v.tag / outline n.tag / outline before.tag / outline v.tag v.tag-1 / outline before.tag v.tag n.tag+1
outline v.lemma / distance / distance v.tag / distance n.tag v.tag / distance before.tag / nouns / nouns finite
nouns finite v.tag / finite commas v.tag / verbs nouns commas / finite whs ands / cases nouns / nouns before.tag v.tag
finite before.tag v.tag / nouns finite before.tag n.tag / quotes v.tag finite / counts / v.lemma n.tag
v.lemma before.word / v.lemma n.lemma / v.tag n.tag / v.tag v.tag-1 n.tag / v.tag v.tag-1 n.tag nouns
v.tag v.lemma-1 n.tag nouns / v.lemma nouns / v.lemma distance / v.tag n.tag+1 n.tag / v.lemma n.tag+1 / n.word+1 v.tag
v.word n.word / v.tag before.tag n.tag+1 nouns / v.lemma-1 v.tag nouns before.tag / v.tag v.tag+1 nouns before.tag
v.word+1 v.tag nouns / before.word nouns v.tag / -
"""
_PARTS = np.array(
    [
        [_VALUES.index(name) for name in [*template.split(), "-", "-", "-"][:4]]
        for template in _TEMPLATES.replace("\n", " / ").strip(" /").split(" / ")
    ]
)
_PAD = 2
_STEP = 0x5851F42D4C957F2D  # odd, so it can be undone modulo 2**64
_BACK = pow(_STEP, -1, 2**64)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Every verb of some sentences with each noun it may govern, and once with none; a row of `features` each.

    `verbs`, `nouns` and `firsts` are word numbers in reading order over all sentences: the verb, the noun (-1: none)
    and the first word of its group; `starts` are the rows at which a verb's pairs begin.
    """

    features: NDArray[np.int64]
    verbs: NDArray[np.int64]
    nouns: NDArray[np.int64]
    firsts: NDArray[np.int64]
    starts: NDArray[np.int64]


def _is_noun(tags: Sequence[str], i: int) -> bool:
    """Say whether a word heads a noun group: the last of its nouns, a pronoun, "this" or a number alone."""
    after = tags[i + 1] if i + 1 < len(tags) else "."
    if tags[i] in _NOUNS:
        return after not in _NOUNS and after != "POS"
    if tags[i] == "DT":
        return after not in _INSIDE and after != "DT"
    return tags[i] == "PRP" or (tags[i] == "CD" and after not in _NOUNS and after not in {"CD", "JJ"})


def _find_first(tags: Sequence[str], i: int) -> int:
    """Return the first word of the noun group that ends with word `i`."""
    if tags[i] not in _NOUNS and tags[i] != "CD":
        return i
    while i and tags[i - 1] in _INSIDE:
        if tags[i - 1] in {"VBG", "VBN", "RB"} and (i < 2 or tags[i - 2] not in _INSIDE):
            break
        i -= 1
    return i


def list_pairs(sentences: Sequence[Sequence[str]], tags: Sequence[Sequence[str]]) -> Pairs:
    """Return the pairs of verbs and nouns of some sentences, given their Penn tags.

    >>> pairs = list_pairs([["Courts", "act", "."]], [["NNS", "VBP", "."]])
    >>> pairs.verbs.tolist(), pairs.nouns.tolist(), pairs.starts.tolist()
    ([1, 1], [-1, 0], [0])
    """
    words, lemmas, flat = [""] * _PAD, [""] * _PAD, [""] * _PAD
    outline = [0] * _PAD
    real: list[int] = []
    firsts: dict[int, int] = {}
    verbs: list[int] = []
    nouns: list[int] = []
    starts: list[int] = []
    for sentence, sentence_tags in zip(sentences, tags, strict=True):
        base = len(words)
        real += range(base, base + len(sentence))
        lower = [word.lower().replace("’", "'") for word in sentence]
        words += [*lower, *[""] * _PAD]
        flat += [*sentence_tags, *[""] * _PAD]
        lemmas += [*map(find_lemma, lower, sentence_tags), *[""] * _PAD]
        heads = [i for i, tag in enumerate(sentence_tags) if tag in _HEADS and _is_noun(sentence_tags, i)]
        firsts.update((base + i, base + _find_first(sentence_tags, i)) for i in heads)
        for i, tag in enumerate(sentence_tags):
            sign = _OUTLINE.get(tag, "")
            if tag in _VERBS:
                starts.append(len(verbs))
                near = [base + head for head in heads if head != i and abs(head - i) <= _FAR]
                verbs += [base + i] * (len(near) + 1)
                nouns += [-1, *near]
                sign += "b" if lemmas[base + i] in _AUXILIARY else ""
            elif tag == "IN" and lower[i] in _NAMED:
                sign = lower[i]
            sign = "N" if base + i in firsts else sign
            outline.append(hash_text(sign) if sign else 0)
        outline += [0] * _PAD
    places = {place: number for number, place in enumerate(real)}
    return Pairs(
        _describe(words, lemmas, flat, outline, firsts, verbs, nouns),
        np.array([places[v] for v in verbs], dtype=np.int64),
        np.array([places.get(n, -1) for n in nouns], dtype=np.int64),
        np.array([places[firsts[n]] if n >= 0 else -1 for n in nouns], dtype=np.int64),
        np.array(starts, dtype=np.int64),
    )


def _describe(
    words: Sequence[str],
    lemmas: Sequence[str],
    tags: Sequence[str],
    outline: Sequence[int],
    firsts: dict[int, int],
    verbs: Sequence[int],
    nouns: Sequence[int],
) -> NDArray[np.int64]:
    """Return the features of the pairs; positions count the empty places between sentences."""
    word, lemma, tag = (np.array([hash_text(x) for x in row], dtype=np.uint64) for row in (words, lemmas, tags))
    v, n = np.array(verbs, dtype=np.int64), np.array(nouns, dtype=np.int64)
    none = n < 0
    n = np.where(none, v, n)
    first = np.array([firsts.get(x, 1) for x in n.tolist()], dtype=np.int64)
    low, high = np.minimum(v, n), np.where(n > v, np.maximum(first, np.minimum(v, n) + 1), np.maximum(v, n)) - 1
    between = _hash_outlines(np.array(outline, dtype=np.uint64), low, high)
    counts = _count(["N" if i in firsts else x for i, x in enumerate(tags)], low, high)
    together = np.zeros(len(v), dtype=np.uint64)
    for count in counts[1:]:
        together = together * np.uint64(4) + count
    far = np.clip(high - low, 0, 12)
    far = np.where(far > 6, 7 + (far > 9), far).astype(np.uint64)
    of_verb = [word[v], lemma[v], tag[v], tag[v - 1], tag[v - 2], tag[v + 1], tag[v + 2], word[v - 1], lemma[v - 1]]
    of_noun = [word[n], lemma[n], tag[n], tag[n + 1], tag[n + 2], word[n + 1]]
    of_noun += [tag[first - 1], word[first - 1], tag[np.maximum(first - 2, 0)], between, far, *counts, together]
    values = np.zeros((len(_VALUES), len(v)), dtype=np.uint64)
    values[1 : len(of_verb) + 2] = [*of_verb, word[v + 1]]
    values[len(of_verb) + 2 :] = np.where(none, np.uint64(7), of_noun)
    side = np.where(none, 0, np.where(n > v, 2, 1)).astype(np.uint64) << np.uint64(33)
    mixed = (np.arange(len(_PARTS), dtype=np.uint64)[:, None] << np.uint64(40)) + side
    for part in _PARTS.T:
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + values[part]
    return mix(mixed).T


def _hash_outlines(outline: NDArray[np.uint64], low: NDArray[np.int64], high: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return a hash of the signs that count after `low` up to `high`, the same wherever in the text they stand."""
    counted = outline > 0
    number = np.cumsum(counted)
    forth: NDArray[np.uint64] = _list_powers(_STEP, int(number[-1]))
    back: NDArray[np.uint64] = _list_powers(_BACK, int(number[-1]))
    sums = np.cumsum(np.where(counted, outline * forth[number], np.uint64(0)), dtype=np.uint64)
    hashes: NDArray[np.uint64] = (sums[high] - sums[low]) * back[number[low]]
    return hashes


def _list_powers(step: int, count: int) -> NDArray[np.uint64]:
    """Return the powers of a number from 0 to `count`, modulo 2**64."""
    powers: NDArray[np.uint64] = np.multiply.accumulate(np.array([1] + [step] * count, dtype=np.uint64))
    return powers


def _count(tags: Sequence[str], low: NDArray[np.int64], high: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return how many words of each kind of `_COUNTED` stand after `low` up to `high`, 3 for more (kinds x pairs)."""
    kinds = np.array([_KINDS.get(tag, 0) for tag in tags], dtype=np.int64)
    sums = np.cumsum(kinds >> np.arange(len(_COUNTED))[:, None] & 1, axis=1)
    counts: NDArray[np.uint64] = np.clip(sums[:, high] - sums[:, low], 0, 3).astype(np.uint64)
    return counts
