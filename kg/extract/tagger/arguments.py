"""Finds the subject and the object of each verb by a trained model, from tags alone."""

import math
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from kg.extract.tagger.pairs import list_pairs
from kg.extract.tagger.records import Arguments
from kg.extract.tagger.weights import Model

ROLES = ("subject", "object")
_ODDS = 3.0
"""A noun is named where the model holds it for so many times as likely as none."""


def find_arguments(
    model: Model, sentences: Sequence[Sequence[str]], tags: Sequence[Sequence[str]]
) -> list[tuple[Arguments, ...]]:
    """Return, for each of some sentences with their tags, its verbs that have a subject or an object."""
    found: list[list[Arguments]] = [[] for _ in sentences]
    pairs = list_pairs(sentences, tags)
    if not len(pairs.starts):
        return [tuple(row) for row in found]
    scores, margin = model.score(pairs.features).tolist(), round(math.log(_ODDS) / model.unit)
    bounds = [0, *accumulate(len(words) for words in sentences)]
    homes = np.searchsorted(bounds, pairs.verbs[pairs.starts], side="right") - 1
    nouns, starts = pairs.nouns.tolist(), pairs.starts.tolist()
    for home, start, end in zip(homes.tolist(), starts, [*starts[1:], len(scores)], strict=True):
        if end - start < 2:
            continue
        named: list[int | None] = []
        for role in range(len(ROLES)):
            best = max(range(start + 1, end), key=lambda row: scores[row][role])
            sure = scores[best][role] - scores[start][role] >= margin
            named.append(nouns[best] - bounds[home] if sure else None)
        if any(noun is not None for noun in named):
            found[home].append(Arguments(int(pairs.verbs[start]) - bounds[home], *named))
    return [tuple(row) for row in found]
