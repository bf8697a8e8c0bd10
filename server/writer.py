"""The process that writes. It alone has the store open for writing; killed in the middle, it leaves no half update.

Run as ``python -m server.writer CHANNEL SNAPSHOT_CHANNEL FOLDER``. On the first channel it answers ``update``,
``load``, ``replace``, ``drop``; on the second ``snapshot`` and ``state``, which never wait for an update.
"""

import os
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path

from kg.formats import get_format
from kg.store.base import Scope
from kg.store.embedded import EmbeddedStore, open_store
from server.channel import Head, become_child, send
from server.reader import serve

_STACK = 256 * 2**20
_TRIES = 3


class Writer:
    """Answers messages; see the module. Each answer carries the version the store then has."""

    def __init__(self, store: EmbeddedStore) -> None:
        """Take the open store."""
        self._store = store

    def update(self, head: Head) -> Head:
        """Carry out an update."""
        scope = Scope(False, tuple(head["default"]), tuple(head["named"]))
        self._store.update(head["text"], scope=scope, base=head["base"])
        return {"version": self._store.version}

    def load(self, head: Head) -> Head:
        """Add the content of a file to a graph ("" is the default graph)."""
        existed = self._store.has_graph(head["graph"] or None)
        with Path(head["file"]).open("rb") as file:
            self._store.load(file, get_format(head["format"]), graph=head["graph"] or None, base=head["base"])
        return {"version": self._store.version, "existed": existed}

    def replace(self, head: Head) -> Head:
        """Put the content of a file in place of a graph's."""
        with Path(head["file"]).open("rb") as file:
            form, graph = get_format(head["format"]), head["graph"] or None
            existed = self._store.replace_graph(file, form, graph=graph, base=head["base"])
        return {"version": self._store.version, "existed": existed}

    def drop(self, head: Head) -> Head:
        """Remove a graph."""
        return {"existed": self._store.drop_graph(head["graph"] or None), "version": self._store.version}

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
    writer = Writer(store)

    def run() -> None:
        send(updates, {"ready": True, "version": store.version, "quads": len(store)})
        handlers = {"update": writer.update, "load": writer.load, "replace": writer.replace, "drop": writer.drop}
        serve(updates, handlers)
        store.close()
        os._exit(0)

    threading.stack_size(_STACK)
    thread = threading.Thread(target=run)
    thread.start()
    serve(snapshots, {"snapshot": writer.snapshot, "state": writer.state})
    thread.join()


if __name__ == "__main__":
    main()
