"""Write the columns of one version of a store.

Each term gets a number by its kind and its place among its kind, so that columns are sorted and compared by number
alone. Each predicate has its statements twice: by subject, and by object. A statement that stands in several graphs is
there several times, as Oxigraph counts it.
"""

import json
import shutil
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from kg.errors import StoreError
from kg.store.columnar.terms import FIRST_KINDS, INTEGER, Key, classify
from kg.store.embedded import EmbeddedStore

FOLDER = "columns"
_CHUNK = 4 * 2**20

Numbers = NDArray[np.int32]


class UnfitError(StoreError):
    """The data, or what a query meets in it, are not for columns; Oxigraph answers instead."""


class _Numbers(dict[bytes, int]):
    """Token to number; a token that is asked for the first time gets the next one."""

    def __missing__(self, token: bytes) -> int:
        number = self[token] = len(self)
        return number


def build_columns(store: EmbeddedStore, folder: Path) -> None:
    """Write the columns of a store into a new folder, made whole before it gets its name.

    Raises:
        UnfitError: The store holds terms of RDF 1.2.
        OSError: The folder cannot be written.
    """
    subjects, predicates, objects, tokens = _read(store)
    ranks, order, kinds, starts, integers = _rank(tokens)
    subject, predicate, object_ = ranks[subjects], ranks[predicates], ranks[objects]
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    _write_terms(fresh, tokens, order)
    names, sizes = np.unique(predicate, return_counts=True)
    bounds = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    arrays: dict[str, NDArray[Any]] = {"predicates": names, "bounds": bounds, "starts": starts, "integers": integers}
    for one, two, mark in ((subject, object_, "so"), (object_, subject, "os")):
        sorting = np.lexsort((two, one, predicate))
        arrays[f"{mark}_key"], arrays[f"{mark}_value"] = one[sorting], two[sorting]
        arrays[f"{mark}_unique"] = _find_unique(arrays[f"{mark}_key"], bounds)
    for name, array in arrays.items():
        np.save(fresh / f"{name}.npy", array)
    named = sum(1 for _ in store.oxigraph.named_graphs())
    (fresh / "about.json").write_text(json.dumps({"kinds": kinds, "named": named}), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def _read(store: EmbeddedStore) -> tuple[Numbers, Numbers, Numbers, list[bytes]]:
    numbers = _Numbers()
    encode: Callable[[bytes], int] = numbers.__getitem__
    parts: list[list[Numbers]] = [[], [], []]
    for graph in (ox.DefaultGraph(), *store.oxigraph.named_graphs()):
        with TemporaryFile() as file:
            store.oxigraph.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=graph)
            file.seek(0)
            while lines := file.readlines(_CHUNK):
                rows = [line.split(b" ", 2) for line in lines]
                for place, column in enumerate(
                    ([row[0] for row in rows], [row[1] for row in rows], [row[2][:-3] for row in rows])
                ):
                    parts[place].append(np.fromiter(map(encode, column), np.int32, len(rows)))
    empty = np.empty(0, np.int32)
    subjects, predicates, objects = (np.concatenate([empty, *part]) for part in parts)
    return subjects, predicates, objects, list(numbers)


def _rank(tokens: list[bytes]) -> tuple[Numbers, Numbers, list[str], NDArray[np.int64], NDArray[np.int64]]:
    """Return each token's number, the tokens in the order of their numbers, the kinds, and where each one starts."""
    groups: dict[str, list[tuple[Key, int]]] = {name: [] for name in FIRST_KINDS}
    for number, token in enumerate(tokens):
        found = classify(token)
        if found is None:
            raise UnfitError("The store holds terms of RDF 1.2.")
        groups.setdefault(found[0], []).append((found[1], number))
    kinds = [*FIRST_KINDS, *sorted(groups.keys() - set(FIRST_KINDS))]
    order: list[int] = []
    starts, integers = [0], np.empty(0, np.int64)
    for place, kind in enumerate(kinds):
        rows = sorted(groups[kind], key=itemgetter(0))
        if place == INTEGER:
            integers = np.array([key for key, _ in rows], np.int64)
        order += [number for _, number in rows]
        starts.append(len(order))
    placed = np.array(order, np.int32)
    ranks = np.empty(len(order), np.int32)
    ranks[placed] = np.arange(len(order), dtype=np.int32)
    return ranks, placed, kinds, np.array(starts, np.int64), integers


def _write_terms(folder: Path, tokens: list[bytes], order: Numbers) -> None:
    sizes = np.fromiter((len(tokens[number]) for number in order), np.int64, len(order))
    np.save(folder / "offsets.npy", np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64))
    with (folder / "terms.bin").open("wb") as file:
        file.write(b" ")  # an empty file cannot be mapped
        file.writelines(tokens[number] for number in order)


def _find_unique(keys: Numbers, bounds: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say of each predicate whether no key comes twice."""
    same = np.concatenate([[0], np.cumsum(keys[1:] == keys[:-1])]) if len(keys) else np.zeros(1, np.int64)
    first, last = bounds[:-1], bounds[1:] - 1
    result: NDArray[np.bool_] = same[last] == same[first] if len(first) else np.empty(0, np.bool_)
    return result
