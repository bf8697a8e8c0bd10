"""Trains the finder of arguments: which noun is a verb's subject, which its object, or that it has none.

For each verb a softmax over its nouns and "none", apart for subject and object, with the features of
kg.extract.tagger.pairs. What is right comes from the enhanced dependencies of a treebank, so verbs that share a subject
have it each, and a relative clause has the noun it is about.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.extract.tagger.arguments import ROLES
from kg.extract.tagger.fit import Fit
from kg.extract.tagger.pairs import Pairs, list_pairs
from kg.extract.tagger.treebank import Tree
from kg.extract.tagger.weights import Model

_RELATIONS = {"nsubj": 0, "nsubj:pass": 0, "obj": 1, "iobj": 1}
_BATCH = 256


def train_arguments(
    trees: Sequence[Tree],
    tags: Sequence[Sequence[str]],
    *,
    epochs: int = 6,
    keep: int = 80_000,
    rate: float = 0.1,
    report: Callable[[str], None] = lambda _: None,
) -> Model:
    """Fit a model to a treebank, its words tagged as they will be when the model is used.

    Args:
        trees: Sentences with universal parts of speech and enhanced dependencies.
        tags: Penn tags of each.
        epochs: How often each verb is seen.
        keep: How many features keep their weights.
        rate: Adagrad's step.
        report: Told of each epoch.
    """
    pairs = list_pairs([tree.words for tree in trees], tags)
    goals = mark_right(trees, pairs).astype(np.float32)
    fit = Fit(pairs.features, len(ROLES))
    ends = np.append(pairs.starts[1:], len(pairs.verbs))
    for epoch in range(epochs):
        wrong = 0
        for batch in np.array_split(fit.order.permutation(len(ends)), max(1, len(ends) // _BATCH)):
            lengths = ends[batch] - pairs.starts[batch]
            starts = np.append(0, np.cumsum(lengths)[:-1])
            group = np.repeat(np.arange(len(batch)), lengths)
            rows = np.arange(len(group)) - starts[group] + pairs.starts[batch][group]
            shown, right = fit.show(rows), goals[rows]
            scores = fit.weights[shown].sum(axis=1)
            chance = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
            chance /= np.add.reduceat(chance, starts)[group]
            hit = np.add.reduceat(chance * right, starts)
            known = np.maximum.reduceat(right, starts) > 0  # a noun that is no candidate teaches nothing
            wrong += int((known & (hit < 0.5)).sum())
            slope = np.where(known[group], chance - chance * right / np.maximum(hit, 1e-9)[group], 0)
            fit.step(shown, slope.astype(np.float32), rate)
        if epoch >= epochs // 2:
            fit.add_epoch()
        report(f"arguments, epoch {epoch + 1} of {epochs}: {1 - wrong / 2 / len(ends):.4f} right while learning")
    return fit.round_weights(ROLES, keep)


def mark_right(trees: Sequence[Tree], pairs: Pairs) -> NDArray[np.bool_]:
    """Say which pairs are right (pairs x roles): the noun group holds the treebank's noun, or both have none."""
    gold: dict[int, tuple[set[int], set[int]]] = {}
    start = 0
    for tree in trees:
        for number, links in enumerate(tree.links, start):
            for head, relation in links:
                role = _RELATIONS.get(relation)
                if role is not None and head and tree.kinds[head - 1] == "VERB":
                    gold.setdefault(start + head - 1, (set(), set()))[role].add(number)
        start += len(tree.words)
    right = np.zeros((len(pairs.verbs), len(ROLES)), dtype=np.bool_)
    for row, (verb, noun, first) in enumerate(
        zip(*(x.tolist() for x in (pairs.verbs, pairs.nouns, pairs.firsts)), strict=True)
    ):
        for role, nouns in enumerate(gold.get(verb, (set(), set()))):
            right[row, role] = any(first <= n <= noun for n in nouns) if noun >= 0 else not nouns
    return right
