"""Have the text index and the columns of a snapshot built, in a process of its own with lowered priority.

The columns are those of `kg.store.columnar`.
Run as ``python -m server.columns FOLDER QUADS MEMORY_MB``. Nothing waits for it: until it is done, and where it fails,
queries are answered without columns, and the first search makes an index of its own.
"""

import gc
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from kg.store.columnar.build import FOLDER, UnfitError, build_columns
from kg.store.embedded import open_store
from kg.store.text import FILE, index_store
from server.channel import become_child, start_module
from server.config import Config
from server.reader import set_limit

_NICE = 5
_MEMORY_SHARE = 4
"""The process may take this many times the memory of a query, as the writer may."""


class Builder:
    """The side of the server. It is used from one thread."""

    def __init__(self, config: Config) -> None:
        """Take the settings; `column_quads` 0 builds nothing."""
        self._config = config
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def tend(self, folder: Path) -> None:
        """Start building the columns of the snapshot in a folder, unless that was done; one for older data is ended."""
        if folder == self._folder or not self._config.column_quads:
            return
        self.close()
        self._folder = folder
        arguments = [str(folder), str(self._config.column_quads), str(self._config.memory_mb * _MEMORY_SHARE)]
        with tempfile.TemporaryFile() as said:
            self._process = start_module("server.columns", arguments, [], said)

    def close(self) -> None:
        """End the process, if one runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def main() -> None:
    """Write the text index and the columns of the snapshot in a folder into that folder.

    Data that are unfit or too many leave no columns.
    """
    become_child()
    os.nice(_NICE)
    gc.disable()  # millions of small objects, none in a circle
    path = Path(sys.argv[1])
    store = open_store(path, read_only=True)
    set_limit(int(sys.argv[3]) * 2**20)
    index_store(store, path / f"{FILE}.part")
    (path / f"{FILE}.part").replace(path / FILE)
    if len(store) <= int(sys.argv[2]):
        try:
            build_columns(store, path / FOLDER)
        except UnfitError as error:
            sys.stderr.write(f"{error}\n")
    os._exit(0)  # as in a reader: RocksDB's threads need no farewell


if __name__ == "__main__":
    main()
