"""Answers kept to be sent again, bounded in bytes; the ones used longest ago go first."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

_OVERHEAD = 600  # what an entry takes beside its bytes, roughly


class Keepable(Protocol):
    """What can be kept: it says what version of the store it was made from, and holds bytes."""

    @property
    def version(self) -> str:
        """The version of the store."""

    @property
    def body(self) -> bytes:
        """The bytes."""


Row = TypeVar("Row", bound=Keepable)


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole response: status line, headers, body, and the version of the store it was made from."""

    version: str
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    tag: str


class Cache(Generic[Row]):
    """Responses by request. Safe to use from any thread."""

    def __init__(self, limit: int) -> None:
        """Take the limit in bytes; 0 keeps nothing."""
        self._limit, self._size = limit, 0
        self._rows: OrderedDict[Hashable, Row] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, version: str) -> Row | None:
        """Return what was kept for a request, if it is of the given version; what is older is dropped."""
        with self._lock:
            found = self._rows.get(key)
            if found is None:
                return None
            if found.version != version:
                self._drop(key)
                return None
            self._rows.move_to_end(key)
            return found

    def put(self, key: Hashable, kept: Row) -> None:
        """Keep a response, unless it would take more than a quarter of the cache."""
        size = _measure(key, kept)
        if size > self._limit // 4:
            return
        with self._lock:
            if key in self._rows:
                self._drop(key)
            self._rows[key] = kept
            self._size += size
            while self._size > self._limit:
                self._drop(next(iter(self._rows)))

    def _drop(self, key: Hashable) -> None:
        self._size -= _measure(key, self._rows.pop(key))

    @property
    def size(self) -> int:
        """How many bytes are kept now."""
        return self._size


def _measure(key: Hashable, kept: Keepable) -> int:
    """Return about how many bytes a row takes."""
    parts = key if isinstance(key, tuple) else (key,)
    return len(kept.body) + sum(len(part) for part in parts if isinstance(part, str | bytes)) + _OVERHEAD
