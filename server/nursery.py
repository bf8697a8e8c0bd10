"""A process that has loaded all a reader needs, and forks one in milliseconds: starting Python anew takes 150.

Run as ``python -m server.nursery CONTROL``, CONTROL being a socket that keeps messages apart. It has one thread and
no store open, so forking it is safe. It answers ``{"fork": memory_mb}``, which comes with the reader's channel and
standard error, and ``{"reap": pid}``.
"""

import json
import os
import signal
import socket
import sys
import tempfile
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import IO

from kg.errors import StoreError
from server import reader
from server.channel import Child, become_child, start_module

_MESSAGE = 4096


class Nursery:
    """The side of the server: asks for readers. Safe to use from any thread."""

    def __init__(self) -> None:
        """Start the process."""
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with tempfile.TemporaryFile() as said:
            self._process = start_module("server.nursery", [str(theirs.fileno())], [theirs.fileno()], said)
        theirs.close()
        self._lock = threading.Lock()

    def fork(self, memory_mb: int) -> "Forked":
        """Return a new reader.

        Raises:
            StoreError: The process is gone.
        """
        mine, theirs = socket.socketpair()
        said = tempfile.TemporaryFile()  # noqa: SIM115 -- lives as long as the child
        with theirs:
            answer = self._ask({"fork": memory_mb}, [theirs.fileno(), said.fileno()])
        return Forked(self, answer, Connection(mine.detach()), said)

    def reap(self, pid: int) -> int:
        """Wait for a reader that is dead or dying, and return its exit code as subprocess gives it."""
        return self._ask({"reap": pid}, [])

    def _ask(self, message: dict[str, int], files: list[int]) -> int:
        with self._lock:
            try:
                socket.send_fds(self._control, [json.dumps(message).encode()], files)
                return int(self._control.recv(_MESSAGE))
            except (OSError, ValueError) as error:
                raise StoreError("No process can be made to run queries. Restart the server.") from error

    def close(self) -> None:
        """End the process; its readers end when their channels close."""
        self._control.close()
        self._process.kill()
        self._process.wait()


class Forked(Child):
    """A reader that a nursery forked."""

    def __init__(self, nursery: Nursery, pid: int, channel: Connection, said: IO[bytes]) -> None:
        """Take the running process."""
        self._nursery = nursery
        self._code: int | None = None
        super().__init__(pid, [channel], said)

    def _end(self, *, at_once: bool = False) -> int | None:
        if self._code is None:
            if at_once:
                with suppress(ProcessLookupError):
                    os.kill(self.pid, signal.SIGKILL)
            self._code = self._nursery.reap(self.pid)
        return self._code


def main() -> None:
    """Answer messages until the other side is gone."""
    become_child()
    control = socket.socket(fileno=int(sys.argv[1]))
    while True:
        data, files, _, _ = socket.recv_fds(control, _MESSAGE, 2)
        if not data:
            return
        message = json.loads(data)
        if "fork" in message:
            pid = os.fork()
            if pid == 0:
                control.close()
                os.dup2(files[1], 2)
                reader.run(files[0], message["fork"])
                os._exit(0)
            for file in files:
                os.close(file)
            control.send(str(pid).encode())
        else:
            _, status = os.waitpid(message["reap"], 0)
            control.send(str(os.waitstatus_to_exitcode(status)).encode())


if __name__ == "__main__":
    main()
