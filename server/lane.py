"""The processes that answer plain queries by themselves, and hand every other request on to the server proper.

Run as ``python -m server.lane CONTROL BOARD LISTENERS… -- CHANNELS…``, all of them file descriptors. This process
takes one version of the dataset into memory, once, and forks a lane for each channel, which share that memory; from
then on it waits, and forks a new lane where one has died. A lane serves its version for all its life: once there is a
newer one it hands on whatever comes, until the server tells it to end.

A lane has one thread and waits for no one. It reads a request only if that came in one piece; else it sends the
connection's descriptor and what was read to the server, which goes on with it. So slow clients, large bodies, and all
that HTTP has beside plain GETs, never are its concern.
"""

import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate
from multiprocessing.connection import Connection
from pathlib import Path

from kg.store.embedded import open_store
from server.board import MOST_LANES, Board
from server.channel import become_child, receive, send
from server.config import Config
from server.degrees import count_degrees
from server.log import write_entry
from server.plain import PlainQueries, Reply
from server.ranges import RANGES, find_range
from server.reader import set_limit

HANDED, COUNTED, RETIRE, ADOPT = b"H", b"M", b"R", b"C"
"""First bytes of messages: a lane hands on a connection and what was read of it, or tells what it counted; it is told
to end, or given a connection."""
_READ = 16384
_IDLE = 60.0
_TICK = 0.5
_REST = 0.002
_GRACE = 5.0
_MOST = 2000
_LOG_BYTES = 65536


@dataclass(slots=True)
class Client:
    """A connection: since when it has been silent, and what is still to be sent to it."""

    socket: socket.socket
    address: str
    seen: float
    unsent: bytes = b""
    closing: bool = False


class Lane:
    """One lane's loop."""

    def __init__(
        self, queries: PlainQueries, version: int, config: Config, board: Board, place: tuple[int, int, int]
    ) -> None:
        """Take what answers, its version, settings, the board, and the lane's slot, the first and the last."""
        self._queries, self._version, self._config, self._board = queries, version, config, board
        self._slot, self._first, self._last = place
        self._clients: dict[int, Client] = {}
        self._poll = select.epoll()
        self._lines: list[str] = []
        self._statuses: dict[int, int] = {}
        self._ranges = [0] * (len(RANGES) + 1)
        self._total, self._cached = 0.0, 0
        self._date, self._second = b"", 0
        self._accepting = self._retiring = False

    def run(self, listeners: list[socket.socket], channel: socket.socket) -> None:
        """Serve until told to end, or until the server is gone."""
        self._listeners = {row.fileno(): row for row in listeners}
        self._channel = channel
        self._poll.register(channel, select.EPOLLIN)
        self._accept(on=True)
        self._tick = time.monotonic() + _TICK
        end = float("inf")
        while not (self._retiring and (not self._clients or time.monotonic() > end)):
            resting = not self._accepting and not self._retiring
            for file, _ in self._poll.poll(_REST if resting else _TICK):
                if file in self._clients:
                    self._serve(file)
                elif file in self._listeners:
                    self._welcome(self._listeners[file])
                elif not self._listen() and end > time.monotonic() + _GRACE:
                    end = time.monotonic() + _GRACE
            now = time.monotonic()
            if resting:
                self._accept(on=True)
            if now > self._tick:
                self._tick = now + _TICK
                self._look_after(now)
        self._look_after(time.monotonic())

    def _accept(self, *, on: bool) -> None:
        if on != self._accepting and not self._retiring:
            for file in self._listeners:
                if on:
                    self._poll.register(file, select.EPOLLIN)
                else:
                    self._poll.unregister(file)
            self._accepting = on

    def _welcome(self, listener: socket.socket) -> None:
        """Take a new connection, unless another lane has fewer."""
        mine = len(self._clients)
        if mine > min(self._board.read_connections(row) for row in range(self._first, self._last)) or mine > _MOST:
            self._accept(on=False)  # for a moment
            return
        try:
            connection, address = listener.accept()
        except OSError:
            return
        self._add(connection, address[0])

    def _add(self, connection: socket.socket, address: str) -> None:
        connection.setblocking(False)
        with suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._clients[connection.fileno()] = Client(connection, address, time.monotonic())
        self._poll.register(connection, select.EPOLLIN)
        self._board.count(self._slot, len(self._clients))

    def _serve(self, file: int) -> None:
        client = self._clients[file]
        if client.unsent:
            self._send(file, client, b"")
            return
        try:
            data = client.socket.recv(_READ)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._drop(file)
            return
        begun = time.perf_counter()
        reply, cached = None, True
        if self._board.version == self._version:
            reply = self._queries.find_kept(data)
            if reply is None:
                self._board.begin(self._slot)
                reply, cached = self._queries.answer(data), False
                self._board.end(self._slot)
        if reply is None:
            self._hand_on(file, data)
            return
        client.closing = reply.close
        client.seen = self._tick
        self._send(file, client, reply.write(self._get_date()))
        self._note(reply, client, time.perf_counter() - begun, cached=cached)

    def _send(self, file: int, client: Client, data: bytes) -> None:
        waiting = bool(client.unsent)
        data = client.unsent + data if waiting else data
        try:
            sent = client.socket.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._drop(file)
            return
        client.unsent = data[sent:]
        if client.unsent:
            if not waiting:
                self._poll.modify(file, select.EPOLLOUT)
        elif client.closing:
            self._drop(file)
        elif waiting:
            self._poll.modify(file, select.EPOLLIN)

    def _drop(self, file: int) -> None:
        client = self._clients.pop(file)
        self._poll.unregister(file)
        client.socket.close()
        self._board.count(self._slot, len(self._clients))

    def _hand_on(self, file: int, data: bytes) -> None:
        """Give a connection to the server, with what was read of it."""
        with suppress(OSError):  # where the server is gone, the connection goes with it
            socket.send_fds(self._channel, [HANDED + data], [file])
        self._drop(file)

    def _listen(self) -> bool:
        """Do what the server says; return False if that is to end."""
        try:
            data, files, _, _ = socket.recv_fds(self._channel, 16, 1)
        except OSError:
            data, files = b"", []
        if data == ADOPT and files:
            connection = socket.socket(fileno=files[0])
            try:
                address = connection.getpeername()[0]
            except OSError:
                connection.close()
                return True
            self._add(connection, address)
            return True
        self._accept(on=False)
        if not data:
            self._poll.unregister(self._channel)
        self._retiring = True
        for file in [file for file, row in self._clients.items() if not row.unsent]:
            self._hand_on(file, b"")
        return False

    def _look_after(self, now: float) -> None:
        """Do what comes up now and then."""
        for file in [file for file, row in self._clients.items() if now - row.seen > _IDLE]:
            self._drop(file)
        self._write_log()
        if self._statuses:
            counted = {"statuses": list(self._statuses.items()), "ranges": self._ranges}
            message = json.dumps({**counted, "total": self._total, "cached": self._cached}).encode()
            with suppress(OSError):
                self._channel.send(COUNTED + message)
            self._statuses, self._ranges, self._total, self._cached = {}, [0] * len(self._ranges), 0.0, 0

    def _note(self, reply: Reply, client: Client, seconds: float, *, cached: bool) -> None:
        self._statuses[reply.status] = self._statuses.get(reply.status, 0) + 1
        self._ranges[find_range(seconds)] += 1
        self._total += seconds
        self._cached += cached
        if self._config.log:
            line = write_entry(
                client=reply.client or client.address,
                method="GET",
                path="/sparql",
                status=reply.status,
                length=reply.length,
                seconds=seconds,
                query_ms="" if cached else reply.query_ms,
                version=reply.version,
                cached=cached,
            )
            self._lines.append(line)
            if len(self._lines) * 200 > _LOG_BYTES:
                self._write_log()

    def _write_log(self) -> None:
        if self._lines:
            data = ("\n".join(self._lines) + "\n").encode()
            self._lines.clear()
            with suppress(OSError):
                os.write(2, data)

    def _get_date(self) -> bytes:
        second = int(time.time())
        if second != self._second:
            self._date, self._second = formatdate(second, usegmt=True).encode("ascii"), second
        return self._date


def main() -> None:
    """Load a version, fork the lanes, and replace dead ones until the server closes the channel."""
    become_child()
    control, board = Connection(int(sys.argv[1])), Board(int(sys.argv[2]))
    middle = sys.argv.index("--")
    listeners = [socket.socket(fileno=int(file)) for file in sys.argv[3:middle]]
    channels = [socket.socket(fileno=int(file)) for file in sys.argv[middle + 1 :]]
    head, _ = receive(control)
    config = Config(**head["config"])
    store = open_store(Path(head["folder"]), read_only=True)
    if len(store) > config.replica_quads:
        send(control, {"ready": False})
        return
    memory = store.copy_to_memory().oxigraph
    degrees = count_degrees(memory)
    del store
    gc.collect()
    gc.freeze()  # so that collecting garbage writes to no page that the lanes share
    first = int(head["generation"]) % 2 * MOST_LANES
    place = (first, first + len(channels))

    def fork(number: int) -> int:
        pid = os.fork()
        if pid == 0:
            control.close()
            slot = first + number
            board.enter(slot)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the server says when to end
            set_limit(config.memory_mb * 2**20)
            queries = PlainQueries(memory, degrees, head["version"], head["name"], config)
            Lane(queries, head["version"], config, board, (slot, *place)).run(listeners, channels[number])
            os._exit(0)
        return pid

    running = {fork(number): number for number in range(len(channels))}
    send(control, {"ready": True})
    while running:
        if control.poll(_TICK):
            with suppress(EOFError, OSError):
                receive(control)
            break  # the lanes end by themselves, once the server says so on their own channels
        pid, status = os.waitpid(-1, os.WNOHANG)
        while pid:
            number = running.pop(pid)
            if status:
                running[fork(number)] = number
            pid, status = os.waitpid(-1, os.WNOHANG) if running else (0, 0)
    for pid in running:
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)
    os._exit(0)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
