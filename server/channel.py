"""How the server and its worker processes talk: messages of a JSON head and a body of bytes, over a socket pair."""

import json
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Any

from kg.errors import KgError

Head = dict[str, Any]
_ROOT = str(Path(__file__).resolve().parent.parent)


def send(channel: Connection, head: Head, body: bytes = b"") -> None:
    """Send one message."""
    channel.send_bytes(json.dumps(head).encode() + b"\n" + body)


def receive(channel: Connection) -> tuple[Head, bytes]:
    """Wait for one message and return it.

    Raises:
        EOFError: The other side is gone.
    """
    head, _, body = channel.recv_bytes().partition(b"\n")
    return json.loads(head), body


class ChildError(KgError):
    """A child process died; `signal` is what it died of (0 if it ended by itself), `said` its last words."""

    def __init__(self, code: int | None, said: str) -> None:
        """Take the exit code as subprocess gives it and the end of standard error."""
        self.signal, self.said = -code if code and code < 0 else 0, said
        super().__init__(f"A worker process ended with {code}: {said[-300:] or 'it said nothing'}")


class Child:
    """A process that answers messages on one or more channels. It dies with its parent: it reads the channels' end."""

    def __init__(self, pid: int, channels: list[Connection], said: IO[bytes]) -> None:
        """Take the running process, this side of its channels, and the file its standard error goes to."""
        self.pid, self.channels, self._said = pid, channels, said
        self._polls = [select.poll() for _ in channels]  # made once: Connection.poll makes one each time
        for poll, channel in zip(self._polls, channels, strict=True):
            poll.register(channel, select.POLLIN)

    def ask(self, head: Head, body: bytes = b"", *, timeout: float, channel: int = 0) -> tuple[Head, bytes] | None:
        """Send a message and return the answer, or None where none came in `timeout` seconds.

        Raises:
            ChildError: The process died.
        """
        try:
            send(self.channels[channel], head, body)
        except OSError as error:
            raise self.explain_end() from error
        return self.wait(timeout, channel=channel)

    def wait(self, timeout: float, *, channel: int = 0) -> tuple[Head, bytes] | None:
        """Return the next answer, or None where none came in `timeout` seconds; raises ChildError."""
        try:
            if not self._polls[channel].poll(max(0.0, timeout) * 1000):
                return None
            return receive(self.channels[channel])
        except (EOFError, OSError) as error:
            raise self.explain_end() from error

    def explain_end(self) -> ChildError:
        """Return why the process ended; it is killed if it has only closed its channels."""
        code = self._end()
        self._said.seek(0)
        return ChildError(code, self._said.read()[-2000:].decode("utf-8", "replace"))

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        self._end(at_once=True)
        for channel in self.channels:
            channel.close()
        self._said.close()

    def _end(self, *, at_once: bool = False) -> int | None:
        raise NotImplementedError


class Started(Child):
    """A child started from a Python module, that gets its channels' file descriptors as arguments."""

    def __init__(self, module: str, *arguments: str, channels: int = 1) -> None:
        """Start the process; it says `ready` on its first channel when it can take messages."""
        pairs = [socket.socketpair() for _ in range(channels)]
        said = tempfile.TemporaryFile()  # noqa: SIM115 -- lives as long as the child
        theirs = [pair[1].fileno() for pair in pairs]
        self._process = start_module(module, [*map(str, theirs), *arguments], theirs, said)
        for pair in pairs:
            pair[1].close()
        super().__init__(self._process.pid, [Connection(pair[0].detach()) for pair in pairs], said)

    def _end(self, *, at_once: bool = False) -> int | None:
        if at_once:
            self._process.kill()
        try:
            return self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return None


def start_module(module: str, arguments: list[str], files: list[int], said: IO[bytes]) -> "subprocess.Popen[bytes]":
    """Start one of our modules as a process that keeps the given files open."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([_ROOT, os.environ.get("PYTHONPATH", "")])}
    return subprocess.Popen(  # noqa: S603 -- our own module
        [sys.executable, "-m", module, *arguments],
        pass_fds=files,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=said,
        env=environment,
        process_group=0,  # Ctrl-C is for the parent; a session of its own would also be another share of the processor
    )


def become_child() -> None:
    """Prepare the process that calls this: leave Ctrl-C to the parent, leave no core dump."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
