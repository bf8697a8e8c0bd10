"""Serve by waitress: one thread waits for all sockets, others answer. Lanes stand before it, and hand on to it."""

import logging
import signal
import socket
import sys
import threading
import time
from typing import Any

from flask import Flask
from waitress import wasyncore  # type: ignore[import-untyped]
from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.server import BaseWSGIServer, create_server  # type: ignore[import-untyped]

from server.backend import Backend
from server.config import Config
from server.lanes import Lanes

_IDLE_SECONDS = 60
_CONNECTIONS = 4000
_LOOK = 0.25
_GRACE = 5.0

Sockets = dict[int, Any]  # waitress's: the listening ones, and one for each connection


class _Ear(wasyncore.dispatcher):  # type: ignore[misc]
    """Waits for what a lane says."""

    def __init__(self, lanes: Lanes, channel: socket.socket, sockets: Sockets) -> None:
        self._lanes, self._sockets = lanes, sockets
        super().__init__(channel, map=sockets)
        self.connected = True

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def handle_read(self) -> None:
        self._lanes.hear(self.socket)

    def handle_close(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Wait no more; the socket is the lanes' to close."""
        if self._fileno in self._sockets:
            self.del_channel(self._sockets)


class _Exchange:
    """Moves connections between waitress and the lanes."""

    def __init__(self, backend: Backend, listening: list[Any], sockets: Sockets) -> None:
        self._listening, self._sockets = listening, sockets
        self._lanes = Lanes(backend, [row.socket.fileno() for row in listening], self._adopt)
        self._ears: dict[socket.socket, _Ear] = {}
        self._adopted: set[Any] = set()
        backend.has_lanes = True

    def _adopt(self, connection: socket.socket, data: bytes) -> None:
        """Go on with a connection that a lane hands on, of which it has read so much."""
        server = self._listening[0]
        try:
            address = connection.getpeername()
            server.set_socket_options(connection)
            channel = HTTPChannel(server, connection, address, server.adj, map=self._sockets)
        except OSError:  # the client is gone
            connection.close()
            return
        channel.received(data)
        self._adopted.add(channel)

    def tend(self) -> None:
        """Look after the lanes, and give them back the connections on which nothing is going on."""
        self._lanes.tend()
        for row in self._listening:
            row.accepting = not self._lanes.serving
        channels = self._lanes.list_channels()
        for channel in [row for row in self._ears if row not in channels]:
            self._ears.pop(channel).forget()
        for channel in channels:
            if channel not in self._ears:
                self._ears[channel] = _Ear(self._lanes, channel, self._sockets)
        for row in [row for row in self._adopted if not _is_busy(row)]:
            ending = row.will_close or row.close_when_flushed or not row.connected
            if ending or self._lanes.give(row.socket):
                self._adopted.discard(row)
                if not ending:
                    row.del_channel(self._sockets)
                    row.socket.close()

    def close(self) -> None:
        """End the lanes."""
        for row in self._ears.values():
            row.handle_read()
            row.forget()
        self._lanes.close()


def serve_waitress(app: Flask, host: str, port: int, config: Config) -> None:
    """Serve until SIGTERM or Ctrl-C; requests under way are answered first."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    options: dict[str, Any] = {}
    if config.proxies:
        options = {
            "trusted_proxy": "*",
            "trusted_proxy_count": config.proxies,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
        }
    sockets: Sockets = {}
    create_server(
        app,
        map=sockets,
        host=host,
        port=port,
        threads=config.threads,
        connection_limit=_CONNECTIONS,
        channel_timeout=_IDLE_SECONDS,
        cleanup_interval=10,
        max_request_body_size=config.upload_mb * 2**20 + 1024,
        max_request_header_size=config.query_bytes * 3 + 16384,
        ident=None,
        clear_untrusted_proxy_headers=True,
        asyncore_use_poll=True,
        **options,
    )
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    listening = [row for row in sockets.values() if isinstance(row, BaseWSGIServer)]
    sys.stderr.write(f"Polity answers at http://{host}:{listening[0].effective_port}/\n")
    sys.stderr.flush()
    backend: Backend = app.extensions["polity"]
    exchange = _Exchange(backend, listening, sockets) if config.lanes and not config.rate else None
    while not stopping.is_set():
        wasyncore.loop(timeout=_LOOK, use_poll=True, map=sockets, count=1)
        if exchange is not None:
            exchange.tend()
    if exchange is not None:
        exchange.close()
    for row in listening:  # no new connection from here on; what was asked is answered
        row.accepting = False
        row.del_channel()
        row.socket.close()
    end = time.monotonic() + config.deadline + _GRACE
    while time.monotonic() < end and any(_is_busy(row) for row in list(sockets.values())):
        wasyncore.loop(timeout=_LOOK, use_poll=True, map=sockets, count=1)
    listening[0].task_dispatcher.shutdown()


def _is_busy(row: object) -> bool:
    """Say whether a socket of waitress's has a request under way, or an answer not sent yet."""
    return bool(getattr(row, "requests", None) or getattr(row, "request", None) or getattr(row, "total_outbufs_len", 0))
