"""Joins the rules' tags with a model's: the rules stand unless the model is surer of another tag."""

import math
from collections.abc import Sequence

import numpy as np

from kg.extract.tagger.features import list_features
from kg.extract.tagger.weights import Model

_ODDS = 2.0
"""A model's tag replaces the rules' where the model holds it for so many times as likely."""
_UNREAD = frozenset({"FW", "UH"})
"""Tags that no rule of extraction reads: a word of another language, an interjection."""


def join_tags(model: Model, sentences: Sequence[Sequence[str]], tags: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the rules' `tags` of some sentences, those of words replaced where the model is surer; signs keep theirs.

    The scores are whole numbers, so the answer is the same on every machine.
    """
    scores = model.score(list_features(sentences, tags))
    best, margin = scores.argmax(axis=1), round(math.log(_ODDS) / model.unit)
    numbers = {tag: number for number, tag in enumerate(model.tags)}
    flat = [tag for sentence in tags for tag in sentence]
    rules = np.array([numbers.get(tag, -1) for tag in flat])
    places = np.arange(len(flat))
    change = (rules >= 0) & (best != rules) & (scores[places, best] - scores[places, rules] >= margin)
    words = [word for sentence in sentences for word in sentence]
    for place in np.flatnonzero(change).tolist():
        tag = model.tags[best[place]]
        # The treebank cuts words at hyphens, so the model knows none of them.
        if words[place][0].isalpha() and "-" not in words[place] and tag not in _UNREAD:
            flat[place] = tag
    joined, start = [], 0
    for sentence in tags:
        joined.append(flat[start : start + len(sentence)])
        start += len(sentence)
    return joined
