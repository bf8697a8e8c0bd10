"""The processes that run queries: how many, for how long, at whose cost.

A query takes one of `workers` places. One that runs past `short_time` gives its place back and goes on as a long
query, with lowered priority, if one of the `long_queries` places is free; so a point query seldom waits behind a sort.
One that runs past `deadline` is killed with its process. A process killed or spoilt is replaced by a fresh one.
"""

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import GraphError, KgError, LoadError, QueryError, ShapeError, StoreError
from server.channel import Child, ChildError, Head
from server.config import Config
from server.errors import BusyError, DeadlineError, EngineError, LimitError
from server.nursery import Nursery

_START_TIMEOUT = 60.0
_NICE = 10
_PATIENCE = 0.25
"""The part of the deadline after which a long query must have found a place among the long ones."""
_ERRORS: dict[str, type[KgError]] = {
    "QueryError": QueryError,
    "GraphError": GraphError,
    "LoadError": LoadError,
    "ShapeError": ShapeError,
    "StoreError": StoreError,
    "StoreBusyError": StoreError,
    "EngineError": EngineError,
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A copy of the store that never changes."""

    folder: Path
    version: int


def raise_answer(head: Head, memory_mb: int) -> None:
    """Raise the error that a child's answer carries, if it does."""
    name = head.get("error")
    if name is None:
        return
    if name == "MemoryError":
        raise LimitError("The query needed too much memory.", limit="memory_mb", value=memory_mb)
    if head.get("limit"):
        error = LimitError("", limit=head["limit"], value=head["value"])
        error.args = (head["detail"],)
        raise error
    raise _ERRORS.get(name, StoreError)(head["detail"])


_OUT_OF_MEMORY = (
    "memory allocation of",  # Rust
    "bad_alloc",  # C++, RocksDB's
    "memoryerror",
    "cannot allocate memory",
    "out of memory",
    "failed to spawn thread",  # a thread's stack counts too
    "can't start new thread",
)
"""Last words, in small letters, of a process that could get no more memory."""


def explain_death(error: ChildError, what: str, memory_mb: int) -> KgError:
    """Return what to tell the client whose query or update killed its process."""
    said = error.said.lower()
    if any(words in said for words in _OUT_OF_MEMORY):
        return LimitError(f"The {what} needed too much memory.", limit="memory_mb", value=memory_mb)
    return EngineError(
        f"The {what} made the engine fail (signal {error.signal}). Nothing was harmed. Write it in a simpler way: "
        "fewer nested groups, shorter paths and lists."
    )


class Worker:
    """One process with one snapshot open."""

    def __init__(self, nursery: Nursery, config: Config) -> None:
        """Start the process, without waiting for it."""
        self._child: Child = nursery.fork(config.memory_mb)
        self._config = config
        self._thread = 0
        self.version = -1
        self.replica = False
        self.idle_since = time.monotonic()

    def open(self, snapshot: Snapshot) -> None:
        """Have the process read from a snapshot; raises ChildError where it cannot."""
        if not self._thread:
            self._thread = self._expect(self._child.wait(_START_TIMEOUT))["thread"]
        if self.version != snapshot.version:
            quads = min(self._config.replica_quads, _SMALL)
            head = {"do": "open", "folder": str(snapshot.folder), "replica_quads": quads}
            answer = self._expect(self._child.ask(head, timeout=_START_TIMEOUT))
            self.version, self.replica = snapshot.version, answer["replica"]

    def replicate(self) -> None:
        """Have the process take its snapshot into memory."""
        answer = self._expect(
            self._child.ask({"do": "replicate", "replica_quads": self._config.replica_quads}, timeout=_START_TIMEOUT)
        )
        self.replica = answer["replica"]

    def _expect(self, answer: tuple[Head, bytes] | None) -> Head:
        if answer is None:
            raise ChildError(None, "no answer in time")
        raise_answer(answer[0], 0)
        return answer[0]

    def ask(self, head: Head, timeout: float) -> tuple[Head, bytes] | None:
        """Send a query and wait for its answer up to `timeout` seconds."""
        return self._child.ask(head, timeout=timeout)

    def wait(self, timeout: float) -> tuple[Head, bytes] | None:
        """Go on waiting."""
        return self._child.wait(timeout)

    def set_nice(self, value: int) -> bool:
        """Set the priority of the thread that runs queries; say whether the system allowed it."""
        try:
            os.setpriority(os.PRIO_PROCESS, self._thread, value)
        except (PermissionError, ProcessLookupError):
            return False
        return True

    def kill(self) -> None:
        """End the process."""
        self._child.kill()


_SMALL = 50_000
"""Stores up to this many quads are taken into memory at once: it takes less than a tenth of a second."""


class Pool:
    """The workers, idle and busy."""

    def __init__(self, config: Config) -> None:
        """Start the first workers."""
        self._config = config
        self._places = threading.BoundedSemaphore(config.workers)
        self._long = threading.BoundedSemaphore(max(1, config.long_queries))
        self._lock = threading.Lock()
        self._nursery = Nursery()
        self._idle: list[Worker] = [Worker(self._nursery, config) for _ in range(config.workers + 1)]
        self.wanted = threading.Event()
        """Set when `tend` has something to do at once."""
        self._busy: set[Worker] = set()
        self._closed = False

    def run(self, head: Head, snapshot: Snapshot) -> tuple[Head, bytes]:
        """Run a query on a snapshot, and return the worker's answer.

        Raises:
            BusyError: No place came free in time.
            DeadlineError: It took too long.
            LimitError: It took too much memory, or its answer is too long.
            EngineError: The engine failed on it.
            QueryError: It is not SPARQL.
        """
        config = self._config
        if not self._places.acquire(timeout=config.deadline):
            raise BusyError("All places for queries are taken. Try again in a few seconds.")
        has_place, is_long, sound = True, False, False
        worker: Worker | None = None
        begun = time.monotonic()
        try:
            worker = self._take(snapshot)
            answer = worker.ask(head, min(config.short_time, config.deadline))
            if answer is None:
                is_long = self._long.acquire(blocking=False)
                if not is_long:  # it stays in its place for a while, in case a long query ends
                    answer = worker.wait(config.deadline * _PATIENCE)
                    is_long = answer is None and self._long.acquire(blocking=False)
                    if answer is None and not is_long:
                        raise BusyError("Too many long queries run already. Try again later, or ask for less at once.")
            if is_long:
                has_place = False
                worker.set_nice(_NICE)
                self._places.release()
                self.wanted.set()
                answer = worker.wait(config.deadline - (time.monotonic() - begun))
            if answer is None:
                raise DeadlineError("query", config.deadline)
            sound = not is_long or worker.set_nice(0)
            raise_answer(answer[0], config.memory_mb)
            return answer
        except ChildError as error:
            sound = False
            raise explain_death(error, "query", config.memory_mb) from error
        finally:
            if worker is not None:
                self._put_back(worker, sound=sound)
            if has_place:
                self._places.release()
            if is_long:
                self._long.release()

    def _take(self, snapshot: Snapshot) -> Worker:
        with self._lock:
            # The one that has this version in memory serves best; the one used last has warm caches.
            order = sorted(
                self._idle, key=lambda row: (row.version == snapshot.version, row.replica, row.idle_since), reverse=True
            )
            worker = order[0] if order else Worker(self._nursery, self._config)
            if order:
                self._idle.remove(worker)
            self._busy.add(worker)
        try:
            worker.open(snapshot)
        except (ChildError, StoreError):
            self._put_back(worker, sound=False)
            worker = Worker(self._nursery, self._config)
            with self._lock:
                self._busy.add(worker)
            worker.open(snapshot)
        return worker

    def _put_back(self, worker: Worker, *, sound: bool) -> None:
        keep = sound and not self._closed
        with self._lock:
            self._busy.discard(worker)
            if keep:
                worker.idle_since = time.monotonic()
                self._idle.append(worker)
        if not keep:
            worker.kill()

    def tend(self, snapshot: Snapshot | None) -> None:
        """Do what can wait: keep one worker to spare, end surplus ones, take a settled snapshot into memory."""
        config = self._config
        with self._lock:
            if self._closed:
                return
            while len(self._idle) < config.workers:
                self._idle.append(Worker(self._nursery, config))
            surplus = [row for row in self._idle if time.monotonic() - row.idle_since > 30][config.workers + 1 :]
            for row in surplus:
                self._idle.remove(row)
            found = None
            if snapshot is not None:
                settled = [row for row in self._idle if row.version == snapshot.version]
                replicas = sum(row.replica for row in (*settled, *self._busy))
                found = next((row for row in settled if not row.replica), None) if replicas < config.workers else None
                if found is None and len(settled) < config.workers:
                    found = next((row for row in self._idle if row.version != snapshot.version), None)
            if found is not None:
                self._idle.remove(found)
                self._busy.add(found)
        for row in surplus:
            row.kill()
        if found is not None and snapshot is not None:
            self._prepare(found, snapshot)

    def _prepare(self, worker: Worker, snapshot: Snapshot) -> None:
        sound = False
        try:
            worker.open(snapshot)
            if not worker.replica:
                worker.replicate()
            sound = True
        except (ChildError, StoreError):
            pass  # the worker is replaced
        finally:
            self._put_back(worker, sound=sound)

    def count(self) -> dict[str, Any]:
        """Return how many workers are idle and busy."""
        with self._lock:
            return {"idle": len(self._idle), "busy": len(self._busy)}

    def close(self) -> None:
        """End all workers; queries that still run fail."""
        with self._lock:
            self._closed = True
            workers, self._idle = self._idle, []
            workers += list(self._busy)
        for worker in workers:
            worker.kill()
        self._nursery.close()
