"""How the server and its worker processes talk: messages of a JSON head and a body of bytes, over a socket pair."""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

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
    """A Python module running as a process of its own, that answers messages on one or more channels.

    The module's main gets the channels' file descriptors as arguments. The child dies with its parent: it reads the
    end of its channels.
    """

    def __init__(self, module: str, *arguments: str, channels: int = 1) -> None:
        """Start the process; it says `ready` on its first channel when it can take messages."""
        pairs = [socket.socketpair() for _ in range(channels)]
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 -- lives as long as the child
        theirs = [pair[1].fileno() for pair in pairs]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([_ROOT, os.environ.get("PYTHONPATH", "")])}
        self._process = subprocess.Popen(  # noqa: S603 -- our own module
            [sys.executable, "-m", module, *map(str, theirs), *arguments],
            pass_fds=theirs,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._said,
            env=environment,
            start_new_session=True,
        )
        self.pid = self._process.pid
        self.channels = [Connection(pair[0].detach()) for pair in pairs]
        for pair in pairs:
            pair[1].close()

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
            if not self.channels[channel].poll(max(0.0, timeout)):
                return None
            return receive(self.channels[channel])
        except (EOFError, OSError) as error:
            raise self.explain_end() from error

    def explain_end(self) -> ChildError:
        """Wait for the dying process and return why it ended."""
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.kill()
            code = None
        self._said.seek(0)
        return ChildError(code, self._said.read()[-2000:].decode("utf-8", "replace"))

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        self._process.kill()
        self._process.wait()
        for channel in self.channels:
            channel.close()
        self._said.close()


def become_child() -> None:
    """Prepare the process that calls this: leave Ctrl-C to the parent, leave no core dump."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
