"""The columns of one version of a store, mapped from their files: shared by all processes that have them open."""

import json
import mmap
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.store.columnar.build import Numbers
from kg.store.columnar.terms import INTEGER, IRI, classify

_ARRAYS = ("predicates", "bounds", "starts", "integers", "offsets", "so_key", "so_value", "os_key", "os_value")


class Columns:
    """Columns as `kg.store.columnar.build` writes them. Numbers of terms run from 0 up, kind by kind."""

    def __init__(self, folder: Path) -> None:
        """Map the files in a folder; raises OSError where they are not there."""
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        self.kinds: list[str] = about["kinds"]
        self.named: int = about["named"]
        """How many named graphs there are beside the default graph."""
        arrays = {name: _map(folder / f"{name}.npy") for name in _ARRAYS}
        self.predicates, self.bounds = arrays["predicates"], arrays["bounds"]
        self.places = {number: place for place, number in enumerate(self.predicates.tolist())}
        """Where each predicate stands in `predicates`."""
        self.starts, self.integers = arrays["starts"], arrays["integers"]
        self._offsets = arrays["offsets"].data
        self.by_subject: tuple[Numbers, Numbers] = arrays["so_key"], arrays["so_value"]
        self.by_object: tuple[Numbers, Numbers] = arrays["os_key"], arrays["os_value"]
        self.unique_subject = np.load(folder / "so_unique.npy")
        self.unique_object = np.load(folder / "os_unique.npy")
        with (folder / "terms.bin").open("rb") as file:
            self._terms = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.find_term = lru_cache(4096)(self._find_term)

    @property
    def terms(self) -> int:
        """How many terms there are."""
        return len(self._offsets) - 1

    @property
    def quads(self) -> int:
        """How many statements there are, counted in each graph they stand in."""
        return len(self.by_subject[0])

    def read_term(self, number: int) -> bytes:
        """Return a term in N-Triples."""
        return self._terms[self._offsets[number] + 1 : self._offsets[number + 1] + 1]

    def _find_term(self, token: bytes) -> int:
        """Return the number of a term in N-Triples, -1 where the data do not hold it."""
        found = classify(token)
        if found is None or found[0] not in self.kinds:
            return -1
        kind, key = self.kinds.index(found[0]), found[1]
        low, end = int(self.starts[kind]), int(self.starts[kind + 1])
        if isinstance(key, int):
            low += int(np.searchsorted(self.integers, key))
            return low if low < end and int(self.integers[low - int(self.starts[INTEGER])]) == key else -1
        high, is_iri = end, kind == IRI
        while low < high:
            middle = (low + high) // 2
            token = self.read_term(middle)
            if (token[1:-1] if is_iri else _read_key(token)) < key:
                low = middle + 1
            else:
                high = middle
        return low if low < end and _read_key(self.read_term(low)) == key else -1

    def find_kind(self, numbers: Numbers) -> int | None:
        """Return the one kind that all terms are of, None where there are several; of no terms it is that of IRIs."""
        if not len(numbers):
            return 1
        low, high = np.searchsorted(self.starts, [numbers.min(), numbers.max()], side="right") - 1
        return int(low) if low == high else None

    def is_ordered(self, kind: int | None) -> bool:
        """Say whether terms of a kind are ordered by their numbers."""
        return kind is not None and kind > 0 and not self.kinds[kind].startswith("?")


def _read_key(token: bytes) -> bytes:
    found = classify(token)
    return found[1] if found and isinstance(found[1], bytes) else b""


def _map(path: Path) -> NDArray[np.int32]:
    return np.asarray(np.load(path, mmap_mode="r"))
