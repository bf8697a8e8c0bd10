"""A store's data as they are now, in a folder of their own, while another process may go on writing to it."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kg.errors import StoreError
from kg.formats import get_format
from kg.store.embedded import EmbeddedStore, open_store

_TRIES = 5
_FORGOTTEN = 60.0
"""Seconds after which a copy that nobody has open was left by a process that was killed."""


def copy_store(path: Path, folder: Path) -> int:
    """Put a copy of the store at `path` into a new folder, and return how many statements it has.

    The copy is made of hard links where both lie on one file system. It holds what was written when it was begun.

    Raises:
        StoreError: There is no store at `path`, or `folder` cannot be written.
    """
    for attempt in range(_TRIES):
        with closing(open_store(path, read_only=True)) as source:
            try:
                source.snapshot(folder)
            except StoreError:
                # The writer merged its files between the opening and the linking.
                if attempt == _TRIES - 1:
                    return _write_anew(source, folder)
                continue
            # What is in the log alone, after a crash or in the middle of a write, is not among the linked files.
            with closing(open_store(folder, read_only=True)) as copy:
                whole = len(copy) == len(source)
            return len(source) if whole else _write_anew(source, folder)
    raise AssertionError("the last try returns or raises")


def _write_anew(source: EmbeddedStore, folder: Path) -> int:
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryFile() as dumped, closing(EmbeddedStore(folder)) as target:
        source.dump(dumped, get_format("nquads"))
        dumped.seek(0)
        target.load(dumped, get_format("nquads"))
        return len(target)


@contextmanager
def open_copy(path: Path) -> Iterator[Path]:
    """Give the folder of a copy of the store at `path`, which goes at the end.

    It lies beside the store, so that it takes no space for what both hold, or in the system's folder for temporary
    files where nothing may be written beside the store.

    Raises:
        StoreError: There is no store at `path`, or no room for a copy.
    """
    prefix = f".{path.absolute().name}.copy-"
    _remove_forgotten(path.absolute().parent, prefix)
    try:
        made = tempfile.TemporaryDirectory(prefix=prefix, dir=path.absolute().parent, ignore_cleanup_errors=True)
    except OSError:
        made = tempfile.TemporaryDirectory(prefix="polity-copy-", ignore_cleanup_errors=True)
    with made as name:
        folder = Path(name) / "store"
        copy_store(path, folder)
        yield folder


def _remove_forgotten(parent: Path, prefix: str) -> None:
    for folder in parent.glob(f"{prefix}*"):
        try:
            if time.time() - folder.stat().st_mtime < _FORGOTTEN:
                continue
            EmbeddedStore(folder / "store").close()  # refused while its process lives
        except (OSError, StoreError):
            continue
        shutil.rmtree(folder, ignore_errors=True)
