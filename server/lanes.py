"""The server's side of its lanes: starts them, takes the connections they hand on, gives back those that are idle.

A generation of lanes serves one version. Once a newer one has stood for a second, the next generation loads it, beside
the old one; when it is ready the old one ends, and its connections go over.
"""

import json
import logging
import os
import signal
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from multiprocessing.connection import Connection
from subprocess import Popen

from server.backend import Backend
from server.board import MOST_LANES, Board
from server.channel import receive, send, start_module
from server.config import Config
from server.lane import ADOPT, COUNTED, HANDED, RETIRE
from server.metrics import count_queries
from server.pool import Snapshot

_log = logging.getLogger("polity.server")
_EVERY = 0.5
_LEAST_PAUSE = 5.0
_MESSAGE = 2**17

Adopt = Callable[[socket.socket, bytes], None]


class Generation:
    """The lanes of one version, and the process that holds their data."""

    def __init__(self, number: int, snapshot: Snapshot, name: str, config: Config, parts: "Parts") -> None:
        """Start them; they load the snapshot, which takes some seconds for a million triples."""
        self.version, self.begun, self.ready = snapshot.version, time.monotonic(), False
        self.first = number % 2 * MOST_LANES
        self.lanes = min(config.lanes, MOST_LANES)
        mine, control = socket.socketpair()
        pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(self.lanes)]
        files = [control.fileno(), parts.board.file, *parts.listeners]
        arguments = [*map(str, files), "--", *(str(pair[1].fileno()) for pair in pairs)]
        with os.fdopen(os.dup(2), "wb") as said:
            self._process: Popen[bytes] = start_module(
                "server.lane", arguments, [*files, *(pair[1].fileno() for pair in pairs)], said
            )
        for theirs in (control, *(pair[1] for pair in pairs)):
            theirs.close()
        self._control = Connection(mine.detach())
        self.channels = [pair[0] for pair in pairs]
        for channel in self.channels:
            channel.setblocking(False)
        kept = asdict(replace(config, store=None, token=None, cache_mb=config.cache_mb // (self.lanes + 1)))
        head = {"folder": str(snapshot.folder), "version": snapshot.version, "name": name, "generation": number}
        send(self._control, {**head, "config": kept})

    def look(self) -> bool:
        """Read what the process says; return False if it is gone, or will not serve this version."""
        try:
            while self._control.poll(0):
                answer, _ = receive(self._control)
                self.ready = bool(answer["ready"])
                if not self.ready:
                    return False
        except (EOFError, OSError):
            return False
        return self._process.poll() is None

    def retire(self) -> None:
        """Tell the lanes to hand over their connections and end."""
        self.ready = False
        for channel in self.channels:
            with suppress(OSError):
                channel.send(RETIRE)
        with suppress(OSError):
            self._control.send_bytes(b"{}")

    def has_ended(self) -> bool:
        """Say whether all its processes are gone."""
        return self._process.poll() is not None

    def kill(self) -> None:
        """End all its processes at once."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self.close()

    def close(self) -> None:
        """Close this side's files."""
        for channel in self.channels:
            channel.close()
        self._control.close()


class Parts:
    """What a generation shares with the server: the board, and the files of the sockets that listen."""

    def __init__(self, board: Board, listeners: Sequence[int]) -> None:
        """Take them."""
        self.board, self.listeners = board, list(listeners)


class Lanes:
    """All lanes. For the one thread that waits for the server's sockets."""

    def __init__(self, backend: Backend, listeners: Sequence[int], adopt: Adopt) -> None:
        """Take the store, the files of the listening sockets, and what to do with a connection that is handed on."""
        self._backend, self._config, self._adopt = backend, backend.config, adopt
        self._parts = Parts(backend.board, listeners)
        self._current: Generation | None = None
        self._next: Generation | None = None
        self._old: list[Generation] = []
        self._count, self._pause, self._started, self._looked = 0, 0.0, 0.0, 0.0
        self._refused = -1

    @property
    def serving(self) -> bool:
        """Whether lanes take connections: then the server must not."""
        return self._current is not None and self._current.ready

    def list_channels(self) -> list[socket.socket]:
        """Return the sockets on which lanes may say something."""
        generations = [row for row in (self._current, self._next) if row is not None]
        return [channel for row in (*generations, *self._old) for channel in row.channels]

    def tend(self) -> None:
        """Do what is due: start, replace and end lanes. To be called often; it mostly returns at once."""
        now = time.monotonic()
        if now - self._looked < _EVERY:
            return
        self._looked = now
        if self._current is not None:
            for pid in self._parts.board.find_hanging(2 * MOST_LANES, self._config.deadline):
                _log.warning("a lane took too long over a query and is replaced")
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            if not self._current.look():
                _log.warning("the lanes have ended and are started anew")
                self._current.kill()
                self._current = None
        self._tend_next(now)
        for row in [row for row in self._old if row.has_ended()]:
            self._old.remove(row)
            row.close()
        snapshot = self._backend.find_settled()
        if snapshot is None or self._next is not None or now - self._started < self._pause:
            return
        if snapshot.version not in (self._current.version if self._current else -1, self._refused):
            self._count, self._started = self._count + 1, now
            self._next = Generation(self._count, snapshot, self._backend.id, self._config, self._parts)

    def _tend_next(self, now: float) -> None:
        found = self._next
        if found is None:
            return
        if not found.look():
            self._refused, self._pause = found.version, _LEAST_PAUSE
            found.kill()
            self._next = None
        elif found.ready:
            # Loading must not become most of what this machine does where somebody writes all the time.
            self._pause = max(_LEAST_PAUSE, 10 * (now - found.begun))
            old, self._current, self._next = self._current, found, None
            if old is not None:
                old.retire()
                self._old.append(old)

    def hear(self, channel: socket.socket) -> None:
        """Take all that a lane has said on its channel."""
        while True:
            try:
                data, files, _, _ = socket.recv_fds(channel, _MESSAGE, 1)
            except OSError:
                return
            if not data:
                return
            if data[:1] == HANDED and files:
                connection = socket.socket(fileno=files[0])
                if len(data) == 1 and self.give(connection):
                    connection.close()
                else:
                    self._adopt(connection, data[1:])
            elif data[:1] == COUNTED:
                row = json.loads(data[1:])
                count_queries(row["statuses"], row["ranges"], row["total"], row["cached"])

    def give(self, connection: socket.socket) -> bool:
        """Give an idle connection to the lane that has fewest; return False if no lane takes it. It is to be closed."""
        current = self._current
        if current is None or not current.ready or current.version != self._backend.version:
            return False
        board, first = self._parts.board, current.first
        lane = min(range(current.lanes), key=lambda number: board.read_connections(first + number))
        try:
            socket.send_fds(current.channels[lane], [ADOPT], [connection.fileno()])
        except OSError:
            return False
        return True

    def close(self) -> None:
        """End all lanes, once they have sent what they still have to send."""
        generations = [row for row in (self._current, self._next, *self._old) if row is not None]
        self._current = self._next = None
        self._old = []
        for row in generations:
            row.retire()
        end = time.monotonic() + 1.0
        while time.monotonic() < end and not all(row.has_ended() for row in generations):
            time.sleep(0.01)
        for row in generations:
            row.kill()
