"""What a reader hands to the registry: an article's text with the metadata the reader found in it."""

import re
from dataclasses import dataclass

from kg.model import Interval


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before it has its source and hash.

    `text` is what will be stored. `key` identifies it inside its file where the file holds several, None where it is
    alone. `line` is where it begins in the file (from 1). `published_from` says "text" or "metadata".
    """

    text: str
    key: str | None = None
    line: int | None = None
    published: Interval | None = None
    published_from: str = ""
    title: str | None = None
    byline: tuple[str, ...] = ()
    publisher: str | None = None
    dateline: str | None = None
    language: str | None = None
    url: str | None = None


_PARTICLE = r"(?:de|del|della|der|den|di|da|dos|la|le|van|von|bin|al|el|st\.)"
_WORD = r"[A-ZÀ-Þ](?:[\w.’'-]*\w\.?|\.)"
NAME = rf"{_WORD}(?:\s(?:{_WORD}|{_PARTICLE})){{1,4}}"
_BY = re.compile(r"^\s*(?:story\s|written\s|reported\s)?by:?\s+", re.I)
_END = re.compile(r"\s*(?:\||/|,?\s(?:staff|special|for)\b).*$", re.I)


def split_byline(text: str) -> tuple[str, ...]:
    """Return the names in a byline.

    >>> split_byline("By JANE DOE and John Q. Roe")
    ('JANE DOE', 'John Q. Roe')
    """
    plain = _END.sub("", _BY.sub("", " ".join(text.split())))
    return tuple(
        name.strip(" .") for name in re.split(r",\s*(?:and\s)?|\s+and\s+|\s*[;&]\s*", plain) if name.strip(" .")
    )
