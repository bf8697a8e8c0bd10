"""An answer to a query, as the engine gave it."""

from dataclasses import dataclass
from typing import IO

from kg.formats import Format


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a query: its bytes, or the open file that holds them, and the version it was read from."""

    form: Format
    version: int
    size: int
    seconds: float
    body: bytes = b""
    file: IO[bytes] | None = None
