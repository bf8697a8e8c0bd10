"""A page of memory that the server shares with its lanes: the dataset's version, and what each lane is doing."""

import mmap
import os
import time

_SIZE = 4096
_VERSION, _SLOTS, _WIDTH = 0, 8, 4
_SINCE, _PID, _CONNECTIONS = 0, 1, 2


class Board:
    """The shared numbers, each a word that is read and written at once. `file` is its descriptor, for children."""

    def __init__(self, file: int | None = None) -> None:
        """Make a new page, or map that of a descriptor."""
        self.file = os.memfd_create("polity-board") if file is None else file
        if file is None:
            os.ftruncate(self.file, _SIZE)
        self._words = memoryview(mmap.mmap(self.file, _SIZE)).cast("q")

    @property
    def version(self) -> int:
        """The newest version of the dataset that anybody was told of."""
        return self._words[_VERSION]

    @version.setter
    def version(self, value: int) -> None:
        self._words[_VERSION] = value

    def begin(self, lane: int) -> None:
        """Note that a lane starts on a query."""
        self._words[_SLOTS + lane * _WIDTH + _SINCE] = time.monotonic_ns()

    def end(self, lane: int) -> None:
        """Note that it is done."""
        self._words[_SLOTS + lane * _WIDTH + _SINCE] = 0

    def enter(self, lane: int) -> None:
        """Note that this process is the lane."""
        self.end(lane)
        self._words[_SLOTS + lane * _WIDTH + _PID] = os.getpid()
        self.count(lane, 0)

    def count(self, lane: int, connections: int) -> None:
        """Note how many connections a lane has."""
        self._words[_SLOTS + lane * _WIDTH + _CONNECTIONS] = connections

    def read_connections(self, lane: int) -> int:
        """Return how many connections a lane has."""
        return self._words[_SLOTS + lane * _WIDTH + _CONNECTIONS]

    def find_hanging(self, lanes: int, seconds: float) -> list[int]:
        """Return the process ids of the lanes that have been at one query for longer than so many seconds."""
        found = []
        for lane in range(lanes):
            at = _SLOTS + lane * _WIDTH
            since = self._words[at + _SINCE]
            if since and time.monotonic_ns() - since > seconds * 1e9 and self._words[at + _PID]:
                found.append(self._words[at + _PID])
        return found


MOST_LANES = (_SIZE // 8 - _SLOTS) // _WIDTH // 2
"""Two generations of lanes have room on a page."""
