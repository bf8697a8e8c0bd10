"""Trains the tagger: `python -m kg.extract.tagger.train CORPUS OUT`.

Two log-linear models: one for the tag of a word (features of kg.extract.tagger.features), one for the subject and the
object of a verb (kg.extract.tagger.train_arguments). The rows of the heaviest features are kept and rounded to int8.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import click
import numpy as np

from kg.extract.tagger import ARGUMENTS, TAGGER, features, pairs
from kg.extract.tagger.fit import Fit
from kg.extract.tagger.join import join_tags
from kg.extract.tagger.train_arguments import train_arguments
from kg.extract.tagger.treebank import Tree, read_treebank
from kg.extract.tagger.weights import Model
from kg.extract.tokens import tag_tokens

TAGS = tuple(
    "CC CD DT EX FW IN JJ JJR JJS MD NN NNP NNPS NNS PDT POS PRP PRP$ RB RBR RBS RP TO UH VB VBD VBG VBN VBP VBZ "
    "WDT WP WP$ WRB".split()
)
"""The tags of words; those of punctuation are the rules' own."""
_BATCH = 512


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
    rows = features.list_features(words, [tag_tokens(sentence) for sentence in words])
    goals = np.array([read_goal(*pair) for tree in trees for pair in zip(tree.words, tree.tags, strict=True)])
    fit, goals = Fit(rows[goals >= 0], len(TAGS)), goals[goals >= 0]
    for epoch in range(epochs):
        wrong = 0
        for batch in np.array_split(fit.order.permutation(len(goals)), max(1, len(goals) // _BATCH)):
            shown = fit.show(batch)
            scores = fit.weights[shown].sum(axis=1)
            wrong += int((scores.argmax(axis=1) != goals[batch]).sum())
            slope = np.exp(scores - scores.max(axis=1, keepdims=True))
            slope /= slope.sum(axis=1, keepdims=True)
            slope[np.arange(len(batch)), goals[batch]] -= 1
            fit.step(shown, slope, rate)
        if epoch >= epochs // 2:
            fit.add_epoch()
        report(f"tags, epoch {epoch + 1} of {epochs}: {1 - wrong / len(goals):.4f} right while learning")
    return fit.round_weights(TAGS, keep)


def tag_apart(trees: Sequence[Tree], *, epochs: int) -> list[list[str]]:
    """Return the joined tags of each tree by a model that has not seen it: each half is tagged by the other's.

    The finder of arguments learns from tags as wrong as those it will meet.
    """
    half = np.arange(len(trees)) * 10 // max(1, len(trees)) % 2
    tags: list[list[str]] = [[] for _ in trees]
    for number in (0, 1):
        model = train_model([tree for tree, h in zip(trees, half, strict=True) if h != number], epochs=epochs)
        for i in np.flatnonzero(half == number).tolist():
            words = [trees[i].words]
            tags[i] = join_tags(model, words, [tag_tokens(trees[i].words)])[0]
    return tags


@click.command()
@click.argument("corpus", type=click.Path(exists=True, path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--epochs", default=6, show_default=True)
def main(corpus: Path, out: Path, epochs: int) -> None:
    """Train on CORPUS, a treebank in CoNLL-U with Penn tags in column 5, and write two models into the folder OUT.

    tagger.npz gives parts of speech, arguments.npz subjects and objects.
    """

    def report(line: str) -> None:
        click.echo(line, err=True)

    trees = list(read_treebank(corpus))
    tagger = train_model(trees, epochs=epochs, report=report)
    finder = train_arguments(trees, tag_apart(trees, epochs=max(1, epochs - 2)), epochs=epochs, report=report)
    for model, name, version in ((tagger, TAGGER, features.VERSION), (finder, ARGUMENTS, pairs.VERSION)):
        path = model.save(out / name, version)
        click.echo(f"{path}: {path.stat().st_size} bytes, {len(model.keys)} features, from {len(trees)} sentences")


if __name__ == "__main__":
    main()
