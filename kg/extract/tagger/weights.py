"""A trained model: a weight for each feature and answer, small whole numbers, so that every machine sums them alike."""

import json
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import ModelError
from kg.extract.tagger.features import BUCKETS

_HINT = "Train it anew with `python -m kg.extract.tagger.train`, or fetch it again."


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """`tags` are the answers, `keys` feature numbers in rising order, `weights` what each says for each answer.

    `unit` is what 1 stands for in the log-linear model the weights were rounded from, and `index` finds a feature's row
    (the last one, of zeros, for a feature without weights).
    """

    tags: tuple[str, ...]
    keys: NDArray[np.uint32]
    weights: NDArray[np.int16]
    unit: float
    index: NDArray[np.int32]

    @classmethod
    def make(cls, tags: Sequence[str], keys: NDArray[np.uint32], weights: NDArray[np.int8], unit: float) -> "Model":
        """Return the model with its index."""
        index = np.full(BUCKETS, len(keys), dtype=np.int32)
        index[keys] = np.arange(len(keys), dtype=np.int32)
        rows = np.zeros((len(keys) + 1, len(tags)), dtype=np.int16)
        rows[:-1] = weights
        return cls(tuple(tags), keys, rows, unit, index)

    def score(self, features: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return the score of each answer for each row of features (rows x answers)."""
        scores = np.zeros((len(features), len(self.tags)), dtype=np.int16)  # some 60 numbers up to 127 fit
        for column in self.index[features.T]:
            scores += self.weights.take(column, axis=0)
        return scores.astype(np.int32)

    def save(self, path: Path, version: int) -> Path:
        """Write the model into a file, with the version of its features, and return the path."""
        path.parent.mkdir(parents=True, exist_ok=True)
        weights = self.weights[:-1].astype(np.int8)
        head = {"version": version, "tags": self.tags, "unit": self.unit, "sha256": _sum(self.keys, weights)}
        np.savez_compressed(path, head=np.array(json.dumps(head)), keys=self.keys, weights=weights)
        return path


def load_model(path: Path, version: int) -> Model:
    """Read a model from a file.

    Raises:
        ModelError: It is absent, damaged, or made by another version of the features than `version`.
    """
    try:
        # np.load leaves a path it opened itself open where the archive is damaged.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as parts:
            head = json.loads(str(parts["head"]))
            keys, weights = parts["keys"], parts["weights"]
        made, tags, unit, expected = head["version"], tuple(head["tags"]), float(head["unit"]), head["sha256"]
    except FileNotFoundError as error:
        raise ModelError("is not there.", path=path, hint="Name a folder such as data/models/ud-ewt.") from error
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error) as error:
        raise ModelError("is no trained model, or a damaged one.", path=path, hint=_HINT) from error
    if made != version:
        raise ModelError(f"has features of version {made}, not {version}.", path=path, hint=_HINT)
    whole = keys.dtype == np.uint32 and weights.dtype == np.int8 and weights.shape == (len(keys), len(tags))
    if not whole or _sum(keys, weights) != expected or (keys >= BUCKETS).any():
        raise ModelError("is damaged: its checksum does not fit.", path=path, hint=_HINT)
    return Model.make(tags, keys, weights, unit)


def _sum(keys: NDArray[np.uint32], weights: NDArray[np.int8]) -> str:
    return sha256(keys.astype("<u4").tobytes() + weights.tobytes()).hexdigest()
