"""The process that runs queries. It has one snapshot of the store open, and a limit on its memory; it can be killed.

A nursery forks it. It answers these messages, each with one: ``open`` (folder), ``replicate``, ``query`` (text, scope,
base, format), ``dump``, ``check_query`` and ``check_update``.
"""

import os
import resource
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO

from kg.errors import KgError
from kg.formats import get_format
from kg.iri import DESCRIPTION_GRAPH
from kg.store.base import Scope
from kg.store.columnar.answer import Replica
from kg.store.embedded import EmbeddedStore, open_store
from kg.store.text import index_store
from server.channel import Head, receive, send
from server.errors import LimitError

_STACK = 256 * 2**20  # address space, not memory: pages count once they are touched
_IN_MESSAGE = 256 * 1024


class BoundedFile:
    """A file that takes bytes up to a limit: in memory while they are few, then on disk."""

    def __init__(self, limit: int, path: Path) -> None:
        """Take the limit in bytes, and where to write what is too long for memory."""
        self._limit, self._path, self.size = limit, path, 0
        self._memory = BytesIO()
        self._disk: IO[bytes] | None = None

    def write(self, data: bytes) -> int:
        """Add bytes; raises LimitError once there are too many."""
        self.size += len(data)
        if self.size > self._limit:
            raise LimitError("The answer is too long.", limit="result_mb", value=self._limit / 2**20)
        if self._disk is None and self.size > _IN_MESSAGE:
            self._path.parent.mkdir(mode=0o700, exist_ok=True)  # cleaners of /tmp remove folders that look unused
            self._disk = self._path.open("wb")
            self._disk.write(self._memory.getvalue())
        return (self._disk or self._memory).write(data)

    def flush(self) -> None:
        """Hand everything to the system."""
        if self._disk is not None:
            self._disk.flush()

    def finish(self) -> tuple[str, bytes]:
        """Return the path of the file and no bytes, or "" and all bytes."""
        if self._disk is None:
            return "", self._memory.getvalue()
        self._disk.close()
        return str(self._path), b""


class Reader:
    """Answers messages; see the module."""

    def __init__(self, memory: int) -> None:
        """Take how many bytes queries may take beyond what the process needs by itself."""
        self._memory = memory
        self._store: EmbeddedStore = open_store(None)
        self._replica: Replica | None = None

    def open(self, head: Head) -> Head:
        """Read from another snapshot from now on."""
        lift_limit()
        self._store = open_store(Path(head["folder"]), read_only=True)
        self._replica = Replica(Path(head["folder"]))
        if len(self._store) <= head["replica_quads"]:
            self._replicate()
        set_limit(self._memory)
        return {"replica": self._store.path is None}

    def replicate(self, head: Head) -> Head:
        """Take the snapshot into memory, where queries run faster than on disk."""
        lift_limit()
        if len(self._store) <= head["replica_quads"]:
            self._replicate()
        set_limit(self._memory)
        return {"replica": self._store.path is None}

    def query(self, head: Head) -> tuple[Head, bytes]:
        """Run one query and write its answer."""
        begun = time.monotonic()
        output = BoundedFile(head["result_bytes"], Path(head["spool"]))
        scope = Scope(head["union"], tuple(head["default"]), tuple(head["named"]))
        with self._lend(head):
            ask = self._store.query_plain if head["plain"] else self._store.query
            found = self._replica.answer(head["text"], scope) if self._replica and not head["lent"] else None
            result = found or ask(head["text"], scope=scope, base=head["base"])
            result.write(output, get_format(head["format"]))  # type: ignore[arg-type]
        path, body = output.finish()
        return {"ok": True, "file": path, "size": output.size, "seconds": time.monotonic() - begun}, body

    def _lend(self, head: Head) -> AbstractContextManager[None]:
        """Have the endpoint's description among the data for a while, unless they are too many for memory."""
        path = head["lent"]
        if path and self._store.path is not None and len(self._store) <= head["replica_quads"]:
            lift_limit()
            self._replicate()
            set_limit(self._memory)
        if not path or self._store.path is not None:
            return nullcontext()
        return self._store.lend_graph(Path(path), str(DESCRIPTION_GRAPH))

    def check_query(self, head: Head) -> Head:
        """Say whether a query is legal, by asking it of an empty store."""
        open_store(None).query(head["text"], base=head["base"])
        return {"file": "", "size": 0, "seconds": 0.0}

    def check_update(self, head: Head) -> Head:
        """Say whether an update is legal, by carrying it out on an empty store."""
        open_store(None).update(head["text"], base=head["base"])
        return {"file": "", "size": 0, "seconds": 0.0}

    def index(self, head: Head) -> Head:
        """Write the full-text index of this version to a file."""
        begun = time.monotonic()
        number = index_store(self._store, Path(head["text"]))
        return {"file": "", "size": number, "seconds": time.monotonic() - begun}

    def convert(self, head: Head) -> tuple[Head, bytes]:
        """Write the RDF in a file as N-Triples; those that the file puts into named graphs are left out."""
        begun = time.monotonic()
        output, fresh = BoundedFile(head["result_bytes"], Path(head["spool"])), open_store(None)
        with Path(head["text"]).open("rb") as file:
            fresh.load(file, get_format(head["format"]), base=head["base"])
        fresh.dump(output, get_format("ntriples"), graph="")  # type: ignore[arg-type]
        path, body = output.finish()
        return {"ok": True, "file": path, "size": output.size, "seconds": time.monotonic() - begun}, body

    def dump(self, head: Head) -> tuple[Head, bytes]:
        """Write the whole dataset."""
        begun = time.monotonic()
        output = BoundedFile(head["result_bytes"], Path(head["spool"]))
        self._store.dump(output, get_format(head["format"]))  # type: ignore[arg-type]
        path, body = output.finish()
        return {"ok": True, "file": path, "size": output.size, "seconds": time.monotonic() - begun}, body

    def _replicate(self) -> None:
        if self._store.path is not None:
            self._store = self._store.copy_to_memory()


def lift_limit() -> None:
    """Let this process take as much memory as the system allows."""
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def set_limit(more: int) -> None:
    """Allow this process the memory that it has now, and so many bytes more."""
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (read_data_size() + more, hard))


def read_data_size() -> int:
    """Return how many bytes of private writable memory this process has mapped: what RLIMIT_DATA counts (Linux)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


def serve(channel: Connection, handlers: Mapping[str, Callable[[Head], Head | tuple[Head, bytes]]]) -> None:
    """Answer messages until the other side is gone."""
    while True:
        try:
            head, _ = receive(channel)
        except (EOFError, OSError):
            return
        try:
            answer = handlers[head["do"]](head)
        except KgError as error:
            limit, value = getattr(error, "limit", None), getattr(error, "value", None)
            answer = {"error": type(error).__name__, "detail": str(error), "limit": limit, "value": value}
        except MemoryError:
            answer = {"error": "MemoryError", "detail": ""}
        except OSError as error:
            answer = {"error": "StoreError", "detail": f"The system refused: {error}. Check the disk."}
        except Exception as error:  # noqa: BLE001 -- the last stop: an unforeseen fault must reach the client as one
            answer = {"error": "EngineError", "detail": f"The engine failed: {type(error).__name__}: {error}."}
        try:
            send(channel, *answer) if isinstance(answer, tuple) else send(channel, answer)
        except OSError:
            return


def run(file: int, memory_mb: int) -> None:
    """Be a reader in this process, on the channel with the given file descriptor, until it closes."""
    channel = Connection(file)
    reader = Reader(memory_mb * 2**20)
    handlers: dict[str, Callable[[Head], Head | tuple[Head, bytes]]] = {
        "open": reader.open,
        "replicate": reader.replicate,
        "query": reader.query,
        "convert": reader.convert,
        "dump": reader.dump,
        "index": reader.index,
        "check_query": reader.check_query,
        "check_update": reader.check_update,
    }

    def answer() -> None:
        send(channel, {"ready": True, "thread": threading.get_native_id()})
        serve(channel, handlers)
        os._exit(0)  # nothing to save; RocksDB's own threads need no farewell

    threading.stack_size(_STACK)
    thread = threading.Thread(target=answer)
    thread.start()
    thread.join()
