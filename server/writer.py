"""The process that writes. It alone has the store open for writing; killed in the middle, it leaves no half update.

Run as ``python -m server.writer CHANNEL SNAPSHOT_CHANNEL FOLDER MEMORY_MB REASON SHAPES``, the last two as in
`server.config` ("" for no shapes). On the first channel it answers ``update``, ``load``, ``replace``, ``drop``; on the
second ``snapshot`` and ``state``, which never wait for an update.
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from kg.formats import Format, get_format
from kg.materialised import MaterialisedStore, find_profile
from kg.store.base import Scope
from kg.store.embedded import EmbeddedStore, open_store
from server.channel import Head, become_child, send
from server.reader import serve, set_limit

_STACK = 256 * 2**20


class Writer:
    """Answers messages; see the module. Each answer carries the version the store then has."""

    def __init__(self, store: EmbeddedStore, reason: str = "off", *, shapes: bool = False) -> None:
        """Take the open store, how to keep its inferred graph, and whether to check shapes."""
        self._store = store
        profile = find_profile(store, reason)
        self.reason = profile.name if profile else "off"
        self._target: EmbeddedStore | MaterialisedStore = store
        if profile is not None or shapes:
            self._target = MaterialisedStore(store, profile, shapes=shapes)

    def update(self, head: Head) -> Head:
        """Carry out an update."""
        scope = Scope(False, tuple(head["default"]), tuple(head["named"]))
        self._target.update(head["text"], scope=scope, base=head["base"])
        return {"version": self._store.version}

    def load(self, head: Head) -> Head:
        """Add the content of files to a graph ("" is the default graph)."""
        existed = self._store.has_graph(head["graph"] or None)
        with self._open(head) as (source, form):
            self._target.load(source, form, graph=head["graph"] or None, base=head["base"])
        return {"version": self._store.version, "existed": existed}

    def replace(self, head: Head) -> Head:
        """Put the content of files in place of a graph's."""
        with self._open(head) as (source, form):
            existed = self._target.replace_graph(source, form, graph=head["graph"] or None, base=head["base"])
        return {"version": self._store.version, "existed": existed}

    @contextmanager
    def _open(self, head: Head) -> Iterator[tuple[IO[bytes], Format]]:
        """Give the only file, or all files parsed into one of N-Triples, so that a fault in one keeps all out."""
        files = [(Path(name), get_format(form)) for name, form in head["files"]]
        if len(files) == 1:
            with files[0][0].open("rb") as file:
                yield file, files[0][1]
            return
        together, triples = open_store(None), get_format("ntriples")
        for path, form in files:
            with path.open("rb") as file:
                together.load(file, form, graph="urn:x", base=head["base"])
        with TemporaryFile() as file:
            together.dump(file, triples, graph="urn:x")
            file.seek(0)
            yield file, triples

    def drop(self, head: Head) -> Head:
        """Remove a graph."""
        return {"existed": self._target.drop_graph(head["graph"] or None), "version": self._store.version}

    def snapshot(self, head: Head) -> Head:
        """Copy the data into a folder, and say of which version it is."""
        return {"version": self._store.snapshot(Path(head["folder"]))}

    def state(self, head: Head) -> Head:  # noqa: ARG002 -- all messages are handled alike
        """Say which version the store has, and how many quads."""
        return {"version": self._store.version, "quads": len(self._store)}


def main() -> None:
    """Run the process until its channels close."""
    become_child()
    updates, snapshots = Connection(int(sys.argv[1])), Connection(int(sys.argv[2]))
    store = open_store(Path(sys.argv[3]))
    writer = Writer(store, sys.argv[5], shapes=bool(sys.argv[6]))

    def run() -> None:
        send(updates, {"ready": True, "version": store.version, "quads": len(store), "reason": writer.reason})
        handlers = {"update": writer.update, "load": writer.load, "replace": writer.replace, "drop": writer.drop}
        serve(updates, handlers)
        store.close()
        os._exit(0)

    threading.stack_size(_STACK)
    thread = threading.Thread(target=run)
    thread.start()
    set_limit(int(sys.argv[4]) * 2**20)
    serve(snapshots, {"snapshot": writer.snapshot, "state": writer.state})
    thread.join()


if __name__ == "__main__":
    main()
