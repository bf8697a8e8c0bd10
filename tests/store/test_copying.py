"""A copy of a store that another process has open for writing."""

from contextlib import closing

import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.store.copying import copy_store, open_copy
from kg.store.embedded import open_store

ONE = ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c"))


def count(folder):
    with closing(open_store(folder, read_only=True)) as copy:
        return len(copy)


def test_a_store_open_for_writing_is_copied_as_it_is(tmp_path):
    with closing(open_store(tmp_path / "graph")) as store:
        for number in (1, 2, 3):
            store.update(f"INSERT DATA {{ <urn:a> <urn:b> {number} }}")
            with open_copy(tmp_path / "graph") as folder:
                assert count(folder) == number
                assert any(file.stat().st_nlink > 1 for file in (folder / "data").glob("*.sst")), "no hard link"
        assert [path.name for path in tmp_path.iterdir()] == ["graph"]


def test_what_the_log_alone_holds_is_copied(tmp_path):
    """As after a crash between a write and its flush."""
    with closing(open_store(tmp_path / "graph")) as store:
        store.oxigraph.add(ONE)
        assert copy_store(tmp_path / "graph", tmp_path / "copy") == 1
        assert count(tmp_path / "copy") == 1


def test_no_store_no_copy(tmp_path):
    with pytest.raises(StoreError, match="cannot be opened"):
        copy_store(tmp_path / "none", tmp_path / "copy")
