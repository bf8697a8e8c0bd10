"""What the tagger sees of a word: itself, its ends, its shape, what the rules tag it, and the same of its neighbours.

Each feature is a number below `BUCKETS`, a hash of its template and its values: all words of a text at once, in numpy.
"""

from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kg.extract.tokens import tag_word

VERSION = 1
"""Rises whenever a feature changes: a model made with others is refused."""
BITS = 20
BUCKETS = 1 << BITS
_PAD = 2
"""Empty places between sentences, as many as a feature looks to the side."""
Rows = NDArray[np.int64]

_SINGLE = (
    ("word", 0), ("word", -1), ("word", 1), ("word", -2), ("word", 2),
    ("suffix1", 0), ("suffix2", 0), ("suffix3", 0), ("suffix4", 0), ("prefix", 0), ("shape", 0),
    ("suffix2", -1), ("suffix2", 1), ("suffix3", -1), ("suffix3", 1), ("shape", -1), ("shape", 1),
    ("tag", 0), ("tag", -1), ("tag", 1), ("tag", -2), ("tag", 2), ("alone", 0), ("alone", -1), ("alone", 1),
)  # fmt: skip
_TWO = (
    (("word", -1), ("word", 0)), (("word", 0), ("word", 1)), (("word", -1), ("word", 1)),
    (("word", -2), ("word", -1)), (("word", 1), ("word", 2)),
    (("word", 0), ("tag", -1)), (("word", 0), ("tag", 1)), (("word", 0), ("tag", 0)),
    (("word", -1), ("tag", 0)), (("word", 1), ("tag", 0)),
    (("suffix3", 0), ("tag", -1)), (("suffix3", 0), ("tag", 1)), (("suffix2", 0), ("tag", 0)),
    (("shape", 0), ("tag", 0)), (("shape", 0), ("shape", 1)), (("shape", -1), ("shape", 0)),
    (("tag", -1), ("tag", 0)), (("tag", 0), ("tag", 1)), (("tag", -2), ("tag", -1)), (("tag", 1), ("tag", 2)),
    (("tag", -1), ("tag", 1)), (("alone", 0), ("tag", 0)),
)  # fmt: skip
_THREE = (
    (("tag", -1), ("tag", 0), ("tag", 1)), (("tag", -2), ("tag", -1), ("tag", 0)),
    (("tag", 0), ("tag", 1), ("tag", 2)), (("word", -1), ("word", 0), ("word", 1)),
    (("tag", -1), ("word", 0), ("tag", 1)),
)  # fmt: skip
WIDTH = len(_SINGLE) + len(_TWO) + len(_THREE) + 1
_NAMES = ("word", "suffix1", "suffix2", "suffix3", "suffix4", "prefix", "shape", "alone")
_VIEW_NAMES = np.array([(*_NAMES, "tag").index(name) for name, _ in _SINGLE])
_VIEW_STEPS = np.array([step for _, step in _SINGLE])
_PAIRS = np.array([[_SINGLE.index(part) for part in parts] for parts in _TWO])
_TRIPLES = np.array([[_SINGLE.index(part) for part in parts] for parts in _THREE])


@lru_cache(maxsize=65536)
def _describe_word(word: str, first: bool) -> tuple[int, ...]:
    """Return the hashes of what a word shows by itself, in the order of `_NAMES`."""
    lower = word.lower().replace("’", "'")
    known = "".join("9" if c.isdigit() else c for c in lower)
    parts = (known, lower[-1:], lower[-2:], lower[-3:], lower[-4:], lower[:3], _find_shape(word), tag_word(word, first))
    return tuple(hash_text(part) for part in parts)


def _find_shape(word: str) -> str:
    shape: list[str] = []
    for c in word:
        kind = "9" if c.isdigit() else "A" if c.isupper() else "a" if c.isalpha() else c
        if not shape or shape[-1] != kind:
            shape.append(kind)
    return "".join(shape[:6]) + ("1" if len(word) == 1 else "")


@lru_cache(maxsize=65536)
def hash_text(text: str) -> int:
    """Return a number of 32 bits for a text, the same on every machine."""
    return crc32(text.encode("utf-8", "surrogatepass"))


def list_features(sentences: Sequence[Sequence[str]], tags: Sequence[Sequence[str]]) -> Rows:
    """Return the features of every word of some sentences, one row a word in reading order, `WIDTH` columns.

    `tags` are what `kg.extract.tokens.tag_tokens` says of them.

    >>> list_features([["The", "judge", "ruled", "."]], [["DT", "NN", "VBD", "."]]).shape == (4, WIDTH)
    True
    """
    empty = (0,) * len(_NAMES)
    seen: list[tuple[int, ...]] = [empty] * _PAD
    hashed = [0] * _PAD
    real: list[int] = []
    for words, sentence_tags in zip(sentences, tags, strict=True):
        real += range(len(seen), len(seen) + len(words))
        seen += [_describe_word(word, i == 0) for i, word in enumerate(words)]
        hashed += [hash_text(tag) for tag in sentence_tags]
        seen += [empty] * _PAD
        hashed += [0] * _PAD
    shown = np.empty((len(_NAMES) + 1, len(seen)), dtype=np.uint64)
    shown[:-1] = np.array(seen, dtype=np.uint64).T
    shown[-1] = hashed
    places = np.array(real, dtype=np.int64)
    views = shown[_VIEW_NAMES[:, None], places + _VIEW_STEPS[:, None]]
    out = np.zeros((WIDTH, len(places)), dtype=np.int64)  # the last stays 0, in every word: how common a tag is
    out[: len(_SINGLE)] = mix(views[: len(_SINGLE)] + _number(0, len(_SINGLE)))
    first = len(_SINGLE)
    for joined in (_PAIRS, _TRIPLES):
        mixed = np.repeat(_number(first, len(joined)), len(places), axis=1)
        for part in joined.T:
            mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + views[part]
        out[first : first + len(joined)] = mix(mixed)
        first += len(joined)
    return out.T


def _number(first: int, count: int) -> NDArray[np.uint64]:
    """Return what tells templates apart: a column of `count` numbers from `first`, shifted above the hashes."""
    return np.arange(first, first + count, dtype=np.uint64)[:, None] << np.uint64(40)


def mix(values: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Spread numbers over 1 to BUCKETS - 1 (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.maximum((values >> np.uint64(64 - BITS)).astype(np.int64), 1)
