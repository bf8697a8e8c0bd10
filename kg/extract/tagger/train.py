"""Trains the tagger: `python -m kg.extract.tagger.train CORPUS OUT`.

A log-linear model (softmax over the tags of a word, features of kg.extract.tagger.features), fitted by Adagrad in
batches; then the rows of the heaviest features are kept and rounded to int8.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from kg.extract.tagger.features import BUCKETS, list_features
from kg.extract.tagger.treebank import Tree, read_treebank
from kg.extract.tagger.weights import Model
from kg.extract.tokens import tag_tokens

TAGS = tuple(
    "CC CD DT EX FW IN JJ JJR JJS MD NN NNP NNPS NNS PDT POS PRP PRP$ RB RBR RBS RP TO UH VB VBD VBG VBN VBP VBZ "
    "WDT WP WP$ WRB".split()
)
"""The tags of words; those of punctuation are the rules' own."""
_BATCH = 512
_LEAST = 2
"""A feature seen less often is not learnt."""
_HIDDEN = 0.4
"""The share of a word's features that is hidden at each step, so that none is relied on alone."""
_SEED = 20221


def read_goal(word: str, tag: str) -> int:
    """Return the number of a treebank's tag in TAGS, -1 for one that is not learnt; "to" is always TO here.

    >>> TAGS[read_goal("to", "IN")], read_goal("-", "HYPH")
    ('TO', -1)
    """
    if word.lower() == "to":
        return TAGS.index("TO")
    return TAGS.index(tag) if tag in TAGS else -1


def train_model(
    trees: Sequence[Tree],
    *,
    epochs: int = 6,
    keep: int = 45_000,
    rate: float = 0.1,
    report: Callable[[str], None] = lambda _: None,
) -> Model:
    """Fit a model to a treebank; the same trees in the same order give the same model on the same machine.

    Args:
        trees: Sentences with Penn tags.
        epochs: How often each word is seen.
        keep: How many features keep their weights.
        rate: Adagrad's step.
        report: Told of each epoch.
    """
    words = [tree.words for tree in trees]
    features = list_features(words, [tag_tokens(sentence) for sentence in words])
    goals = np.array([read_goal(*pair) for tree in trees for pair in zip(tree.words, tree.tags, strict=True)])
    features, goals = features[goals >= 0], goals[goals >= 0]
    counts = np.bincount(features.ravel(), minlength=BUCKETS)
    features[counts[features] < _LEAST] = BUCKETS
    weights = np.zeros((BUCKETS + 1, len(TAGS)), dtype=np.float32)
    squares = np.full((BUCKETS + 1, len(TAGS)), 1e-4, dtype=np.float32)
    total = np.zeros_like(weights)
    order = np.random.default_rng(_SEED)
    for epoch in range(epochs):
        wrong = 0
        for batch in np.array_split(order.permutation(len(goals)), max(1, len(goals) // _BATCH)):
            shown = np.where(order.random((len(batch), features.shape[1])) < _HIDDEN, BUCKETS, features[batch])
            wrong += _take_step(weights, squares, shown, goals[batch], rate)
            weights[BUCKETS] = 0  # the place of what is hidden
        if epoch >= epochs // 2:
            total += weights
        report(f"epoch {epoch + 1} of {epochs}: {1 - wrong / len(goals):.4f} right while learning")
    return _round(total[:BUCKETS] / np.float32(epochs - epochs // 2), counts, keep)


def _take_step(
    weights: NDArray[np.float32],
    squares: NDArray[np.float32],
    features: NDArray[np.int64],
    goals: NDArray[np.int64],
    rate: float,
) -> int:
    """Move the weights along a batch's gradient; returns how many of its words were wrong before."""
    scores = weights[features].sum(axis=1)
    wrong = int((scores.argmax(axis=1) != goals).sum())
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    slope = scores / scores.sum(axis=1, keepdims=True)
    slope[np.arange(len(goals)), goals] -= 1
    flat = features.ravel()
    order = flat.argsort(kind="stable")
    rows, starts = np.unique(flat[order], return_index=True)
    gradient = np.add.reduceat(slope[order // features.shape[1]], starts, axis=0)
    squares[rows] += gradient**2
    weights[rows] -= rate * gradient / np.sqrt(squares[rows])
    return wrong


def _round(weights: NDArray[np.float32], counts: NDArray[np.int64], keep: int) -> Model:
    """Keep the features that say most, how often they occur counted, and round their weights to int8."""
    worth = np.abs(weights).max(axis=1) * np.sqrt(counts)
    kept = np.sort(worth.argsort(kind="stable")[::-1][: min(keep, int((worth > 0).sum()))])
    unit = float(np.abs(weights[kept]).max()) / 127
    return Model.make(TAGS, kept.astype(np.uint32), np.rint(weights[kept] / unit).astype(np.int8), unit)


@click.command()
@click.argument("corpus", type=click.Path(exists=True, path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--epochs", default=6, show_default=True)
@click.option("--keep", default=45_000, show_default=True, help="How many features keep their weights.")
@click.option("--rate", default=0.1, show_default=True)
def main(corpus: Path, out: Path, epochs: int, keep: int, rate: float) -> None:
    """Train on CORPUS, a CoNLL-U file with Penn tags in column 5, and write the model into the folder OUT."""
    trees = list(read_treebank(corpus))
    model = train_model(trees, epochs=epochs, keep=keep, rate=rate, report=lambda line: click.echo(line, err=True))
    path = model.save(out)
    click.echo(f"{path}: {path.stat().st_size} bytes, {len(model.keys)} features, from {len(trees)} sentences")


if __name__ == "__main__":
    main()
