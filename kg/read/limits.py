"""How much a reader takes in before it says no: bounded time and memory, whatever the file holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds, in bytes but for `line`, which counts code points.

    `text` holds for one article, `page` for one HTML page or feed, `container` for a file of many articles and for
    what a compressed file expands to, `line` for one line of plain text, `records` for the articles of one file.
    """

    text: int = 2_000_000
    page: int = 8_000_000
    container: int = 128_000_000
    line: int = 200_000
    records: int = 1_000_000


DEFAULT_LIMITS = Limits()
