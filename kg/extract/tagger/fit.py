"""Fits a log-linear model over hashed features by Adagrad (Duchi, Hazan and Singer 2011), and rounds it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.extract.tagger.features import BUCKETS
from kg.extract.tagger.weights import Model

_LEAST = 2
"""A feature seen less often is not learnt."""
_HIDDEN = 0.4
"""The share of a row's features that is hidden at each step, so that none is relied on alone."""
_SEED = 20221


class Fit:
    """The weights while they are learnt, and their sum over the epochs that count.

    `features` (rows x templates) lose what is seen too rarely; `order` is the one source of chance.
    """

    def __init__(self, features: NDArray[np.int64], answers: int) -> None:
        """Start from zeros."""
        self.counts = np.bincount(features.ravel(), minlength=BUCKETS)
        self.features = np.where(self.counts[features] < _LEAST, BUCKETS, features)
        self.weights = np.zeros((BUCKETS + 1, answers), dtype=np.float32)  # the last row is what is hidden
        self.order = np.random.default_rng(_SEED)
        self._squares = np.full_like(self.weights, 1e-4)
        self._total = np.zeros_like(self.weights)
        self._times = 0

    def show(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the features of some rows, a share of them hidden."""
        return np.where(self.order.random((len(rows), self.features.shape[1])) < _HIDDEN, BUCKETS, self.features[rows])

    def step(self, shown: NDArray[np.int64], slope: NDArray[np.float32], rate: float) -> None:
        """Move the weights against the slope of the loss in each row's scores."""
        flat = shown.ravel()
        order = flat.argsort(kind="stable")
        rows, starts = np.unique(flat[order], return_index=True)
        gradient = np.add.reduceat(slope[order // shown.shape[1]], starts, axis=0)
        self._squares[rows] += gradient**2
        self.weights[rows] -= rate * gradient / np.sqrt(self._squares[rows])
        self.weights[BUCKETS] = 0

    def add_epoch(self) -> None:
        """Count the weights as they are towards the average."""
        self._total += self.weights
        self._times += 1

    def round_weights(self, answers: Sequence[str], keep: int) -> Model:
        """Average, keep the features that say most, how often they occur counted, and round their weights to int8."""
        weights = self._total[:BUCKETS] / np.float32(max(1, self._times))
        worth = np.abs(weights).max(axis=1) * np.sqrt(self.counts)
        kept = np.sort(worth.argsort(kind="stable")[::-1][: min(keep, int((worth > 0).sum()))])
        unit = float(np.abs(weights[kept]).max()) / 127
        return Model.make(answers, kept.astype(np.uint32), np.rint(weights[kept] / unit).astype(np.int8), unit)
